// Runs a back-test: one walk over the stored values, files and events, with progress, a stop when asked for, and what would have fired.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, type Tx, withTransaction } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { countStored, type StoredReport, walkStored } from "../hunt/walk-stored.ts";
import { type Engines, openEngines } from "../open-engines.ts";
import type { Finding } from "../model.ts";
import { readShippedSources } from "../shipped-rules.ts";
import { lookBack } from "./look-back.ts";
import { type RuleKind, ruleLimits, type TrialState } from "./model.ts";

interface TrialRow extends Record<string, unknown> {
  id: string;
  sinceAt: string | null;
  untilAt: string;
}

interface TrialOfRule extends Record<string, unknown> {
  ruleId: string;
  version: number;
  kind: RuleKind;
  names: string[];
  source: string;
}

interface Found {
  hits: number;
  reports: number;
  newReports: number;
}

interface Progress {
  total: number;
  reports: number;
  files: number;
  events: number;
  values: number;
  kept: number;
  found: Map<string, Found>;
}

const progressEveryMs = 700;

/** The job. A walk that was broken off begins anew; one that has ended is left alone. */
export async function runTrial(ctx: Context, trialId: string): Promise<void> {
  requirePermission(ctx, "rule.write");
  const begun = await begin(ctx, trialId);
  if (!begun) return;
  const { trial, rules } = begun;
  const progress: Progress = { total: 0, reports: 0, files: 0, events: 0, values: 0, kept: 0, found: new Map() };
  let engines: Engines | undefined;
  try {
    const sources = rules.map(({ kind, ruleId, source }) => ({ kind, path: ruleId, text: source }));
    // What a warning list holds back would not have fired.
    const warninglists = readShippedSources().filter(({ kind }) => kind === "warninglist");
    engines = await openEngines([...sources, ...warninglists], null);
    const isCancelled = await walk(ctx, trial, rules, engines, progress);
    await end(ctx, { trialId, rules, engines, progress, state: isCancelled ? "cancelled" : "done", error: "" });
  } catch (error) {
    ctx.log.warn({ err: error, trialId }, "a back-test failed");
    const reason = error instanceof Error ? error.message : String(error);
    await end(ctx, { trialId, rules, engines, progress, state: "failed", error: reason });
  } finally {
    await engines?.close();
  }
}

async function walk(
  ctx: Context,
  trial: TrialRow,
  rules: readonly TrialOfRule[],
  engines: Engines,
  progress: Progress,
): Promise<boolean> {
  const range = {
    until: new Date(trial.untilAt),
    ...(trial.sinceAt === null ? {} : { since: new Date(trial.sinceAt) }),
  };
  progress.total = await countStored(ctx, range);
  let isStopped = await writeProgress(ctx, trial.id, progress);
  const byName = new Map<string, TrialOfRule>();
  for (const rule of rules) for (const name of rule.names) byName.set(`${rule.kind}\0${name}`, rule);
  const kinds = new Set(rules.map(({ kind }) => kind));
  // While one report with a large log is looked at, people see the numbers move and can stop it.
  const timer = setInterval(() => {
    void writeProgress(ctx, trial.id, progress).then(
      (asked) => (isStopped ||= asked),
      (error: unknown) => ctx.log.warn({ err: error }, "a back-test's progress was not written"),
    );
  }, progressEveryMs);
  try {
    for await (const report of walkStored(ctx, range)) {
      if (isStopped) break;
      const findings = await lookBack(engines, kinds, report, progress, () => isStopped);
      progress.reports += 1;
      const hits = findings.flatMap((finding) => {
        const rule = byName.get(`${finding.engine}\0${finding.ruleId}`);
        return rule ? [{ finding, rule }] : [];
      });
      if (hits.length > 0) await keep(ctx, trial.id, report, hits, progress);
    }
  } finally {
    clearInterval(timer);
  }
  return isStopped;
}

async function begin(ctx: Context, trialId: string): Promise<{ trial: TrialRow; rules: TrialOfRule[] } | undefined> {
  requirePermission(ctx, "rule.write");
  // oxlint-disable-next-line toguna/mutation-guards -- that it was asked for is in the log, and its end will be
  return await withTransaction(ctx, async (tx) => {
    const [trial] =
      await tx.execute<TrialRow>(sql`update rule_trials set state = 'running', started_at = ${ctx.now().toISOString()}::timestamptz
      where id = ${trialId} and state in ('waiting', 'running') returning id, ${iso(sql`since_at`)} as "sinceAt", ${iso(sql`until_at`)} as "untilAt"`);
    if (!trial) return undefined;
    await tx.execute(sql`delete from rule_trial_hits where trial_id = ${trialId}`);
    const rules =
      await tx.execute<TrialOfRule>(sql`select x.rule_id as "ruleId", x.version, r.kind, v.names, v.source from rule_trial_rules x
      join rules r on r.id = x.rule_id join rule_versions v on v.rule_id = x.rule_id and v.version = x.version where x.trial_id = ${trialId}`);
    return { trial, rules: [...rules] };
  });
}

