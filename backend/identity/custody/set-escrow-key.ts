// The public half of the escrow key, which `toguna escrow make` made offline: every name that is given in confidence is sealed to it too.
import { sql } from "drizzle-orm";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { fingerprintOf, fromBase64Url } from "../../platform/sealing/index.ts";
import { requirePermission } from "../access.ts";
import { requireStepUp } from "../require-step-up.ts";
import { stepUpForCustody } from "./model.ts";
import { SetEscrowKey } from "./requests.ts";

/** Replaces the one that stood; what was sealed to that one stays so. Needs a step-up (`stepUpForCustody.setEscrow`). @throws AppError conflict for a key that is known. */
export async function setEscrowKey(ctx: Context, input: unknown): Promise<{ id: string }> {
  requirePermission(ctx, "settings.change");
  const { publicKey } = SetEscrowKey.parse(input);
  const half = fromBase64Url(publicKey);
  const id = newId(ctx.now());
  const by = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  await withTransaction(
    ctx,
    async (tx) => {
      await requireStepUp(tx, ctx, stepUpForCustody.setEscrow(publicKey));
      const at = ctx.now().toISOString();
      await tx.execute(
        sql`update unlocking_keys set retired_at = ${at}::timestamptz where kind = 'escrow' and retired_at is null`,
      );
      const made = await tx.execute(sql`insert into unlocking_keys (id, kind, public_key, created_by, created_at)
          values (${id}, 'escrow', ${Buffer.from(half)}, ${by}, ${at}::timestamptz) on conflict (public_key) do nothing returning id`);
      if (made.length === 0)
        throw new AppError("conflict", "This key is known here already. Make a new one with `toguna escrow make`.", {
          words: "sealed.refusal.known_escrow",
        });
      await publish(tx, { type: "custody.changed" });
      const detail = { fingerprint: await fingerprintOf(half) };
      await writeAudit(tx, ctx, { action: "escrow.set", objectType: "unlocking_key", objectId: id, detail });
    },
    "identity",
  );
  return { id };
}
