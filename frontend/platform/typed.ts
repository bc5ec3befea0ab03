// What was typed on this page and not sent yet, in whatever form it stands: noted at the document, so that no form can forget to say it.
import { createSignal } from "solid-js";

export type TextBox = HTMLInputElement | HTMLTextAreaElement;

/** One box that was typed into: what stood there before, where it stands by its words, when it was last typed into. */
interface Typed {
  before: string;
  place: string;
  atMs: number;
}

const boxes = new Map<TextBox, Typed>();
const before = new WeakMap<TextBox, string>();
const [changes, setChanges] = createSignal(0);
let sentCount = 0;
let lastAct: { place: Element | undefined; boxes: Set<TextBox>; atMs: number } = {
  place: undefined,
  boxes: new Set(),
  atMs: 0,
};

const textTypes = new Set(["text", "email", "url", "tel", "number", "date", "datetime-local", "time"]);
/** What takes effect while it is typed (a filter, a search), only asks something, or is kept elsewhere by itself. */
const notAsked =
  "[data-kept], [data-asks], [role=search], .filters, .list-filters, .directory-filters, .more-filters, .palette";

/** Whether a box holds text that somebody would miss: many lines anywhere, one line inside a form or a dialog. */
export function isTextBox(element: unknown): element is TextBox {
  if (element instanceof HTMLTextAreaElement) return !element.readOnly && element.closest(notAsked) === null;
  if (!(element instanceof HTMLInputElement) || !textTypes.has(element.type) || element.readOnly) return false;
  return element.closest("form, [role=dialog]") !== null && element.closest(notAsked) === null;
}

/** Where a box stands, in words that outlive drawing it anew: its label, and the headings of what it lies in. */
export function placeOf(box: TextBox): string {
  const label = box.labels?.[0]?.textContent ?? box.getAttribute("aria-label") ?? box.name;
  const around: string[] = [];
  for (let one = box.parentElement; one && one.tagName !== "MAIN"; one = one.parentElement)
    if (one.matches("li, tr, article, section, .card, fieldset, [role=dialog]"))
      around.push(one.querySelector("h1, h2, h3, h4, legend, strong, th, a, summary")?.textContent ?? one.tagName);
  return [box.tagName, label.trim(), ...around.map((words) => words.trim())].join(" | ");
}

function isUnsent(box: TextBox, typed: Typed): boolean {
  return box.value !== typed.before && (box.value.trim() !== "" || typed.before.trim() !== "");
}

/** The boxes that hold unsent text, also those that were just taken off the page. */
export function unsentBoxes(): [TextBox, Typed][] {
  return [...boxes].filter(([box, typed]) => isUnsent(box, typed));
}

/** Whether anything on the page, or within one element of it, was typed and not sent; reading it in an effect keeps it alive. */
export function hasUnsent(within?: Element): boolean {
  changes();
  return unsentBoxes().some(([box]) => box.isConnected && (within === undefined || within.contains(box)));
}

/** Whoever leaves on purpose, or has sent it, is not asked about it again. */
export function forgetTyped(within?: Element): void {
  for (const box of boxes.keys()) if (within === undefined || within.contains(box)) letGo(box);
}

export function letGo(box: TextBox): void {
  boxes.delete(box);
  before.set(box, box.value);
  setChanges((count) => count + 1);
}

/** A box that was drawn anew takes over from the one that went. */
export function takeOver(gone: TextBox, fresh: TextBox): void {
  const typed = boxes.get(gone);
  if (!typed) return;
  boxes.delete(gone);
  boxes.set(fresh, typed);
  setChanges((count) => count + 1);
}

/** How often something went to the server by the person's act; what comes after a new one may be drawn at once. */
export function countSent(): number {
  return sentCount;
}

/** Whether the person has just used a button of the part that a box stood in: then it went by their own act. */
export function wasJustActedOn(box: TextBox): boolean {
  return Date.now() - lastAct.atMs < 2_000 && lastAct.boxes.has(box);
}

function noteAct(place: Element | undefined): void {
  const inside = place ? [...boxes.keys()].filter((box) => place.contains(box)) : [];
  lastAct = { place, boxes: new Set(inside), atMs: Date.now() };
}

const conflictListeners = new Set<() => void>();

/** A page that can be read anew is, once the server said that it has changed; what is typed stays. Returns how to stop. */
export function onConflict(readAnew: () => void): () => void {
  conflictListeners.add(readAnew);
  return () => conflictListeners.delete(readAnew);
}

/** Called by the client of the API when a change was made on what is no longer so. */
export function noteConflict(): void {
  sentCount += 1;
  for (const readAnew of conflictListeners) readAnew();
}

/** Ceremonies, looks at a draft, and what a page tells by itself keep nothing that was typed. */
const keepsNothing =
  /\/(presence|desk\/drafts)(\/|\?|$)|\/identity\/(step-up|sign-in|enrolment)|\/(preview|check|what-if|look|merge-preview)(\?|$)/;

/**
 * Called by the client of the API when a change goes out.
 * @returns what to call once the server has taken it: what stood in the same form when its button was used is no longer unsent.
 */
export function noteSending(path: string): () => void {
  if (keepsNothing.test(path)) return () => {};
  const { place: scope, atMs: actedAtMs } = lastAct;
  const release = (): void => {
    if (!scope) return;
    for (const [box, typed] of boxes) if (scope.contains(box) && typed.atMs <= actedAtMs) letGo(box);
  };
  // Who saves each box when it is left keeps it and says so when that fails: leaving meanwhile loses nothing.
  if (scope?.closest("[data-each]")) release();
  return () => {
    sentCount += 1;
    release();
  };
}

/** Begins to listen, once a page. */
export function listenForTyping(): () => void {
  const onFocus = ({ target }: Event): void => {
    if (isTextBox(target) && !boxes.has(target)) before.set(target, target.value);
  };
  const onInput = ({ target }: Event): void => {
    if (!isTextBox(target)) return;
    const known = boxes.get(target);
    if (known) known.atMs = Date.now();
    else
      boxes.set(target, {
        before: before.get(target) ?? target.defaultValue,
        place: placeOf(target),
        atMs: Date.now(),
      });
    setChanges((count) => count + 1);
  };
  const onAct = ({ target }: Event): void => {
    const button = target instanceof Element ? target.closest("button, a, form, [role=button]") : null;
    if (!button) return;
    noteAct(button.closest("form, [role=dialog], .card, main") ?? undefined);
  };
  // A box that is saved when it is left is its own act; a form of such boxes says so with data-each.
  const onChange = ({ target }: Event): void => {
    if (isTextBox(target) && (target.form === null || target.closest("[data-each]")))
      noteAct(target.parentElement ?? target);
  };
  const listeners = [
    ["focusin", onFocus],
    ["input", onInput],
    ["submit", onAct],
    ["click", onAct],
    ["change", onChange],
  ] as const;
  for (const [kind, listener] of listeners) document.addEventListener(kind, listener, { capture: true });
  return () => {
    for (const [kind, listener] of listeners) document.removeEventListener(kind, listener, { capture: true });
  };
}
