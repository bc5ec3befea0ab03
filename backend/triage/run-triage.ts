// Triage of one report: look with every engine, decide what it is, write findings, values and the assessment in one transaction.
import { eq, sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../platform/db/index.ts";
import { notFound } from "../platform/errors/index.ts";
import { newId } from "../platform/ids/index.ts";
import { addJob, publish } from "../platform/jobs/index.ts";
import { findHolders, type FoundHolder } from "../registry/index.ts";
import { loadCountry, phonePlanOf } from "../registry/country/index.ts";
import { criticalSectors } from "../registry/sectors/model.ts";
import { assess, foldText } from "./assessment/index.ts";
import type { Assessment } from "./assessment/model.ts";
import { phonePlan } from "./extract/index.ts";
import { holderQuestions } from "./holder-questions.ts";
import { keepSuppressed, type KeptAside } from "./keep-suppressed.ts";
import { type Looked, lookAtReport } from "./look-at-report.ts";
import type { Evidence, Finding, Location } from "./model.ts";
import type { Engines } from "./open-engines.ts";
import { holdBack } from "./rules/hold-back.ts";
import { measureYaraJob } from "./rules/measure-yara.ts";
import { loadLiveEntries } from "./rules/load-entries.ts";
import { assessments, findings, observables, triageRuns } from "./tables.ts";

interface ReportRow extends Record<string, unknown> {
  id: string;
  description: string;
  subject: string;
  language: string;
  flow: string;
  answers: Record<string, string | string[]>;
  is_ongoing: boolean | null;
  received_at: string;
  occurred_at: string | null;
  files: { name: string; objectId: string }[];
  pictures: { part: string; text: string; problem: string | null }[];
}

/** @throws AppError not_found; any engine's failure is left to the job, which tries again and reports it. */
export async function runTriage(ctx: Context, engines: Engines, reportId: string): Promise<Assessment> {
  requirePermission(ctx, "report.assess");
  const startedAt = ctx.now();
  const report = await loadReport(ctx, reportId);
  const seen = await lookAtReport(engines, {
    subject: report.subject,
    description: report.description,
    language: report.language,
    receivedAt: new Date(report.received_at),
    files: report.files.map(({ name, objectId }) => ({ name, path: ctx.objects.path(objectId) })),
    pictures: report.pictures,
    phonePlan: phonePlan.parse(phonePlanOf(loadCountry(ctx.config.country))),
  });
  return await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`select id from reports where id = ${reportId} for update`);
    const { looked, held } = await takeAside(tx, seen, ctx.now());
    const holders = await holdersOf(tx, report, looked);
    const relatedReports = await countRelated(tx, reportId, looked, new Date(report.received_at));
    const verdict = assess({
      flow: report.flow,
      text: looked.text,
      answers: report.answers,
      isOngoing: report.is_ongoing,
      findings: looked.findings,
      observables: looked.observables,
      holders: holders.map((holder) => ({
        ...holder,
        isCritical: (criticalSectors as readonly string[]).includes(holder.sector),
      })),
      relatedReports,
    });
    await replaceResults(tx, reportId, looked, ctx.now());
    await keepSuppressed(tx, reportId, held, { now: ctx.now(), clean, toPlaces: keptPlaces });
    await tx
      .insert(assessments)
      .values({ id: newId(ctx.now()), reportId, kind: "computed", ...verdict, at: ctx.now() });
    await tx.insert(triageRuns).values({
      id: newId(ctx.now()),
      reportId,
      state: "done",
      rulesHash: engines.rulesHash,
      startedAt,
      finishedAt: ctx.now(),
    });
    await showOnReport(tx, reportId, verdict);
    await writeAudit(tx, ctx, {
      action: "report.triage",
      objectType: "report",
      objectId: reportId,
      detail: {
        findings: looked.findings.length,
        suppressed: held.length,
        rsitType: verdict.rsitType,
        severity: verdict.severity,
        rulesHash: engines.rulesHash,
      },
    });
    // Which rule it was is measured at once, and the rule taken out of force.
    if (looked.findings.some((one) => one.ruleId === "unpack.time_limit"))
      await addJob(tx, measureYaraJob, { reportId }, { key: `measure:${reportId}`, priority: 5, maxAttempts: 2 });
    await publish(tx, { type: "report.triaged", reportId });
    return verdict;
  });
}

/** What a warning list held back, and what the allow-list does; the rest decides what the report is. */
async function takeAside(tx: Tx, seen: Looked, now: Date): Promise<{ looked: Looked; held: KeptAside[] }> {
  const { kept, held } = holdBack(seen.findings, await loadLiveEntries(tx, now), seen.observables);
  const byLists = seen.suppressed.map(
    ({ finding, warninglists }): KeptAside => ({
      finding,
      heldBy: { kind: "warninglist", names: warninglists },
    }),
  );
  return { looked: { ...seen, findings: kept }, held: [...held, ...byLists] };
}

/** Records that a run failed, so that the desk sees it; the job is tried again. */
export async function recordFailedRun(ctx: Context, reportId: string, error: unknown): Promise<void> {
  requirePermission(ctx, "report.assess");
  await withTransaction(ctx, async (tx) => {
    const words = error instanceof Error ? error.message : String(error);
    await tx.insert(triageRuns).values({
      id: newId(ctx.now()),
      reportId,
      state: "failed",
      rulesHash: "",
      error: words.slice(0, 2_000),
      startedAt: ctx.now(),
      finishedAt: ctx.now(),
    });
    await writeAudit(tx, ctx, { action: "report.triage_failed", objectType: "report", objectId: reportId });
  });
}

