// Somebody compared a fingerprint with its owner: who, how and when is written down, for keys of the register and of correspondents.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { Fingerprint, VerifyKey } from "./model.ts";

/** @throws not_found for a key that nobody here has; conflict when it was compared already. */
export async function verifyFingerprint(ctx: Context, input: VerifyKey): Promise<void> {
  requirePermission(ctx, "registry.change");
  const { fingerprint, way } = VerifyKey.parse(input);
  const { actor } = ctx;
  if (actor.kind !== "person") throw new AppError("forbidden", "Only a person compares fingerprints.");
  await withTransaction(
    ctx,
    async (tx) => {
      const known =
        await tx.execute(sql`select 1 from contact_keys where fingerprint = ${fingerprint} and removed_at is null
      union all select 1 from correspondent_keys where fingerprint = ${fingerprint} and removed_at is null and revoked_at is null limit 1`);
      if (known.length === 0) throw notFound("key");
      const written =
        await tx.execute(sql`insert into key_verifications (id, fingerprint, way, verified_by, verified_at)
      values (${newId(ctx.now())}, ${fingerprint}, ${way}, ${actor.personId}, ${ctx.now().toISOString()}::timestamptz)
      on conflict do nothing returning id`);
      if (written.length === 0)
        throw new AppError("conflict", "This fingerprint was compared already.", { words: "openpgp.refusal.compared" });
      await writeAudit(tx, ctx, {
        action: "openpgp.verify",
        objectType: "openpgp_key",
        objectId: fingerprint,
        detail: { way },
      });
    },
    "staff",
  );
}

/** @throws not_found when nobody had compared it. */
export async function withdrawVerification(ctx: Context, fingerprint: string): Promise<void> {
  requirePermission(ctx, "registry.change");
  const parsed = Fingerprint.safeParse(fingerprint);
  if (!parsed.success) throw notFound("key");
  await withTransaction(ctx, async (tx) => {
    const by = ctx.actor.kind === "person" ? ctx.actor.personId : null;
    const ended =
      await tx.execute(sql`update key_verifications set withdrawn_by = ${by}, withdrawn_at = ${ctx.now().toISOString()}::timestamptz
      where fingerprint = ${parsed.data} and withdrawn_at is null returning id`);
    if (ended.length === 0) throw notFound("key");
    await writeAudit(tx, ctx, {
      action: "openpgp.withdraw_verification",
      objectType: "openpgp_key",
      objectId: parsed.data,
    });
  });
}
