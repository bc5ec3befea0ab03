// What is typed on a page stays on this device, locked, until the next page has arrived: a reload, a crash or a lost line loses nothing.
import { canLock, dropDeviceKey, lockValue, unlockValue } from "./device-lock.ts";
import { clearHeldFiles } from "./file-store.ts";
import { showNote, type Words } from "./words.ts";

const prefix = "toguna:typed:";
const lifeMs = 14 * 86_400_000;

type Values = [name: string, value: string][];

/** As it lies on the device; where nothing can be locked the values lie there as they are. */
interface Kept {
  at: number;
  values: string | Values;
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
  let turn = 0;
  void read(key).then((values) => {
    // Whoever types already is not interrupted.
    if (turn > 0 || !values || !restore(form, values)) return;
    // Whoever shares the device wipes it here, in one tap.
    const note = showNote(form, words("restored"), {
      label: words("erase"),
      run: () => {
        turn++;
        erase(key);
        form.reset();
        note.remove();
        controls(form)[0]?.focus();
      },
    });
  });
  form.addEventListener("input", () => {
    const mine = ++turn;
    void write(key, valuesOf(form), () => mine === turn).then((isKept) => {
      if (mine === turn) isLost = !isKept;
    });
  });
  addEventListener("beforeunload", (event) => {
    if (isLost && !isDone) event.preventDefault();
  });
  return {
    isOnPageOnly: () => isLost,
    forget: () => {
      isDone = true;
      turn++;
      erase(key);
    },
  };
}

function valuesOf(form: HTMLFormElement): Values {
  return controls(form)
    .filter((one) => !(one instanceof HTMLInputElement && /radio|checkbox/.test(one.type)) || one.checked)
    .map((one) => [one.name, one.value]);
}

/** Whether something came back that the page did not show already. A page with mistakes shows what was just typed: it stays. */
function restore(form: HTMLFormElement, kept: Values): boolean {
  if (document.querySelector(".summary")) return false;
  let isChanged = false;
  for (const one of controls(form)) {
    const values = kept.filter(([name]) => name === one.name).map(([, value]) => value);
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

async function read(key: string): Promise<Values | undefined> {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "null") as Kept | null;
    if (!kept || Date.now() - kept.at >= lifeMs) return undefined;
    return typeof kept.values === "string" ? ((await unlockValue(kept.values, key)) as Values) : kept.values;
  } catch {
    return undefined;
  }
}

/** @param isLatest whether nothing newer was typed meanwhile. */
async function write(key: string, values: Values, isLatest: () => boolean): Promise<boolean> {
  try {
    const kept: Kept = { at: Date.now(), values: canLock ? await lockValue(values, key) : values };
    if (isLatest()) localStorage.setItem(key, JSON.stringify(kept));
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
  if (!flow) await dropDeviceKey();
  await clearHeldFiles(flow || undefined);
}
