// Reads CSV as people send it: any of four delimiters, quotes that are broken in a row cost that row only.
import { parse } from "csv-parse/sync";
import { restoreFormula } from "./formula.ts";
import type { SheetLimits, SheetProblem, SheetRow } from "./model.ts";
import { tooLarge } from "./parse-part.ts";

export interface ReadCsv {
  delimiter: string;
  rows: SheetRow[];
  problems: SheetProblem[];
}

const delimiters = [",", ";", "\t", "|"] as const;
/** A quoted cell may go over some lines; one that goes on longer was never closed. */
const mostLinesOfARow = 50;

/** @param text without byte order mark, or with one. @throws AppError too_large. */
export function readCsv(text: string, limits: Pick<SheetLimits, "rows" | "columns">): ReadCsv {
  const body = text.replace(/^\ufeff/, "");
  // Excel writes such a first line where the delimiter is not the machine's own.
  const told = /^sep=(.)\r?\n/i.exec(body);
  const lines = body.split(/\r\n|\n|\r/);
  const delimiter = told?.[1] ?? findDelimiter(lines.slice(0, 30));
  const rows: SheetRow[] = [];
  const problems: SheetProblem[] = [];
  let at = told ? 1 : 0;
  while (at < lines.length) {
    const length = linesOfRow(lines, at);
    const whole = length > 1 ? readRow(lines.slice(at, at + length).join("\n"), delimiter, limits.columns) : undefined;
    // A lone inch sign is no quote: then the line stands for itself.
    const cells = whole ?? readRow(lines[at] ?? "", delimiter, limits.columns);
    if (cells === undefined) problems.push({ line: at + 1, code: "broken_quote" });
    else if (cells.some((cell) => cell !== "")) rows.push({ line: at + 1, cells });
    if (rows.length > limits.rows + 1) throw tooLarge(`A table may have ${limits.rows} rows; this one has more.`);
    at += whole ? length : 1;
  }
  return { delimiter, rows, problems };
}

/** The delimiter that cuts the first lines into the most cells, and the same number in most of them. */
function findDelimiter(lines: readonly string[]): string {
  const full = lines.filter((line) => line.trim() !== "");
  const score = (delimiter: string): number => {
    const counts = full.map((line) => line.replace(/"(?:[^"]|"")*"/g, "").split(delimiter).length - 1);
    const first = counts[0] ?? 0;
    return first === 0 ? 0 : first + 1000 * (counts.filter((count) => count === first).length / counts.length);
  };
  return [...delimiters].sort((left, right) => score(right) - score(left))[0] ?? ",";
}

/** How many lines belong to the row that begins here: until its quotes are even; 1 when they never are. */
function linesOfRow(lines: readonly string[], start: number): number {
  let quotes = 0;
  for (let count = 1; count <= mostLinesOfARow && start + count <= lines.length; count++) {
    quotes += (lines[start + count - 1] ?? "").split('"').length - 1;
    if (quotes % 2 === 0) return count;
  }
  return 1;
}

/** The row's cells, trimmed; undefined when its quotes are broken, or when it is more than one row. */
function readRow(text: string, delimiter: string, mostCells: number): string[] | undefined {
  if (!text.includes('"')) return text.split(delimiter, mostCells + 1).map(clean);
  try {
    const [cells = [], ...more] = parse(text, { delimiter, relax_column_count: true, relax_quotes: true, trim: true });
    return more.length > 0 ? undefined : cells.slice(0, mostCells + 1).map(clean);
  } catch {
    return undefined;
  }
}

function clean(cell: string): string {
  return restoreFormula(cell.trim()).replaceAll("\0", "");
}
