// All keys on one page: the team's own, and those of contacts and correspondents, each with its state and who compared its fingerprint.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly } from "../../platform/db/index.ts";
import { type KeyRow, type KeysPage, stateOfKey, type TeamKeyRow } from "./model.ts";

interface Row extends Record<string, unknown> {
  expiresAt: string | null;
  revokedAt: string | null;
}

/** What expires or has ended first, then by owner. At most 1,000 keys. */
export async function listKeys(ctx: Context): Promise<KeysPage> {
  requirePermission(ctx, "registry.read");
  const now = ctx.now();
  const [team, keys] = await readOnly(
    ctx,
    async (tx) =>
      [
        await tx.execute<
          Omit<TeamKeyRow, "state"> & Row & { kept: string }
        >(sql`select id, fingerprint, armored, user_ids as "userIds", algorithm,
          ${iso(sql`made_at`)} as "madeAt", ${iso(sql`expires_at`)} as "expiresAt", state as kept, end_reason as "endReason", null as "revokedAt"
        from team_keys order by state = 'active' desc, added_at desc`),
        await tx.execute<Omit<KeyRow, "state"> & Row>(sql`
        select k.id, k.owner, k."ownerKind", k.email, k."correspondentId", k.fingerprint, k.user_ids as "userIds", k.algorithm, ${iso(sql`k.made_at`)} as "madeAt",
          ${iso(sql`k.expires_at`)} as "expiresAt", k.source, ${iso(sql`k.added_at`)} as "addedAt", ${iso(sql`k.revoked_at`)} as "revokedAt",
          case when v.id is not null then jsonb_build_object('way', v.way, 'by', p.name, 'at', ${iso(sql`v.verified_at`)}) end as verification
        from (
          select k.id, c.name || ' · ' || b.name as owner, 'contact' as "ownerKind", c.email, null::uuid as "correspondentId", k.fingerprint, k.user_ids, k.algorithm,
            k.made_at, k.expires_at, 'register' as source, k.added_at, null::timestamptz as revoked_at
          from contact_keys k join contacts c on c.id = k.contact_id join constituents b on b.id = c.constituent_id where k.removed_at is null
          union all
          select k.id, c.name, 'correspondent', c.email, c.id, k.fingerprint, k.user_ids, k.algorithm, k.made_at, k.expires_at, k.source, k.added_at, k.revoked_at
          from correspondent_keys k join correspondents c on c.id = k.correspondent_id where k.removed_at is null and c.ended_at is null
        ) k left join key_verifications v on v.fingerprint = k.fingerprint and v.withdrawn_at is null left join people p on p.id = v.verified_by
        order by k.expires_at nulls last, k.owner limit 1000`),
      ] as const,
    "staff",
  );
  const stateOf = (row: Row, isRetired = false, isRevoked = row.revokedAt !== null) =>
    stateOfKey({ expiresAt: row.expiresAt === null ? null : new Date(row.expiresAt), isRevoked, isRetired }, now);
  return {
    team: team.map(({ kept, ...row }) => ({ ...row, state: stateOf(row, kept === "retired", kept === "revoked") })),
    keys: keys.map((row) => ({ ...row, state: stateOf(row) })),
    can: { change: may(ctx, "registry.change"), team: may(ctx, "settings.change") },
  };
}
