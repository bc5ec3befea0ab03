// A party's own conversations in its own room: read and answered by people of the organisation. The database shows them nothing else.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { fillSituationLinks } from "../crisis/situation-link.ts";
import { MessageBody, type OwnConversation } from "./model.ts";

export const ReplyAsParty = z.strictObject({
  conversationId: z.uuid("Expected the id of a conversation."),
  body: MessageBody,
});
export type ReplyAsParty = z.input<typeof ReplyAsParty>;

/** The newest 100, each with its messages. Of the desk only the team speaks, never a person; of colleagues the names. */
export async function listOwnConversations(ctx: Context): Promise<OwnConversation[]> {
  requirePermission(ctx, "shared.read");
  if (!isTenant(ctx)) return [];
  const rows = await readOnly(ctx, async (tx) => [
    ...(await tx.execute<
      OwnConversation & Record<string, unknown>
    >(sql`select c.id, c.number, c.subject, c.their_reference as "theirReference", c.closed_at is not null as "isClosed",
      (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'isOurs', m.direction = 'from_party', 'marking', m.marking, 'body', m.body,
          'at', ${iso(sql`case when m.direction = 'to_party' then m.release_at else m.at end`)}, 'by', case when m.direction = 'from_party' then p.name end,
          'files', (select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'size', f.size) order by f.added_at, f.id), '[]') from conversation_files f where f.message_id = m.id)) order by m.at, m.id), '[]')
        from conversation_messages m left join people p on p.id = m.author_id where m.conversation_id = c.id) as items
    from conversations c where exists (select 1 from conversation_messages m where m.conversation_id = c.id) order by c.began_at desc limit 100`)),
  ]);
  return rows.map((one) => ({
    ...one,
    // The own words come back as they were written.
    items: one.items.map((item) => (item.isOurs ? item : { ...item, body: fillSituationLinks(ctx, item.body) })),
  }));
}

/** @throws not_found for a conversation of somebody else; refused for a closed one. */
export async function replyAsParty(ctx: Context, input: ReplyAsParty): Promise<{ id: string }> {
  requirePermission(ctx, "shared.read");
  const { conversationId, body } = ReplyAsParty.parse(input);
  const { actor } = ctx;
  if (actor.kind !== "person" || !isTenant(ctx)) throw notFound("conversation");
  return await withTransaction(ctx, async (tx) => {
    const [own] = await tx.execute<{
      case_id: string;
      is_closed: boolean;
      is_red: boolean;
    }>(sql`select case_id, closed_at is not null as is_closed,
      exists (select 1 from conversation_messages m where m.conversation_id = conversations.id and m.marking = 'red') as is_red
      from conversations where id = ${conversationId} and organisation_id = ${actor.organisationId}`);
    if (!own) throw notFound("conversation");
    if (own.is_closed)
      throw new AppError("refused", "This conversation is closed.", { words: "talking.refusal.closed" });
    const id = newId(ctx.now());
    const at = ctx.now().toISOString();
    await tx.execute(sql`insert into conversation_messages (id, conversation_id, case_id, direction, author_id, marking, body, state, release_at, way, at)
      values (${id}, ${conversationId}, ${own.case_id}, 'from_party', ${actor.personId}, ${own.is_red ? "red" : "amber"}, ${body}, 'received', ${at}::timestamptz, 'room', ${at}::timestamptz)`);
    await writeAudit(tx, ctx, {
      action: "case.message_came",
      objectType: "case",
      objectId: own.case_id,
      detail: { messageId: id, way: "room" },
    });
    return { id };
  });
}

function isTenant(ctx: Context): boolean {
  return ctx.actor.kind === "person" && ctx.actor.roles.some((role) => /^(constituent_|officer)/.test(role));
}
