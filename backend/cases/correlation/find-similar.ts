// What may belong to a report or a case, with the reasons: asked under the policies of who asks, so that what is hidden is neither named nor counted.
import { type SQL, sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { list } from "../store.ts";
import { commonAt, leastTextLength, sameConstituentHours, type Suggestion, textDays } from "./model.ts";
import { type Hit, leastLikeness, likeness, printOf, weigh } from "./rules.ts";

const most = {
  subjects: 200,
  values: 500,
  hits: 5000,
  textsAsked: 3,
  textsPerSide: 200,
  textLength: 800,
  answers: 20,
} as const;

export interface Similar {
  suggestions: Suggestion[];
}

/** @throws not_found. */
export async function similarToReport(ctx: Context, reportId: string): Promise<Similar> {
  requirePermission(ctx, "report.read");
  return await readOnly(ctx, async (tx) => {
    const [found] = await tx.execute<{ caseId: string | null }>(
      sql`select (select c.case_id from case_reports c where c.report_id = r.id) as "caseId" from reports r where r.id = ${reportId}`,
    );
    if (!found) throw notFound("report");
    return { suggestions: await suggest(tx, [reportId], found.caseId) };
  });
}

/** @throws not_found. */
export async function similarToCase(ctx: Context, caseId: string): Promise<Similar> {
  requirePermission(ctx, "case.read");
  return await readOnly(ctx, async (tx) => {
    const cases = await tx.execute(sql`select 1 from cases where id = ${caseId}`);
    if (cases.length === 0) throw notFound("case");
    const rows = await tx.execute<{ id: string }>(
      sql`select report_id as id from case_reports where case_id = ${caseId} order by joined_at desc, report_id limit ${most.subjects}`,
    );
    return {
      suggestions:
        rows.length === 0
          ? []
          : await suggest(
              tx,
              rows.map(({ id }) => id),
              caseId,
            ),
    };
  });
}

interface Candidate extends Record<string, unknown> {
  id: string;
  reference: string;
  title: string;
  status: string;
  severity: Suggestion["severity"];
  hours: number;
  caseId: string | null;
  caseReference: string | null;
  caseTitle: string | null;
  caseStatus: string | null;
  caseSeverity: Suggestion["severity"];
}

async function suggest(tx: Tx, subjects: readonly string[], ownCaseId: string | null): Promise<Suggestion[]> {
  const hits = [
    ...(await valueHits(tx, subjects)),
    ...(await constituentHits(tx, subjects)),
    ...(await textHits(tx, subjects)),
  ];
  if (hits.length === 0) return [];
  const candidates = await loadCandidates(tx, [...new Set(hits.map(({ reportId }) => reportId))], subjects);
  const groups = new Map<string, Candidate[]>();
  for (const one of candidates) {
    if (one.caseId !== null && one.caseId === ownCaseId) continue;
    const key = one.caseId ?? one.id;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const weighed = [...groups.values()].flatMap((reports) => {
    const [first] = reports;
    const ids = new Set(reports.map(({ id }) => id));
    const weight = weigh(
      hits.filter(({ reportId }) => ids.has(reportId)),
      Math.min(...reports.map(({ hours }) => hours)),
    );
    return first && weight ? [{ first, reports, ...weight }] : [];
  });
  weighed.sort((one, other) => other.score - one.score || (one.first.id < other.first.id ? 1 : -1));
  return weighed.slice(0, most.answers).map(({ first, reports, strength, reasons }) => ({
    ...headOf(first),
    strength,
    reports: reports.slice(0, 5).map(({ id, reference }) => ({ id, reference })),
    reasons,
  }));
}

function headOf(one: Candidate): Pick<Suggestion, "kind" | "id" | "reference" | "title" | "status" | "severity"> {
  if (one.caseId === null) {
    const { id, reference, title, status, severity } = one;
    return { kind: "report", id, reference, title, status, severity };
  }
  return {
    kind: "case",
    id: one.caseId,
    reference: one.caseReference ?? "",
    title: one.caseTitle ?? "",
    status: one.caseStatus ?? "",
    severity: one.caseSeverity,
  };
}

/** Other reports with the same values. A value is looked up at most `commonAt` times, so that one that everybody has costs nothing. */
async function valueHits(tx: Tx, subjects: readonly string[]): Promise<Hit[]> {
  const rows = await tx.execute<{ valueKind: string; value: string; reports: number; reportId: string }>(
    sql`with mine as materialized (
        select distinct o.kind, o.value from observables o where o.report_id in (${list(subjects)})
          and not exists (select 1 from ignored_values i where i.kind = o.kind and md5(i.value) = md5(o.value) and i.value = o.value and i.ended_at is null)
        limit ${most.values}),
      seen as materialized (
        select m.kind, m.value, s.report_id from mine m cross join lateral (
          select distinct o.report_id from observables o where o.kind = m.kind and o.value = m.value limit ${commonAt + 1}) s),
      counted as (select kind, value, count(*)::int as reports from seen group by kind, value)
      select s.kind as "valueKind", s.value, c.reports, s.report_id as "reportId" from seen s join counted c on c.kind = s.kind and c.value = s.value
      where c.reports <= ${commonAt} and s.report_id not in (${list(subjects)}) order by c.reports, s.value, s.report_id limit ${most.hits}`,
  );
  return rows.map((row) => ({ kind: "value", ...row }));
}

/** Reports about the same constituent, near in time. */
async function constituentHits(tx: Tx, subjects: readonly string[]): Promise<Hit[]> {
  const rows = await tx.execute<{ name: string; hours: number; reportId: string }>(
    sql`select c.name, min(abs(extract(epoch from r.received_at - s.received_at)))::float8 / 3600 as hours, r.id as "reportId"
      from report_constituents m join reports s on s.id = m.report_id join constituents c on c.id = m.constituent_id
        join report_constituents o on o.constituent_id = m.constituent_id join reports r on r.id = o.report_id
      where m.report_id in (${list(subjects)}) and r.id not in (${list(subjects)})
        and r.received_at between s.received_at - make_interval(hours => ${sameConstituentHours}) and s.received_at + make_interval(hours => ${sameConstituentHours})
      group by c.name, r.id order by hours, r.id limit 500`,
  );
  return rows.map((row) => ({ kind: "constituent", ...row }));
}

/** Reports that tell it in much the same words, among the nearest in time. Compared here, since the database's letters are ASCII's in a plain locale. */
async function textHits(tx: Tx, subjects: readonly string[]): Promise<Hit[]> {
  const hits: Hit[] = [];
  for (const id of subjects.slice(0, most.textsAsked)) {
    const side = (order: SQL, range: SQL): SQL =>
      sql`(select r.id, left(r.description, ${most.textLength}) as text from reports r where ${range} and length(r.description) >= ${leastTextLength}
        order by ${order} limit ${most.textsPerSide})`;
    const rows = await tx.execute<{ id: string; text: string }>(
      sql`with s as materialized (select received_at from reports where id = ${id})
        ${side(sql`r.received_at desc, r.id desc`, sql`r.received_at <= (select received_at from s) and r.received_at > (select received_at from s) - make_interval(days => ${textDays})`)}
        union
        ${side(sql`r.received_at, r.id`, sql`r.received_at > (select received_at from s) and r.received_at < (select received_at from s) + make_interval(days => ${textDays})`)}`,
    );
    const own = rows.find((row) => row.id === id);
    if (!own) continue;
    const print = printOf(own.text);
    for (const row of rows) {
      if (subjects.includes(row.id)) continue;
      const similarity = likeness(print, printOf(row.text));
      if (similarity >= leastLikeness) hits.push({ kind: "text", reportId: row.id, similarity });
    }
  }
  return hits;
}

/** `hours` is to the nearest of the reports that are asked about. */
async function loadCandidates(tx: Tx, ids: readonly string[], subjects: readonly string[]): Promise<Candidate[]> {
  const rows = await tx.execute<Candidate>(
    sql`select r.id, r.reference, left(coalesce(nullif(r.subject, ''), r.description), 200) as title, r.status, r.severity,
        (select min(abs(extract(epoch from r.received_at - s.received_at))) / 3600 from reports s where s.id in (${list(subjects)}))::float8 as hours,
        k.id as "caseId", k.reference as "caseReference", k.title as "caseTitle", k.status as "caseStatus", k.severity as "caseSeverity"
      from reports r left join case_reports c on c.report_id = r.id left join cases k on k.id = c.case_id
      where r.id = any (${sql.param(ids)}::uuid[]) and r.is_exercise = (select bool_or(s.is_exercise) from reports s where s.id in (${list(subjects)})) order by r.received_at desc, r.id`,
  );
  return [...rows];
}
