// The broken glasses: all of them for who looks at them afterwards, else the own ones.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly } from "../../platform/db/index.ts";
import type { OpeningView } from "./model.ts";

/** Those to be looked at first, then the newest; at most 100. */
export async function listOpenings(ctx: Context): Promise<{ rows: OpeningView[] }> {
  requirePermission(ctx, "case.read");
  const me = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const mayReview = may(ctx, "case.review_glass");
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<Omit<OpeningView, "can"> & Record<string, unknown>>(
        sql`select g.id, g.case_id as "caseId", k.reference as "caseReference", json_build_object('id', p.id, 'name', p.name) as person, g.reason,
          ${iso(sql`g.opened_at`)} as "openedAt", ${iso(sql`g.expires_at`)} as "expiresAt", g.expires_at > now() as "isOpen",
          (select json_build_object('id', q.id, 'name', q.name) from people q where q.id = g.reviewed_by) as "reviewedBy", g.finding
        from glass_openings g join cases k on k.id = g.case_id join people p on p.id = g.person_id
        where ${mayReview} or g.person_id = ${me} order by g.reviewed_at is not null, g.opened_at desc, g.id limit 100`,
      ),
    "system",
  );
  return {
    rows: rows.map((row) => ({
      ...row,
      can: { review: mayReview && row.reviewedBy === null && row.person.id !== me },
    })),
  };
}
