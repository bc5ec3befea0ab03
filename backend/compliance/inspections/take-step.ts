// The life of an inspection after it is planned: ordered, opened, looked at item by item, drawn up, closed. Each step once, in its place, written down.
import { sql } from "drizzle-orm";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { loadPack } from "../law/index.ts";
import { addFile, addStep, askerOf, changedMeanwhile } from "../offices/store.ts";
import { makeChecklist } from "./make-checklist.ts";
import { bindInspection, headInspectionSteps, InspectionStep, stepsFrom } from "./model.ts";
import { type InspectionRow, loadInspection, loadItems } from "./store.ts";
import { writeMinutes } from "./write-minutes.ts";

/**
 * @param version the one that was read.
 * @throws AppError conflict when somebody was faster; refused for a step out of its place or by somebody who is not of the team; step_up_required.
 */
export async function takeInspectionStep(
  ctx: Context,
  inspectionId: string,
  version: number,
  input: unknown,
): Promise<{ version: number }> {
  requirePermission(ctx, "authority.work");
  const step = InspectionStep.parse(input);
  if (headInspectionSteps.includes(step.kind)) requirePermission(ctx, "authority.decide");
  return await withTransaction(ctx, async (tx) => {
    const row = await loadInspection(tx, inspectionId, { forUpdate: true });
    if (headInspectionSteps.includes(step.kind))
      await requireStepUp(tx, ctx, bindInspection(inspectionId, version, step.kind));
    if (row.version !== version) throw changedMeanwhile();
    if (!stepsFrom[step.kind].includes(row.state))
      throw new AppError("refused", `This step (${step.kind}) cannot follow while the inspection is ${row.state}.`, {
        words: "inspections.refusal.not_now",
      });
    requireTeam(ctx, row, step.kind);
    const detail = await carryOut(tx, ctx, row, step);
    const isToEntity = (step.kind === "order" && step.isAnnounced) || step.kind === "open" || step.kind === "close";
    await addStep(tx, ctx, version, {
      organisationId: row.organisationId,
      constituentId: row.constituentId,
      subjectKind: "inspection",
      subjectId: inspectionId,
      kind: step.kind,
      side: "authority",
      detail,
      isToEntity,
    });
    const { leafHash } = await writeAudit(tx, ctx, {
      action: `inspection.${step.kind}`,
      objectType: "inspection",
      objectId: inspectionId,
      detail,
    });
    if (step.kind === "close") await freezeMinutes(tx, ctx, row, step, leafHash.toString("hex"));
    if (isToEntity) await publish(tx, { type: "office.notified", subject: "inspection", subjectId: inspectionId });
    return { version: version + 1 };
  });
}

/** On the spot, and afterwards, only the team of the order writes. */
function requireTeam(ctx: Context, row: InspectionRow, kind: InspectionStep["kind"]): void {
  if (headInspectionSteps.includes(kind)) return;
  if (!row.team.includes(askerOf(ctx).personId))
    throw new AppError("refused", "Only the officers named in the order write in this inspection.", {
      words: "inspections.refusal.not_team",
    });
}

