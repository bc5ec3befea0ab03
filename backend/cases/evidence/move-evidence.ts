// Hands of custody: who holds a piece offers it, whom it was offered to takes it over with the passkey or refuses; seals and places are written down.
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { invalidInput } from "../../platform/errors/index.ts";
import { judgePersons } from "../restriction/store.ts";
import { canSeeCase } from "../store.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import { bindCustody, MoveEvidence } from "./model.ts";
import { decideMove, stateOf } from "./rules.ts";
import { addCustody, chainOf, handOf, lastOf, loadEvidence, makeCustody } from "./store.ts";

/** @throws step_up_required for taking over; refused for who may not; invalid_input for a person it cannot be offered to; not_found. */
export async function moveEvidence(
  ctx: Context,
  evidenceId: string,
  input: MoveEvidence,
): Promise<{ position: number; hash: string }> {
  requirePermission(ctx, "case.change");
  const act = MoveEvidence.parse(input);
  const me = handOf(ctx);
  return await withTransaction(ctx, async (tx) => {
    const piece = await loadEvidence(tx, evidenceId, "for_update");
    const chain = await chainOf(tx, evidenceId);
    const state = { ...stateOf(chain), isDisposed: piece.disposedAt !== null };
    decideMove(state, act.kind, me);
    if (act.kind === "offered") await requireTaker(tx, piece.caseId, me, act.toPersonId);
    if (act.kind === "acknowledged")
      await requireStepUp(tx, ctx, bindCustody("acknowledged", evidenceId, state.position));
    const made = makeCustody(ctx, piece, lastOf(chain), {
      kind: act.kind,
      note: act.note,
      toPersonId: act.kind === "offered" ? act.toPersonId : undefined,
      // A seal that is taken off is told with its number.
      seal: act.kind === "sealed" ? act.seal : act.kind === "unsealed" ? state.seal : undefined,
      place: act.kind === "stored" || act.kind === "acknowledged" ? act.place : undefined,
    });
    await addCustody(tx, made, await writeAudit(tx, ctx, made.entry), ctx.now());
    return { position: made.row.position, hash: made.row.hash };
  });
}

/** Another person who works cases, sees this one, and has no conflict of interest in it. */
async function requireTaker(tx: Tx, caseId: string, me: string, toPersonId: string): Promise<void> {
  const { working, conflicted } = await judgePersons(tx, caseId, [toPersonId]);
  const isFit = toPersonId !== me && working.has(toPersonId) && !conflicted.has(toPersonId);
  if (!isFit || !(await canSeeCase(tx, caseId, toPersonId)))
    throw invalidInput([{ path: "toPersonId", message: "Expected another person who works cases and sees this one." }]);
}
