// What the registries' files say against the register: whose accounts might be whose, which claims they contradict, and what nobody claims.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../../identity/index.ts";
import type { Context } from "../../../platform/context/index.ts";
import { iso, readOnly } from "../../../platform/db/index.ts";
import type { DelegatedPage } from "./model.ts";

const most = 200;

/** Each list holds at most 200. @throws forbidden. */
export async function readDelegatedPage(ctx: Context): Promise<DelegatedPage> {
  requirePermission(ctx, "registry.read");
  const now = ctx.now().toISOString();
  // The smallest record that covers all of a claim in force.
  const covered = sql`select n.id as claim_id, n.constituent_id, n.value, r.* from network_claims n
    cross join lateral (select r.status, r.opaque_id, f.registry from delegated_records r join delegated_files f on f.id = r.file_id and f.is_current
      where case when n.kind = 'prefix' then r.kind = 'prefix' and r.prefix >>= n.prefix
        else r.kind = 'asn' and r.asn_from <= substr(n.value, 3)::bigint and r.asn_to >= substr(n.value, 3)::bigint end
      order by masklen(r.prefix) desc nulls last, r.asn_to - r.asn_from limit 1) r
    where n.kind in ('prefix', 'asn') and n.state in ('active', 'disputed') and (n.held_until is null or n.held_until > ${now}::timestamptz)`;
  return await readOnly(
    ctx,
    async (tx) => ({
      files: await tx.execute<DelegatedPage["files"][number] & Record<string, unknown>>(sql`
        select id, name, registry, serial, covers_until::text as "coversUntil", encode(sha256, 'hex') as sha256, records, is_current as "isCurrent",
          ${iso(sql`imported_at`)} as "importedAt" from delegated_files order by imported_at desc, id desc limit 50`),
      suggestions: await tx.execute<DelegatedPage["suggestions"][number] & Record<string, unknown>>(sql`
        with covered as materialized (${covered})
        select k.registry, k.opaque_id as "opaqueId", min(k.constituent_id::text) as "constituentId", min(c.name) as name, count(*)::int as claims,
          (select count(distinct r.line)::int from delegated_records r join delegated_files f on f.id = r.file_id and f.is_current
            where f.registry = k.registry and r.opaque_id = k.opaque_id) as records
        from covered k join constituents c on c.id = k.constituent_id
        where k.opaque_id is not null and not exists (select 1 from delegated_holders h where h.registry = k.registry and h.opaque_id = k.opaque_id and h.ended_at is null)
        group by k.registry, k.opaque_id having count(distinct k.constituent_id) = 1 order by count(*) desc, 1, 2 limit ${most}`),
      links: await tx.execute<DelegatedPage["links"][number] & Record<string, unknown>>(sql`
        select h.id, h.registry, h.opaque_id as "opaqueId", h.constituent_id as "constituentId", c.name,
          (select count(distinct r.line)::int from delegated_records r join delegated_files f on f.id = r.file_id and f.is_current
            where f.registry = h.registry and r.opaque_id = h.opaque_id) as records
        from delegated_holders h join constituents c on c.id = h.constituent_id where h.ended_at is null order by c.name, h.id limit ${most}`),
      disagreements: await tx.execute<DelegatedPage["disagreements"][number] & Record<string, unknown>>(sql`
        with covered as materialized (${covered})
        select k.claim_id as "claimId", k.constituent_id as "constituentId", c.name, k.value, k.registry, k.status, k.opaque_id as "opaqueId", o.name as "otherName"
        from covered k join constituents c on c.id = k.constituent_id
        left join delegated_holders h on h.registry = k.registry and h.opaque_id = k.opaque_id and h.ended_at is null
        left join constituents o on o.id = h.constituent_id and o.id <> k.constituent_id
        where k.status in ('available', 'reserved') or o.id is not null order by c.name, k.value limit ${most}`),
      unclaimed: await tx.execute<DelegatedPage["unclaimed"][number] & Record<string, unknown>>(sql`
        select h.registry, h.opaque_id as "opaqueId", h.constituent_id as "constituentId", c.name, r.kind, coalesce(r.prefix::text, 'AS' || r.asn_from) as value,
          r.allocated_on::text as "allocatedOn"
        from delegated_holders h join constituents c on c.id = h.constituent_id
        join delegated_files f on f.registry = h.registry and f.is_current
        join delegated_records r on r.file_id = f.id and r.opaque_id = h.opaque_id and r.status in ('allocated', 'assigned')
        where h.ended_at is null and not exists (select 1 from network_claims n where n.kind = r.kind and n.state not in ('refused', 'withdrawn')
          and (n.held_until is null or n.held_until > ${now}::timestamptz)
          and case when r.kind = 'prefix' then n.prefix >>= r.prefix and n.constituent_id = h.constituent_id
            else n.constituent_id = h.constituent_id and n.value = 'AS' || r.asn_from end)
        order by c.name, r.line, r.piece limit ${most}`),
    }),
    "staff",
  );
}
