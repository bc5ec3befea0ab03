// What was typed and not yet sent, kept on this device under the thing it belongs to, and where a room can, with the person: a reload, an ended session or another machine loses nothing.
import { createSignal } from "solid-js";

const prefix = "toguna.draft.";
const prefixOfTime = "toguna.draft-at.";
const waitMs = 800;

interface Kept {
  text: string;
  /** When it was typed, in ms. */
  at: number;
}
/** What the person's other machines kept, by its name. */
const [elsewhere, setElsewhere] = createSignal<ReadonlyMap<string, Kept>>(new Map());
let keepThere: ((name: string, text: string) => Promise<void>) | undefined;
const timers = new Map<string, ReturnType<typeof setTimeout>>();

/** Says how drafts are kept with the person; undefined: on this device only. */
export function keepDraftsWith(keep: typeof keepThere): void {
  keepThere = keep;
}

/** Takes what the person's other machines kept; what was typed here later stands. */
export function takeDrafts(rows: readonly { place: string; body: string; updatedAt: string }[]): void {
  setElsewhere(new Map(rows.map((row) => [row.place, { text: row.body, at: Date.parse(row.updatedAt) }])));
}

/** A text that survives. `key` names the field and its object; `clear` after it was sent. */
export function createDraft(key: () => string): {
  text: () => string;
  write: (text: string) => void;
  clear: () => void;
} {
  const [texts, setTexts] = createSignal<Record<string, Kept>>({});
  const store = (name: string, text: string, isNow: boolean): void => {
    const kept = { text, at: Date.now() };
    setTexts((all) => ({ ...all, [name]: kept }));
    try {
      if (text === "") localStorage.removeItem(prefix + name);
      else localStorage.setItem(prefix + name, text);
      localStorage.setItem(prefixOfTime + name, String(kept.at));
    } catch {
      // Storage refused: the text lives as long as the page.
    }
    const keep = keepThere;
    if (!keep) return;
    clearTimeout(timers.get(name));
    const send = (): void => {
      timers.delete(name);
      // The device has it all the same; the next letter tries again.
      void keep(name, text).catch(() => {});
    };
    if (isNow) send();
    else timers.set(name, setTimeout(send, waitMs));
  };
  return {
    text: () => {
      const name = key();
      const here = texts()[name] ?? read(name);
      const there = elsewhere().get(name);
      // What was sent from here a moment ago is not told again by an older answer.
      return there && there.at > here.at ? there.text : here.text;
    },
    write: (text) => store(key(), text, false),
    clear: () => store(key(), "", true),
  };
}

function read(name: string): Kept {
  try {
    const at = Number(localStorage.getItem(prefixOfTime + name) ?? "0");
    return { text: localStorage.getItem(prefix + name) ?? "", at: Number.isFinite(at) ? at : 0 };
  } catch {
    return { text: "", at: 0 };
  }
}

/** Whoever signs out leaves no unsent text on the device; one whose session only ended finds it again. */
export function forgetDrafts(): void {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(prefix) || key.startsWith(prefixOfTime)) localStorage.removeItem(key);
  } catch {
    // Storage refused: nothing was kept.
  }
}
