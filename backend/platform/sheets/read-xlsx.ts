// Reads one sheet of an XLSX (ECMA-376 Part 1 §18) within limits: nothing is unpacked or laid out further than they say. Formulas give their last value.
import { ZipReader, Uint8ArrayReader, configure, type FileEntry } from "@zip.js/zip.js";
import { AppError } from "../errors/index.ts";
import { cellText, columnOf, type NumberFormats, readNumberFormats } from "./cell-text.ts";
import type { SheetLimits, SheetProblem, SheetRow } from "./model.ts";
import { type Listener, parsePart, type ReadPart, tooLarge } from "./parse-part.ts";

configure({ useWebWorkers: false });

export interface ReadXlsx {
  sheets: string[];
  sheet: string;
  rows: SheetRow[];
  problems: SheetProblem[];
}

/** @param wanted a sheet's name; else the first. @throws AppError unsupported_media_type (no XLSX, encrypted), too_large, invalid_input `sheet`. */
export async function readXlsx(bytes: Uint8Array, limits: SheetLimits, wanted?: string): Promise<ReadXlsx> {
  const reader = new ZipReader(new Uint8ArrayReader(bytes), { checkOverlappingEntry: true });
  try {
    const entries = new Map<string, FileEntry>();
    for (const entry of await reader.getEntries())
      if (!entry.directory) entries.set(entry.filename.replace(/^\//, "").toLowerCase(), entry);
    const budget = { bytes: limits.unpackedBytes };
    const read = async (path: string, listener: Listener): Promise<boolean> => {
      const entry = entries.get(path.toLowerCase());
      if (entry) await parsePart(entry, budget, listener);
      return entry !== undefined;
    };
    const { sheets, is1904 } = await readWorkbook(read);
    const chosen = wanted === undefined ? sheets[0] : sheets.find(({ name }) => name === wanted);
    if (!chosen) throw unreadable(wanted);
    const formats = await readNumberFormats(read);
    const shared = await readSharedTexts(read, limits);
    const laidOut = await readCells(read, chosen.path, { shared, formats, is1904, limits });
    return { sheets: sheets.map(({ name }) => name), sheet: chosen.name, ...laidOut };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("unsupported_media_type", "This file is damaged, encrypted or no XLSX workbook.", {
      cause: error,
    });
  } finally {
    await reader.close();
  }
}

function unreadable(wanted: string | undefined): AppError {
  return wanted === undefined
    ? new AppError("unsupported_media_type", "This XLSX workbook has no sheet.")
    : new AppError("invalid_input", "The workbook has no such sheet.", {
        fields: [{ path: "sheet", message: "Expected the name of a sheet of this workbook." }],
      });
}

/** The sheets in their order with the files they are in; hidden ones too, since they are chosen by name. */
async function readWorkbook(read: ReadPart): Promise<{ sheets: { name: string; path: string }[]; is1904: boolean }> {
  const listed: { name: string; relation: string }[] = [];
  const targets = new Map<string, string>();
  let is1904 = false;
  await read("xl/workbook.xml", {
    open: (name, attributes) => {
      const relation = Object.entries(attributes).find(([key]) => key.endsWith(":id"))?.[1] ?? "";
      if (name === "sheet") listed.push({ name: attributes["name"] ?? "", relation });
      if (name === "workbookPr") is1904 = ["1", "true"].includes(attributes["date1904"] ?? "");
    },
  });
  await read("xl/_rels/workbook.xml.rels", {
    open: (name, { Id, Target }) => {
      if (name === "Relationship" && Id && Target)
        targets.set(Id, Target.startsWith("/") ? Target.slice(1) : `xl/${Target}`);
    },
  });
  const sheets = listed.flatMap(({ name, relation }) => {
    const path = targets.get(relation);
    return path === undefined || path.includes("chartsheets/") ? [] : [{ name, path }];
  });
  return { sheets, is1904 };
}

async function readSharedTexts(read: ReadPart, limits: SheetLimits): Promise<string[]> {
  const texts: string[] = [];
  let current: string | undefined;
  let isText = false;
  let isPhonetic = false;
  await read("xl/sharedStrings.xml", {
    open: (name) => {
      if (name === "si") current = "";
      // How a Japanese text is spoken is not a part of it (§18.4.6).
      if (name === "rPh") isPhonetic = true;
      isText = name === "t";
    },
    text: (text) => {
      if (isText && !isPhonetic && current !== undefined && current.length <= limits.cellCharacters) current += text;
    },
    close: (name) => {
      isText = false;
      if (name === "rPh") isPhonetic = false;
      if (name !== "si") return;
      texts.push(current ?? "");
      current = undefined;
    },
  });
  return texts;
}

interface Frame {
  shared: readonly string[];
  formats: NumberFormats;
  is1904: boolean;
  limits: SheetLimits;
}

async function readCells(
  read: ReadPart,
  path: string,
  frame: Frame,
): Promise<{ rows: SheetRow[]; problems: SheetProblem[] }> {
  const { limits } = frame;
  const rows: SheetRow[] = [];
  const problems: SheetProblem[] = [];
  let row: SheetRow | undefined;
  let line = 0;
  let column = 0;
  let type = "n";
  let style = 0;
  let value = "";
  let isValue = false;
  await read(path, {
    open: (name, attributes) => {
      if (name === "row") {
        line = Number(attributes["r"] ?? line + 1);
        row = { line, cells: [] };
        column = 0;
      } else if (name === "c") {
        column = attributes["r"] === undefined ? column + 1 : columnOf(attributes["r"]);
        type = attributes["t"] ?? "n";
        style = Number(attributes["s"] ?? 0);
        value = "";
      }
      // "v" is a value, a formula's too; "t" is a text that stands in the cell itself.
      isValue = name === "v" || name === "t";
    },
    text: (text) => {
      if (isValue && value.length <= limits.cellCharacters) value += text;
    },
    close: (name) => {
      isValue = false;
      if (name === "c" && row && value !== "") {
        if (column < 1 || column > limits.columns)
          throw tooLarge(`A sheet may have ${limits.columns} columns; this one has more.`);
        if (type === "e") problems.push({ line, code: "error_value", column: column - 1 });
        while (row.cells.length < column - 1) row.cells.push("");
        row.cells[column - 1] = cellText(value, type, frame.formats.get(style), frame.shared, frame.is1904).trim();
      }
      if (name !== "row" || !row) return;
      if (row.cells.some((cell) => cell !== "")) rows.push(row);
      row = undefined;
      if (rows.length > limits.rows + 1) throw tooLarge(`A sheet may have ${limits.rows} rows; this one has more.`);
    },
  });
  return { rows, problems };
}
