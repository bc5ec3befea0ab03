// A situation report goes to a contact outside as a message of a conversation: the same rules of marking, key and link as everything that is written to a party.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "../../identity/index.ts";
import type { Marking } from "../../intake/model.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { wordsIn } from "../../platform/words/index.ts";
import { beginConversation } from "../conversations/keep-conversation.ts";
import { writeMessage } from "../conversations/write-message.ts";
import { composeSituation } from "./compose-situation.ts";
import type { CrisisLanguage, SituationFigures, SituationTexts } from "./model.ts";
import { situationLinkPlace } from "./situation-link.ts";

export const sendSituationJob = "coordination.send_situation";
const Payload = z.strictObject({ deliveryId: z.string().refine(isId) });

interface Loaded extends Record<string, unknown> {
  crisisId: string;
  reference: string;
  title: string;
  number: number;
  marking: Marking;
  parts: Partial<SituationTexts>;
  figures: SituationFigures;
  levelNames: Record<CrisisLanguage, string> | null;
  frozenAt: string;
  recipientId: string;
  correspondentId: string;
  conversationId: string | null;
  language: CrisisLanguage;
  messageId: string | null;
  caseId: string | null;
}

/** Can run twice: a message that holds this delivery's link was written already. What cannot be sent stands there with the reason. */
export async function sendSituation(ctx: Context, payload: unknown): Promise<void> {
  requirePermission(ctx, "report.answer");
  const { deliveryId } = Payload.parse(payload);
  const one = await load(ctx, deliveryId);
  if (!one || one.messageId !== null) return;
  try {
    const conversationId = await conversationOf(ctx, one);
    const messageId = (await writtenBefore(ctx, conversationId, deliveryId)) ?? (await write(ctx, one, conversationId));
    await note(ctx, one, deliveryId, { messageId });
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "unavailable") throw error;
    await note(ctx, one, deliveryId, { refusal: error.words ?? error.detail });
  }

  async function write(asking: Context, to: Loaded, conversationId: string): Promise<string> {
    const body = composeSituation(wordsIn(to.language), to, situationLinkPlace(deliveryId));
    return (await writeMessage(asking, { conversationId, body, marking: to.marking }, [deliveryId])).id;
  }
}

/** The party's conversation of this crisis, on an open case of it. @throws AppError refused where there is none to write from. */
async function conversationOf(ctx: Context, one: Loaded): Promise<string> {
  if (one.conversationId !== null) return one.conversationId;
  if (one.caseId === null)
    throw new AppError("refused", "No case of this crisis is open to write from.", { words: "crisis.refused.no_case" });
  requirePermission(ctx, "report.answer");
  const subject = wordsIn(one.language)("crisis.mail.conversation", { reference: one.reference });
  const { id } = await beginConversation(ctx, {
    caseId: one.caseId,
    correspondentId: one.correspondentId,
    subject,
  });
  await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`update crisis_recipients set conversation_id = ${id} where id = ${one.recipientId}`);
    await writeAudit(tx, ctx, {
      action: "crisis.begin_conversation",
      objectType: "crisis",
      objectId: one.crisisId,
      detail: { conversationId: id },
    });
  });
  return id;
}

async function writtenBefore(ctx: Context, conversationId: string, deliveryId: string): Promise<string | undefined> {
  const [message] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{
        id: string;
      }>(sql`select id from conversation_messages where conversation_id = ${conversationId} and direction = 'to_party'
        and position(${situationLinkPlace(deliveryId)} in body) > 0 limit 1`),
  );
  return message?.id;
}

async function note(
  ctx: Context,
  one: Loaded,
  deliveryId: string,
  { messageId, refusal }: { messageId?: string; refusal?: string },
): Promise<void> {
  requirePermission(ctx, "report.answer");
  await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`update situation_deliveries set message_id = coalesce(message_id, ${messageId ?? null}::uuid), refusal = ${refusal?.slice(0, 500) ?? null}
      where id = ${deliveryId}`);
    await writeAudit(tx, ctx, {
      action: refusal === undefined ? "crisis.send_report" : "crisis.cannot_send_report",
      objectType: "crisis",
      objectId: one.crisisId,
      detail: { number: one.number, deliveryId },
    });
  });
}

async function load(ctx: Context, deliveryId: string): Promise<Loaded | undefined> {
  const [row] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<Loaded>(sql`
        select c.id as "crisisId", c.reference, c.title, s.number, s.marking, s.parts, s.figures, s.level_names as "levelNames", ${iso(sql`s.frozen_at`)} as "frozenAt",
          r.id as "recipientId", d.correspondent_id as "correspondentId", v.id as "conversationId", p.language, d.message_id as "messageId",
          (select x.case_id from crisis_cases x join cases k on k.id = x.case_id where x.crisis_id = c.id and k.status <> 'closed'
            order by k.is_restricted, x.added_at, x.case_id limit 1) as "caseId"
        from situation_deliveries d join situation_reports s on s.id = d.situation_id join crises c on c.id = s.crisis_id
          join crisis_recipients r on r.id = d.recipient_id join correspondents p on p.id = d.correspondent_id
          left join conversations v on v.id = r.conversation_id and v.closed_at is null
        where d.id = ${deliveryId} and s.state = 'frozen'`),
  );
  return row;
}
