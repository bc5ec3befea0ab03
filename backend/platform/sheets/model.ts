// What a sheet is here: columns with types, rows of cells, and what was wrong in a file that was read. Pure.

export const sheetFormats = ["csv", "xlsx", "json"] as const;
export type SheetFormat = (typeof sheetFormats)[number];

/** What a column holds. An `instant` is an RFC 3339 text; a `list` is written with "; " between its texts, in JSON as an array. */
export type ColumnType = "text" | "number" | "instant" | "boolean" | "list";
export type CellValue = string | number | boolean | readonly string[] | null;

export interface SheetColumn<Row> {
  /** The field's name in JSON. */
  key: string;
  type: ColumnType;
  /** Key of the catalogue ("exports.column.reference") for the heading in the reader's language, or a heading that somebody else wrote. */
  title: string | { text: string };
  value(row: Row): CellValue;
  /** Where the value is an id with words: the beginning of their key ("desk.directory.sector."). JSON keeps the id. */
  words?: string;
}

/** A row of a file that was read. Texts as a person sees them: dates as 2026-03-01 or 2026-03-01T09:30:00, numbers with "." and without exponent. */
export interface SheetRow {
  /** The line (CSV), row (XLSX) or place in the list (JSON) counted from 1, for telling people where. */
  line: number;
  cells: string[];
}

/** One place that could not be read; the rows around it could. */
export interface SheetProblem {
  line: number;
  code: "broken_quote" | "too_many_cells" | "too_long" | "error_value";
  /** The column counted from 0, where only one cell is concerned. */
  column?: number;
}

export interface ReadSheet {
  format: SheetFormat;
  /** Of CSV: "utf-8", "windows-1251", … */
  encoding: string | null;
  /** Of CSV: the character between cells. */
  delimiter: string | null;
  /** Of XLSX: all sheets' names; the one that was read is `sheet`. */
  sheets: string[];
  sheet: string | null;
  /** Texts of the first row that is not empty; blank where a column has none. */
  header: string[];
  /** Rows after the header that have at least one text. */
  rows: SheetRow[];
  problems: SheetProblem[];
}

export interface SheetLimits {
  fileBytes: number;
  /** What an XLSX may unpack to. */
  unpackedBytes: number;
  rows: number;
  columns: number;
  cellCharacters: number;
}

export const sheetLimits: SheetLimits = {
  fileBytes: 20_000_000,
  unpackedBytes: 200_000_000,
  rows: 100_000,
  columns: 200,
  cellCharacters: 10_000,
};

/** The most rows that one export gives; a longer list is refused with words that say so, never cut. */
export const mostExportedRows = 50_000;
