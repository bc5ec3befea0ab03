// Reads a JSON list of flat objects as a sheet whose header is their fields' names.
import { AppError } from "../errors/index.ts";
import type { SheetLimits, SheetRow } from "./model.ts";
import { tooLarge } from "./parse-part.ts";

/** @throws AppError invalid_input `file` that says what was expected; too_large. */
export function readJsonRows(
  text: string,
  limits: Pick<SheetLimits, "rows" | "columns">,
): { header: string[]; rows: SheetRow[] } {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw expected("The file is not JSON.");
  }
  const list = Array.isArray(value)
    ? value
    : isObject(value) && Array.isArray(value["rows"])
      ? value["rows"]
      : undefined;
  if (!list?.every(isObject)) throw expected("The file is JSON, but no list of objects.");
  if (list.length > limits.rows) throw tooLarge(`A table may have ${limits.rows} rows; this one has more.`);
  const header = [...new Set(list.flatMap((row) => Object.keys(row)))];
  if (header.length > limits.columns) throw tooLarge(`A table may have ${limits.columns} columns; this one has more.`);
  const rows = list.map((row, at) => ({ line: at + 1, cells: header.map((key) => textOf(row[key])) }));
  return { header, rows };
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(textOf).join("; ");
  return typeof value === "object" ? JSON.stringify(value) : String(value as string | number | boolean).trim();
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function expected(what: string): AppError {
  return new AppError("invalid_input", what, {
    fields: [{ path: "file", message: 'Expected a list of objects such as [{"name": "…"}].' }],
  });
}
