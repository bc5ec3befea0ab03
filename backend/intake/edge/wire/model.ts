// What a phone and a door say to each other about a sealed report, without the schema: small enough for every page. Pure.
import { isProofOfWork } from "../../proof-of-work.ts";

/** Leading zero bits of the sum that a page does for a sealed report. */
export const proofDifficulty = 16;
const hourMs = 3_600_000;

/** A sealed report on its way; `SealedItem` of `edge/model.ts` is its schema. */
export interface SealedItem {
  id: string;
  keyId: string;
  sealed: string;
  proof?: { hour: number; nonce: string } | undefined;
  /** Where files follow: the hash of the secret that lies with the report inside the seal, in hexadecimal. */
  right?: string | undefined;
}

/** What an item is sealed for: it opens as nothing else. */
export function contextOfItem(item: Pick<SealedItem, "id" | "keyId">): string {
  return `toguna/report/${item.keyId}/${item.id}`;
}

/** What a form of the core's own pages is sealed for while it waits on a phone. */
export function contextOfForm(item: Pick<SealedItem, "id" | "keyId">): string {
  return `toguna/form/${item.keyId}/${item.id}`;
}

/** The fields that a sealed form is posted with. */
export const sealedFormFields = { id: "_sealedId", keyId: "_sealedKey", sealed: "_sealed" } as const;

/** What the sum of an item is done over. */
export function challengeOf(itemId: string, hour: number): string {
  return `${hour}.${itemId}`;
}

export function hourOf(nowMs: number): number {
  return Math.floor(nowMs / hourMs);
}

/** Whether the sum was done for this very item, in this hour or one next to it: a door needs no memory to know. */
export function hasItemProof(item: SealedItem, nowMs: number): boolean {
  const { proof } = item;
  if (!proof || Math.abs(proof.hour - hourOf(nowMs)) > 1) return false;
  return isProofOfWork(challengeOf(item.id, proof.hour), proof.nonce, proofDifficulty);
}

/** `accepted`: kept safely on the way, not yet with the team. `received`: the team has it. */
export interface DoorAnswer {
  state: "accepted" | "received";
  /** Finds the report; with the sender's own secret it is the receipt. */
  locator: string;
  at: string;
}
