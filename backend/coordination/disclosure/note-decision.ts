// What a person decided of a flaw, with the inputs and what the table said; and the incidents of the country in which it was exploited.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { lockDisclosure, personOf, requireFlaw } from "./load-disclosure.ts";
import { NoteDecision, NoteExploitation } from "./model.ts";
import { suggestPublish } from "./rules.ts";

/** A person may decide otherwise than the table; both stand. @throws AppError not_found; invalid_input for inputs that the table does not know. */
export async function noteDecision(ctx: Context, caseId: string, input: NoteDecision): Promise<{ id: string }> {
  requirePermission(ctx, "case.change");
  const { flawId, tree, inputs, decision, note } = NoteDecision.parse(input);
  const suggested = tree === "own" ? null : suggestPublish(inputs);
  if (tree !== "own" && suggested === null)
    throw invalidInput([
      { path: "inputs", message: "Expected supplierInvolvement, exploitation and publicValueAdded." },
    ]);
  return await withTransaction(ctx, async (tx) => {
    await lockDisclosure(tx, caseId);
    await requireFlaw(tx, caseId, flawId);
    const id = newId(ctx.now());
    await tx.execute(sql`insert into disclosure_decisions (id, case_id, flaw_id, tree, inputs, suggested, decision, note, decided_by, at)
      values (${id}, ${caseId}, ${flawId}, ${tree}, ${JSON.stringify(inputs)}::jsonb, ${suggested}, ${decision}, ${note}, ${personOf(ctx)}, ${ctx.now().toISOString()}::timestamptz)`);
    await writeAudit(tx, ctx, {
      action: "disclosure.decide",
      objectType: "case",
      objectId: caseId,
      detail: { flawId, tree, decision },
    });
    return { id };
  });
}

/** "Exploited here". @throws AppError not_found; invalid_input for an unknown incident or a time to come; conflict when it is linked already. */
export async function noteExploitation(ctx: Context, caseId: string, input: NoteExploitation): Promise<{ id: string }> {
  requirePermission(ctx, "case.change");
  const { reference, flawId, knownAt } = NoteExploitation.parse(input);
  if (new Date(knownAt) > ctx.now())
    throw invalidInput([{ path: "knownAt", message: "Expected a time that is over." }]);
  return await withTransaction(ctx, async (tx) => {
    await lockDisclosure(tx, caseId);
    const [incident] = await tx.execute<{ id: string }>(sql`select id from cases where reference = ${reference}`);
    if (!incident) throw invalidInput([{ path: "reference", message: "Expected the reference of a case." }]);
    if (incident.id === caseId) throw invalidInput([{ path: "reference", message: "Expected another case." }]);
    const incidentId = incident.id;
    if (flawId !== undefined) await requireFlaw(tx, caseId, flawId);
    const id = newId(ctx.now());
    const made =
      await tx.execute(sql`insert into disclosure_exploitations (id, case_id, incident_id, flaw_id, known_at, noted_by, noted_at)
      values (${id}, ${caseId}, ${incidentId}, ${flawId ?? null}, ${knownAt}::timestamptz, ${personOf(ctx)}, ${ctx.now().toISOString()}::timestamptz)
      on conflict (case_id, incident_id) do nothing returning id`);
    if (made.length === 0)
      throw new AppError("conflict", "This incident is linked already.", { words: "disclosure.refused.linked" });
    for (const [objectId, other] of [
      [caseId, incidentId],
      [incidentId, caseId],
    ] as const)
      await writeAudit(tx, ctx, {
        action: "disclosure.exploited",
        objectType: "case",
        objectId,
        detail: { with: other },
      });
    return { id };
  });
}
