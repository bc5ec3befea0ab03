// Where the keys of a list point: the row is shown at once, what it opens is drawn after that is painted, and who goes on faster opens only the last.
import { createEffect, createSignal, on, onCleanup } from "solid-js";
import { doAfterPaint } from "../../shell/keys.ts";

export interface Aim {
  /** The row that keys go on from. */
  cursor: () => string | undefined;
  /** The row that stands out: the one aimed at, else the open one. */
  shown: () => string | undefined;
  /** Moves to a row without opening it. */
  moveTo: (id: string) => void;
  /** Shows a row at once, and opens it when that is painted. */
  at: (id: string) => void;
  /** Opens now. */
  open: (id: string) => void;
}

export function createAim(current: () => string | undefined, open: (id: string) => void): Aim {
  const [cursor, setCursor] = createSignal<string>();
  const [aimed, setAimed] = createSignal<string>();
  let opened: string | undefined;
  let forget: (() => void) | undefined;
  const drop = (): void => {
    forget?.();
    forget = undefined;
    setAimed(undefined);
  };
  const openNow = (id: string): void => {
    drop();
    opened = id;
    if (id !== current()) open(id);
  };
  // Whatever else opened something meanwhile, a press of the pointer for one, has the last word.
  createEffect(
    on(current, (id) => {
      if (id === opened) return;
      opened = undefined;
      drop();
      if (id !== undefined) setCursor(id);
    }),
  );
  onCleanup(drop);
  return {
    cursor: () => cursor() ?? current(),
    shown: () => aimed() ?? current(),
    moveTo: setCursor,
    at: (id) => {
      forget?.();
      setCursor(id);
      setAimed(id);
      forget = doAfterPaint(() => openNow(id));
    },
    open: openNow,
  };
}

/** Whether a row is seen whole, by what the list knows of itself: to ask the page would lay it out before anything is painted. */
export function isRowSeen(
  index: number,
  rowHeight: number,
  list: { scrollOffset: number | null; scrollRect: { height: number } | null },
): boolean {
  const top = list.scrollOffset ?? 0;
  return index * rowHeight >= top && (index + 1) * rowHeight <= top + (list.scrollRect?.height ?? 0);
}
