// Claims that nobody should lean on: without a proof for long, with one that was lost or is old, or at odds with the registries' files.
import { type SQL, sql } from "drizzle-orm";
import { iso, type Tx } from "../../platform/db/index.ts";
import type { StaleClaim } from "./model.ts";

/** After so many days without a proof, or with the same one, a claim is looked at again. */
const unprovenDays = 90;
const oldProofDays = 730;

function stale(now: Date, country: string): SQL {
  const at = sql`${now.toISOString()}::timestamptz`;
  return sql`select n.id as "claimId", n.constituent_id as "constituentId", c.name as constituent, n.kind, n.value, s.why, s.since
    from network_claims n join constituents c on c.id = n.constituent_id and c.ended_at is null
    cross join lateral (select case
        when n.lapsed_at is not null then 'lapsed'
        when n.proven_at is null and n.created_at < ${at} - make_interval(days => ${unprovenDays}) then 'unproven'
        when n.proven_at < ${at} - make_interval(days => ${oldProofDays}) then 'old_proof'
        when n.kind = 'prefix' and exists (select 1 from delegated_records r join delegated_files f on f.id = r.file_id and f.is_current
          join delegated_holders h on h.registry = f.registry and h.opaque_id = r.opaque_id and h.ended_at is null
          where r.kind = 'prefix' and r.prefix >>= n.prefix and h.constituent_id <> n.constituent_id) then 'other_holder'
        when n.kind = 'prefix' and exists (select 1 from delegated_files f where f.is_current)
          and not exists (select 1 from delegated_records r join delegated_files f on f.id = r.file_id and f.is_current
            where r.kind = 'prefix' and r.prefix && n.prefix and upper(r.country) = ${country.toUpperCase()}) then 'not_delegated' end as why,
      coalesce(n.lapsed_at, n.proven_at, n.created_at) as since) s
    where n.state in ('active', 'disputed') and (n.held_until is null or n.held_until > ${at}) and s.why is not null`;
}

export async function countStaleClaims(tx: Tx, now: Date, country: string): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`select count(*)::int as n from (${stale(now, country)}) s`);
  return row?.n ?? 0;
}

/** The longest stale first. */
export async function listStaleClaims(tx: Tx, now: Date, country: string, most: number): Promise<StaleClaim[]> {
  const rows = await tx.execute<StaleClaim & Record<string, unknown>>(sql`
    select s."claimId", s."constituentId", s.constituent, s.kind, s.value, s.why, ${iso(sql`s.since`)} as since from (${stale(now, country)}) s
    order by s.since, s."claimId" limit ${most}`);
  return [...rows];
}
