// Somebody else looks at a broken glass afterwards and says whether it was justified; if not, it closes at once.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { addToTimeline } from "../store.ts";
import { ReviewOpening } from "./model.ts";
import { decideReview } from "./rules.ts";

/** @throws refused for one's own and for one that was looked at; not_found. */
export async function reviewOpening(ctx: Context, input: ReviewOpening): Promise<{ finding: string }> {
  requirePermission(ctx, "case.review_glass");
  const { openingId, finding } = ReviewOpening.parse(input);
  const { actor } = ctx;
  if (actor.kind !== "person") throw new AppError("forbidden", "Only a signed-in person can do this.");
  // Whoever looks at it need not see the case itself.
  return await withTransaction(
    ctx,
    async (tx) => {
      const [before] = await tx.execute<{ caseId: string; personId: string; isReviewed: boolean }>(
        sql`select case_id as "caseId", person_id as "personId", reviewed_by is not null as "isReviewed" from glass_openings where id = ${openingId} for update`,
      );
      if (!before) throw notFound("opening");
      decideReview({ ...before, by: actor.personId });
      await tx.execute(
        sql`update glass_openings set reviewed_by = ${actor.personId}, reviewed_at = ${ctx.now().toISOString()}, finding = ${finding},
          expires_at = case when ${finding} = 'not_justified' then least(expires_at, greatest(now(), opened_at + interval '1 millisecond')) else expires_at end
          where id = ${openingId}`,
      );
      await addToTimeline(tx, ctx, { caseId: before.caseId, kind: "glass_reviewed", body: "", detail: { finding } });
      await writeAudit(tx, ctx, {
        action: "case.review_glass",
        objectType: "case",
        objectId: before.caseId,
        detail: { openingId, finding },
      });
      return { finding };
    },
    "system",
  );
}
