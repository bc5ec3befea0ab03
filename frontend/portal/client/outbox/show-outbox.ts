// Draws what is in the outbox: not sent yet, on its way, received with its digits; each with what can be done.
import { sealedFormFields } from "../../../../backend/intake/edge/wire/model.ts";
import type { Words } from "../words.ts";
import { dropPieces } from "../pieces/store.ts";
import { dropEntry, type OutboxEntry, provisionalNumber, type WaitingPost } from "./store.ts";

export interface OutboxActs {
  send(): void;
  refresh(): void;
}

interface Waiting {
  /** Pieces of files that wait here, by report. */
  left: ReadonlyMap<string, number>;
  note: string;
}

export function showOutbox(
  place: HTMLElement,
  entries: readonly OutboxEntry[],
  { left, note }: Waiting,
  words: Words,
  acts: OutboxActs,
): void {
  place.textContent = "";
  const noted = [...left.keys()].filter((item) => entries.every(({ id }) => id !== item));
  if (entries.length === 0 && noted.length === 0) return;
  const box = add(place, "section", "box outbox");
  const heading = add(box, "h2", "", words("outbox.title"));
  heading.id = "outbox";
  box.setAttribute("aria-labelledby", "outbox");
  const list = add(box, "ul");
  for (const entry of entries) drawEntry(add(list, "li"), entry, words, acts);
  // Of reports whose digits were noted already.
  if (noted.length > 0) add(list, "li", "", words("outbox.pieces.noted"));
  showProgress(place, left, words);
  const status = add(box, "p", "aside");
  status.setAttribute("role", "status");
  if (left.size > 0 && entries.every(({ state }) => state !== "waiting"))
    button(box, words("outbox.send"), "quiet", () => {
      acts.send();
    });
  if (entries.some(({ state }) => state === "waiting")) {
    const isOpen = entries.some(({ state, post }) => state === "waiting" && post && !isSealed(post));
    add(box, "p", "aside", words(isOpen ? "outbox.keeps.open" : "outbox.keeps"));
    button(box, words("outbox.send"), "go", () => {
      acts.send();
    });
  }
  // Filled after it stands in the page: only then is it read out.
  status.textContent = note;
}

/** How far the files of each report are, in the lines that stand there: nothing is drawn anew, and no button loses its focus. */
export function showProgress(place: HTMLElement, left: ReadonlyMap<string, number>, words: Words): void {
  for (const line of place.querySelectorAll<HTMLElement>("[data-pieces]")) {
    const { item = "", pieces = "0" } = line.dataset;
    const still = left.get(item) ?? 0;
    const all = Math.max(still, Number(pieces));
    const percent = all === 0 ? 100 : Math.floor((100 * (all - still)) / all);
    line.dataset["left"] = String(still);
    const text = still === 0 ? words("outbox.pieces.sent") : words("outbox.pieces", { percent });
    if (line.textContent !== text) line.textContent = text;
  }
}

function isSealed({ fields }: WaitingPost): boolean {
  return fields.some(([name]) => name === sealedFormFields.sealed);
}

function drawEntry(line: HTMLElement, entry: OutboxEntry, words: Words, acts: OutboxActs): void {
  const drop = (): void =>
    void dropEntry(entry.id)
      .then(async () => {
        // What has not left goes with its files; of a report that has left they still go.
        if (entry.receipt === undefined) await dropPieces(entry.id);
      })
      .then(() => {
        acts.refresh();
      });
  if (entry.receipt !== undefined) {
    add(line, "p", "", words(`outbox.${entry.state}`)).dataset["state"] = entry.state;
    const digits = add(line, "p", "digits", entry.receipt);
    digits.dataset["receipt"] = entry.receipt;
    add(line, "p", "keep", words("outbox.keep"));
    add(line, "p", "aside", words(entry.state === "accepted" ? "accepted" : "received"));
    add(line, "p", "aside", words("accepted.proof"));
    addFiles(line, entry, words);
    if (entry.state === "received") {
      const link = document.createElement("a");
      link.href = `/receipt?l=${entry.receipt.replaceAll(" ", "").slice(0, -14)}`;
      link.textContent = words("outbox.files");
      add(line, "p").append(link);
    }
    button(line, words("outbox.noted"), "quiet", drop);
    return;
  }
  const state = add(line, "p", "", entry.state === "refused" ? words("outbox.refused") : words("outbox.waiting"));
  state.dataset["state"] = entry.state;
  add(line, "p", "aside", words("outbox.number", { number: provisionalNumber(entry) }));
  if (entry.pieces !== undefined) add(line, "p", "aside", words("outbox.pieces.waiting"));
  button(line, words("outbox.drop"), "quiet", drop);
}

function addFiles(line: HTMLElement, entry: OutboxEntry, words: Words): void {
  if (entry.pieces === undefined) return;
  if (entry.hasLostFile) {
    add(line, "p", "", words("outbox.pieces.lost"));
    return;
  }
  const files = add(line, "p", "aside");
  files.dataset["pieces"] = String(entry.pieces);
  files.dataset["item"] = entry.id;
}

function add(parent: HTMLElement, name: string, className = "", text = ""): HTMLElement {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text) element.textContent = text;
  parent.append(element);
  return element;
}

function button(parent: HTMLElement, label: string, className: string, run: () => void): void {
  const element = document.createElement("button");
  element.type = "button";
  element.className = className;
  element.textContent = label;
  element.addEventListener("click", run);
  parent.append(element);
}
