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
  /** Goes on through a list: may be pressed again before what it opens is drawn. */
  isStep?: boolean;
}

const storageKey = "toguna.keys-off";
const ownStorageKey = "toguna.own-keys";
const [layers, setLayers] = createSignal<(() => Act[])[]>([]);
const [areKeysOff, setKeysOff] = createSignal(readOff());
const [ownKeys, setOwnKeys] = createSignal<Record<string, string>>(readOwn());
export { areKeysOff, ownKeys };

// Where keys are kept for the person, beside this device; a room that can do so says how.
let keepElsewhere: ((keys: Record<string, string>, areKeysOff: boolean) => void) | undefined;
/** Says where a person's keys are kept beside this device. */
export function keepKeysWith(keep: typeof keepElsewhere): void {
  keepElsewhere = keep;
}

/** Takes over what was kept for the person. */
export function takeKeys(keys: Record<string, string>, isOff: boolean): void {
  setOwnKeys(keys);
  setKeysOff(isOff);
  keepHere();
}

/** Gives an act a key of one's own, or with `undefined` the desk's again. */
export function changeKey(actId: string, key: string | undefined): void {
  const { [actId]: _former, ...others } = ownKeys();
  setOwnKeys(key === undefined ? others : { ...others, [actId]: key });
  keepHere();
  keepElsewhere?.(ownKeys(), areKeysOff());
}

/** The desk's keys again for every act. */
export function forgetOwnKeys(): void {
  setOwnKeys({});
  keepHere();
  keepElsewhere?.({}, areKeysOff());
}

/** Acts with the keys that the person chose; a key that was given to another act is that act's alone. */
export function withOwnKeys(acts: readonly Act[]): Act[] {
  const own = ownKeys();
  const taken = new Set(Object.values(own));
  if (taken.size === 0) return [...acts];
  return acts.map((act) => {
    const chosen = own[act.id];
    // Its first key is the one that was changed; arrows and the like stay.
    if (chosen !== undefined) return { ...act, keys: [chosen, ...(act.keys?.slice(1) ?? [])] };
    const left = act.keys?.filter((key) => !taken.has(key));
    const { keys: _keys, ...rest } = act;
    return left === undefined || left.length === 0 ? rest : { ...rest, keys: left };
  });
}

/** Offers acts while the calling component lives. Later offers win a key. */
export function offerActs(acts: () => Act[]): void {
  onMount(() => setLayers((all) => [...all, acts]));
  onCleanup(() => setLayers((all) => all.filter((layer) => layer !== acts)));
}

/** All acts of the moment, the newest layer first. */
export function currentActs(): Act[] {
  return withOwnKeys(
    layers()
      .toReversed()
      .flatMap((layer) => layer())
      .filter((act) => act.isOn?.() ?? true),
  );
}

/** Single keys can be switched off (WCAG 2.1.4); those with Ctrl stay. */
export function switchKeys(isOff: boolean): void {
  setKeysOff(isOff);
  keepHere();
  keepElsewhere?.(ownKeys(), isOff);
}

function keepHere(): void {
  try {
    localStorage.setItem(storageKey, areKeysOff() ? "1" : "0");
    localStorage.setItem(ownStorageKey, JSON.stringify(ownKeys()));
  } catch {
    // Storage refused: the choice lasts as long as the page.
  }
}

/** The key as people know it: "J", "⇧ J", "Ctrl K", "G I". */
export function keyName(keys: string[] | undefined): string | undefined {
  const key = keys?.[0];
  if (key === undefined || (areKeysOff() && !/^(mod|alt)\+/.test(key))) return undefined;
  return key
    .replace("mod+", "Ctrl ")
    .replace("alt+", "Alt ")
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

let owed: (() => void) | undefined;

/**
 * Puts off what a key asks for beside what it shows at once: done when that is painted, and in any case before another key acts.
 * @returns forgets it.
 */
export function doAfterPaint(work: () => void): () => void {
  owed = work;
  const doIt = (): void => {
    if (owed === work) doOwed();
  };
  requestAnimationFrame(() => setTimeout(doIt));
  // A page that is not seen paints nothing.
  setTimeout(doIt, 200);
  return () => {
    if (owed === work) owed = undefined;
  };
}

function findAct(key: string): Act | undefined {
  return currentActs().find((one) => one.keys?.includes(key));
}

function doOwed(): void {
  const work = owed;
  owed = undefined;
  work?.();
}

let waitingFor: object | undefined;

/** A page that was just opened may still be on its way: its act is done when it stands, unless one has gone on by then. */
function actWhenOffered(key: string): void {
  const mine = {};
  waitingFor = mine;
  const until = Date.now() + 1000;
  const look = (): void => {
    if (waitingFor !== mine) return;
    const act = findAct(key);
    if (act) act.run();
    else if (Date.now() < until) setTimeout(look, 20);
  };
  setTimeout(look);
}

let hasG = false;
let timer: ReturnType<typeof setTimeout> | undefined;

/** The one listener; mount it once. A key inside a field or an open dialog is left alone, but for Ctrl+K and Alt with a digit. */
export function listenForKeys(): void {
  const onKey = (event: KeyboardEvent): void => {
    waitingFor = undefined;
    if (event.defaultPrevented || event.isComposing) return;
    const isMod = event.ctrlKey || event.metaKey || event.altKey;
    const isTyping = event.target instanceof HTMLElement && isField(event.target);
    const isDialogOpen = document.querySelector('[role="dialog"], [role="menu"]') !== null;
    if (!isMod && (isTyping || isDialogOpen || areKeysOff())) return;
    if (isDialogOpen) return;
    const name = `${event.altKey ? "alt+" : isMod ? "mod+" : ""}${event.shiftKey ? "shift+" : ""}${event.code}`;
    if (!isMod && !hasG && name === "KeyG") {
      hasG = true;
      clearTimeout(timer);
      timer = setTimeout(() => (hasG = false), 1200);
      return;
    }
    const wanted = hasG ? `g ${name}` : name;
    hasG = false;
    const act = findAct(wanted);
    if (owed && !act?.isStep) {
      doOwed();
      // What the key before it opened brings acts of its own: a letter or digit waits until they stand.
      if (/^(Key|Digit|Slash|Period)/.test(event.code) && (act || !isMod)) {
        event.preventDefault();
        actWhenOffered(wanted);
        return;
      }
    }
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
  const onPointer = (): void => {
    waitingFor = undefined;
  };
  onMount(() => {
    window.addEventListener("keydown", onKey);
    window.addEventListener("pointerdown", onPointer);
  });
  onCleanup(() => {
    window.removeEventListener("keydown", onKey);
    window.removeEventListener("pointerdown", onPointer);
  });
}

function isField(element: HTMLElement): boolean {
  if (element.isContentEditable || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement)
    return true;
  return element instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(element.type);
}

function readOwn(): Record<string, string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(ownStorageKey) ?? "{}");
    if (typeof kept !== "object" || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
    );
  } catch {
    return {};
  }
}

function readOff(): boolean {
  try {
    return localStorage.getItem(storageKey) === "1";
  } catch {
    return false;
  }
}
