// A person puts the own unlocking key out of use: it was lost, or seen by somebody else. What was sealed to it stays sealed to the others.
import { sql } from "drizzle-orm";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { requirePermission } from "../access.ts";
import { requireStepUp } from "../require-step-up.ts";
import { requirePerson } from "../step-up.ts";
import { stepUpForCustody } from "./model.ts";

/** Needs a step-up (`stepUpForCustody.retireKey`). Its wraps are removed. @throws AppError not_found when it is not the own one. */
export async function retireUnlockingKey(ctx: Context, keyId: string): Promise<void> {
  requirePermission(ctx, "own.change");
  const { personId } = requirePerson(ctx);
  await withTransaction(
    ctx,
    async (tx) => {
      await requireStepUp(tx, ctx, stepUpForCustody.retireKey(keyId));
      await tx.execute(sql`delete from unlocking_wraps where key_id = ${keyId}`);
      const retired =
        await tx.execute(sql`update unlocking_keys set retired_at = ${ctx.now().toISOString()}::timestamptz
        where id = ${keyId} and person_id = ${personId} and retired_at is null returning id`);
      if (retired.length === 0) throw notFound("unlocking key");
      await publish(tx, { type: "custody.changed" });
      await writeAudit(tx, ctx, { action: "unlocking.retire", objectType: "unlocking_key", objectId: keyId });
    },
    "identity",
  );
}