async function carryOut(
  tx: Tx,
  ctx: Context,
  row: InspectionRow,
  step: InspectionStep,
): Promise<Record<string, unknown>> {
  const now = ctx.now().toISOString();
  switch (step.kind) {
    case "order": {
      await requireFreeTeam(tx, row, step.team);
      await tx.execute(sql`update inspections set state = 'ordered', is_announced = ${step.isAnnounced}, scope = ${step.scope}, legal_basis = ${step.legalBasis},
        team = ${sql.param(step.team)}::uuid[], ordered_by = ${askerOf(ctx).personId}, ordered_at = ${now}::timestamptz,
        notified_at = case when ${step.isAnnounced} then ${now}::timestamptz else null end, version = version + 1 where id = ${row.id}`);
      return { isAnnounced: step.isAnnounced, scope: step.scope, legalBasis: step.legalBasis };
    }
    case "open": {
      if (Date.parse(step.openedAt) > ctx.now().getTime())
        throw invalidInput([{ path: "openedAt", message: "Expected a time that is not ahead." }]);
      await tx.execute(sql`update inspections set state = 'open', place = ${step.place}, opened_at = ${step.openedAt}::timestamptz,
        notified_at = coalesce(notified_at, ${now}::timestamptz), version = version + 1 where id = ${row.id}`);
      const { pack } = loadPack(`${row.packId}@${row.packVersion}`);
      for (const [index, item] of makeChecklist(pack, row.entityClasses).entries())
        await tx.execute(sql`insert into inspection_items (id, organisation_id, constituent_id, inspection_id, position, obligation_id, title, articles, evidence_wanted, verification)
          values (${newId(ctx.now())}, ${row.organisationId}, ${row.constituentId}, ${row.id}, ${index + 1}, ${item.obligationId}, ${JSON.stringify(item.title)}::jsonb,
            ${item.articles}, ${sql.param(item.evidenceWanted)}::text[], ${item.verification})`);
      return { place: step.place, openedAt: step.openedAt };
    }
    case "add_item": {
      await tx.execute(sql`update inspections set version = version + 1 where id = ${row.id}`);
      const title = { fr: step.title, en: step.title, mn: step.title };
      await tx.execute(sql`insert into inspection_items (id, organisation_id, constituent_id, inspection_id, position, title, verification, result, severity, note)
        select ${newId(ctx.now())}, ${row.organisationId}, ${row.constituentId}, ${row.id}, coalesce(max(position), 0) + 1, ${JSON.stringify(title)}::jsonb, 'unverified',
          ${step.isObstruction ? "obstruction" : null}, ${step.isObstruction ? "critical" : null}, ${step.isObstruction ? step.title : ""}
        from inspection_items where inspection_id = ${row.id}`);
      return { title: step.title, isObstruction: step.isObstruction };
    }
    case "find": {
      await tx.execute(sql`update inspections set version = version + 1 where id = ${row.id}`);
      const found =
        await tx.execute(sql`update inspection_items set result = ${step.result}, severity = ${step.severity}, note = ${step.note},
        decided_by = ${askerOf(ctx).personId}, decided_at = ${now}::timestamptz where id = ${step.itemId} and inspection_id = ${row.id} returning 1`);
      if (found.length === 0) throw notFound("item of the list");
      return { itemId: step.itemId, result: step.result, severity: step.severity };
    }
    case "draw_up": {
      const open = (await loadItems(tx, row.id)).filter(({ result }) => result === null);
      if (open.length > 0)
        throw new AppError("refused", `${open.length} items of the list have no result yet.`, {
          words: "inspections.refusal.items_open",
        });
      await tx.execute(sql`update inspections set state = 'minutes', version = version + 1 where id = ${row.id}`);
      return {};
    }
    case "close":
      return { signature: step.signature, remarks: step.remarks, signatureNote: step.signatureNote };
    case "cancel":
      await tx.execute(sql`update inspections set state = 'cancelled', version = version + 1 where id = ${row.id}`);
      return { reason: step.reason };
  }
}

/** Officers of this authority, none of them with a conflict of interest. @throws AppError invalid_input naming the place in the list. */
async function requireFreeTeam(tx: Tx, row: InspectionRow, team: readonly string[]): Promise<void> {
  const officers = await tx.execute<{ id: string; isBiased: boolean }>(sql`select distinct g.person_id as id,
      exists (select 1 from office_conflicts c where c.person_id = g.person_id and c.constituent_id = ${row.constituentId} and c.ended_at is null) as "isBiased"
    from role_grants g where g.organisation_id = ${row.organisationId} and g.revoked_at is null and g.role in ('officer', 'officer_head')`);
  const index = team.findIndex((id) => !officers.some((officer) => officer.id === id && !officer.isBiased));
  if (index < 0) return;
  const isBiased = officers.some((officer) => officer.id === team[index]);
  throw invalidInput([
    {
      path: `team.${index}`,
      message: isBiased
        ? "Expected somebody without a conflict of interest with this entity."
        : "Expected an officer of this authority.",
    },
  ]);
}

/** The minutes as a file, hashed and frozen with the row; its square code names the row of the log. */
async function freezeMinutes(
  tx: Tx,
  ctx: Context,
  row: InspectionRow,
  step: Extract<InspectionStep, { kind: "close" }>,
  leafHash: string,
): Promise<void> {
  const closed = { ...row, remarks: step.remarks, signature: step.signature, signatureNote: step.signatureNote };
  const stored = await writeMinutes(tx, ctx, closed, leafHash);
  const fileId = await addFile(tx, ctx, stored, {
    organisationId: row.organisationId,
    constituentId: row.constituentId,
    subjectKind: "inspection",
    subjectId: row.id,
    side: "authority",
    isToEntity: true,
  });
  await tx.execute(sql`update inspections set state = 'closed', signature = ${step.signature}, remarks = ${step.remarks}, signature_note = ${step.signatureNote},
    closed_by = ${askerOf(ctx).personId}, closed_at = ${ctx.now().toISOString()}::timestamptz, minutes_file_id = ${fileId}, minutes_leaf = ${leafHash},
    version = version + 1 where id = ${row.id}`);
}
