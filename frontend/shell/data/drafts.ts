// What was typed and not yet sent, kept on this device under the thing it belongs to, so that a reload or an ended session loses nothing.
import { createSignal } from "solid-js";

const prefix = "toguna.draft.";

/** A text that survives. `key` names the field and its object; `clear` after it was sent. */
export function createDraft(key: () => string): {
  text: () => string;
  write: (text: string) => void;
  clear: () => void;
} {
  const [texts, setTexts] = createSignal<Record<string, string>>({});
  const store = (name: string, text: string): void => {
    setTexts((all) => ({ ...all, [name]: text }));
    try {
      if (text === "") localStorage.removeItem(prefix + name);
      else localStorage.setItem(prefix + name, text);
    } catch {
      // Storage refused: the text lives as long as the page.
    }
  };
  return {
    text: () => texts()[key()] ?? read(key()),
    write: (text) => store(key(), text),
    clear: () => store(key(), ""),
  };
}

function read(name: string): string {
  try {
    return localStorage.getItem(prefix + name) ?? "";
  } catch {
    return "";
  }
}

/** Whoever signs out leaves no unsent text on the device; one whose session only ended finds it again. */
export function forgetDrafts(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
  } catch {
    // Storage refused: nothing was kept.
  }
}
