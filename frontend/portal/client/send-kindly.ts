// Sends a form so that a lost line is noticed here instead of on a browser's error page: try again by itself, or at a tap.
import { grantFiles } from "./file-store.ts";
import type { WatchedFiles } from "./hold-files.ts";
import type { KeptTyped } from "./keep-typed.ts";
import { postedLater } from "./load-seal.ts";
import { dropEntry, newEntryId, type OutboxEntry, provisionalNumber, putEntry } from "./outbox/store.ts";
import { isPortals } from "../page-mark.ts";
import type { Proof } from "./prepare-proof.ts";
import { showNote, type Words } from "./words.ts";

interface Companions {
  proof: Proof | undefined;
  files: WatchedFiles | undefined;
  typed: KeptTyped | undefined;
}

const proofLimitMs = 20_000;
const timeoutMs = 60_000;
const firstWaitMs = 5_000;
const longestWaitMs = 120_000;

export function sendKindly(form: HTMLFormElement, words: Words, { proof, files, typed }: Companions): void {
  let isSending = false;
  let waitMs = firstWaitMs;
  let timer: number | undefined;
  let isKept = false;
  const later = postedLater(form);
  // The same for each try: a repeat takes its own place in the outbox.
  const id = newEntryId();

  const send = async (submitter: HTMLElement | null): Promise<void> => {
    if (isSending) return;
    isSending = true;
    clearTimeout(timer);
    const button = form.querySelector<HTMLButtonElement>("button.go");
    const label = button?.textContent ?? "";
    /** The portal said that it takes nothing for so long. */
    let busyMs = 0;
    const say = (text: string): void => {
      if (button) button.textContent = text;
    };
    try {
      say(words("sending"));
      await files?.settle();
      if (proof && !proof.isDone()) {
        say(words("solving"));
        await proof.wait(proofLimitMs);
      }
      proof?.fill();
      say(words("sending"));
      const { sends } = form.dataset;
      // Before anything is asked of the network: a page that is closed now has lost nothing.
      const fields = sends === undefined ? undefined : await later(id);
      if (sends !== undefined && fields) isKept = await putEntry(entryOf(form, id, sends, fields));
      // What is sealed is not kept in clear beside it.
      if (isKept && form.dataset["seal"] !== undefined) typed?.forget();
      const answer = await post(form, submitter);
      // A page that says so would take the place of what was typed.
      if (sends !== undefined && answer.busyMs !== undefined) {
        busyMs = answer.busyMs;
        throw new Error("busy");
      }
      await dropEntry(id);
      if (sends !== undefined && answer.grant) await grantFiles(sends, answer.grant).catch(() => {});
      if (answer.next !== undefined) {
        typed?.forget();
        location.assign(answer.next);
        return;
      }
      // The answer is a page (a mistake to mend): the plain way shows it.
      plainly(form, submitter);
    } catch {
      say(label);
      isSending = false;
      const again = (): void => void send(submitter);
      const kept = (form.dataset["kept"] ?? "").replace("{number}", provisionalNumber({ id }));
      const isBusy = busyMs > 0;
      const why = words(isBusy ? "busy" : "noLine");
      const stays = isBusy ? `${why} ${words("again")}` : words(typed?.isOnPageOnly() ? "open" : "offline");
      showNote(form, isKept && kept ? `${why} ${kept}` : stays, { label: words("retry"), run: again });
      timer = window.setTimeout(again, Math.max(waitMs, busyMs));
      waitMs = Math.min(longestWaitMs, waitMs * 2) * (0.8 + Math.random() * 0.4);
      addEventListener("online", again, { once: true });
    }
  };

  form.addEventListener("submit", (event) => {
    if (form.dataset["plain"] !== undefined) return;
    event.preventDefault();
    void send(event.submitter ?? null);
  });
  // Back from the next page: the button must not still say "Sending".
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}

function entryOf(form: HTMLFormElement, id: string, flow: string, fields: [string, string][]): OutboxEntry {
  const { pathname } = new URL(form.action);
  return {
    id,
    item: null,
    secret: "",
    post: { action: pathname, fields, flow, keep: form.dataset["keep"] ?? "" },
    createdAt: Date.now(),
    tries: 1,
    // This page tries it itself; another one only after a while.
    nextAt: Date.now() + timeoutMs,
    state: "waiting",
  };
}

interface Answer {
  next?: string;
  grant?: string;
  /** Not now: after so long. */
  busyMs?: number;
}

/** @throws when the line is lost, or somebody else answered in the portal's name. */
async function post(form: HTMLFormElement, submitter: HTMLElement | null): Promise<Answer> {
  const data = new FormData(form);
  if (submitter instanceof HTMLButtonElement && submitter.name) data.append(submitter.name, submitter.value);
  const isMultipart = form.enctype === "multipart/form-data";
  const body = isMultipart
    ? data
    : new URLSearchParams([...data].flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])));
  const stop = new AbortController();
  const timer = setTimeout(() => {
    stop.abort();
  }, timeoutMs);
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body,
      headers: { accept: "application/json" },
      signal: stop.signal,
    });
    if (!isPortals(response) || response.status === 500) throw new Error("not reached");
    if (response.status === 429 || response.status === 503)
      return { busyMs: 1000 * (Number(response.headers.get("retry-after")) || 60) };
    if (!(response.headers.get("content-type") ?? "").startsWith("application/json")) return {};
    return (await response.json()) as Answer;
  } finally {
    clearTimeout(timer);
  }
}

function plainly(form: HTMLFormElement, submitter: HTMLElement | null): void {
  form.dataset["plain"] = "";
  if (submitter instanceof HTMLButtonElement) form.requestSubmit(submitter);
  else form.submit();
}
