// Reads a table from the bytes of a file, whatever of CSV, XLSX and JSON it is; limits come before parsing.
import { AppError, invalidInput } from "../errors/index.ts";
import { decodeText } from "./decode-text.ts";
import { type ReadSheet, type SheetLimits, sheetLimits, type SheetProblem, type SheetRow } from "./model.ts";
import { readCsv } from "./read-csv.ts";
import { readJsonRows } from "./read-json.ts";
import { readXlsx } from "./read-xlsx.ts";

/**
 * @param bytes the whole file. What it is goes by its first bytes, not by its name.
 * @param options `sheet`: the name of an XLSX's sheet, else its first; `limits`: in bytes, rows, columns, characters.
 * @throws AppError too_large; unsupported_media_type (old XLS, encrypted, damaged); invalid_input `file` (empty) or `sheet`.
 */
export async function readSheet(
  bytes: Uint8Array,
  options: { sheet?: string; limits?: Partial<SheetLimits> } = {},
): Promise<ReadSheet> {
  const limits = { ...sheetLimits, ...options.limits };
  if (bytes.length > limits.fileBytes)
    throw new AppError("too_large", `A table may have ${Math.floor(limits.fileBytes / 1_000_000)} MB.`);
  const begins = (...first: number[]): boolean => first.every((byte, at) => bytes[at] === byte);
  // An OLE file is an old XLS, or an XLSX with a password (MS-OFFCRYPTO).
  if (begins(0xd0, 0xcf, 0x11, 0xe0))
    throw new AppError(
      "unsupported_media_type",
      "This is an old XLS or a protected workbook. Save it as XLSX without a password, or as CSV.",
    );
  if (begins(0x50, 0x4b)) {
    const { rows, problems, sheets, sheet } = await readXlsx(bytes, limits, options.sheet);
    return judge({ format: "xlsx", encoding: null, delimiter: null, sheets, sheet }, rows, problems, limits);
  }
  const { text, encoding } = decodeText(bytes);
  const base = { encoding, sheets: [], sheet: null };
  if (/^\s*[[{]/.test(text.slice(0, 1000).replace(/^\ufeff/, ""))) {
    const { header, rows } = readJsonRows(text, limits);
    const all = [{ line: 0, cells: header }, ...rows.filter(({ cells }) => cells.some((cell) => cell !== ""))];
    return judge({ ...base, format: "json", encoding: null, delimiter: null }, all, [], limits);
  }
  const { rows, problems, delimiter } = readCsv(text, limits);
  return judge({ ...base, format: "csv", delimiter }, rows, problems, limits);
}

/** Takes the header off and holds the rest to the limits; a row that is too wide or a cell that is too long is told and left out. */
function judge(
  base: Pick<ReadSheet, "format" | "encoding" | "delimiter" | "sheets" | "sheet">,
  all: readonly SheetRow[],
  found: readonly SheetProblem[],
  limits: SheetLimits,
): ReadSheet {
  const [head, ...body] = all;
  if (!head) throw invalidInput([{ path: "file", message: "Expected a table with a line of column names." }]);
  if (head.cells.length > limits.columns)
    throw new AppError("too_large", `A table may have ${limits.columns} columns; this one has more.`);
  if (body.length > limits.rows)
    throw new AppError("too_large", `A table may have ${limits.rows} rows; this one has more.`);
  // One long text may stand in every cell of a workbook that keeps it once.
  let characters = 0;
  for (const { cells } of all) for (const cell of cells) characters += cell.length;
  if (characters > limits.unpackedBytes) throw new AppError("too_large", "This table has more text than is read here.");
  const problems = [...found];
  const rows = body.filter(({ line, cells }) => {
    const long = cells.findIndex((cell) => cell.length > limits.cellCharacters);
    const isWide = cells.slice(head.cells.length).some((cell) => cell !== "");
    if (long >= 0) problems.push({ line, code: "too_long", column: long });
    else if (isWide) problems.push({ line, code: "too_many_cells" });
    return long < 0 && !isWide;
  });
  problems.sort((left, right) => left.line - right.line);
  return { ...base, header: head.cells, rows, problems };
}
