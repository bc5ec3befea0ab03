// Decisions about custody: who holds a piece now, what may be done with it by whom, and why not. Pure.
import { AppError } from "../../platform/errors/index.ts";
import type { CustodyKind } from "./model.ts";

/** What follows from the rows of custody so far. */
export interface CustodyState {
  holderId: string;
  /** Whom it was offered to, while that person has not answered. */
  waitsForId: string | null;
  /** The seal that is on it; empty for none. */
  seal: string;
  place: string;
  position: number;
}

interface Row {
  position: number;
  kind: CustodyKind;
  personId: string;
  toPersonId: string | null;
  seal: string;
  place: string;
}

/** Rows in their order; the first is "taken". */
export function stateOf(rows: readonly Row[]): CustodyState {
  const [first] = rows;
  if (!first) throw new Error("a chain of custody begins with the taking");
  const state: CustodyState = { holderId: first.personId, waitsForId: null, seal: "", place: "", position: 0 };
  for (const row of rows) {
    state.position = row.position;
    if (row.place !== "") state.place = row.place;
    if (row.kind === "offered") state.waitsForId = row.toPersonId;
    if (row.kind === "acknowledged") state.holderId = row.personId;
    if (row.kind === "acknowledged" || row.kind === "refused" || row.kind === "withdrawn") state.waitsForId = null;
    if (row.kind === "sealed" || row.kind === "taken") state.seal = row.seal;
    if (row.kind === "unsealed") state.seal = "";
  }
  return state;
}

function refusal(reason: string, detail: string): AppError {
  return new AppError("refused", detail, { words: `evidence.refusal.${reason}` });
}

/** @throws AppError refused when `personId` may not do this to it now. */
export function decideMove(
  state: CustodyState & { isDisposed: boolean },
  kind: "offered" | "acknowledged" | "refused" | "withdrawn" | "sealed" | "unsealed" | "stored",
  personId: string,
): void {
  if (state.isDisposed) throw refusal("disposed", "This evidence was disposed of.");
  if (kind === "acknowledged" || kind === "refused") {
    if (state.waitsForId !== personId) throw refusal("not_offered", "It was not offered to you.");
    return;
  }
  if (state.holderId !== personId) throw refusal("not_holder", "Somebody else holds it.");
  if (kind === "withdrawn") {
    if (state.waitsForId === null) throw refusal("nothing_offered", "It is not offered to anybody.");
    return;
  }
  if (state.waitsForId !== null) throw refusal("waits", "It waits for the one it was offered to.");
  if (kind === "sealed" && state.seal !== "")
    throw refusal("sealed", "It bears a seal. Take that off first, with a reason.");
  if (kind === "unsealed" && state.seal === "") throw refusal("not_sealed", "It bears no seal.");
}

/** @throws AppError refused. Who asks never agrees; nothing goes before its day or while it is between two hands. */
export function decideDisposal(
  state: { isDisposed: boolean; askedBy: string | null; keepUntil: string | null; waitsForId: string | null },
  step: "ask" | "refuse" | "agree",
  personId: string,
  today: string,
): void {
  if (state.isDisposed) throw refusal("disposed", "This evidence was disposed of.");
  if (step === "ask") {
    if (state.askedBy !== null) throw refusal("disposal_asked", "Somebody asked for that already.");
    if (state.waitsForId !== null) throw refusal("waits", "It waits for the one it was offered to.");
    if (state.keepUntil !== null && state.keepUntil > today)
      throw refusal("keep_until", `It is to be kept until ${state.keepUntil}.`);
    return;
  }
  if (state.askedBy === null) throw refusal("disposal_not_asked", "Nobody asked for that.");
  if (step === "agree" && state.askedBy === personId)
    throw refusal("own_disposal", "It takes another person than the one who asked.");
  if (step === "agree" && state.waitsForId !== null) throw refusal("waits", "It waits for the one it was offered to.");
  if (step === "agree" && state.keepUntil !== null && state.keepUntil > today)
    throw refusal("keep_until", `It is to be kept until ${state.keepUntil}.`);
}
