// Sends what waits in the outbox, one after another: at load, when the line is back, when the page is looked at again, at a tap, and by the clock.
import {
  challengeOf,
  type DoorAnswer,
  hourOf,
  proofDifficulty,
  type SealedItem,
} from "../../../../backend/intake/edge/wire/model.ts";
import { formatReceipt } from "../../../../backend/intake/receipts/model.ts";
import { solveProofOfWork } from "../../../../backend/intake/proof-of-work.ts";
import { type Heard, sendNext } from "../pieces/send-next.ts";
import { listPieces } from "../pieces/store.ts";
import { askForSync } from "./ask-for-sync.ts";
import { waitAfter } from "./backoff.ts";
import { sendPost } from "./send-post.ts";
import { listEntries, type OutboxEntry, putEntry } from "./store.ts";

const timeoutMs = 60_000;
/** A page that was closed while it sealed files: what is there of them goes then. */
const sealingMs = 10 * 60_000;
let piecesTries = 0;
let piecesNextAt = 0;
let running: Promise<void> | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** What a page is told: "piece" where only a file went on. */
export type Told = "sending" | "piece" | "offline" | "later" | "idle";

/** @param tell called after each change. @param isAsked true at a tap or when the line is back: nothing waits for its time then. */
export async function drain(tell: (what: Told) => void, isAsked: boolean): Promise<void> {
  if (running) return await running;
  running = withLock(async () => await sendAll(tell, isAsked)).finally(() => {
    running = undefined;
  });
  await running;
}

/** Two pages of one device do not send the same at once; where there are no locks the door sees by its name that it is the same. */
async function withLock(work: () => Promise<void>): Promise<void> {
  if ("locks" in navigator) await navigator.locks.request("toguna-outbox", work);
  else await work();
}

async function sendAll(tell: (what: Told) => void, isAsked: boolean): Promise<void> {
  clearTimeout(timer);
  let last = await sendTexts(tell, isAsked);
  tell(last);
  if (isAsked || piecesNextAt <= Date.now()) {
    const files = await sendFiles(tell);
    if (files !== "idle") last = files;
    tell(last);
  }
  const next = (await listEntries()).filter(({ state }) => state === "waiting").map(({ nextAt }) => nextAt);
  if ((await listPieces()).length > 0) next.push(piecesNextAt);
  if (next.length > 0) void askForSync();
  if (next.length > 0)
    timer = setTimeout(() => void drain(tell, false), Math.max(1_000, Math.min(...next) - Date.now()));
}

async function sendTexts(tell: (what: Told) => void, isAsked: boolean): Promise<"idle" | "offline" | "later"> {
  let last: "idle" | "offline" | "later" = "idle";
  for (const entry of await listEntries()) {
    if (!isToSend(entry)) continue;
    if (!isAsked && entry.nextAt > Date.now()) continue;
    tell("sending");
    last = await sendOne(entry);
  }
  return last;
}

function isToSend(entry: OutboxEntry): boolean {
  const isSealing = entry.isSealing === true && Date.now() - entry.createdAt < sealingMs;
  return entry.state === "waiting" && !isSealing && Boolean(entry.item ?? entry.post);
}

/** Files after texts: a text that was written meanwhile goes before the next piece. */
async function sendFiles(tell: (what: Told) => void): Promise<"idle" | "offline" | "later"> {
  const heard: Heard = new Map();
  for (;;) {
    const entries = await listEntries();
    if (entries.some((entry) => isToSend(entry) && entry.tries === 0)) tell(await sendTexts(tell, false));
    const isReady = (item: string): boolean => {
      const own = entries.find(({ id }) => id === item);
      return own === undefined || own.state === "accepted" || own.state === "received";
    };
    const went = await sendNext(heard, isReady, noteLost);
    if (went === "sent") {
      piecesTries = 0;
      tell("piece");
      continue;
    }
    if (went === "none") return "idle";
    piecesTries += 1;
    piecesNextAt = Date.now() + waitAfter(piecesTries, Math.random());
    return went;
  }
}

async function noteLost(item: string): Promise<void> {
  const own = (await listEntries()).find(({ id }) => id === item);
  if (own) await putEntry({ ...own, hasLostFile: true });
}

async function sendOne(entry: OutboxEntry): Promise<"idle" | "offline" | "later"> {
  const tries = entry.tries + 1;
  // Written before the try: a page that is closed meanwhile does not begin from the shortest wait again.
  const waiting = { ...entry, tries, nextAt: Date.now() + waitAfter(tries, Math.random()) };
  await putEntry(waiting);
  const { item } = entry;
  if (!item) return entry.post ? await sendPost(waiting, entry.post) : "idle";
  const answer = await post(item).catch(() => undefined);
  if (answer === undefined) return "offline";
  if (answer === "later") return "later";
  if (answer === "refused") {
    await putEntry({ ...waiting, state: "refused" });
    return "idle";
  }
  const receipt = formatReceipt({ locator: answer.locator, secret: entry.secret });
  await putEntry({ ...waiting, item: null, secret: "", state: answer.state, receipt });
  return "idle";
}

/** @throws when the line is lost. */
async function post(item: SealedItem, hour = hourOf(Date.now())): Promise<DoorAnswer | "later" | "refused"> {
  const nonce = await solve(challengeOf(item.id, hour));
  const stop = new AbortController();
  const limit = setTimeout(() => {
    stop.abort();
  }, timeoutMs);
  try {
    const response = await fetch("/sealed", {
      method: "POST",
      body: JSON.stringify({ ...item, proof: { hour, nonce } }),
      headers: { "content-type": "application/json", "idempotency-key": item.id },
      signal: stop.signal,
    });
    if (response.ok) {
      // A gateway on a bad line answers in our name: only an answer with a locator is the door's.
      const answer = (await response.json()) as Partial<DoorAnswer>;
      if (!answer.locator || (answer.state !== "accepted" && answer.state !== "received")) throw new Error("no door");
      return answer as DoorAnswer;
    }
    const doorsHour = Number(response.headers.get("toguna-hour") ?? Number.NaN);
    // This device's clock is wrong: the door has said its own hour.
    if (response.status === 428 && doorsHour > 0 && doorsHour !== hour) return await post(item, doorsHour);
    const isOurs = (response.headers.get("content-type") ?? "").startsWith("application/problem+json");
    return isOurs && [400, 409, 413, 422].includes(response.status) ? "refused" : "later";
  } finally {
    clearTimeout(limit);
  }
}

function solve(challenge: string): Promise<string> {
  // The service worker is away from the page already, and has no workers of its own.
  if (typeof Worker === "undefined") return Promise.resolve(solveProofOfWork(challenge, proofDifficulty));
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("../solve-in-worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = (event: MessageEvent<string>) => {
      worker.terminate();
      resolve(event.data);
    };
    worker.onerror = () => {
      worker.terminate();
      reject(new Error("no sum"));
    };
    worker.postMessage({ challenge, difficulty: proofDifficulty });
  });
}
