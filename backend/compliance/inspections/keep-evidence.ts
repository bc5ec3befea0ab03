// Evidence in custody: taken with its hash, and every hand that it goes through; the next hand acknowledges for itself.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { orRemove } from "../offices/keep-files.ts";
import { addFile, askerOf, type StoredBytes } from "../offices/store.ts";
import { CustodyMove, TakeEvidence } from "./model.ts";
import { writeMove } from "./write-move.ts";
import { type EvidenceRow, loadEvidence, loadInspection } from "./store.ts";

/** A file with its hash on arrival, or (`stored` null) a thing that is described. @throws AppError refused outside an open inspection or for who is not of its team. */
export async function takeEvidence(
  ctx: Context,
  inspectionId: string,
  input: unknown,
  stored: StoredBytes | null,
): Promise<{ id: string; number: number; sha256: string | null }> {
  requirePermission(ctx, "authority.work");
  const work = async () =>
    await withTransaction(ctx, async (tx) => {
      const asked = TakeEvidence.parse(input);
      const row = await loadInspection(tx, inspectionId, { forUpdate: true });
      const { personId } = askerOf(ctx);
      if (row.state !== "open")
        throw new AppError("refused", "Evidence is taken while the inspection is open.", {
          words: "inspections.refusal.not_now",
        });
      if (!row.team.includes(personId))
        throw new AppError("refused", "Only the officers named in the order write in this inspection.", {
          words: "inspections.refusal.not_team",
        });
      if (Date.parse(asked.takenAt) > ctx.now().getTime())
        throw invalidInput([{ path: "takenAt", message: "Expected a time that is not ahead." }]);
      if (
        asked.itemId !== undefined &&
        (
          await tx.execute(
            sql`select 1 from inspection_items where id = ${asked.itemId} and inspection_id = ${inspectionId}`,
          )
        ).length === 0
      )
        throw notFound("item of the list");
      const about = { organisationId: row.organisationId, constituentId: row.constituentId };
      const fileId =
        stored &&
        (await addFile(tx, ctx, stored, {
          ...about,
          subjectKind: "inspection",
          subjectId: inspectionId,
          side: "authority",
        }));
      const id = newId(ctx.now());
      const [made] = await tx.execute<{
        number: number;
      }>(sql`insert into custody_items (id, organisation_id, constituent_id, inspection_id, item_id, number, label, file_id, taken_by, taken_from, place, taken_at, seal)
        select ${id}, ${row.organisationId}, ${row.constituentId}, ${inspectionId}, ${asked.itemId ?? null}, coalesce(max(number), 0) + 1, ${asked.label}, ${fileId}, ${personId},
          ${asked.takenFrom}, ${asked.place}, ${asked.takenAt}::timestamptz, ${asked.seal} from custody_items where inspection_id = ${inspectionId} returning number`);
      await writeMove(tx, ctx, { ...about, id }, { kind: "taken", note: asked.seal });
      const detail = { evidenceId: id, number: made?.number ?? 0, sha256: stored?.sha256 ?? null };
      await writeAudit(tx, ctx, {
        action: "inspection.take_evidence",
        objectType: "inspection",
        objectId: inspectionId,
        detail,
      });
      return { id, number: made?.number ?? 0, sha256: stored?.sha256 ?? null };
    });
  return stored === null ? await work() : await orRemove(ctx, stored, work);
}

/** Who holds it hands it over; who was named acknowledges. @throws AppError refused for another's hand. */
export async function moveEvidence(ctx: Context, inspectionId: string, input: unknown): Promise<void> {
  requirePermission(ctx, "authority.work");
  const move = CustodyMove.parse(input);
  const { personId, organisationId } = askerOf(ctx);
  await withTransaction(ctx, async (tx) => {
    const row = await loadInspection(tx, inspectionId, { forUpdate: true });
    const item = (await loadEvidence(tx, inspectionId)).find(({ id }) => id === move.custodyItemId);
    if (!item) throw notFound("evidence");
    requireHand(item, move, personId);
    if (move.toPersonId !== undefined) {
      const known =
        await tx.execute(sql`select 1 from role_grants g where g.person_id = ${move.toPersonId} and g.organisation_id = ${organisationId} and g.revoked_at is null
        and not exists (select 1 from office_conflicts c where c.person_id = g.person_id and c.constituent_id = ${row.constituentId} and c.ended_at is null)`);
      if (known.length === 0 || move.toPersonId === personId)
        throw invalidInput([
          {
            path: "toPersonId",
            message: "Expected another officer of this authority, without a conflict of interest.",
          },
        ]);
    }
    await writeMove(
      tx,
      ctx,
      { organisationId: row.organisationId, constituentId: row.constituentId, id: item.id },
      move,
    );
    const detail = { evidenceId: item.id, kind: move.kind, toPersonId: move.toPersonId ?? null };
    await writeAudit(tx, ctx, {
      action: "inspection.move_evidence",
      objectType: "inspection",
      objectId: inspectionId,
      detail,
    });
  });
}

function requireHand(item: EvidenceRow, move: CustodyMove, personId: string): void {
  if (move.kind === "acknowledged") {
    if (item.waitsFor !== personId)
      throw new AppError("refused", "It was not handed over to you.", { words: "inspections.refusal.not_handed" });
    return;
  }
  if (item.waitsFor !== null)
    throw new AppError("refused", "It waits to be acknowledged.", { words: "inspections.refusal.waits_for_hand" });
  if (item.holderId !== personId)
    throw new AppError("refused", "Somebody else holds it.", { words: "inspections.refusal.not_holder" });
}
