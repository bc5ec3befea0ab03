// What the desk shows of artefacts: those that wait, those of a case, and one with its results, its runs at the sandbox and where the same was seen.
import { sql, type SQL } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import { canLeave } from "../../intake/marking/model.ts";
import { noteReading } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { personJson } from "../work/person-json.ts";
import type { ArtefactLine, ArtefactPage, Candidates, ResultView, RunView } from "./model.ts";
import type { z } from "zod";
import { readContract } from "./read-contract.ts";
import { decideLeave } from "./rules.ts";
import { labelsOf } from "./store.ts";

type Raw<Shape> = Shape & Record<string, unknown>;

const lines = (where: SQL): SQL => sql`
  select a.id, a.reference, json_build_object('id', e.id, 'reference', e.reference, 'label', e.label) as evidence,
    json_build_object('id', k.id, 'reference', k.reference, 'title', k.title) as case, e.file_name as "fileName", e.size::float8 as size,
    encode(e.sha256, 'hex') as sha256, a.question, a.urgency, a.state, ${personJson(sql`a.asked_by`)} as "askedBy", ${iso(sql`a.asked_at`)} as "askedAt",
    ${personJson(sql`a.analyst_id`)} as analyst, r.verdict, r.what, a.version, a.end_reason as "endReason", a.matches, ${iso(sql`a.looked_at`)} as "lookedAt",
    e.object_id is null as "isGone", a.report_file_id as "reportFileId", k.status as "caseStatus"
  from artefacts a join case_evidence e on e.id = a.evidence_id join cases k on k.id = e.case_id
    left join lateral (select verdict, what from artefact_results r where r.artefact_id = a.id order by r.number desc limit 1) r on true
  where ${where}`;

/** Those that wait first, the most urgent and oldest before others; at most 200. */
export async function listArtefacts(ctx: Context): Promise<{ artefacts: ArtefactLine[] }> {
  requirePermission(ctx, "case.read");
  return await readOnly(ctx, async (tx) => ({
    artefacts: [
      ...(await tx.execute<Raw<ArtefactLine>>(sql`${lines(sql`true`)}
        order by a.state in ('done', 'ended'), array_position(array['now', 'soon', 'routine'], a.urgency), a.asked_at, a.id limit 200`)),
    ],
  }));
}

/** Of a case, the newest first; and what of it can be looked into. @throws not_found. */
export async function listOfCase(
  ctx: Context,
  caseId: string,
): Promise<{ artefacts: ArtefactLine[]; candidates: z.infer<typeof Candidates>; can: { ask: boolean } }> {
  requirePermission(ctx, "case.read");
  return await readOnly(ctx, async (tx) => {
    const [held] = await tx.execute<{ status: string }>(sql`select status from cases where id = ${caseId}`);
    if (!held) throw notFound("case");
    const artefacts = await tx.execute<Raw<ArtefactLine>>(
      sql`${lines(sql`e.case_id = ${caseId}`)} order by a.asked_at desc, a.id desc`,
    );
    const evidence = await tx.execute<{ id: string; label: string }>(sql`
      select e.id, e.reference || ' ' || e.label as label from case_evidence e where e.case_id = ${caseId} and e.kind = 'file' and e.disposed_at is null
        and not exists (select 1 from artefacts a where a.evidence_id = e.id) order by e.arrived_at desc limit 200`);
    const files = await tx.execute<{ id: string; label: string }>(sql`
      select f.id, r.reference || ' ' || f.name as label from report_files f join case_reports c on c.report_id = f.report_id join reports r on r.id = f.report_id
      where c.case_id = ${caseId} and not exists (select 1 from artefacts a where a.report_file_id = f.id) order by r.received_at desc, f.id limit 200`);
    return {
      artefacts: [...artefacts],
      candidates: { evidence: [...evidence], files: [...files] },
      can: { ask: held.status !== "closed" && may(ctx, "case.change") },
    };
  });
}

/** Opening it stands in the log. @throws not_found. */
export async function readArtefact(ctx: Context, artefactId: string): Promise<ArtefactPage> {
  requirePermission(ctx, "case.read");
  const page = await readOnly(ctx, async (tx) => await pageOf(tx, ctx, artefactId));
  const detail = { artefactId, reference: page.reference };
  await noteReading(ctx, { action: "artefact_page.read", objectType: "case", objectId: page.case.id, detail });
  return page;
}

