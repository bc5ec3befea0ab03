// The door to sheets: tables in from CSV, XLSX and JSON; lists out as the same. An export beside a list is declared with `exportRoute`.
export { exportRoute, Wanted as WantedSheet } from "./export-route.ts";
export {
  type ColumnType,
  type ReadSheet,
  type SheetColumn,
  sheetFormats,
  type SheetProblem,
  type SheetRow,
} from "./model.ts";
export { readSheet } from "./read-sheet.ts";
export { sheetResponse } from "./write-sheet.ts";
