// Who keeps the names that were given in confidence, with the public halves for people to compare.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { fingerprintOf, toBase64Url } from "../../platform/sealing/index.ts";
import { requirePermission } from "../access.ts";
import { type CustodyView, custodyGaps, type PublicHalf, type Recipient } from "./model.ts";

export async function readCustody(ctx: Context): Promise<CustodyView> {
  requirePermission(ctx, "custody.read");
  return await readOnly(
    ctx,
    async (tx) => {
      const [escrow] = await tx.execute<Half & { createdByName: string | null }>(
        sql`select k.id, k.public_key as "publicKey", ${iso(sql`k.created_at`)} as "createdAt",
            (select p.name from people p where p.id = k.created_by) as "createdByName"
          from unlocking_keys k where k.kind = 'escrow' and k.retired_at is null`,
      );
      const custodians = await tx.execute<{ personId: string; name: string } & Partial<Half>>(
        sql`select distinct on (p.name, p.id) p.id as "personId", p.name, k.id, k.public_key as "publicKey", ${iso(sql`k.created_at`)} as "createdAt"
          from people p join role_grants g on g.person_id = p.id and g.role = 'custodian' and g.revoked_at is null
          left join unlocking_keys k on k.person_id = p.id and k.retired_at is null where p.disabled_at is null order by p.name, p.id`,
      );
      const missing = custodyGaps(await readRecipients(tx));
      return {
        isOn: missing.length === 0,
        missing,
        escrow: escrow ? { ...(await halfOf(escrow)), createdByName: escrow.createdByName } : null,
        custodians: await Promise.all(
          custodians.map(async ({ personId, name, id, publicKey, createdAt }) => ({
            personId,
            name,
            key: id && publicKey && createdAt ? await halfOf({ id, publicKey, createdAt }) : null,
          })),
        ),
      };
    },
    "custody",
  );
}

interface Half extends Record<string, unknown> {
  id: string;
  publicKey: Buffer;
  createdAt: string;
}

async function halfOf({ id, publicKey, createdAt }: Half): Promise<PublicHalf> {
  return { id, publicKey: toBase64Url(publicKey), fingerprint: await fingerprintOf(publicKey), createdAt };
}

/** To whom a name is sealed at this moment: custodians in office who have a key, and the escrow. Any scope may ask. */
export async function readRecipients(tx: Tx): Promise<Recipient[]> {
  const rows = await tx.execute<{ key_id: string; public_key: Buffer; person_id: string | null }>(
    sql`select key_id, public_key, person_id from toguna_recipients()`,
  );
  return rows.map((row) => ({ keyId: row.key_id, publicKey: row.public_key, personId: row.person_id }));
}