interface Hit {
  finding: Finding;
  rule: TrialOfRule;
}

async function keep(
  ctx: Context,
  trialId: string,
  report: StoredReport,
  hits: Hit[],
  progress: Progress,
): Promise<void> {
  requirePermission(ctx, "rule.write");
  // oxlint-disable-next-line toguna/mutation-guards -- results of an act that is in the log
  await withTransaction(ctx, async (tx) => {
    const fired = await firedBefore(tx, report.id);
    for (const [rule, own] of Map.groupBy(hits, (hit) => hit.rule)) {
      const found = progress.found.get(rule.ruleId) ?? { hits: 0, reports: 0, newReports: 0 };
      const isNew = !rule.names.some((name) => fired.has(`${rule.kind}\0${name}`));
      progress.found.set(rule.ruleId, {
        hits: found.hits + own.length,
        reports: found.reports + 1,
        newReports: found.newReports + (isNew ? 1 : 0),
      });
      for (const { finding } of own) {
        if (progress.kept >= ruleLimits.trialHits) break;
        progress.kept += 1;
        const has = !isNew && fired.has(`${finding.engine}\0${finding.ruleId}`);
        await tx.execute(sql`insert into rule_trial_hits (id, trial_id, rule_id, report_id, name, title, level, source, at, locations, has_fired_before)
          values (${newId(ctx.now())}, ${trialId}, ${rule.ruleId}, ${report.id}, ${finding.ruleId}, ${clean(finding.title)}, ${finding.level}, ${clean(finding.source)},
            ${finding.at}, ${cleanJson(finding.locations.slice(0, 20))}::jsonb, ${has})`);
      }
    }
  });
}

async function firedBefore(tx: Tx, reportId: string): Promise<Set<string>> {
  const rows = await tx.execute<{ key: string }>(
    sql`select distinct engine || chr(1) || rule_id as key from findings where report_id = ${reportId}`,
  );
  return new Set(rows.map(({ key }) => key.replace("\u0001", "\0")));
}

/** @returns whether somebody asked to stop */
async function writeProgress(ctx: Context, trialId: string, progress: Progress): Promise<boolean> {
  requirePermission(ctx, "rule.write");
  // oxlint-disable-next-line toguna/mutation-guards -- how far a job is, is no act of anybody
  return await withTransaction(ctx, async (tx) => {
    const [row] = await tx.execute<{ isCancelAsked: boolean }>(
      sql`update rule_trials set ${numbers(progress)} where id = ${trialId} returning is_cancel_asked as "isCancelAsked"`,
    );
    return row?.isCancelAsked ?? true;
  });
}

interface Ended {
  trialId: string;
  rules: readonly TrialOfRule[];
  engines: Engines | undefined;
  progress: Progress;
  state: TrialState;
  error: string;
}

async function end(ctx: Context, { trialId, rules, engines, progress, state, error }: Ended): Promise<void> {
  requirePermission(ctx, "rule.write");
  const timeOf = new Map(engines?.sigma.costs().map(({ ruleId, timeMs }) => [ruleId, timeMs]));
  const refused = new Map(engines?.refused.map(({ path, reason }) => [path, reason]));
  await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`update rule_trials set ${numbers(progress)}, state = ${state}, error = ${clean(error).slice(0, 2_000)},
      finished_at = ${ctx.now().toISOString()}::timestamptz where id = ${trialId}`);
    for (const { ruleId, kind, names } of rules) {
      const found = progress.found.get(ruleId) ?? { hits: 0, reports: 0, newReports: 0 };
      const timeMs = kind === "sigma" ? names.reduce((sum, name) => sum + (timeOf.get(name) ?? 0), 0) : 0;
      await tx.execute(sql`update rule_trial_rules set hits = ${found.hits}, reports = ${found.reports}, new_reports = ${found.newReports}, time_ms = ${timeMs},
        problem = ${refused.get(ruleId) ?? ""} where trial_id = ${trialId} and rule_id = ${ruleId}`);
    }
    const hits = [...progress.found.values()].reduce((sum, one) => sum + one.hits, 0);
    const detail = { state, reports: progress.reports, hits, rules: rules.length };
    await writeAudit(tx, ctx, { action: "rule.finish_trial", objectType: "rule_trial", objectId: trialId, detail });
  });
}

function numbers(progress: Progress) {
  return sql`reports_total = ${progress.total}, reports_done = ${progress.reports}, files_done = ${progress.files}, events_done = ${progress.events},
    values_done = ${progress.values}`;
}

/** PostgreSQL holds no NUL and no half surrogate. */
function clean(text: string): string {
  return text.replaceAll("\0", "\uFFFD").toWellFormed();
}

function cleanJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === "string" ? clean(inner) : inner));
}
