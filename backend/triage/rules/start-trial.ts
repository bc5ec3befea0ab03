// A back-test is asked for and cancelled: one walk over what is stored, with one version of a rule or with a pack.
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { StartPackTrial, StartTrial } from "./requests/model.ts";
import { holdRule, readStoredVersion } from "./store.ts";

export const trialJob = "rules.run_trial";

const dayMs = 86_400_000;

/** @throws refused while another back-test of this rule is under way; not_found. */
export async function startTrial(
  ctx: Context,
  ruleId: string,
  input: { version: number; days?: number | null },
): Promise<{ trialId: string }> {
  requirePermission(ctx, "rule.write");
  const { personId } = requirePerson(ctx);
  const { version, days } = StartTrial.parse(input);
  return await withTransaction(ctx, async (tx) => {
    await holdRule(tx, ruleId);
    await readStoredVersion(tx, ruleId, version);
    const trialId = await insertTrial(tx, ctx, { rules: [{ ruleId, version }], packId: null, askedBy: personId, days });
    const detail = { trialId, version, days };
    await writeAudit(tx, ctx, { action: "rule.start_trial", objectType: "rule", objectId: ruleId, detail });
    return { trialId };
  });
}

/** With every rule of the pack that is in test. @throws refused when there is none. */
export async function startPackTrial(
  ctx: Context,
  packId: string,
  input: { days?: number | null },
): Promise<{ trialId: string }> {
  requirePermission(ctx, "rule.write");
  const { personId } = requirePerson(ctx);
  const { days } = StartPackTrial.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const [pack] = await tx.execute(sql`select id from rule_packs where id = ${packId} for update`);
    if (!pack) throw notFound("pack");
    const rules = await tx.execute<{
      ruleId: string;
      version: number;
    }>(sql`select r.id as "ruleId", max(v.version) as version
      from rules r join rule_versions v on v.rule_id = r.id where r.pack_id = ${packId} and r.state = 'test' group by r.id`);
    if (rules.length === 0)
      throw new AppError("refused", "No rule of this pack is in test.", { words: "rulelife.refusal.none_in_test" });
    const trialId = await insertTrial(tx, ctx, { rules, packId, askedBy: personId, days });
    const detail = { trialId, rules: rules.length, days };
    await writeAudit(tx, ctx, { action: "rule.start_trial", objectType: "rule_pack", objectId: packId, detail });
    return { trialId };
  });
}

interface NewTrial {
  rules: { ruleId: string; version: number }[];
  packId: string | null;
  askedBy: string;
  days: number | null;
}

async function insertTrial(tx: Tx, ctx: Context, { rules, packId, askedBy, days }: NewTrial): Promise<string> {
  const ruleIds = sql.param(rules.map(({ ruleId }) => ruleId));
  const [busy] = await tx.execute(sql`select t.id from rule_trials t join rule_trial_rules x on x.trial_id = t.id
    where x.rule_id = any(${ruleIds}::uuid[]) and t.state in ('waiting', 'running') limit 1`);
  if (busy)
    throw new AppError("refused", "A back-test is under way already.", { words: "rulelife.refusal.trial_under_way" });
  const id = newId(ctx.now());
  const now = ctx.now();
  const since = days === null ? null : new Date(now.getTime() - days * dayMs).toISOString();
  await tx.execute(sql`insert into rule_trials (id, pack_id, asked_by, asked_at, since_at, until_at, state)
    values (${id}, ${packId}, ${askedBy}, ${now.toISOString()}::timestamptz, ${since}::timestamptz, ${now.toISOString()}::timestamptz, 'waiting')`);
  await tx.execute(sql`insert into rule_trial_rules (trial_id, rule_id, version)
    select ${id}, r.id, r.version from unnest(${ruleIds}::uuid[], ${sql.param(rules.map(({ version }) => version))}::int[]) as r (id, version)`);
  // Below triage: a report that comes in meanwhile is looked at first.
  await addJob(tx, trialJob, { trialId: id }, { key: `trial:${id}`, priority: 10, maxAttempts: 3 });
  return id;
}

/** A running walk ends within a report; what it found so far stays to be read. @throws conflict when it is over. */
export async function cancelTrial(ctx: Context, trialId: string): Promise<void> {
  requirePermission(ctx, "rule.write");
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx.execute<{ state: string }>(
      sql`select state from rule_trials where id = ${trialId} for update`,
    );
    if (!row) throw notFound("back-test");
    if (row.state !== "waiting" && row.state !== "running")
      throw new AppError("conflict", "This back-test is over.", { words: "rulelife.refusal.trial_over" });
    await tx.execute(sql`update rule_trials set is_cancel_asked = true, state = case when state = 'waiting' then 'cancelled' else state end,
      finished_at = case when state = 'waiting' then ${ctx.now().toISOString()}::timestamptz end where id = ${trialId}`);
    await writeAudit(tx, ctx, { action: "rule.cancel_trial", objectType: "rule_trial", objectId: trialId });
  });
}
