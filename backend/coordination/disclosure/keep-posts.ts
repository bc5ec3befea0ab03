// Words between the desk and the vendors: to all of them, or between the desk and one; what one vendor wrote is for the others only when the desk shares it.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { lockDisclosure, personOf, requireParty } from "./load-disclosure.ts";
import { WritePost } from "./model.ts";
import { tellParties } from "./tell-parties.ts";

/** A party's own word, for the desk alone. The caller has asked whether it may, and writes the log. */
export async function keepPartyPost(
  tx: Tx,
  ctx: Context,
  said: { caseId: string; partyId: string; way: "link" | "room"; body: string },
): Promise<string> {
  const id = newId(ctx.now());
  await tx.execute(sql`insert into disclosure_posts (id, case_id, party_id, is_from_party, audience, body, way, author_id, at)
    values (${id}, ${said.caseId}, ${said.partyId}, true, 'one', ${said.body}, ${said.way}, ${personOf(ctx)}, ${ctx.now().toISOString()}::timestamptz)`);
  return id;
}

/** To all vendors, or to one. They are told by a mail without content. @throws AppError not_found. */
export async function writePost(ctx: Context, caseId: string, input: WritePost): Promise<{ id: string }> {
  requirePermission(ctx, "report.answer");
  const { body, partyId } = WritePost.parse(input);
  return await withTransaction(ctx, async (tx) => {
    await lockDisclosure(tx, caseId);
    if (partyId !== null) await requireParty(tx, caseId, partyId);
    const id = newId(ctx.now());
    await tx.execute(sql`insert into disclosure_posts (id, case_id, party_id, audience, body, way, author_id, at)
      values (${id}, ${caseId}, ${partyId}, ${partyId === null ? "all" : "one"}, ${body}, 'desk', ${personOf(ctx)}, ${ctx.now().toISOString()}::timestamptz)`);
    await tellParties(tx, ctx, caseId, { about: "news", cause: id, ...(partyId === null ? {} : { only: partyId }) });
    await writeAudit(tx, ctx, {
      action: "disclosure.post",
      objectType: "case",
      objectId: caseId,
      detail: { postId: id, isToAll: partyId === null },
    });
    return { id };
  });
}

/** What one vendor wrote is shown to all of them, without its name. @throws AppError not_found. */
export async function sharePost(ctx: Context, caseId: string, postId: string): Promise<void> {
  requirePermission(ctx, "report.answer");
  await withTransaction(ctx, async (tx) => {
    await lockDisclosure(tx, caseId);
    const shared = isId(postId)
      ? await tx.execute(
          sql`update disclosure_posts set audience = 'all' where id = ${postId} and case_id = ${caseId} returning 1`,
        )
      : [];
    if (shared.length === 0) throw notFound("post");
    await tellParties(tx, ctx, caseId, { about: "news", cause: postId });
    await writeAudit(tx, ctx, {
      action: "disclosure.share_post",
      objectType: "case",
      objectId: caseId,
      detail: { postId },
    });
  });
}
