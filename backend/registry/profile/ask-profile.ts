// The questions of the desk and of keys about a constituent's past: what it was on a day, and every line of its history.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import type { HistoryLine, ProfileAnswer } from "./details/model.ts";
import { ProfileQuery } from "./model.ts";
import { readProfileAt } from "./read-profile.ts";

/** @throws forbidden, not_found, invalid_input. */
export async function askProfile(ctx: Context, constituentId: string, input: ProfileQuery): Promise<ProfileAnswer> {
  requirePermission(ctx, "registry.read");
  const query = ProfileQuery.parse(input);
  const knownAt = query.knownAt === undefined ? undefined : new Date(query.knownAt);
  return await readOnly(
    ctx,
    async (tx) => {
      const profile = await readProfileAt(tx, constituentId, new Date(query.at), knownAt);
      if (!profile) throw notFound("constituent");
      const [names] = await tx.execute<{ parentName: string | null; areaNames: Record<string, string> | null }>(sql`
        select (select name from constituents where id = ${profile.parentId}::uuid) as "parentName",
          (select names from areas where id = ${profile.areaId}) as "areaNames"`);
      return { ...profile, parentName: names?.parentName ?? null, areaNames: names?.areaNames ?? null };
    },
    "staff",
  );
}

/** The newest first. @throws forbidden, not_found. */
export async function readLines(ctx: Context, constituentId: string): Promise<HistoryLine[]> {
  requirePermission(ctx, "registry.read");
  return await readOnly(
    ctx,
    async (tx) => {
      const rows = await tx.execute<HistoryLine & Record<string, unknown>>(sql`
        select f.number, f.fact, case f.fact
            when 'parentId' then (select to_jsonb(c.name) from constituents c where c.id::text = f.value #>> '{}')
            when 'areaId' then (select a.names from areas a where a.id = f.value #>> '{}')
            when 'branchAreaIds' then (select jsonb_agg(a.names order by a.id) from areas a where f.value ? a.id)
            else f.value end as value,
          ${iso(sql`f.valid_from`)} as "validFrom", ${iso(sql`f.valid_until`)} as "validUntil", ${iso(sql`f.recorded_at`)} as "recordedAt",
          p.name as "recordedBy", f.why
        from constituent_facts f left join people p on p.id = f.recorded_by where f.constituent_id = ${constituentId} order by f.number desc`);
      if (rows.length === 0) throw notFound("constituent");
      return rows.map((row) => ({ ...row, value: row.value ?? null }));
    },
    "staff",
  );
}
