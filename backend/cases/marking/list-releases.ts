// Releases that wait for a second person, of what the asker may see.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly } from "../../platform/db/index.ts";
import type { ReleaseView } from "./model.ts";

/** Those that end soonest first; at most 100. */
export async function listReleases(ctx: Context): Promise<{ rows: ReleaseView[] }> {
  requirePermission(ctx, "case.read");
  const me = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<
        Omit<ReleaseView, "can" | "from" | "to"> &
          Record<string, unknown> & { detail: Pick<ReleaseView, "from" | "to"> }
      >(
        sql`select x.id, x.object_type as "objectType", x.object_id as "objectId", coalesce(k.reference, r.reference) as reference, x.detail, x.reason,
          json_build_object('id', p.id, 'name', p.name) as "askedBy", ${iso(sql`x.asked_at`)} as "askedAt", x.way, x.state, ${iso(sql`x.expires_at`)} as "expiresAt"
        from releases x join people p on p.id = x.asked_by left join cases k on k.id = x.object_id left join reports r on r.id = x.object_id
        where x.state = 'waiting' or (x.state = 'live' and x.countersigned_by is null)
        order by x.expires_at nulls last, x.asked_at, x.id limit 100`,
      ),
  );
  return {
    rows: rows.map(({ detail, ...row }) => ({
      ...row,
      from: detail.from,
      to: detail.to,
      can: {
        countersign: may(ctx, "marking.release") && row.askedBy.id !== me,
        refuse: may(ctx, "marking.release") || row.askedBy.id === me,
      },
    })),
  };
}
