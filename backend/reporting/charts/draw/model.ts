// What a drawing is made from: a panel whose keys are words already. Pure.
import type { Cell, Panel } from "../model.ts";

export interface Word {
  key: string;
  label: string;
  /** Where there is little room: "Jan", "W3". */
  short: string;
  /** Its colour: `c-fraud` for a class, the same everywhere; `c-s0` for the first of other series. */
  tone: string;
}

export interface Drawing {
  /** Unlike any other on the page. */
  id: string;
  kind: Panel["kind"];
  title: string;
  alternative: string;
  rows: readonly Word[];
  series: readonly Word[];
  cells: readonly (readonly Cell[])[];
  /** In what it counts, in words: "Unit: hours". */
  unit: string;
  partial: { row: number; label: string } | null;
  changes: readonly { row: number; label: string }[];
  isLog: boolean;
  places: Panel["places"];
  map: Panel["map"];
  /** A cell in words: "1 234", "fewer than 5". */
  say: (cell: Cell) => string;
  /** A number of the axis in words. */
  sayTick: (value: number) => string;
}

/** Where a cell is drawn; null for what is not told. */
export const heightOf = (cell: Cell | undefined): number | null => (typeof cell === "number" ? cell : null);
export const isMasked = (cell: Cell | undefined): boolean => typeof cell === "string";
/** The greatest number that is drawn, at least 0. */
export const mostOf = (cells: readonly (readonly Cell[])[]): number =>
  Math.max(0, ...cells.flat().filter((cell) => typeof cell === "number"));
