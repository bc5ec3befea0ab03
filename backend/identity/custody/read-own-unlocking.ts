// A person's own unlocking key with its wraps. Nobody else is ever handed them.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { fingerprintOf, toBase64Url } from "../../platform/sealing/index.ts";
import { requirePermission } from "../access.ts";
import { requirePerson } from "../step-up.ts";
import type { OwnUnlockingKey, UnlockingMethod } from "./model.ts";

export async function readOwnUnlocking(ctx: Context): Promise<{ key: OwnUnlockingKey | null }> {
  requirePermission(ctx, "own.change");
  const { personId } = requirePerson(ctx);
  return await readOnly(
    ctx,
    async (tx) => {
      const key = await findOwnKey(tx, personId);
      if (!key) return { key: null };
      const wraps = await tx.execute<{
        id: string;
        method: UnlockingMethod;
        passkeyId: string | null;
        passkeyName: string | null;
        salt: Buffer;
        wrapped: Buffer;
        createdAt: string;
      }>(sql`select w.id, w.method, w.passkey_id as "passkeyId", k.name as "passkeyName", w.salt, w.wrapped, ${iso(sql`w.created_at`)} as "createdAt"
        from unlocking_wraps w left join passkeys k on k.id = w.passkey_id
        where w.key_id = ${key.id} and k.removed_at is null order by w.created_at, w.id`);
      return {
        key: {
          id: key.id,
          publicKey: toBase64Url(key.publicKey),
          fingerprint: await fingerprintOf(key.publicKey),
          prfSalt: toBase64Url(key.prfSalt),
          createdAt: key.createdAt,
          wraps: wraps.map((wrap) => ({
            ...wrap,
            salt: toBase64Url(wrap.salt),
            wrapped: toBase64Url(wrap.wrapped),
          })),
        },
      };
    },
    "identity",
  );
}

export interface OwnKeyRecord {
  id: string;
  publicKey: Buffer;
  prfSalt: Buffer;
  createdAt: string;
}

/** The key that stands, under any scope that reads public halves. */
export async function findOwnKey(tx: Tx, personId: string): Promise<OwnKeyRecord | undefined> {
  const [row] = await tx.execute<{ id: string; publicKey: Buffer; prfSalt: Buffer; createdAt: string }>(
    sql`select id, public_key as "publicKey", prf_salt as "prfSalt", ${iso(sql`created_at`)} as "createdAt"
      from unlocking_keys where person_id = ${personId} and kind = 'person' and retired_at is null`,
  );
  return row;
}
