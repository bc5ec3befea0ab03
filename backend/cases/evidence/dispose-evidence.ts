// The end of evidence takes two: one asks with a reason, another agrees with the passkey; then the bytes are gone, what was written down stays.
import { sql } from "drizzle-orm";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { bindCustody, DisposeEvidence } from "./model.ts";
import { decideDisposal, stateOf } from "./rules.ts";
import { addCustody, chainOf, handOf, lastOf, loadEvidence, makeCustody } from "./store.ts";

/** @throws step_up_required for agreeing; refused before its day, for one's own asking, and where nothing was asked; not_found. */
export async function disposeEvidence(
  ctx: Context,
  evidenceId: string,
  input: DisposeEvidence,
): Promise<{ position: number }> {
  requirePermission(ctx, "case.change");
  const act = DisposeEvidence.parse(input);
  const me = handOf(ctx);
  const done = await withTransaction(ctx, async (tx) => {
    const piece = await loadEvidence(tx, evidenceId, "for_update");
    const chain = await chainOf(tx, evidenceId);
    const { waitsForId, position } = stateOf(chain);
    const state = { isDisposed: piece.disposedAt !== null, askedBy: piece.disposalAskedBy, waitsForId };
    const today = ctx.now().toISOString().slice(0, 10);
    decideDisposal({ ...state, keepUntil: piece.keepUntil }, act.step, me, today);
    if (act.step === "agree") await requireStepUp(tx, ctx, bindCustody("disposed", evidenceId, position));
    const kind = { ask: "disposal_asked", refuse: "disposal_refused", agree: "disposed" } as const;
    const note = act.step === "agree" ? (piece.disposalReason ?? "") : act.reason;
    const made = makeCustody(ctx, piece, lastOf(chain), { kind: kind[act.step], note });
    await addCustody(tx, made, await writeAudit(tx, ctx, made.entry), ctx.now());
    await tx.execute(
      {
        ask: sql`update case_evidence set disposal_asked_by = ${me}, disposal_reason = ${note} where id = ${evidenceId}`,
        refuse: sql`update case_evidence set disposal_asked_by = null, disposal_reason = null where id = ${evidenceId}`,
        agree: sql`update case_evidence set disposed_by = ${me}, disposed_at = ${ctx.now().toISOString()}, object_id = null where id = ${evidenceId}`,
      }[act.step],
    );
    const gone = act.step === "agree" ? piece.objectId : null;
    if (gone !== null) await tx.execute(sql`delete from objects where id = ${gone}`);
    return { position: made.row.position, gone };
  });
  // After the commit: a transaction that failed must not have cost the bytes.
  if (done.gone !== null) await ctx.objects.remove(done.gone);
  return { position: done.position };
}