async function pageOf(tx: Tx, ctx: Context, artefactId: string): Promise<ArtefactPage> {
  const [row] = await tx.execute<
    Raw<ArtefactLine & Pick<ArtefactPage, "endReason" | "matches" | "lookedAt" | "isGone">> & {
      reportFileId: string | null;
    }
  >(lines(sql`a.id = ${artefactId}`));
  if (!row) throw notFound("artefact");
  const { reportFileId, ...line } = row;
  const results = await resultsOf(tx, artefactId);
  const runs = await runsOf(tx, ctx, artefactId);
  const labels = await labelsOf(tx, { caseId: line.case.id, reportFileId });
  const contract = readContract(ctx.config);
  const leave = contract && decideLeave(labels, contract.secondPerson);
  const mayChange = may(ctx, "case.change");
  const isOpen = line.state === "asked" || line.state === "in_analysis";
  const isUnderWay = runs.some(({ state }) => ["waiting", "queued", "sent"].includes(state));
  return {
    ...line,
    results,
    runs,
    elsewhere: await elsewhereOf(tx, { ...line, reportFileId }, results),
    sandbox:
      contract && leave
        ? {
            name: contract.name,
            address: contract.submit.url,
            // The name that the file bears there tells nothing.
            fileName: `${line.sha256.slice(0, 16)}.bin`,
            fields: contract.submit.fields,
            ...leave,
          }
        : null,
    can: {
      change: mayChange,
      take: mayChange && isOpen,
      end: mayChange && isOpen,
      result: mayChange && line.state !== "ended",
      download: may(ctx, "file.download") && !line.isGone && canLeave(labels, "export").may === "text",
      send: mayChange && leave !== undefined && leave.may !== "no" && !isUnderWay && !line.isGone,
    },
  };
}

async function resultsOf(tx: Tx, artefactId: string): Promise<ResultView[]> {
  const rows = await tx.execute<Raw<ResultView>>(sql`
    select r.number, r.verdict, r.what, r.family, r.capabilities, r.confidence, r.tools, r.summary, r.found, ${personJson(sql`r.by_person`)} as by, ${iso(sql`r.at`)} as at
    from artefact_results r where r.artefact_id = ${artefactId} order by r.number desc`);
  return [...rows];
}

async function runsOf(tx: Tx, ctx: Context, artefactId: string): Promise<RunView[]> {
  const me = ctx.actor.kind === "person" ? ctx.actor.personId : "";
  const rows = await tx.execute<Raw<RunView>>(sql`
    select s.id, s.sandbox, s.address, s.marking, s.pap, encode(s.sha256, 'hex') as sha256, s.state, s.needs_second as "needsSecond",
      ${personJson(sql`s.asked_by`)} as "askedBy", ${iso(sql`s.asked_at`)} as "askedAt", ${personJson(sql`s.decided_by`)} as "decidedBy",
      s.decide_reason as "decideReason", ${iso(sql`s.ended_at`)} as "endedAt", s.fault,
      s.state = 'waiting' and s.asked_by::text <> ${me} and ${may(ctx, "release.approve")} as "canDecide"
    from sandbox_runs s where s.artefact_id = ${artefactId} order by s.asked_at desc, s.id desc limit 50`);
  return [...rows];
}

/** The same bytes in a report or under custody, and values of results in reports of other cases: under the policies of who asks. */
async function elsewhereOf(
  tx: Tx,
  line: Pick<ArtefactLine, "sha256"> & { reportFileId: string | null; evidence: { id: string }; case: { id: string } },
  results: readonly ResultView[],
): Promise<ArtefactPage["elsewhere"]> {
  const bytes = sql`decode(${line.sha256}, 'hex')`;
  const same = await tx.execute<Raw<ArtefactPage["elsewhere"][number]>>(sql`
    select 'same_bytes' as why, 'case' as object, k.id, k.reference, e.reference as value from case_evidence e join cases k on k.id = e.case_id
      where e.sha256 = ${bytes} and e.id <> ${line.evidence.id}
    union all
    select distinct 'same_bytes', 'report', r.id, r.reference, f.name from objects o join report_files f on f.object_id = o.id join reports r on r.id = f.report_id
      where o.sha256 = ${bytes} and f.id is distinct from ${line.reportFileId}::uuid limit 50`);
  const values = [...new Set(results.flatMap(({ found }) => found.map(({ value }) => value)))];
  if (values.length === 0) return [...same];
  const shared = await tx.execute<Raw<ArtefactPage["elsewhere"][number]>>(sql`
    select distinct 'same_value' as why, 'report' as object, r.id, r.reference, o.value from observables o join reports r on r.id = o.report_id
    where o.value = any (${sql.param(values)}::text[]) and o.role <> 'victim' order by r.reference, o.value limit 50`);
  return [...same, ...shared];
}
