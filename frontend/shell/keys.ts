// Keys and acts: each page offers its acts; one listener finds the act of a key by its physical place (`event.code`), so that a Cyrillic layout works.
import { createSignal, onCleanup, onMount } from "solid-js";

export interface Act {
  id: string;
  /** In the words of the moment. */
  label: () => string;
  /** Heading in help and palette. */
  group: () => string;
  /** "KeyJ", "shift+Digit8", "mod+KeyK", "g KeyI"; several may do the same. */
  keys?: string[];
  run: () => void;
  /** Offered only while true. */
  isOn?: () => boolean;
  /** Left out of palette: moving about only. */
  isMove?: boolean;
}

const storageKey = "toguna.keys-off";
const [layers, setLayers] = createSignal<(() => Act[])[]>([]);
const [areKeysOff, setKeysOff] = createSignal(readOff());
export { areKeysOff };

/** Offers acts while the calling component lives. Later offers win a key. */
export function offerActs(acts: () => Act[]): void {
  onMount(() => setLayers((all) => [...all, acts]));
  onCleanup(() => setLayers((all) => all.filter((layer) => layer !== acts)));
}

/** All acts of the moment, the newest layer first. */
export function currentActs(): Act[] {
  return layers()
    .toReversed()
    .flatMap((layer) => layer())
    .filter((act) => act.isOn?.() ?? true);
}

/** Single keys can be switched off (WCAG 2.1.4); those with Ctrl stay. */
export function switchKeys(isOff: boolean): void {
  setKeysOff(isOff);
  try {
    localStorage.setItem(storageKey, isOff ? "1" : "0");
  } catch {
    // Storage refused: the choice lasts as long as the page.
  }
}

/** The key as people know it: "J", "⇧ J", "Ctrl K", "G I". */
export function keyName(keys: string[] | undefined): string | undefined {
  const key = keys?.[0];
  if (key === undefined || (areKeysOff() && !key.startsWith("mod+"))) return undefined;
  return key
    .replace("mod+", "Ctrl ")
    .replace("shift+", "⇧ ")
    .replace(/^g /, "G ")
    .replace("Key", "")
    .replace("Digit", "")
    .replace("ArrowDown", "↓")
    .replace("ArrowUp", "↑")
    .replace("Enter", "↵")
    .replace("Escape", "Esc")
    .replace("⇧ Slash", "?")
    .replace("⇧ 8", "*")
    .replace("Slash", "/")
    .replace("Period", ".");
}

let hasG = false;
let timer: ReturnType<typeof setTimeout> | undefined;

/** The one listener; mount it once. A key inside a field or an open dialog is left alone, but for Ctrl+K. */
export function listenForKeys(): void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    const isMod = event.ctrlKey || event.metaKey;
    const isTyping = event.target instanceof HTMLElement && isField(event.target);
    const isDialogOpen = document.querySelector('[role="dialog"], [role="menu"]') !== null;
    if (!isMod && (isTyping || isDialogOpen || areKeysOff())) return;
    if (isDialogOpen) return;
    const name = `${isMod ? "mod+" : ""}${event.shiftKey ? "shift+" : ""}${event.code}`;
    if (!isMod && !hasG && name === "KeyG") {
      hasG = true;
      clearTimeout(timer);
      timer = setTimeout(() => (hasG = false), 1200);
      return;
    }
    const wanted = hasG ? `g ${name}` : name;
    hasG = false;
    const act = currentActs().find((one) => one.keys?.includes(wanted));
    // Enter on a link or button is that link's or button's.
    if (
      !act ||
      (event.code === "Enter" &&
        event.target instanceof Element &&
        event.target.closest("a, button, summary") &&
        !event.target.closest("[data-row]"))
    )
      return;
    event.preventDefault();
    act.run();
  };
  onMount(() => window.addEventListener("keydown", onKey));
  onCleanup(() => window.removeEventListener("keydown", onKey));
}

function isField(element: HTMLElement): boolean {
  if (element.isContentEditable || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement)
    return true;
  return element instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(element.type);
}

function readOff(): boolean {
  try {
    return localStorage.getItem(storageKey) === "1";
  } catch {
    return false;
  }
}
