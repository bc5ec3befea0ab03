// Where the reader stands in a list, and walking it by keys: one row down or up; beside an open one the next is opened at once.
import type { Act } from "../../shell/keys.ts";
import { createAim } from "./create-aim.ts";
import type { Scroll } from "./virtual-rows.tsx";

export interface Walk<Row> {
  here: () => Row | undefined;
  /** Goes so many rows down, or up; gives the row it left and the one it came to. */
  move: (step: number) => { left: Row | undefined; row: Row } | undefined;
  /** The row that stands out: the one aimed at, else the open one. */
  shown: () => string | undefined;
  /** Opens now. */
  open: (id: string) => void;
}

export function createWalk<Row extends { id: string }>(options: {
  rows: () => readonly Row[];
  /** Where a row stands, −1 where it is not loaded. */
  indexOf: (id: string) => number;
  /** The one that is open. */
  current: () => string | undefined;
  scroll: () => Scroll | undefined;
  onOpen: (id: string) => void;
}): Walk<Row> {
  const aim = createAim(options.current, options.onOpen);
  const at = (): number => {
    const id = aim.cursor();
    return id === undefined ? -1 : options.indexOf(id);
  };
  // Where the open one covers the list, walking only moves the focus.
  const isNarrow = (): boolean => window.matchMedia("(max-width: 899px)").matches;
  return {
    shown: aim.shown,
    open: aim.open,
    here: () => options.rows()[at()],
    move: (step) => {
      const rows = options.rows();
      const from = at();
      const to = Math.min(rows.length - 1, Math.max(0, from < 0 ? 0 : from + step));
      const row = rows[to];
      if (!row) return undefined;
      const left = rows[from];
      options.scroll()?.toRow(to);
      if (isNarrow()) aim.moveTo(row.id);
      else aim.at(row.id);
      requestAnimationFrame(() => document.getElementById(`row-${row.id}`)?.focus({ preventScroll: true }));
      return { left, row };
    },
  };
}

/** The two acts of every list that is walked, in its own words. */
export function walkActs(
  walk: Pick<Walk<unknown>, "move">,
  words: { group: () => string; next: () => string; previous: () => string },
): Act[] {
  const act = (id: string, label: () => string, keys: string[], step: number): Act => ({
    id,
    label,
    group: words.group,
    keys,
    run: () => void walk.move(step),
    isMove: true,
    isStep: true,
  });
  return [act("next", words.next, ["KeyJ", "ArrowDown"], 1), act("previous", words.previous, ["KeyK", "ArrowUp"], -1)];
}
