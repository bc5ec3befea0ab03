// What an authority does with a complaint, and what the entity answers when it is heard.
import { sql } from "drizzle-orm";
import { Readable } from "node:stream";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { largestOfficeFile } from "../offices/model.ts";
import { requireOwnFiles } from "../offices/keep-files.ts";
import { addFile, addStep, changedMeanwhile, dayOf, requireEntity } from "../offices/store.ts";
import { AnswerHearing, bindComplaint, ComplaintStep, complaintStepsFrom } from "./model.ts";
import { type ComplaintRow, loadComplaint } from "./store.ts";
import { composeOutcome } from "./write-outcome.ts";

/** @throws AppError refused out of its place; conflict; step_up_required for the outcome. */
export async function takeComplaintStep(
  ctx: Context,
  complaintId: string,
  version: number,
  input: unknown,
): Promise<{ version: number }> {
  requirePermission(ctx, "authority.work");
  const step = ComplaintStep.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const row = await loadComplaint(tx, complaintId, { forUpdate: true });
    if (step.kind === "decide" || step.kind === "reject")
      await requireStepUp(tx, ctx, bindComplaint(complaintId, version));
    if (row.version !== version) throw changedMeanwhile();
    if (!complaintStepsFrom[step.kind].includes(row.state))
      throw new AppError("refused", `This step (${step.kind}) cannot follow while the complaint is ${row.state}.`, {
        words: "inspections.refusal.not_now",
      });
    await carryOut(tx, ctx, row, step);
    const { kind, ...detail } = step;
    const isToEntity = kind === "hear_entity" || (kind === "decide" && row.isEntityHeard);
    const isToComplainant = kind === "admit" || kind === "reject" || kind === "write_complainant" || kind === "decide";
    await addStep(tx, ctx, version, {
      organisationId: row.organisationId,
      constituentId: row.constituentId,
      subjectKind: "complaint",
      subjectId: complaintId,
      kind,
      side: "authority",
      detail,
      isToEntity,
      isToComplainant,
    });
    const { leafHash } = await writeAudit(tx, ctx, {
      action: `complaint.${kind}`,
      objectType: "complaint",
      objectId: complaintId,
      detail: { kind },
    });
    if (step.kind === "decide" || step.kind === "reject")
      await keepLetter(tx, ctx, row, step, leafHash.toString("hex"));
    if (isToEntity) await publish(tx, { type: "office.notified", subject: "complaint", subjectId: complaintId });
    return { version: version + 1 };
  });
}

async function carryOut(tx: Tx, ctx: Context, row: ComplaintRow, step: ComplaintStep): Promise<void> {
  const set = async (change: ReturnType<typeof sql>): Promise<void> => {
    await tx.execute(sql`update complaints set ${change}, version = version + 1 where id = ${row.id}`);
  };
  switch (step.kind) {
    case "take": {
      const known = await tx.execute(
        sql`select 1 from role_grants where person_id = ${step.assigneeId} and organisation_id = ${row.organisationId} and revoked_at is null`,
      );
      if (known.length === 0) throw notFound("person");
      return await set(sql`assignee_id = ${step.assigneeId}`);
    }
    case "identify":
      await requireEntity(tx, step.constituentId);
      return await set(sql`constituent_id = ${step.constituentId}`);
    case "admit":
      return await set(sql`state = 'admissible'`);
    case "reject":
      return await set(sql`state = 'inadmissible', decided_at = ${ctx.now().toISOString()}::timestamptz`);
    case "hear_entity":
      if (row.constituentId === null)
        throw new AppError("refused", "First say which entity of the register it is about.", {
          words: "inspections.refusal.no_entity",
        });
      if (step.answerBy <= dayOf(ctx))
        throw invalidInput([{ path: "answerBy", message: "Expected a day that is still ahead." }]);
      return await set(sql`state = 'heard', is_entity_heard = true`);
    case "write_complainant":
      return await set(sql`state = state`);
    case "decide":
      return await set(
        sql`state = 'decided', outcome = ${step.outcome}, decided_at = ${ctx.now().toISOString()}::timestamptz`,
      );
  }
}

/** The outcome as a letter in the complainant's language. */
async function keepLetter(
  tx: Tx,
  ctx: Context,
  row: ComplaintRow,
  step: Extract<ComplaintStep, { kind: "decide" | "reject" }>,
  leafHash: string,
): Promise<void> {
  const bytes = await composeOutcome(ctx, row, step, leafHash);
  const stored = await ctx.objects.put(Readable.from([Buffer.from(bytes)]), largestOfficeFile);
  const file = {
    objectId: stored.id,
    name: `${row.reference}.pdf`,
    mediaType: "application/pdf",
    size: stored.size,
    sha256: stored.sha256.toString("hex"),
  };
  await addFile(tx, ctx, file, {
    organisationId: row.organisationId,
    constituentId: row.constituentId,
    subjectKind: "complaint",
    subjectId: row.id,
    side: "authority",
    isToComplainant: true,
  });
}

/** The entity's side, once it was asked. */
export async function answerHearing(ctx: Context, complaintId: string, input: unknown): Promise<void> {
  requirePermission(ctx, "authority.answer");
  const { text, fileIds } = AnswerHearing.parse(input);
  await withTransaction(ctx, async (tx) => {
    const row = await loadComplaint(tx, complaintId);
    if (row.state !== "heard")
      throw new AppError("refused", "This complaint is not being heard.", { words: "inspections.refusal.not_now" });
    await requireOwnFiles(tx, complaintId, fileIds);
    // Beside the authority's own count of steps: an answer does not change what an officer is writing.
    const [place] = await tx.execute<{ next: number }>(
      sql`select greatest(2000000, coalesce(max(position), 0) + 1)::int as next from office_steps where subject_kind = 'complaint' and subject_id = ${complaintId} and side = 'entity'`,
    );
    await addStep(tx, ctx, place?.next ?? 2_000_000, {
      organisationId: row.organisationId,
      constituentId: row.constituentId,
      subjectKind: "complaint",
      subjectId: complaintId,
      kind: "answer",
      side: "entity",
      detail: { text, fileIds },
      isToEntity: true,
    });
    await writeAudit(tx, ctx, {
      action: "complaint.answer",
      objectType: "complaint",
      objectId: complaintId,
      detail: { files: fileIds.length },
    });
  });
}
