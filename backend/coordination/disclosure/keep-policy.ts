// The team's policy of disclosure: published version by version by a lead, read by everybody, pinned to each report.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { PublishPolicy } from "./model.ts";
import type { PolicyView } from "./views/model.ts";

/** It counts from now on; reports that came before keep theirs. */
export async function publishPolicy(ctx: Context, input: PublishPolicy): Promise<{ version: number }> {
  requirePermission(ctx, "case.shape");
  const { texts, embargoDays, secondWayDays, nationalDays, cna } = PublishPolicy.parse(input);
  return await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('disclosure_policies', 0))`);
    const [made] = await tx.execute<{ version: number }>(sql`
      insert into disclosure_policies (version, texts, embargo_days, second_way_days, national_days, cna_org_id, cna_short_name, published_by, published_at)
      select 1 + coalesce(max(version), 0), ${JSON.stringify(texts)}::jsonb, ${embargoDays}, ${secondWayDays}, ${nationalDays}, ${cna?.orgId ?? null}, ${cna?.shortName ?? null},
        ${ctx.actor.kind === "person" ? ctx.actor.personId : null}, ${ctx.now().toISOString()}::timestamptz from disclosure_policies returning version`);
    const version = made?.version ?? 1;
    await writeAudit(tx, ctx, {
      action: "disclosure.publish_policy",
      objectType: "policy",
      objectId: String(version),
      detail: { embargoDays },
    });
    return { version };
  });
}

/** The newest first; empty where none was published. */
export async function listPolicies(ctx: Context): Promise<PolicyView[]> {
  return await readOnly(ctx, readPolicies);
}

export async function readPublicPolicies(ctx: Context): Promise<PolicyView[]> {
  return await readOnly(ctx, readPolicies, "intake");
}

async function readPolicies(tx: Tx): Promise<PolicyView[]> {
  return [
    ...(await tx.execute<PolicyView & Record<string, unknown>>(sql`
      select version, texts, embargo_days as "embargoDays", second_way_days as "secondWayDays", national_days as "nationalDays", ${iso(sql`published_at`)} as "publishedAt",
        case when cna_org_id is not null then json_build_object('orgId', cna_org_id, 'shortName', cna_short_name) end as cna
      from disclosure_policies order by version desc limit 50`)),
  ];
}
