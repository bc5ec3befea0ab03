// Seals what was typed and not yet sent: under a key of its own, which is kept only under the cookie's token, and under digits and PIN while it moves.
import { createHash, randomBytes } from "node:crypto";
import type { Context } from "../../platform/context/index.ts";
import { fromBase64Url, makeContentKey, openText, sealText, toBase64Url } from "../../platform/sealing/index.ts";
import { memoryOf } from "../memory.ts";
import { hashForDrafts } from "./draft-token.ts";

/** As the database keeps it; null in a draft of before drafts were sealed. */
export interface SealedDraft extends Record<string, unknown> {
  sealed_answers: Buffer | null;
  sealed_key: Buffer | null;
}

/** The draft's key, under its token. */
export async function openDraftKey(token: string, sealedKey: Buffer): Promise<Uint8Array> {
  return fromBase64Url(await openText(keyOfToken(token), sealedKey, "draft-key"));
}

/** @param known the draft's key where it has one: digits that carry it to another device go on opening it. */
export async function sealDraft(
  token: string,
  answers: string,
  known?: Uint8Array,
): Promise<{ sealedAnswers: Buffer; sealedKey: Buffer }> {
  const key = known ?? makeContentKey();
  return {
    sealedAnswers: Buffer.from(await sealText(key, answers, "draft")),
    sealedKey: await sealDraftKey(token, key),
  };
}

export async function sealDraftKey(token: string, key: Uint8Array): Promise<Buffer> {
  return Buffer.from(await sealText(keyOfToken(token), toBase64Url(key), "draft-key"));
}

/** The answers; undefined for a draft that is not sealed. */
export async function openDraft(token: string, draft: SealedDraft): Promise<unknown> {
  if (!draft.sealed_answers || !draft.sealed_key) return undefined;
  const key = await openDraftKey(token, draft.sealed_key);
  return JSON.parse(await openText(key, draft.sealed_answers, "draft"));
}

/** The key for another device: whoever has the whole disk still has to guess sixteen digits, each guess as slow as a receipt's. */
export async function sealForMove(
  ctx: Context,
  move: { digits: string; pin: string },
  key: Uint8Array,
): Promise<{ salt: Buffer; sealedKey: Buffer }> {
  const salt = randomBytes(16);
  const sealed = await sealText(await keyOfMove(ctx, move, salt), toBase64Url(key), "draft-move");
  return { salt, sealedKey: Buffer.from(sealed) };
}

export async function openFromMove(
  ctx: Context,
  move: { digits: string; pin: string },
  kept: { salt: Buffer; sealedKey: Buffer },
): Promise<Uint8Array> {
  return fromBase64Url(await openText(await keyOfMove(ctx, move, kept.salt), kept.sealedKey, "draft-move"));
}

/** Of 256 random bits; the database holds another hash of them. */
function keyOfToken(token: string): Buffer {
  return createHash("sha256").update(`toguna/draft/${token}`).digest();
}

async function keyOfMove(
  ctx: Context,
  { digits, pin }: { digits: string; pin: string },
  salt: Buffer,
): Promise<Buffer> {
  return await memoryOf(ctx).hashPool.stretch(hashForDrafts(ctx, "move", `${digits}:${pin}`), salt);
}
