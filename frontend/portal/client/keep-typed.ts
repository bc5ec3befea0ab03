// What is typed on a page stays on this device until the next page has arrived: a reload, a crash or a lost line loses nothing.
import { clearHeldFiles } from "./file-store.ts";
import { showNote, type Words } from "./words.ts";

const prefix = "toguna:typed:";
const lifeMs = 14 * 86_400_000;

interface Kept {
  at: number;
  values: [string, string][];
}

export interface KeptTyped {
  /** What was typed stands on the page alone: this browser keeps nothing. */
  isOnPageOnly(): boolean;
  forget(): void;
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function controls(form: HTMLFormElement): Control[] {
  return [...form.elements].filter(
    (one): one is Control =>
      (one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement || one instanceof HTMLSelectElement) &&
      one.name !== "" &&
      !one.name.startsWith("_") &&
      one.type !== "file" &&
      one.type !== "hidden",
  );
}

/** Restores what was left here, then keeps each change. Without storage (private windows) it warns before the page is left. */
export function keepTyped(form: HTMLFormElement, words: Words): KeptTyped {
  const key = prefix + (form.dataset["keep"] ?? "");
  let isLost = false;
  let isDone = false;
  if (restore(form, key)) {
    // Whoever shares the device wipes it here, in one tap.
    const note = showNote(form, words("restored"), {
      label: words("erase"),
      run: () => {
        erase(key);
        form.reset();
        note.remove();
        controls(form)[0]?.focus();
      },
    });
  }
  form.addEventListener("input", () => {
    isLost = !write(key, { at: Date.now(), values: valuesOf(form) });
  });
  addEventListener("beforeunload", (event) => {
    if (isLost && !isDone) event.preventDefault();
  });
  return {
    isOnPageOnly: () => isLost,
    forget: () => {
      isDone = true;
      erase(key);
    },
  };
}

function valuesOf(form: HTMLFormElement): [string, string][] {
  return controls(form)
    .filter((one) => !(one instanceof HTMLInputElement && /radio|checkbox/.test(one.type)) || one.checked)
    .map((one) => [one.name, one.value]);
}

/** Whether something came back that the page did not show already. A page with mistakes shows what was just typed: it stays. */
function restore(form: HTMLFormElement, key: string): boolean {
  const kept = read(key);
  if (!kept || document.querySelector(".summary")) return false;
  let isChanged = false;
  for (const one of controls(form)) {
    const values = kept.values.filter(([name]) => name === one.name).map(([, value]) => value);
    if (one instanceof HTMLInputElement && /radio|checkbox/.test(one.type)) {
      const isChecked = values.includes(one.value);
      isChanged ||= one.checked !== isChecked;
      one.checked = isChecked;
    } else if (values[0] !== undefined && values[0] !== one.value) {
      one.value = values[0];
      isChanged = true;
    }
  }
  return isChanged;
}

function read(key: string): Kept | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "null") as Kept | null;
    return kept && Date.now() - kept.at < lifeMs ? kept : undefined;
  } catch {
    return undefined;
  }
}

function write(key: string, kept: Kept): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

function erase(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept where storage is refused.
  }
}

/** Erases what this device holds; of one flow only when it is named. */
export async function forgetAll(flow?: string): Promise<void> {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(prefix + (flow ?? ""))) localStorage.removeItem(key);
  } catch {
    // Nothing was kept where storage is refused.
  }
  await clearHeldFiles(flow || undefined);
}
