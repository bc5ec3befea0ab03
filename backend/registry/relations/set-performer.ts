// Writes down that a constituent performs a critical function, since when, and since when no longer.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { invalidInput, notFound } from "../../platform/errors/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { requireConstituent } from "../require-constituent.ts";
import { SetPerformer } from "./model.ts";
import { functionPerformers } from "./tables.ts";

/** Told again, the newer word holds. @throws AppError not_found; invalid_input naming `endedOn` for an end before the beginning. */
export async function setPerformer(ctx: Context, input: SetPerformer): Promise<void> {
  requirePermission(ctx, "registry.change");
  const told = SetPerformer.parse(input);
  if (told.since && told.endedOn && told.endedOn < told.since)
    throw invalidInput([{ path: "endedOn", message: `Expected ${told.since} or a later day.` }]);
  await withTransaction(
    ctx,
    async (tx) => {
      await requireConstituent(tx, told.constituentId);
      const [found] = await tx.execute<{ code: string }>(
        sql`select code from critical_functions where id = ${told.functionId} and ended_on is null`,
      );
      if (!found) throw notFound("function");
      await writePerformer(tx, ctx, told);
      await writeAudit(tx, ctx, {
        action: "function.set_performer",
        objectType: "constituent",
        objectId: told.constituentId,
        detail: { code: found.code, since: told.since ?? null, endedOn: told.endedOn ?? null },
      });
      await publish(tx, { type: "registry.changed" });
    },
    "staff",
  );
}

export async function writePerformer(tx: Tx, ctx: Context, told: ReturnType<typeof SetPerformer.parse>): Promise<void> {
  const facts = {
    since: told.since ?? null,
    endedOn: told.endedOn ?? null,
    recordedAt: ctx.now(),
    recordedBy: ctx.actor.kind === "person" ? ctx.actor.personId : null,
  };
  await tx
    .insert(functionPerformers)
    .values({ functionId: told.functionId, constituentId: told.constituentId, ...facts })
    .onConflictDoUpdate({ target: [functionPerformers.functionId, functionPerformers.constituentId], set: facts });
}
