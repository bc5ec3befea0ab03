// A person makes an unlocking key: the browser made both halves, and hands in the public one and a private one that only the person can unwrap.
import { sql } from "drizzle-orm";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { fingerprintOf, fromBase64Url } from "../../platform/sealing/index.ts";
import { requirePermission } from "../access.ts";
import { requireStepUp } from "../require-step-up.ts";
import { requirePerson } from "../step-up.ts";
import { usablePasskeys } from "../store.ts";
import { stepUpForCustody } from "./model.ts";
import { findOwnKey } from "./read-own-unlocking.ts";
import { AddWrap, MakeUnlockingKey, type Wrap } from "./requests.ts";

/** Needs a step-up (`stepUpForCustody.makeKey`). @throws AppError conflict when the person has a key already. */
export async function makeUnlockingKey(ctx: Context, input: unknown): Promise<{ id: string }> {
  requirePermission(ctx, "own.change");
  const { publicKey, prfSalt, wrap } = MakeUnlockingKey.parse(input);
  const { personId } = requirePerson(ctx);
  const id = newId(ctx.now());
  const half = fromBase64Url(publicKey);
  await withTransaction(
    ctx,
    async (tx) => {
      await requireStepUp(tx, ctx, stepUpForCustody.makeKey(publicKey));
      if (await findOwnKey(tx, personId))
        throw new AppError("conflict", "You have an unlocking key already. Retire it before you make another.", {
          words: "sealed.refusal.has_key",
        });
      await tx.execute(sql`insert into unlocking_keys (id, kind, person_id, public_key, prf_salt, created_by, created_at)
        values (${id}, 'person', ${personId}, ${Buffer.from(half)}, ${Buffer.from(fromBase64Url(prfSalt))}, ${personId}, ${ctx.now().toISOString()}::timestamptz)`);
      await insertWrap(tx, ctx, personId, id, wrap);
      await publish(tx, { type: "custody.changed" });
      await writeAudit(tx, ctx, {
        action: "unlocking.make",
        objectType: "unlocking_key",
        objectId: id,
        detail: { fingerprint: await fingerprintOf(half), method: wrap.method },
      });
    },
    "identity",
  );
  return { id };
}

/** Another passkey, or a passphrase, opens the same key from now on. Needs a step-up (`stepUpForCustody.addWrap`). */
export async function addWrap(ctx: Context, keyId: string, input: unknown): Promise<void> {
  requirePermission(ctx, "own.change");
  const { wrap } = AddWrap.parse(input);
  const { personId } = requirePerson(ctx);
  await withTransaction(
    ctx,
    async (tx) => {
      const own = await findOwnKey(tx, personId);
      if (own?.id !== keyId) throw new AppError("not_found", "No such unlocking key.");
      const [known] = await tx.execute<{ count: number }>(
        sql`select count(*)::int as count from unlocking_wraps where key_id = ${keyId}`,
      );
      await requireStepUp(tx, ctx, stepUpForCustody.addWrap(keyId, known?.count ?? 0));
      await insertWrap(tx, ctx, personId, keyId, wrap);
      await writeAudit(tx, ctx, {
        action: "unlocking.add_wrap",
        objectType: "unlocking_key",
        objectId: keyId,
        detail: { method: wrap.method },
      });
    },
    "identity",
  );
}

async function insertWrap(tx: Tx, ctx: Context, personId: string, keyId: string, wrap: Wrap): Promise<void> {
  const own = await usablePasskeys(tx, personId);
  if (wrap.passkeyId !== undefined && !own.some(({ id }) => id === wrap.passkeyId))
    throw invalidInput([{ path: "wrap.passkeyId", message: "Expected one of your own passkeys." }]);
  const rows =
    await tx.execute(sql`insert into unlocking_wraps (id, key_id, method, passkey_id, salt, wrapped, created_at)
    values (${newId(ctx.now())}, ${keyId}, ${wrap.method}, ${wrap.passkeyId ?? null}, ${Buffer.from(fromBase64Url(wrap.salt))},
      ${Buffer.from(fromBase64Url(wrap.wrapped))}, ${ctx.now().toISOString()}::timestamptz) on conflict do nothing returning id`);
  if (rows.length === 0)
    throw new AppError("conflict", "This passkey or a passphrase opens the key already.", {
      words: "sealed.refusal.known_wrap",
    });
}
