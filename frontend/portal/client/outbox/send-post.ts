// Sends a form that waits in the outbox: the answer brings the receipt, and the right to send its files.
import { isPortals } from "../../page-mark.ts";
import { grantFiles } from "../file-store.ts";
import { type OutboxEntry, putEntry, type WaitingPost } from "./store.ts";

const timeoutMs = 60_000;

/** @param entry as it waits: its try is counted already. @returns how it went; what became of it is kept. */
export async function sendPost(entry: OutboxEntry, post: WaitingPost): Promise<"idle" | "offline" | "later"> {
  const stop = new AbortController();
  const limit = setTimeout(() => {
    stop.abort();
  }, timeoutMs);
  try {
    const response = await fetch(post.action, {
      method: "POST",
      body: new URLSearchParams(post.fields),
      headers: { accept: "application/json" },
      signal: stop.signal,
    });
    // A gateway on a bad line answers in our name.
    if (!isPortals(response) || !(response.headers.get("content-type") ?? "").startsWith("application/json"))
      return "later";
    const answer = (await response.json()) as { receipt?: string; grant?: string };
    if (response.status === 429 || response.status >= 500) return "later";
    if (!answer.receipt) {
      // The draft's time is over, or something has to be mended on the page: a person must look.
      await putEntry({ ...entry, state: "refused" });
      return "idle";
    }
    await putEntry({ ...entry, post: null, state: "received", receipt: answer.receipt });
    if (answer.grant) await grantFiles(post.flow, answer.grant).catch(() => {});
    if (typeof localStorage !== "undefined") localStorage.removeItem(`toguna:typed:${post.keep}`);
    return "idle";
  } catch {
    return "offline";
  } finally {
    clearTimeout(limit);
  }
}
