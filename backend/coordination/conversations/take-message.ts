// A mail is a party's answer: its words become a message of the conversation, its files a report of the same case, which triage looks at.
import { sql } from "drizzle-orm";
import { joinReport } from "../../cases/index.ts";
import { requirePermission } from "../../identity/index.ts";
import { submitReport } from "../../intake/index.ts";
import type { Marking, StoredFile } from "../../intake/model.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { type WordsLanguage, wordsIn } from "../../platform/words/index.ts";
import type { SignatureState } from "../openpgp/open-mail.ts";
import type { FoundConversation } from "./find-conversation.ts";
import { tagOf, theirReferenceIn } from "./model.ts";

export interface ArrivedMessage {
  incomingId: string;
  receivedAt: Date;
  subject: string;
  sender: string;
  text: string;
  files: readonly StoredFile[];
  wasEncrypted: boolean;
  signature: SignatureState | undefined;
  signedBy: string | undefined;
}

/** Can be run again after a crash: the message bears the mail's id, the report the mail's key. `note` writes down what the mail was. */
export async function takeMessage(
  ctx: Context,
  found: FoundConversation,
  mail: ArrivedMessage,
  note: (tx: Tx) => Promise<void>,
): Promise<void> {
  requirePermission(ctx, "report.submit");
  const reportId = mail.files.length === 0 ? undefined : await takeFiles(ctx, found, mail);
  await withTransaction(ctx, async (tx) => {
    const [conversation] = await tx.execute<{
      their_reference: string | null;
      marking: Marking;
    }>(sql`select c.their_reference, k.marking
      from conversations c join cases k on k.id = c.case_id where c.id = ${found.conversationId} for update of c`);
    if (!conversation) return;
    const at = mail.receivedAt.toISOString();
    await tx.execute(sql`insert into conversation_messages (id, conversation_id, case_id, direction, marking, body, state, release_at, way, from_address, incoming_id, report_id,
        was_encrypted, signature, signed_by, at)
      values (${mail.incomingId}, ${found.conversationId}, ${found.caseId}, 'from_party', ${conversation.marking}, ${mail.text}, 'received', ${at}::timestamptz, 'mail',
        ${found.isParty ? null : mail.sender}, ${mail.incomingId}, ${reportId ?? null}, ${mail.wasEncrypted}, ${mail.signature ?? null}, ${mail.signedBy ?? null}, ${at}::timestamptz)
      on conflict (id) do nothing`);
    // The first reference that the other party names is kept; a person may correct it.
    const theirs =
      conversation.their_reference === null ? theirReferenceIn(mail.subject, ctx.config.referencePrefix) : undefined;
    if (theirs !== undefined)
      await tx.execute(sql`update conversations set their_reference = ${theirs} where id = ${found.conversationId}`);
    // Who answers a closed conversation opens it again: nothing that was said is overlooked.
    await tx.execute(
      sql`update conversations set closed_at = null, closed_by = null where id = ${found.conversationId} and closed_at is not null`,
    );
    await note(tx);
    await writeAudit(tx, ctx, {
      action: "case.message_came",
      objectType: "case",
      objectId: found.caseId,
      detail: { conversationId: found.conversationId, messageId: mail.incomingId, way: "mail" },
    });
  });
}

/** @returns the report that holds the files; undefined where none could be made. */
async function takeFiles(ctx: Context, found: FoundConversation, mail: ArrivedMessage): Promise<string | undefined> {
  const { number, language } = await factsOf(ctx, found);
  const made = await submitReport(
    ctx,
    {
      description: mail.text === "" ? mail.subject || tagOf(number) : mail.text,
      language,
      flow: "free",
      subject: wordsIn(language)("talking.files_of", { tag: tagOf(number) }),
      answerBy: "none",
    },
    [...mail.files],
    { source: "mail", idempotencyKey: `mail:${mail.incomingId}` },
  );
  const reportId = await idOfReport(ctx, made.reference);
  if (reportId === undefined) return undefined;
  try {
    await joinReport(ctx, { caseId: found.caseId, reportId });
  } catch (error) {
    // It belongs to it already, after a crash; or the case is closed, and the report stands by itself.
    if (!(error instanceof AppError && (error.code === "refused" || error.code === "conflict"))) throw error;
  }
  return reportId;
}

async function idOfReport(ctx: Context, reference: string): Promise<string | undefined> {
  const [row] = await readOnly(
    ctx,
    async (tx) => await tx.execute<{ id: string }>(sql`select id from reports where reference = ${reference}`),
  );
  return row?.id;
}

async function factsOf(ctx: Context, found: FoundConversation): Promise<{ number: string; language: WordsLanguage }> {
  return await readOnly(ctx, async (tx) => {
    const [row] = await tx.execute<{
      number: string;
      language: WordsLanguage;
    }>(sql`select c.number, p.language from conversations c
      join correspondents p on p.id = c.correspondent_id where c.id = ${found.conversationId}`);
    return row ?? { number: "", language: "fr" as const };
  });
}
