// Finds the OpenPGP keys that the desk has of somebody: to encrypt to, and to judge a signature by.
import { type SQL, sql } from "drizzle-orm";
import { type PublicKey, readKey } from "openpgp";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";

export interface UsableKey extends Record<string, unknown> {
  fingerprint: string;
  armored: string;
  expiresAt: string | null;
  verifiedBy: string | null;
  verifiedAt: string | null;
}

/** The key a mail to a correspondent is encrypted to: good now, one whose fingerprint was compared before others, then the newest. */
export async function findKeyOf(tx: Tx, correspondentId: string, now: Date): Promise<UsableKey | undefined> {
  const rows = await tx.execute<UsableKey>(sql`${liveKeys(now)}
    where k.correspondent_id = ${correspondentId} order by v.verified_at is null, k.made_at desc`);
  for (const row of rows) if (await canEncrypt(row.armored, now)) return row;
  return undefined;
}

/** The key that a notification to a contact of the register is encrypted to: good now, and its fingerprint was compared by somebody. */
export async function findContactKey(tx: Tx, contactId: string, now: Date): Promise<UsableKey | undefined> {
  const rows = await tx.execute<UsableKey>(sql`
    select k.fingerprint, k.armored, ${iso(sql`k.expires_at`)} as "expiresAt", p.name as "verifiedBy", ${iso(sql`v.verified_at`)} as "verifiedAt"
    from contact_keys k join key_verifications v on v.fingerprint = k.fingerprint and v.withdrawn_at is null left join people p on p.id = v.verified_by
    where k.contact_id = ${contactId} and k.removed_at is null and (k.expires_at is null or k.expires_at > ${now.toISOString()}::timestamptz)
    order by k.made_at desc`);
  for (const row of rows) if (await canEncrypt(row.armored, now)) return row;
  return undefined;
}

/** Keys of whoever writes from an address: of contacts and correspondents with it. */
export async function findSenderKeys(ctx: Context, address: string): Promise<PublicKey[]> {
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ armored: string }>(sql`
        select k.armored from contact_keys k join contacts c on c.id = k.contact_id where k.removed_at is null and lower(c.email) = lower(${address})
        union
        select k.armored from correspondent_keys k join correspondents c on c.id = k.correspondent_id
          where k.removed_at is null and k.revoked_at is null and lower(c.email) = lower(${address})
        limit 20`),
  );
  return await Promise.all(rows.map(async ({ armored }) => await readKey({ armoredKey: armored })));
}

/** A correspondent's own keys and those that the register has of its contact. */
function liveKeys(now: Date): SQL {
  return sql`select k.fingerprint, k.armored, ${iso(sql`k.expires_at`)} as "expiresAt", p.name as "verifiedBy", ${iso(sql`v.verified_at`)} as "verifiedAt"
    from (
      select c.id as correspondent_id, kk.fingerprint, kk.armored, kk.expires_at, kk.made_at from correspondents c
        join contact_keys kk on kk.contact_id = c.contact_id and kk.removed_at is null
      union all
      select correspondent_id, fingerprint, armored, expires_at, made_at from correspondent_keys where removed_at is null and revoked_at is null
    ) k left join key_verifications v on v.fingerprint = k.fingerprint and v.withdrawn_at is null left join people p on p.id = v.verified_by
    join (select ${now.toISOString()}::timestamptz as now) t on k.expires_at is null or k.expires_at > t.now`;
}

async function canEncrypt(armored: string, now: Date): Promise<boolean> {
  try {
    await (await readKey({ armoredKey: armored })).getEncryptionKey(undefined, now);
    return true;
  } catch {
    return false;
  }
}
