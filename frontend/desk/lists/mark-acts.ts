// The keys of a list whose rows can be marked: open, mark, mark on and back, mark all, unmark, load anew.
import { useWords } from "../../platform/words.ts";
import type { Act } from "../../shell/keys.ts";
import type { Walk } from "./walk-rows.ts";

export function markActs<Row extends { id: string }>(list: {
  walk: Walk<Row>;
  group: () => string;
  marked: () => ReadonlySet<string>;
  hasRows: () => boolean;
  /** Where the focus goes once the row is open. */
  titleId: string;
  onMark: (marked: ReadonlySet<string>) => void;
  onToggle: (id: string) => void;
  onMarkAll: () => void;
  onReload: () => void;
}): Act[] {
  const t = useWords();
  const { group, walk } = list;
  const hasRow = (): boolean => walk.here() !== undefined;
  const markOn = (step: number): void => {
    const moved = walk.move(step);
    if (moved) list.onMark(new Set([...list.marked(), ...(moved.left ? [moved.left.id] : []), moved.row.id]));
  };
  const open = (): void => {
    const row = walk.here();
    if (!row) return;
    walk.open(row.id);
    requestAnimationFrame(() => document.getElementById(list.titleId)?.focus());
  };
  const toggle = (): void => {
    const row = walk.here();
    if (row) list.onToggle(row.id);
  };
  const act = (id: string, label: string, keys: string[], run: () => void, more: Partial<Act> = {}): Act => ({
    id,
    label: () => t(label),
    group,
    keys,
    run,
    ...more,
  });
  return [
    act("open", "desk.keys.open", ["Enter", "KeyO"], open, { isMove: true, isOn: hasRow }),
    act("mark", "desk.keys.mark", ["KeyX"], toggle, { isMove: true, isOn: hasRow }),
    act("mark-down", "desk.keys.mark_on", ["shift+KeyJ", "shift+ArrowDown"], () => markOn(1), {
      isMove: true,
      isStep: true,
    }),
    act("mark-up", "desk.keys.mark_back", ["shift+KeyK", "shift+ArrowUp"], () => markOn(-1), {
      isMove: true,
      isStep: true,
    }),
    act("mark-all", "views.keys.mark_all", ["shift+Digit8"], () => list.onMarkAll(), { isOn: () => list.hasRows() }),
    act("unmark", "desk.keys.unmark", ["Escape"], () => list.onMark(new Set()), {
      isOn: () => list.marked().size > 0,
      isMove: true,
    }),
    act("reload", "desk.keys.reload", ["Period"], () => list.onReload()),
  ];
}
