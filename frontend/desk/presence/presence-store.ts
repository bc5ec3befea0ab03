// Who is where at the desk at this moment, for rows and pages: asked at the start, when somebody comes or goes, and every beat while the page is seen.
import { createSignal } from "solid-js";
import { type DeskPresence, presenceSeconds } from "../../../backend/cases/presence/model.ts";
import { apiGet } from "../../platform/api.ts";
import { onPresence } from "../../shell/data/live.ts";

type Row = DeskPresence["rows"][number];
const [rows, setRows] = createSignal<ReadonlyMap<string, Row>>(new Map());

/** Who has a report or case open, and who has it in hand; undefined where nobody. */
export function presenceAt(id: string): Row | undefined {
  return rows().get(id);
}

/** Follows until the returned function is called. */
export function followPresence(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = async (): Promise<void> => {
    timer = undefined;
    if (document.hidden) return;
    try {
      const answer = await apiGet<DeskPresence>("/api/v1/desk/presence");
      setRows(new Map(answer.rows.map((row) => [row.id, row])));
    } catch {
      // Nobody is shown rather than somebody who left; the next beat asks again.
      setRows(new Map());
    }
  };
  const soon = (): void => {
    timer ??= setTimeout(() => void ask(), 250);
  };
  const stop = onPresence(soon);
  const beat = setInterval(soon, presenceSeconds.beat * 1000);
  soon();
  return () => {
    stop();
    clearInterval(beat);
    clearTimeout(timer);
  };
}

/** "Awa Traoré" is "AT"; one name gives its first two letters. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = Array.from(words[0] ?? "");
  const last = words.length > 1 ? Array.from(words.at(-1) ?? "") : [];
  return ((first[0] ?? "?") + (last[0] ?? first[1] ?? "")).toUpperCase();
}
