// Asks that a file of a case be looked into: evidence as it lies, or a report's file, which is taken into custody by that.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { receiveEvidence, takeEvidence } from "../evidence/take-evidence.ts";
import { addToTimeline } from "../store.ts";
import { openCaseOf, requireWorker } from "../work/open-case-of.ts";
import { AskAnalysis } from "./model.ts";
import { refusal } from "./rules.ts";
import { analystOf } from "./store.ts";

export const lookAtArtefactJob = "cases.look_at_artefact";

/** @throws not_found; invalid_input naming `source` for what is no file of this case; conflict where it is looked into already; refused for a closed case. */
export async function askAnalysis(
  ctx: Context,
  caseId: string,
  input: AskAnalysis,
): Promise<{ id: string; reference: string }> {
  requirePermission(ctx, "case.change");
  const { source, question, urgency, analystId } = AskAnalysis.parse(input);
  const asker = analystOf(ctx);
  const fileId = source.kind === "report_file" ? source.fileId : null;
  const evidenceId = source.kind === "evidence" ? source.evidenceId : await takeFile(ctx, caseId, source.fileId);
  const now = ctx.now();
  return await withTransaction(ctx, async (tx) => {
    await openCaseOf(tx, caseId);
    if (analystId !== undefined) await requireWorker(tx, caseId, analystId, "analystId");
    const [piece] = await tx.execute<{ isGone: boolean; isFile: boolean }>(
      sql`select disposed_at is not null as "isGone", kind = 'file' as "isFile" from case_evidence where id = ${evidenceId} and case_id = ${caseId}`,
    );
    if (!piece?.isFile)
      throw invalidInput([{ path: "source", message: "Expected a file that is evidence of this case." }]);
    if (piece.isGone)
      throw new AppError("gone", "This evidence was disposed of.", { words: "evidence.refusal.disposed" });
    const id = newId(now);
    const [made] = await tx.execute<{ reference: string }>(sql`
      insert into artefacts (id, evidence_id, reference, question, urgency, state, report_file_id, asked_by, asked_at, analyst_id)
      select ${id}, ${evidenceId}, ${`${ctx.config.referencePrefix}-A-${now.getUTCFullYear()}-`} || lpad(n::text, greatest(4, length(n::text)), '0'),
        ${question}, ${urgency}, 'asked', ${fileId}, ${asker}, ${now.toISOString()}::timestamptz, ${analystId ?? null}
      from nextval('artefact_number') n on conflict (evidence_id) do nothing returning reference`);
    if (!made)
      throw new AppError("conflict", "This file is looked into already.", { words: "artefacts.refusal.asked_already" });
    await addJob(tx, lookAtArtefactJob, { artefactId: id }, { key: `artefact:${id}` });
    await addToTimeline(tx, ctx, { caseId, kind: "artefact_asked", body: made.reference, detail: { artefactId: id } });
    const detail = { artefactId: id, reference: made.reference, evidenceId, urgency };
    await writeAudit(tx, ctx, { action: "artefact.ask", objectType: "case", objectId: caseId, detail });
    return { id, reference: made.reference };
  });
}

/** Takes a report's file into custody. @throws invalid_input for a file of no report of this case; conflict where it lies there already. */
async function takeFile(ctx: Context, caseId: string, fileId: string): Promise<string> {
  const file = await readOnly(ctx, async (tx) => await findReportFile(tx, caseId, fileId));
  const request = {
    body: ctx.objects.read(file.objectId),
    mediaType: "application/octet-stream",
    name: encodeURIComponent(file.name.toWellFormed().slice(0, 255)),
  };
  const arrived = await receiveEvidence(ctx, caseId, request);
  const said = {
    label: file.name.slice(0, 300) || "file",
    takenFrom: file.reference,
    place: ctx.config.publicUrl.slice(0, 300),
    takenAt: ctx.now().toISOString(),
  };
  return (await takeEvidence(ctx, caseId, said, arrived)).id;
}

async function findReportFile(
  tx: Tx,
  caseId: string,
  fileId: string,
): Promise<{ name: string; objectId: string; reference: string }> {
  const [held] = await tx.execute(sql`select 1 from cases where id = ${caseId}`);
  if (!held) throw notFound("case");
  const [file] = await tx.execute<{ name: string; objectId: string; reference: string; isKnown: boolean }>(sql`
    select f.name, f.object_id as "objectId", r.reference, exists (select 1 from artefacts a where a.report_file_id = f.id) as "isKnown"
    from report_files f join reports r on r.id = f.report_id join case_reports c on c.report_id = r.id where f.id = ${fileId} and c.case_id = ${caseId}`);
  if (!file)
    throw invalidInput([{ path: "source.fileId", message: "Expected a file that came with a report of this case." }]);
  if (file.isKnown) throw refusal("asked_already", "This file is looked into already.");
  return file;
}