async function loadReport(ctx: Context, reportId: string): Promise<ReportRow> {
  const [report] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<ReportRow>(sql`
    select r.id, r.description, r.subject, r.language, r.flow, r.answers, r.is_ongoing, r.received_at, r.occurred_at,
      coalesce((select jsonb_agg(jsonb_build_object('name', f.name, 'objectId', f.object_id) order by f.added_at, f.id) from report_files f where f.report_id = r.id), '[]') as files,
      coalesce((select jsonb_agg(jsonb_build_object('part', p.part, 'text', p.text, 'problem', p.problem) order by p.part) from picture_texts p where p.report_id = r.id), '[]') as pictures
    from reports r where r.id = ${reportId}`),
  );
  if (!report) throw notFound("report");
  return report;
}

async function holdersOf(tx: Tx, report: ReportRow, looked: Looked): Promise<FoundHolder[]> {
  return await findHolders(tx, {
    ...holderQuestions(looked.observables),
    foldedText: foldText(report.description),
    at: new Date(report.occurred_at ?? report.received_at),
  });
}

/** Other reports of the day before or after that share a suspect's value. */
async function countRelated(tx: Tx, reportId: string, looked: Looked, receivedAt: Date): Promise<number> {
  const shared = looked.observables
    .filter(
      (one) =>
        one.role !== "victim" &&
        ["url", "domain", "phone", "wallet", "email", "sha256", "ipv4", "ipv6"].includes(one.kind),
    )
    .slice(0, 300);
  if (shared.length === 0) return 0;
  const pairs = JSON.stringify(shared.map(({ kind, value }) => ({ kind, value })));
  const [since, until] = [-86_400_000, 86_400_000].map((ms) => new Date(receivedAt.getTime() + ms).toISOString());
  const [row] = await tx.execute<{ count: number }>(sql`
    select count(distinct o.report_id)::int as count from jsonb_to_recordset(${pairs}::jsonb) as p(kind text, value text)
    join observables o on o.kind = p.kind and o.value = p.value and o.role <> 'victim' and o.report_id <> ${reportId}
    join reports r on r.id = o.report_id where r.received_at between ${since}::timestamptz and ${until}::timestamptz
      and r.is_exercise = (select y.is_exercise from reports y where y.id = ${reportId})`);
  return row?.count ?? 0;
}

// A second run replaces what an earlier one found; what an analyst judged stays.
async function replaceResults(tx: Tx, reportId: string, looked: Looked, now: Date): Promise<void> {
  await tx.delete(observables).where(eq(observables.reportId, reportId));
  await tx.execute(sql`delete from findings where report_id = ${reportId} and verdict is null`);
  const judged = await tx.select().from(findings).where(eq(findings.reportId, reportId));
  const keyOf = (one: { engine: string; ruleId: string; source: string; at: number | null }) =>
    `${one.engine}\0${one.ruleId}\0${one.source}\0${one.at ?? ""}`;
  const kept = new Set(judged.map(keyOf));
  for (const part of chunks(looked.observables, 500)) {
    await tx.insert(observables).values(
      part.map((one) => ({
        id: newId(now),
        reportId,
        kind: one.kind,
        value: clean(one.value),
        raw: clean(one.raw),
        role: one.role,
        part: clean(one.part),
        startOffset: one.start,
        endOffset: one.end,
        isChecked: one.isChecked,
        details: one.details ?? {},
      })),
    );
  }
  for (const part of chunks(
    looked.findings.filter((one) => !kept.has(keyOf(one))),
    200,
  )) {
    await tx.insert(findings).values(
      part.map((one) => ({
        id: newId(now),
        reportId,
        engine: one.engine,
        ruleId: clean(one.ruleId),
        ruleVersion: clean(one.ruleVersion),
        title: clean(one.title),
        level: one.level,
        source: clean(one.source),
        at: one.at,
        locations: keptPlaces(one),
        why: clean(one.why),
        referenceLinks: one.references,
        author: one.author ?? null,
        foundAt: now,
      })),
    );
  }
}

async function showOnReport(tx: Tx, reportId: string, verdict: Assessment): Promise<void> {
  // An analyst's change stands: a later run never overwrites it on the report.
  await tx.execute(sql`update reports set
      status = case when status = 'received' then 'triaged' else status end,
      severity = ${verdict.severity}, rsit_class = ${verdict.rsitClass}, rsit_type = ${verdict.rsitType}, version = version + 1
    where id = ${reportId} and not exists (select 1 from assessments a where a.report_id = ${reportId} and a.kind = 'changed')`);
  await tx.execute(sql`update reports set status = 'triaged' where id = ${reportId} and status = 'received'`);
}

function* chunks<Item>(items: readonly Item[], size: number): Generator<Item[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}

/** The places, and behind them what the explanation will need. */
function keptPlaces(one: Finding): (Location | Evidence)[] {
  const places = [...one.locations.slice(0, 50), ...(one.evidence ?? [])];
  // Text by text: in JSON an escaped NUL and a backslash before "u0000" look alike.
  const cleaned = JSON.stringify(places, (_key, value: unknown) => (typeof value === "string" ? clean(value) : value));
  return JSON.parse(cleaned) as typeof places;
}

/** PostgreSQL holds no NUL and no half surrogate, which hostile files are full of. */
function clean(text: string): string {
  return text.replaceAll("\0", "\uFFFD").toWellFormed();
}
