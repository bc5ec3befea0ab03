// One table as a download in the format that was asked for.
import type { Translator } from "../words/translate.ts";
import type { SheetColumn, SheetFormat } from "./model.ts";
import { writeCsv } from "./write-csv.ts";
import { writeXlsx } from "./write-xlsx.ts";

const types: Record<SheetFormat, string> = {
  csv: "text/csv; charset=utf-8; header=present",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  json: "application/json; charset=utf-8",
};

export interface SheetToWrite<Row> {
  format: SheetFormat;
  /** ASCII, without its ending: "constituents-2026-03-01". */
  fileName: string;
  /** The sheet's name in XLSX, in the reader's language. */
  title: string;
  columns: readonly SheetColumn<Row>[];
  rows: Iterable<Row>;
  words: Translator;
  /** IANA zone in which instants are written; in JSON they stay in UTC. */
  zone: string;
}

/** Streams the table with its name; never cached. Formulas cannot run from it (ASVS V1.2.10). */
export function sheetResponse<Row>(sheet: SheetToWrite<Row>): Response {
  const { format, rows, zone } = sheet;
  const columns = format === "json" ? sheet.columns : sheet.columns.map((column) => inWords(column, sheet.words));
  const titles = columns.map(({ title }) => (typeof title === "string" ? sheet.words(title) : title.text));
  const body =
    format === "xlsx"
      ? writeXlsx(columns, titles, rows, { zone, sheet: sheet.title })
      : encode(format === "csv" ? writeCsv(columns, titles, rows, zone) : writeJson(columns, rows));
  return new Response(body, {
    headers: {
      "content-type": types[format],
      "content-disposition": `attachment; filename="${sheet.fileName.replace(/[^A-Za-z0-9._-]/g, "-")}.${format}"`,
      "cache-control": "no-store",
    },
  });
}

/** The column with its ids as the reader's words. */
function inWords<Row>(column: SheetColumn<Row>, words: Translator): SheetColumn<Row> {
  const { words: prefix } = column;
  if (prefix === undefined) return column;
  const say = (id: string): string => (words.has(`${prefix}${id}`) ? words(`${prefix}${id}`) : id);
  return {
    ...column,
    value: (row) => {
      const value = column.value(row);
      return typeof value === "string" ? say(value) : Array.isArray(value) ? value.map((id) => say(String(id))) : value;
    },
  };
}

function* writeJson<Row>(columns: readonly SheetColumn<Row>[], rows: Iterable<Row>): Generator<string> {
  let before = "[\n";
  for (const row of rows) {
    yield before + JSON.stringify(Object.fromEntries(columns.map((column) => [column.key, column.value(row)])));
    before = ",\n";
  }
  yield before === "[\n" ? "[]\n" : "\n]\n";
}

/** Some lines at a time: a chunk for each would be slow. */
function encode(lines: Generator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      let text = "";
      while (text.length < 65_536) {
        const { done, value } = lines.next();
        if (done) break;
        text += value;
      }
      if (text === "") controller.close();
      else controller.enqueue(encoder.encode(text));
    },
  });
}
