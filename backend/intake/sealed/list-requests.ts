// The requests as a custodian sees them: what waits, and what was answered lately. Of the report only its reference.
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly } from "../../platform/db/index.ts";
import { fingerprintOf, toBase64Url } from "../../platform/sealing/index.ts";
import type { CustodyRequest } from "./model.ts";

/** Waiting ones first, oldest first; then at most fifty answered ones, newest first. */
export async function listRequests(ctx: Context): Promise<CustodyRequest[]> {
  requirePermission(ctx, "identity.keep");
  const { personId } = requirePerson(ctx);
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<
        Omit<CustodyRequest, "askerKey" | "sealedKey"> & { askerKey: Buffer; sealedKey: Buffer | null }
      >(sql`select q.id, q.report_id as "reportId", q.reference, a.name as "askedByName", q.reason, ${iso(sql`q.asked_at`)} as "askedAt",
          ak.public_key as "askerKey", sk.sealed_key as "sealedKey", q.decision, d.name as "decidedByName", ${iso(sql`q.decided_at`)} as "decidedAt",
          (q.decision is null and q.asked_by <> ${personId} and ak.retired_at is null) as "canDecide"
        from identity_requests q join people a on a.id = q.asked_by join unlocking_keys ak on ak.id = q.asker_key_id
          left join people d on d.id = q.decided_by
          left join unlocking_keys mk on mk.person_id = ${personId} and mk.retired_at is null
          left join sealed_identity_keys sk on sk.report_id = q.report_id and sk.key_id = mk.id and q.decision is null and q.asked_by <> ${personId}
        where q.decision is null or q.id in (select id from identity_requests where decision is not null order by decided_at desc limit 50)
        order by q.decision is not null, case when q.decision is null then q.asked_at end, q.decided_at desc`),
    "custody",
  );
  return await Promise.all(
    rows.map(async ({ askerKey, sealedKey, ...request }) => ({
      ...request,
      askerKey: { publicKey: toBase64Url(askerKey), fingerprint: await fingerprintOf(askerKey) },
      sealedKey: sealedKey && toBase64Url(sealedKey),
    })),
  );
}
