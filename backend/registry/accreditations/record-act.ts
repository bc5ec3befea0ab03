// Writes down what happened to an accreditation: renewed, suspended, reinstated, withdrawn, or granted again.
import { asc, eq } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { invalidInput } from "../../platform/errors/index.ts";
import { keeperScope } from "./keeper.ts";
import { type ActView, RecordAct } from "./model.ts";
import { requireKept } from "./require-kept.ts";
import { refuseAct } from "./rules.ts";
import { accreditationEvents } from "./tables.ts";

/** @throws AppError forbidden, also for a register kept by others; not_found; invalid_input naming `act` or `effectiveOn` with what may follow. */
export async function recordAct(ctx: Context, input: RecordAct): Promise<{ number: number }> {
  requirePermission(ctx, "accreditation.change");
  const told = RecordAct.parse(input);
  return await withTransaction(
    ctx,
    async (tx) => {
      await requireKept(tx, ctx, told.bodyId);
      const number = await insertAct(tx, ctx, told);
      await writeAudit(tx, ctx, {
        action: `accreditation.${told.act}`,
        objectType: "accreditation",
        objectId: told.bodyId,
        detail: { effectiveOn: told.effectiveOn, validUntil: told.validUntil ?? null, why: told.why ?? null },
      });
      return { number };
    },
    keeperScope(ctx),
  );
}

/** @throws AppError invalid_input as `recordAct`. */
export async function insertAct(tx: Tx, ctx: Context, told: ReturnType<typeof RecordAct.parse>): Promise<number> {
  const acts = await actsOf(tx, told.bodyId);
  const refusal = refuseAct(acts, told.act, told.effectiveOn);
  if (refusal) throw invalidInput([{ path: refusal.path, message: refusal.expected }]);
  const number = (acts.at(-1)?.number ?? 0) + 1;
  const recordedBy = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  await tx.insert(accreditationEvents).values({
    ...told,
    number,
    validUntil: told.validUntil ?? null,
    why: told.why ?? null,
    recordedAt: ctx.now(),
    recordedBy,
  });
  return number;
}

export async function actsOf(tx: Tx, bodyId: string): Promise<ActView[]> {
  const rows = await tx
    .select()
    .from(accreditationEvents)
    .where(eq(accreditationEvents.bodyId, bodyId))
    .orderBy(asc(accreditationEvents.number));
  return rows.map(({ number, act, effectiveOn, validUntil, why }) => ({
    number,
    act: act as ActView["act"],
    effectiveOn,
    validUntil,
    why,
  }));
}
