// Writes an XLSX of one sheet as a stream: texts are texts whatever they begin with, dates are dates, the first row stays in sight.
import { configure, TextReader, ZipWriter } from "@zip.js/zip.js";
import type { CellValue, SheetColumn } from "./model.ts";
import { wallTime } from "./write-instant.ts";

configure({ useWebWorkers: false });

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packages = "http://schemas.openxmlformats.org/package/2006";

/** Styles of cells by their place in styles.xml. */
const style = { plain: 0, title: 1, instant: 2 } as const;

const fixed: Record<string, string> = {
  "[Content_Types].xml": `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`,
  "_rels/.rels": `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  "xl/_rels/workbook.xml.rels": `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
  "xl/styles.xml": `${head}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`,
};

/** The whole workbook, packed while it is read. Instants are shown in `zone`, which their titles name. */
export function writeXlsx<Row>(
  columns: readonly SheetColumn<Row>[],
  titles: readonly string[],
  rows: Iterable<Row>,
  options: { zone: string; sheet: string },
): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const pack = async (): Promise<void> => {
    const zip = new ZipWriter(writable);
    for (const [path, text] of Object.entries(fixed)) await zip.add(path, new TextReader(text));
    const workbook = `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="${escapeXml(sheetName(options.sheet))}" sheetId="1" r:id="rId1"/></sheets></workbook>`;
    await zip.add("xl/workbook.xml", new TextReader(workbook));
    const encoder = new TextEncoder();
    const lines = sheetLines(columns, titles, rows, options.zone);
    const sheet = new ReadableStream<Uint8Array>({
      pull(controller) {
        const { done, value } = lines.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
    });
    await zip.add("xl/worksheets/sheet1.xml", sheet);
    await zip.close();
  };
  // What goes wrong on the way reaches the reader of the stream as its error.
  void pack().catch(async (error: unknown) => await writable.abort(error).catch(() => {}));
  return readable;
}

function* sheetLines<Row>(
  columns: readonly SheetColumn<Row>[],
  titles: readonly string[],
  rows: Iterable<Row>,
  zone: string,
): Generator<string> {
  const widths = columns.map(
    ({ type }, at) =>
      `<col min="${at + 1}" max="${at + 1}" width="${type === "text" || type === "list" ? 28 : 20}" customWidth="1"/>`,
  );
  yield `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join("")}</cols><sheetData>`;
  const shown = titles.map((title, at) => (columns[at]?.type === "instant" ? `${title} (${zone})` : title));
  yield `<row r="1">${shown.map((title, at) => textCell(title, `${columnName(at)}1`, style.title)).join("")}</row>`;
  let line = 1;
  for (const row of rows) {
    line++;
    const cells = columns.map((column, at) => cellOf(column.value(row), column.type, `${columnName(at)}${line}`, zone));
    yield `<row r="${line}">${cells.join("")}</row>`;
  }
  yield "</sheetData></worksheet>";
}

function cellOf(value: CellValue, type: SheetColumn<never>["type"], address: string, zone: string): string {
  if (value === null) return "";
  if (typeof value === "number") return Number.isFinite(value) ? `<c r="${address}"><v>${value}</v></c>` : "";
  if (typeof value === "boolean") return `<c r="${address}" t="b"><v>${value ? 1 : 0}</v></c>`;
  if (type === "instant" && typeof value === "string") {
    const wall = wallTime(value, zone);
    const serial = wall === undefined ? undefined : wall / 86_400_000 + 25_569;
    if (serial !== undefined && serial >= 61) return `<c r="${address}" s="${style.instant}"><v>${serial}</v></c>`;
  }
  return textCell(typeof value === "string" ? value : value.join("; "), address, style.plain);
}

/** §18.18.11: an inline text is a text, so that no program takes it for a formula. Excel reads 32,767 characters of it. */
function textCell(text: string, address: string, s: number): string {
  return `<c r="${address}" t="inlineStr"${s === 0 ? "" : ` s="${s}"`}><is><t xml:space="preserve">${escapeXml(text.slice(0, 32_767))}</t></is></c>`;
}

/** XML 1.0 §2.2: other characters stand as _x0001_, and a text that looks like that gets its own underscore escaped (ECMA-376 §22.9.2.19). */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replace(
      // oxlint-disable-next-line no-control-regex -- these are the ones that XML cannot hold
      /[\0-\x08\x0b-\x1f\ufffe\uffff]/g,
      (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`,
    )
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** §18.2.19: at most 31 characters, none of []:*?/\ and no apostrophe at the ends. */
function sheetName(title: string): string {
  return (
    title
      .replace(/[[\]:*?/\\]/g, " ")
      .slice(0, 31)
      .replace(/^'+|'+$/g, "")
      .trim() || "Toguna"
  );
}

/** 0 is "A", 26 is "AA". */
function columnName(at: number): string {
  return at < 26
    ? String.fromCharCode(65 + at)
    : columnName(Math.floor(at / 26) - 1) + String.fromCharCode(65 + (at % 26));
}
