// The short report under script: sealed on this device, kept in the outbox before anything is asked of the network, sent when there is a line.
import type * as sealing from "../../../backend/intake/edge/seal-item.ts";
import type { Language } from "../../../backend/intake/model.ts";
import { readShort } from "../../../backend/intake/edge/short/model.ts";
import { leaveQuickly } from "./leave-quickly.ts";
import type * as choosing from "./pieces/choose-files.ts";
import type { ReportFiles } from "./pieces/choose-files.ts";
import { keepShell } from "./outbox/keep-shell.ts";
import { runOutbox } from "./outbox/run-outbox.ts";
import { type OutboxEntry, putEntry } from "./outbox/store.ts";
import type * as whole from "../flows/whole.ts";
import { readWords, showNote } from "./words.ts";

const words = readWords();
const form = document.querySelector<HTMLFormElement>("form[data-short]");
const place = document.querySelector<HTMLElement>("[data-outbox]");
let isTyped = false;
let files: ReportFiles | undefined;
const loadFlows = async (): Promise<typeof whole> => await import("../flows/whole.ts");
const loadSealing = async (): Promise<typeof sealing> => await import("../../../backend/intake/edge/seal-item.ts");
const loadFiles = async (): Promise<typeof choosing> => await import("./pieces/choose-files.ts");

// Without these nothing can be sealed here: the plain form then stands as it is, and says what becomes of its text.
if (form && place && globalThis.crypto?.subtle !== undefined && typeof indexedDB !== "undefined") begin(form, place);

function begin(shortForm: HTMLFormElement, outbox: HTMLElement): void {
  document.documentElement.classList.add("has-script");
  const running = runOutbox(outbox, words);
  shortForm.noValidate = true;
  shortForm.addEventListener("input", () => {
    isTyped = true;
  });
  shortForm.addEventListener("submit", (event) => {
    event.preventDefault();
    void seal(shortForm).then(async (isSealed) => {
      if (!isSealed) return;
      await running.refresh();
      outbox.scrollIntoView();
      await running.go(true);
    });
  });
  addEventListener("beforeunload", (event) => {
    if (isTyped) event.preventDefault();
  });
  // Fetched now, while there is a line: without one it could not be.
  leaveQuickly(() => {
    isTyped = false;
    shortForm.reset();
    files?.clear();
  });
  const chooser = loadFiles().then(({ chooseFiles }) => {
    files = chooseFiles(shortForm, words);
  });
  void Promise.all([loadSealing(), loadFlows(), chooser]).then(keepShell, () => {});
  const { path } = shortForm.dataset;
  if (path === undefined) return;
  // Only what the answers lead to is asked.
  const narrow = (): void =>
    void readFlow(shortForm, path).then((read) => {
      for (const part of read ? shortForm.querySelectorAll<HTMLElement>("[data-question]") : [])
        part.hidden = !(read?.asked.includes(part.dataset["question"] ?? "") ?? true);
      // On one page the way out stays in sight, however far down the answer is that it is for.
      if (read) document.querySelector(".back")?.classList.toggle("stays", read.isWatched);
    });
  shortForm.addEventListener("change", narrow);
  narrow();
}

/** In which language the report is told, and, on a page of a language of one file, that one beside. */
function tongueHere(): { language: Language; speaks?: string } {
  const { lang, dataset } = document.documentElement;
  const base = dataset["base"];
  return base === undefined ? { language: lang as Language } : { language: base as Language, speaks: lang };
}

/** A flow's form as the edge reads it too; undefined where its code could not be fetched: all its questions then stand there. */
async function readFlow(form: HTMLFormElement, path: string): Promise<whole.WholeReading | undefined> {
  try {
    const { readWhole, sayOf, wholeFlows } = await loadFlows();
    const graph = wholeFlows[path];
    const values: Record<string, string[]> = {};
    for (const [name, value] of new FormData(form)) if (typeof value === "string") (values[name] ??= []).push(value);
    const names = files?.names() ?? [];
    if (names.length > 0) values["filesOnDevice"] = names;
    const say = sayOf(JSON.parse(document.body.dataset["words"] ?? "{}") as Record<string, string>);
    const judging = {
      ...tongueHere(),
      say,
      now: new Date(),
      timeZone: form.dataset["zone"] ?? "UTC",
    };
    return graph && readWhole(graph, values, judging);
  } catch {
    showNote(form, words("outbox.offline"));
    return undefined;
  }
}

/** @returns true once the report stands sealed in the outbox. */
async function seal(shortForm: HTMLFormElement): Promise<boolean> {
  const button = shortForm.querySelector<HTMLButtonElement>("button.go");
  const label = button?.textContent ?? "";
  const values = Object.fromEntries(
    [...new FormData(shortForm)].map(([name, value]) => [name, typeof value === "string" ? value : ""]),
  );
  const now = new Date();
  const path = shortForm.dataset["path"];
  const read = path === undefined ? readShort(values, { ...tongueHere(), now }) : await readFlow(shortForm, path);
  if (!read) return false;
  const { report } = read;
  const mistakes = read.mistakes.map((one) => ({
    field: "field" in one ? one.field : one.fieldId,
    text: "key" in one ? words(one.key.replace(/^edge\./, "")) : one.text,
  }));
  showMistakes(shortForm, mistakes);
  if (mistakes.length > 0) return false;
  try {
    if (button) button.textContent = words("short.sealing");
    const { sealItem } = await loadSealing();
    const { key: keyId = "", public: publicKey = "" } = shortForm.dataset;
    const key = { keyId, publicKey };
    const described = await files?.describe();
    const { item, secret } = await sealItem(key, report, now, described);
    const createdAt = now.getTime();
    const entry: OutboxEntry = { id: item.id, item, secret, createdAt, tries: 0, nextAt: 0, state: "waiting" };
    let isKept = await putEntry(described ? { ...entry, isSealing: true } : entry);
    if (described && files) {
      const sealed = await files.seal(key, item.id, described);
      isKept = (await putEntry({ ...entry, pieces: sealed.pieces })) && sealed.isKept;
    }
    isTyped = false;
    shortForm.reset();
    files?.clear();
    if (!isKept) showNote(shortForm, words("outbox.none"));
    // Asked for once there is something to keep: browsers may then not erase it when the disk is full.
    await navigator.storage?.persist?.().catch(() => false);
    return true;
  } catch {
    // The sealing code could not be fetched, or this browser cannot do it: the plain form says what it does.
    document.documentElement.classList.remove("has-script");
    showNote(shortForm, words("outbox.offline"));
    return false;
  } finally {
    if (button) button.textContent = label;
  }
}

function showMistakes(shortForm: HTMLFormElement, mistakes: readonly { field: string; text: string }[]): void {
  document.querySelector(".summary")?.remove();
  if (mistakes.length === 0) return;
  const summary = document.createElement("div");
  summary.className = "summary";
  summary.setAttribute("role", "alert");
  summary.tabIndex = -1;
  const heading = document.createElement("h2");
  heading.textContent = words("title");
  const list = document.createElement("ul");
  for (const { field, text } of mistakes) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `#f-${field}`;
    link.textContent = text;
    item.append(link);
    list.append(item);
  }
  summary.append(heading, list);
  shortForm.before(summary);
  summary.focus();
}
