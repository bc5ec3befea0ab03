// A back-test as the desk follows it: how far it is, and what would have fired.
import { type SQL, sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { ruleLimits, type TrialHead, type TrialHit, type TrialRule, type TrialView } from "./model.ts";
import { readingScope } from "./store.ts";

type Row<Shape> = Shape & Record<string, unknown>;

/** Heads of `rule_trials t` that fit, newest first. */
export async function trialHeads(tx: Tx, where: SQL, most: number): Promise<TrialHead[]> {
  const rows = await tx.execute<Row<TrialHead>>(sql`select t.id, t.pack_id as "packId",
      coalesce((select json_agg(x.rule_id) from rule_trial_rules x where x.trial_id = t.id and t.pack_id is null), '[]') as "ruleIds",
      (select json_build_object('id', p.id, 'name', p.name) from people p where p.id = t.asked_by) as "askedBy", ${iso(sql`t.asked_at`)} as "askedAt",
      ${iso(sql`t.since_at`)} as "sinceAt", ${iso(sql`t.until_at`)} as "untilAt", t.state, t.is_cancel_asked as "isCancelAsked",
      json_build_object('reports', t.reports_done, 'ofReports', t.reports_total, 'files', t.files_done, 'events', t.events_done, 'values', t.values_done) as progress,
      ${iso(sql`t.started_at`)} as "startedAt", ${iso(sql`t.finished_at`)} as "finishedAt", t.error
    from rule_trials t where ${where} order by t.asked_at desc, t.id desc limit ${most}`);
  return [...rows];
}

/** Hits are seen by who may read their reports; the numbers by whoever reads rules. @throws not_found */
export async function readTrial(ctx: Context, trialId: string): Promise<TrialView> {
  requirePermission(ctx, "rule.read");
  return await readOnly(
    ctx,
    async (tx) => {
      const [head] = await trialHeads(tx, sql`t.id = ${trialId}`, 1);
      if (!head) throw notFound("back-test");
      const rules = await tx.execute<
        Row<TrialRule>
      >(sql`select x.rule_id as "ruleId", x.version, v.title, x.hits, x.reports, x.new_reports as "newReports",
          x.time_ms::float8 as "timeMs", x.problem
        from rule_trial_rules x join rule_versions v on v.rule_id = x.rule_id and v.version = x.version where x.trial_id = ${trialId}
        order by x.hits desc, lower(v.title) limit 2000`);
      const hits = await tx.execute<
        Row<TrialHit>
      >(sql`select h.id, h.rule_id as "ruleId", h.report_id as "reportId", r.reference as "reportReference",
          ${iso(sql`r.received_at`)} as "reportReceivedAt", h.title, h.level, h.source, h.at::float8 as at, h.locations, h.has_fired_before as "hasFiredBefore"
        from rule_trial_hits h join reports r on r.id = h.report_id where h.trial_id = ${trialId}
        order by r.received_at desc, h.source, h.at nulls first, h.id limit ${ruleLimits.trialHits}`);
      return { ...head, rules: [...rules], hits: [...hits] };
    },
    readingScope(ctx.actor.kind),
  );
}
