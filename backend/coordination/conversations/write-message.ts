// The desk writes to a party: looked at before it leaves, held for a moment in which it can be taken back, or timed for later.
import { sql } from "drizzle-orm";
import { keepOwnPlaces } from "../links/own-places.ts";
import { requirePermission } from "../../identity/index.ts";
import { stricter } from "../../intake/marking/model.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { wordsIn } from "../../platform/words/index.ts";
import { composeMessage, outerSubject } from "./compose-message.ts";
import { giveBackFiles, putToMessage, requireFiles } from "./files/message-files.ts";
import { loadParty, type Party, reachOf } from "./load-party.ts";
import {
  decideProtection,
  furthestDays,
  holdSeconds,
  holdsInternal,
  type PreviewView,
  type Protection,
  type WayRefusal,
  WriteMessage,
} from "./model.ts";

export const releaseMessageJob = "coordination.release_message";

const said: Record<WayRefusal, string> = {
  unreachable: "There is no e-mail address of this party and no room of its own: nothing can reach it.",
  red_needs_person: "TLP:RED is for one person. This party has no address of a person.",
};

/** Exactly what would leave, and how; nothing is kept. @throws as `writeMessage`. */
export async function previewMessage(ctx: Context, input: WriteMessage): Promise<PreviewView> {
  requirePermission(ctx, "report.answer");
  const parsed = WriteMessage.parse(input);
  const releaseAt = instantOf(ctx, parsed.sendAt);
  return await readOnly(ctx, async (tx) => {
    const { party, protection, key, files } = await decide(tx, ctx, parsed);
    const words = wordsIn(party.language);
    const mail = composeMessage(words, protection, {
      ...party,
      body: parsed.body,
      linkPlace: `${ctx.config.publicUrl}/m/…`,
    });
    return {
      protection,
      to: protection === "room" ? null : party.email,
      subject: protection === "encrypted" ? outerSubject(words, party.number, party.theirReference) : mail.subject,
      text: protection === "room" ? parsed.body : mail.body,
      releaseAt: releaseAt.toISOString(),
      fingerprint: protection === "encrypted" ? (key?.fingerprint ?? null) : null,
      isVerified: protection === "encrypted" && (key?.verifiedAt ?? null) !== null,
      files,
    };
  });
}

/** @throws invalid_input by field; not_found; refused when it holds an internal note, when the party cannot be reached, or the conversation is closed. */
export async function writeMessage(
  ctx: Context,
  input: WriteMessage,
  places: readonly string[] = [],
): Promise<{ id: string; releaseAt: string; protection: Protection }> {
  requirePermission(ctx, "report.answer");
  const said = WriteMessage.parse(input);
  // What a person types never becomes somebody else's link, neither in the mail nor where the party reads it.
  const parsed = { ...said, body: keepOwnPlaces(said.body, { cause: "", places }) };
  const releaseAt = instantOf(ctx, parsed.sendAt);
  const id = newId(ctx.now());
  const author = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  return await withTransaction(ctx, async (tx) => {
    const { party, protection, marking } = await decide(tx, ctx, parsed, true);
    await tx.execute(sql`insert into conversation_messages (id, conversation_id, case_id, direction, author_id, marking, body, state, release_at, way, at)
      values (${id}, ${party.conversationId}, ${party.caseId}, 'to_party', ${author}, ${marking}, ${parsed.body}, 'held', ${releaseAt.toISOString()}::timestamptz,
        ${protection === "room" ? "room" : "mail"}, ${ctx.now().toISOString()}::timestamptz)`);
    await putToMessage(tx, id, parsed.fileIds);
    await addJob(tx, releaseMessageJob, { messageId: id }, { key: `release:${id}`, runAt: releaseAt });
    await writeAudit(tx, ctx, {
      action: "case.write_message",
      objectType: "case",
      objectId: party.caseId,
      detail: { conversationId: party.conversationId, messageId: id, marking, protection, files: parsed.fileIds },
    });
    return { id, releaseAt: releaseAt.toISOString(), protection };
  });
}

/** Takes a message back while it is held. @throws not_found; conflict when it has left. */
export async function withdrawMessage(ctx: Context, messageId: string): Promise<{ body: string }> {
  requirePermission(ctx, "report.answer");
  return await withTransaction(ctx, async (tx) => {
    const [message] = await tx.execute<{ case_id: string; state: string; body: string }>(
      sql`select case_id, state, body from conversation_messages where id = ${messageId} and direction = 'to_party' for update`,
    );
    if (!message) throw notFound("message");
    if (message.state !== "held")
      throw new AppError("conflict", "This message has left, or was taken back already.", {
        words: "talking.refusal.has_left",
      });
    await tx.execute(sql`update conversation_messages set state = 'withdrawn' where id = ${messageId}`);
    await giveBackFiles(tx, messageId);
    await writeAudit(tx, ctx, {
      action: "case.withdraw_message",
      objectType: "case",
      objectId: message.case_id,
      detail: { messageId },
    });
    return { body: message.body };
  });
}

async function decide(
  tx: Tx,
  ctx: Context,
  message: { conversationId: string; body: string; marking: WriteMessage["marking"]; fileIds: readonly string[] },
  isLocked = false,
) {
  const party = await loadParty(tx, message.conversationId, isLocked);
  if (party.isClosed)
    throw new AppError("refused", "This conversation is closed.", { words: "talking.refusal.closed" });
  await refuseInternal(tx, party, message.body);
  // About what is TLP:RED every word is.
  const marking = party.caseMarking === "red" ? stricter(message.marking, "red") : message.marking;
  const reach = await reachOf(tx, party, ctx.now());
  const protection = decideProtection(marking, reach);
  if (typeof protection !== "string")
    throw new AppError("refused", said[protection.refusal], { words: `talking.refusal.${protection.refusal}` });
  const files = await requireFiles(tx, ctx, { ...message, marking });
  return { party, protection, key: reach.key, marking, files };
}

async function refuseInternal(tx: Tx, party: Party, body: string): Promise<void> {
  const notes = await tx.execute<{ body: string }>(sql`select body from case_notes where case_id = ${party.caseId}`);
  if (
    holdsInternal(
      body,
      notes.map((note) => note.body),
    )
  )
    throw new AppError(
      "refused",
      "This text holds an internal note, word for word. Notes do not leave; write it in other words.",
      {
        fields: [{ path: "body", message: "Expected a text without an internal note." }],
        words: "talking.refusal.internal",
      },
    );
}

function instantOf(ctx: Context, sendAt: string | undefined): Date {
  const earliest = new Date(ctx.now().getTime() + holdSeconds * 1000);
  if (sendAt === undefined) return earliest;
  const wished = new Date(sendAt);
  if (wished.getTime() > ctx.now().getTime() + furthestDays * 86_400_000)
    throw invalidInput([{ path: "sendAt", message: `Expected an instant within the next ${furthestDays} days.` }]);
  return wished > earliest ? wished : earliest;
}
