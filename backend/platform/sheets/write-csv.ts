// Writes CSV (RFC 4180) that Excel opens with the right letters and without running anything.
import { neutraliseFormula } from "./formula.ts";
import type { CellValue, SheetColumn } from "./model.ts";
import { writeInstant } from "./write-instant.ts";

/** Lines with CRLF, the first of titles after a byte order mark, by which Excel knows UTF-8. Instants are in `zone` with its offset. */
export function* writeCsv<Row>(
  columns: readonly SheetColumn<Row>[],
  titles: readonly string[],
  rows: Iterable<Row>,
  zone: string,
): Generator<string> {
  yield `\ufeff${titles.map((title) => quote(neutraliseFormula(title))).join(",")}\r\n`;
  for (const row of rows)
    yield `${columns.map((column) => cellOf(column.value(row), column.type, zone)).join(",")}\r\n`;
}

function cellOf(value: CellValue, type: SheetColumn<never>["type"], zone: string): string {
  if (value === null) return "";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (type === "instant" && typeof value === "string") return quote(neutraliseFormula(writeInstant(value, zone)));
  return quote(neutraliseFormula(typeof value === "string" ? value : value.join("; ")));
}

function quote(text: string): string {
  return /[",;\t\r\n|]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
