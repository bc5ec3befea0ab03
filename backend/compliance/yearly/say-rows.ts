// A report's figures in words, and as flat rows for sheets: each number with its query and the snapshot that it stands in. Pure.
import type { SheetColumn } from "../../platform/sheets/index.ts";
import type { Translator } from "../../platform/words/translate.ts";
import type { ReportFigure } from "./model.ts";

/** The name of a row: a cause, a sector, a law; texts that nobody translates (a law's id, a currency) as they are. */
export function sayKey(key: string, words: Translator): string {
  for (const full of [`yearly.key.${key}`, `desk.directory.sector.${key}`]) if (words.has(full)) return words(full);
  return key;
}

/** What stands for a number, with its unit where it has one of its own. */
export function sayValue(value: string | null, isHidden: boolean, unit: string, words: Translator): string {
  if (isHidden) return words("yearly.hidden");
  if (value === null) return "–";
  const shown = new Intl.NumberFormat(words.language, { maximumFractionDigits: 2 }).format(Number(value));
  return unit === "percent" ? `${shown} %` : unit === "hours_median" ? words("yearly.hours", { hours: shown }) : shown;
}

/** One number of a report, as an export tells it. */
export interface ReportRow {
  figure: string;
  key: string;
  value: string | null;
  unit: string;
  isHidden: boolean;
  query: string;
  snapshot: string;
  sha256: string;
}

/** @param snapshot of a frozen report its id and hash; "live" for figures as they stand. */
export function rowsOf(
  figures: readonly (Omit<ReportFigure, "rows"> & {
    rows: { key: string; value: string | null; isHidden?: boolean }[];
  })[],
  snapshot: { id: string; sha256: string },
): ReportRow[] {
  return figures.flatMap(({ name, unit, query, rows }) =>
    rows.map(({ key, value, isHidden = false }) => ({
      figure: name,
      key,
      value,
      unit,
      isHidden,
      query,
      snapshot: snapshot.id,
      sha256: snapshot.sha256,
    })),
  );
}

export const reportColumns: SheetColumn<ReportRow>[] = [
  { key: "figure", type: "text", title: "yearly.column.figure", value: (row) => row.figure, words: "yearly.figure." },
  { key: "key", type: "text", title: "yearly.column.key", value: (row) => row.key, words: "yearly.key." },
  {
    key: "value",
    type: "number",
    title: "yearly.column.value",
    value: (row) => (row.value === null ? null : Number(row.value)),
  },
  { key: "unit", type: "text", title: "yearly.column.unit", value: (row) => row.unit, words: "yearly.unit." },
  { key: "isHidden", type: "boolean", title: "yearly.column.isHidden", value: (row) => row.isHidden },
  { key: "query", type: "text", title: "yearly.column.query", value: (row) => row.query },
  { key: "snapshot", type: "text", title: "yearly.column.snapshot", value: (row) => row.snapshot },
  { key: "sha256", type: "text", title: "yearly.column.sha256", value: (row) => row.sha256 },
];
