// Works the figures out of what the register says now: who has a contact, who answered, and how much of the country's address space that covers.
import { sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import type { Sector } from "../model.ts";
import type { Covered, Figures } from "./model.ts";
import { countStaleClaims } from "./stale-claims.ts";
import { commonOf, type Range, rangeOf, sizeOf, unionOf } from "./union-ranges.ts";

/** An answer is one for a year and a month: the next question comes within it. */
const answerDays = 396;

/** Of each constituent that is there: whether somebody can be reached, and whether somebody answered. */
export function reach(now: Date) {
  const at = now.toISOString();
  return sql`select c.id, c.sector, c.area_id,
      exists (select 1 from contacts k where k.constituent_id = c.id and k.ended_at is null and (k.email is not null or k.phone is not null)
        and not exists (select 1 from contact_bounces b where b.contact_id = k.id)) as reachable,
      exists (select 1 from contacts k join contact_tests t on t.contact_id = k.id where k.constituent_id = c.id and k.ended_at is null
        and t.answer in ('right', 'correct') and t.answered_at > ${at}::timestamptz - make_interval(days => ${answerDays})
        and not exists (select 1 from contact_bounces b where b.contact_id = k.id)) as answering
    from constituents c where c.ended_at is null`;
}

/**
 * @param country ISO 3166-1 alpha-2, as the registries' files have it.
 * @param duplicates How many pairs `findDuplicates` proposed.
 */
export async function countFigures(tx: Tx, now: Date, country: string, duplicates: number): Promise<Figures> {
  const at = now.toISOString();
  const bySector = await tx.execute<Covered & { sector: Sector } & Record<string, unknown>>(sql`
    select sector, count(*)::int as total, count(*) filter (where reachable)::int as reachable, count(*) filter (where answering)::int as answering
    from (${reach(now)}) r group by sector order by sector`);
  // Regions: what lies deeper counts where it lies.
  const byArea = await tx.execute<Figures["byArea"][number] & Record<string, unknown>>(sql`
    with recursive up as (
      select a.id as leaf, a.id, a.parent_id, a.level, a.names from areas a
      union all select u.leaf, a.id, a.parent_id, a.level, a.names from areas a join up u on u.parent_id = a.id)
    select u.id as "areaId", u.names, count(*)::int as total, count(*) filter (where reachable)::int as reachable,
      count(*) filter (where answering)::int as answering
    from (${reach(now)}) r join up u on u.leaf = r.area_id and u.level = 'region' group by u.id, u.names order by u.id`);
  const [numbers] = await tx.execute<{
    contacts: number;
    bounced: number;
    open: number;
    unanswered: number;
    handle: number;
    claims: number;
  }>(sql`
    select (select count(*)::int from contacts k join constituents c on c.id = k.constituent_id where k.ended_at is null and c.ended_at is null) as contacts,
      (select count(*)::int from contact_bounces b join contacts k on k.id = b.contact_id where k.ended_at is null) as bounced,
      (select count(*)::int from contact_tests where answered_at is null and expires_at > ${at}::timestamptz) as open,
      (select count(*)::int from contact_tests t join contacts k on k.id = t.contact_id where k.ended_at is null and t.answered_at is null and t.expires_at <= ${at}::timestamptz) as unanswered,
      (select count(*)::int from contact_tests where answer in ('correct', 'leaving') and handled_at is null) as handle,
      (select count(*)::int from network_claims n where n.state in ('active', 'disputed') and (n.held_until is null or n.held_until > ${at}::timestamptz)) as claims`);
  const sum = (key: keyof Covered): number => bySector.reduce((all, row) => all + row[key], 0);
  return {
    constituents: { total: sum("total"), reachable: sum("reachable"), answering: sum("answering") },
    addresses: await countAddresses(tx, now, country),
    contacts: numbers?.contacts ?? 0,
    unreachableContacts: numbers?.bounced ?? 0,
    openTests: numbers?.open ?? 0,
    unansweredTests: numbers?.unanswered ?? 0,
    toHandle: numbers?.handle ?? 0,
    claims: numbers?.claims ?? 0,
    staleClaims: await countStaleClaims(tx, now, country),
    duplicates,
    bySector: [...bySector],
    byArea: [...byArea],
  };
}

async function countAddresses(tx: Tx, now: Date, country: string): Promise<Figures["addresses"]> {
  const delegated = await tx.execute<{ prefix: string }>(sql`
    select r.prefix::text as prefix from delegated_records r join delegated_files f on f.id = r.file_id and f.is_current
    where r.kind = 'prefix' and upper(r.country) = ${country.toUpperCase()} and r.status in ('allocated', 'assigned')`);
  const claims = await tx.execute<{ prefix: string; reachable: boolean; answering: boolean }>(sql`
    select n.prefix::text as prefix, r.reachable, r.answering from network_claims n join (${reach(now)}) r on r.id = n.constituent_id
    where n.kind = 'prefix' and n.state in ('active', 'disputed') and (n.held_from is null or n.held_from <= ${now.toISOString()}::timestamptz)
      and (n.held_until is null or n.held_until > ${now.toISOString()}::timestamptz)`);
  const held = claims.flatMap((claim) => {
    const range = rangeOf(claim.prefix);
    return range ? [{ ...range, reachable: claim.reachable, answering: claim.answering }] : [];
  });
  const given = delegated.flatMap(({ prefix }) => rangeOf(prefix) ?? []);
  return ([4, 6] as const).flatMap((version) => {
    const of = (ranges: readonly (Range & { version: 4 | 6 })[]): Range[] =>
      unionOf(ranges.filter((range) => range.version === version));
    const files = of(given);
    const base = files.length > 0 ? ("delegated" as const) : ("claims" as const);
    const whole = base === "delegated" ? files : of(held);
    if (whole.length === 0) return [];
    const part = (ranges: typeof held): number => sizeOf(commonOf(whole, of(ranges)), version);
    return [
      {
        version,
        base,
        total: sizeOf(whole, version),
        reachable: part(held.filter(({ reachable }) => reachable)),
        answering: part(held.filter(({ answering }) => answering)),
      },
    ];
  });
}
