// The list of conflicts of interest: all of it for who keeps it, else the own ones.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly } from "../../platform/db/index.ts";
import type { ConflictView } from "./model.ts";

/** Those that stand, by person; at most 500. */
export async function listConflicts(ctx: Context): Promise<{ rows: ConflictView[] }> {
  requirePermission(ctx, "case.read");
  const me = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const keepsIt = may(ctx, "conflict.declare");
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<Omit<ConflictView, "can"> & Record<string, unknown>>(
        sql`select c.id, json_build_object('id', p.id, 'name', p.name) as person, coalesce(n.name, k.reference) as about,
          case when c.case_id is null then 'constituent' else 'case' end as kind, c.reason,
          json_build_object('id', d.id, 'name', d.name) as "declaredBy", ${iso(sql`c.declared_at`)} as "declaredAt"
        from conflicts c join people p on p.id = c.person_id join people d on d.id = c.declared_by
          left join constituents n on n.id = c.constituent_id left join cases k on k.id = c.case_id
        where c.ended_at is null and (${keepsIt} or c.person_id = ${me}) order by p.name, c.declared_at, c.id limit 500`,
      ),
    // The case of a conflict is hidden from who has it; its reference is not, since they declared it or were told.
    "system",
  );
  return { rows: rows.map((row) => ({ ...row, can: { end: keepsIt && row.person.id !== me } })) };
}
