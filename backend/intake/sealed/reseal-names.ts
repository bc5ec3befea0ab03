// A new keeper comes: names that were sealed before are sealed on to the new key, in the browser of a custodian who can open them.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { bytesField, findOwnKey, requirePermission, requirePerson, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { fingerprintOf, fromBase64Url, toBase64Url } from "../../platform/sealing/index.ts";
import { parseInput } from "../parse-input.ts";
import { mostResealed, type ResealView, stepUpForSealed } from "./model.ts";

const id = z.string().refine(isId, "Expected an id as it was given.");
export const ResealNames = z.strictObject({
  names: z
    .array(z.strictObject({ reportId: id, keyId: id, sealedKey: bytesField(80) }))
    .min(1, "Expected at least one name.")
    .max(mostResealed, `Expected at most ${mostResealed} names at a time.`),
});

/** The next batch, oldest first, and how many there are in all. */
export async function listReseals(ctx: Context): Promise<ResealView> {
  requirePermission(ctx, "identity.keep");
  const { personId } = requirePerson(ctx);
  return await readOnly(
    ctx,
    async (tx) => {
      const keepers = await tx.execute<{ keyId: string; name: string | null; publicKey: Buffer }>(
        sql`select r.key_id as "keyId", p.name, r.public_key as "publicKey" from toguna_recipients() r left join people p on p.id = r.person_id order by p.name nulls last`,
      );
      const own = await findOwnKey(tx, personId);
      const lacking = sql`select s.report_id, s.sealed_at, array_agg(r.key_id) as missing from sealed_identities s cross join toguna_recipients() r
        where not exists (select 1 from sealed_identity_keys k where k.report_id = s.report_id and k.key_id = r.key_id) group by s.report_id, s.sealed_at`;
      const mine = own?.id ?? null;
      const [counts] = await tx.execute<{ waiting: number; all: number }>(
        sql`select count(k.key_id)::int as waiting, count(*)::int as all from (${lacking}) l
          left join sealed_identity_keys k on k.report_id = l.report_id and k.key_id = ${mine}::uuid`,
      );
      const batch = await tx.execute<{ reportId: string; sealedKey: Buffer; missing: string[] }>(
        sql`select l.report_id as "reportId", k.sealed_key as "sealedKey", l.missing from (${lacking}) l
          join sealed_identity_keys k on k.report_id = l.report_id and k.key_id = ${mine}::uuid order by l.sealed_at, l.report_id limit 100`,
      );
      return {
        waiting: counts?.waiting ?? 0,
        outOfReach: (counts?.all ?? 0) - (counts?.waiting ?? 0),
        keepers: await Promise.all(
          keepers.map(async (keeper) => ({
            ...keeper,
            publicKey: toBase64Url(keeper.publicKey),
            fingerprint: await fingerprintOf(keeper.publicKey),
          })),
        ),
        batch: batch.map((one) => ({ ...one, sealedKey: toBase64Url(one.sealedKey) })),
      };
    },
    "custody",
  );
}

/** Adds keepers, and replaces none. Needs a step-up (`stepUpForSealed.reseal`). @returns how many were added. */
export async function resealNames(ctx: Context, input: unknown): Promise<{ added: number }> {
  requirePermission(ctx, "identity.keep");
  const { names } = parseInput(ResealNames, input);
  const { personId } = requirePerson(ctx);
  return await withTransaction(
    ctx,
    async (tx) => {
      await requireStepUp(tx, ctx, stepUpForSealed.reseal(personId, names.length));
      const list = names.map(({ reportId, keyId, sealedKey }) => ({
        report_id: reportId,
        key_id: keyId,
        sealed_key: Buffer.from(fromBase64Url(sealedKey)).toString("hex"),
      }));
      // Only to keepers of this moment, and only names that this custodian's own key opens.
      const added =
        await tx.execute(sql`insert into sealed_identity_keys (report_id, key_id, sealed_key, sealed_by, sealed_at)
        select n.report_id, n.key_id, decode(n.sealed_key, 'hex'), ${personId}::uuid, ${ctx.now().toISOString()}::timestamptz
        from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as n(report_id uuid, key_id uuid, sealed_key text)
          join toguna_recipients() r on r.key_id = n.key_id
          join unlocking_keys o on o.person_id = ${personId} and o.retired_at is null
          join sealed_identity_keys k on k.report_id = n.report_id and k.key_id = o.id
        on conflict (report_id, key_id) do nothing returning report_id`);
      await writeAudit(tx, ctx, {
        action: "identity.reseal",
        objectType: "person",
        objectId: personId,
        detail: { names: added.length, keyIds: [...new Set(names.map(({ keyId }) => keyId))] },
      });
      return { added: added.length };
    },
    "custody",
  );
}
