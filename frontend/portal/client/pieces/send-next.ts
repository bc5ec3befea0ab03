// Sends what waits of sealed files, one piece at a time: asks the door how far it is, goes on there, and forgets here what is safe there.
import {
  pieceHeader,
  type PieceName,
  piecesPath,
  type PieceState,
  writePieceName,
} from "../../../../backend/intake/edge/pieces/wire/model.ts";
import { dropPieces, listPieces, partsOf, readPiece } from "./store.ts";

const timeoutMs = 120_000;

/** What doors said of each file in this visit. */
export type Heard = Map<string, number>;

/**
 * @param isReady whether a report's text has left: files go after it. @param lost called with the report whose file is not taken.
 * @returns "sent" where something went on; "none" where nothing is ready.
 */
export async function sendNext(
  heard: Heard,
  isReady: (item: string) => boolean,
  lost: (item: string) => Promise<void>,
): Promise<"sent" | "none" | "offline" | "later"> {
  const key = (await listPieces()).find((each) => isReady(partsOf(each).item));
  const piece = key === undefined ? undefined : await readPiece(key);
  if (key === undefined || !piece) return "none";
  const { item, file } = partsOf(key);
  const giveUp = async (): Promise<"sent"> => {
    await dropPieces(file);
    await lost(item);
    return "sent";
  };
  try {
    let have = heard.get(file);
    if (have === undefined) {
      const state = await ask("GET", piece.name);
      if (typeof state === "string") return state === "later" ? "later" : await giveUp();
      if (state.state === "refused") return await giveUp();
      have = state.state === "whole" ? piece.name.count : state.have;
      heard.set(file, have);
    }
    if (piece.name.seq < have) {
      await dropPieces(key);
      return "sent";
    }
    // What is between was sent or lost on this device: the file cannot become whole.
    if (piece.name.seq > have) return await giveUp();
    const answer = await ask("POST", piece.name, piece.body);
    if (answer === "later") return "later";
    if (answer === "moved") {
      // Another page or the service worker went on meanwhile: ask again.
      heard.delete(file);
      return "later";
    }
    if (answer === "refused" || answer.state === "refused") return await giveUp();
    heard.set(file, answer.state === "whole" ? piece.name.count : answer.have);
    await dropPieces(key);
    return "sent";
  } catch {
    return "offline";
  }
}

/** @throws when the line is lost. */
async function ask(
  method: "GET" | "POST",
  name: PieceName,
  body?: ArrayBuffer,
): Promise<PieceState | "later" | "moved" | "refused"> {
  const stop = new AbortController();
  const limit = setTimeout(() => {
    stop.abort();
  }, timeoutMs);
  try {
    const headers: Record<string, string> = { [pieceHeader]: writePieceName(name) };
    if (body) headers["content-type"] = "application/octet-stream";
    const init: RequestInit = { method, headers, signal: stop.signal };
    if (body) init.body = body;
    const response = await fetch(piecesPath, init);
    const type = response.headers.get("content-type") ?? "";
    // A gateway on a bad line answers in our name: only our own answers are of these kinds.
    if (response.ok && type.startsWith("application/json")) {
      const state = (await response.json()) as Partial<PieceState>;
      if (state.have === undefined || state.state === undefined) throw new Error("no door");
      return state as PieceState;
    }
    if (!type.startsWith("application/problem+json") || response.status >= 500) return "later";
    return response.status === 409 ? "moved" : [400, 404, 413].includes(response.status) ? "refused" : "later";
  } finally {
    clearTimeout(limit);
  }
}
