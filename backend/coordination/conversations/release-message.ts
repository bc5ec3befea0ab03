// A held message's instant has come: it is released to the party's room and its mail is queued, in one transaction; the way is decided again, since keys come and go.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "../../identity/index.ts";
import type { Marking } from "../../intake/model.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { wordsIn } from "../../platform/words/index.ts";
import { linkPlaceOf, makeLink } from "../links/make-link.ts";
import { queueMail } from "../outbox.ts";
import { composeMessage } from "./compose-message.ts";
import { findHeldBack } from "./files/labels-now.ts";
import { giveBackFiles } from "./files/message-files.ts";
import { loadParty, reachOf } from "./load-party.ts";
import { decideProtection } from "./model.ts";

const Payload = z.strictObject({ messageId: z.string().refine(isId) });

/** Can run twice: what is not held any more is left alone. */
export async function releaseMessage(ctx: Context, payload: unknown): Promise<void> {
  requirePermission(ctx, "report.answer");
  const { messageId } = Payload.parse(payload);
  await withTransaction(ctx, async (tx) => {
    const [message] = await tx.execute<{
      conversation_id: string;
      state: string;
      marking: Marking;
      body: string;
      is_due: boolean;
    }>(
      sql`select conversation_id, state, marking, body, release_at <= ${ctx.now().toISOString()}::timestamptz as is_due
        from conversation_messages where id = ${messageId} for update`,
    );
    if (!message || message.state !== "held" || !message.is_due) return;
    const party = await loadParty(tx, message.conversation_id, true);
    // A case that has become TLP:RED meanwhile covers what waits.
    const marking = party.caseMarking === "red" ? "red" : message.marking;
    // So does what became of the case's or a report's labels: a file that may not leave any more takes its message back to the draft.
    const files = await tx.execute<{ id: string }>(
      sql`select id from conversation_files where message_id = ${messageId}`,
    );
    const heldBack = await findHeldBack(
      tx,
      marking,
      files.map(({ id }) => id),
    );
    if (heldBack !== null) {
      await tx.execute(
        sql`update conversation_messages set state = 'withdrawn', held_back = ${heldBack} where id = ${messageId}`,
      );
      await giveBackFiles(tx, messageId);
      await writeAudit(tx, ctx, {
        action: "case.hold_back_message",
        objectType: "case",
        objectId: party.caseId,
        detail: { conversationId: party.conversationId, messageId, heldBack },
      });
      return;
    }
    const decided = decideProtection(marking, await reachOf(tx, party, ctx.now()));
    // What cannot be reached any more waits in the room, or for the desk to see that no mail went.
    const protection = typeof decided === "string" ? decided : "room";
    await tx.execute(
      sql`update conversation_messages set state = 'released', protection = ${protection}, marking = ${marking} where id = ${messageId}`,
    );
    if (protection !== "room" && party.email !== null) {
      if (protection === "link") await makeLink(tx, ctx, { messageId, caseId: party.caseId });
      await queueMail(tx, ctx, {
        cause: `conversation:${messageId}`,
        kind: "conversation",
        reportId: null,
        conversation: { messageId, conversationId: party.conversationId, caseId: party.caseId, protection },
        to: party.email,
        language: party.language,
        ...composeMessage(wordsIn(party.language), protection, {
          ...party,
          body: message.body,
          linkPlace: linkPlaceOf(messageId),
        }),
      });
    }
    await writeAudit(tx, ctx, {
      action: "case.send_message",
      objectType: "case",
      objectId: party.caseId,
      detail: { conversationId: party.conversationId, messageId, protection },
    });
  });
}
