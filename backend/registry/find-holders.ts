// Answers "whose was this at that time" for the values of a report, and whose name stands in its text.
import { sql } from "drizzle-orm";
import { parseAddress } from "../platform/addresses/index.ts";
import type { Tx } from "../platform/db/index.ts";
import { hostAndParents, hostOfUrl, urlBeginnings, v4Within } from "./rules.ts";

/** How a value points to a holder: by a claim of that kind, or by a name in the text. */
export type HolderVia = "url" | "address" | "domain" | "asn" | "short_code" | "name";

/** Whether it is the register's claims that say so. */
export function isByClaim(via: string | undefined): boolean {
  return via !== undefined && ["url", "address", "domain", "asn", "short_code"].includes(via);
}

export interface FoundHolder {
  constituentId: string;
  name: string;
  sector: string;
  via: HolderVia;
  /** The value of the report that pointed there. */
  value: string;
  /** Somebody else says that they held it; the earlier holder stands until that is settled. */
  isDisputed?: true;
}

export interface AskedHolders {
  /** IP literals. */
  addresses: string[];
  /** Lower-case A-labels; the first 200 are asked. */
  hosts: string[];
  /** Web addresses; the first 200 are asked. Where a claim on web addresses covers one, it says whose it is, else its host does. */
  urls?: readonly string[];
  /** "AS64496", "*000#". */
  words?: readonly { kind: "asn" | "short_code"; value: string }[];
  foldedText: string;
  /** The time of the incident. */
  at: Date;
}

export const mostHostsAsked = 200;

/** The hosts of the web addresses that no claim on web addresses covers, put with those that were asked for themselves. */
export function withHostsOfUrls(
  asked: AskedHolders,
  covered: ReadonlySet<string>,
): Pick<AskedHolders, "addresses" | "hosts"> {
  const rest = (asked.urls ?? []).filter((url) => !covered.has(url)).map(hostOfUrl);
  return {
    addresses: [...new Set([...asked.addresses, ...rest.flatMap(({ addresses }) => addresses)])],
    hosts: [...new Set([...asked.hosts, ...rest.flatMap(({ hosts }) => hosts)])],
  };
}

/** Most specific holders come first. An address of v4 in v6 clothes (::ffff:192.0.2.1) is also its holder's in v4. */
export async function findHolders(tx: Tx, asked: AskedHolders): Promise<FoundHolder[]> {
  const at = asked.at.toISOString();
  const found = await findByUrl(tx, (asked.urls ?? []).slice(0, mostHostsAsked), at);
  const { addresses, hosts: names } = withHostsOfUrls(asked, new Set(found.map(({ value }) => value)));
  if (addresses.length > 0) {
    const pairs = addresses.flatMap((value) => {
      const parsed = parseAddress(value);
      const v4 = parsed === null ? null : v4Within(parsed);
      return [value, ...(v4 === null ? [] : [v4])].map((address) => ({ value, address }));
    });
    const rows = await tx.execute<{ id: string; name: string; sector: string; value: string; isDisputed: boolean }>(sql`
      select c.id, c.name, c.sector, a.value, bool_or(n.state = 'disputed') as "isDisputed"
      from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as a(value text, address text)
      join network_claims n on n.kind = 'prefix' and n.prefix >>= a.address::inet
      join constituents c on c.id = n.constituent_id
      where n.state in ('active', 'disputed') and (n.held_from is null or n.held_from <= ${at}::timestamptz) and (n.held_until is null or n.held_until > ${at}::timestamptz)
      group by a.value, c.id, c.name, c.sector order by max(masklen(n.prefix)) desc, a.value collate "C", c.id`);
    found.push(
      ...rows.map((row) => ({
        constituentId: row.id,
        name: row.name,
        sector: row.sector,
        via: "address" as const,
        value: row.value,
        ...(row.isDisputed ? { isDisputed: true as const } : {}),
      })),
    );
  }
  const hosts = names.slice(0, mostHostsAsked);
  if (hosts.length > 0) {
    const parents = hosts.flatMap((host, place) => hostAndParents(host).map((name) => ({ place, name })));
    const rows = await tx.execute<{ id: string; name: string; sector: string; place: number; isDisputed: boolean }>(sql`
      select distinct on (a.place) c.id, c.name, c.sector, a.place, n.state = 'disputed' as "isDisputed"
      from jsonb_to_recordset(${JSON.stringify(parents)}::jsonb) as a(place int, name text)
      join network_claims n on n.kind = 'domain' and n.value = a.name
      join constituents c on c.id = n.constituent_id
      where n.state in ('active', 'disputed') and (n.held_from is null or n.held_from <= ${at}::timestamptz) and (n.held_until is null or n.held_until > ${at}::timestamptz)
      order by a.place, length(n.value) desc, n.held_from desc nulls last, n.id`);
    found.push(
      ...rows.map((row) => ({
        constituentId: row.id,
        name: row.name,
        sector: row.sector,
        via: "domain" as const,
        value: hosts[row.place] ?? "",
        ...(row.isDisputed ? { isDisputed: true as const } : {}),
      })),
    );
  }
  found.push(...(await findByWord(tx, asked.words ?? [], at)));
  if (asked.foldedText.length > 0) {
    const rows = await tx.execute<{ id: string; name: string; sector: string; matched: string }>(sql`
      select c.id, c.name, c.sector, n.name as matched from constituents c cross join lateral unnest(c.other_names || c.name) as n(name)
      where c.ended_at is null and length(n.name) >= 5 and position(lower(unaccent(n.name)) in ${asked.foldedText}) > 0 limit 10`);
    found.push(
      ...rows.map((row) => ({
        constituentId: row.id,
        name: row.name,
        sector: row.sector,
        via: "name" as const,
        value: row.matched,
      })),
    );
  }
  return found;
}

interface ClaimRow extends Record<string, unknown> {
  id: string;
  name: string;
  sector: string;
  place: number;
  isDisputed: boolean;
}

const inForce = (
  at: string,
) => sql`n.state in ('active', 'disputed') and (n.held_from is null or n.held_from <= ${at}::timestamptz)
  and (n.held_until is null or n.held_until > ${at}::timestamptz)`;

/** One holder a web address at most: of the longest beginning that is claimed. */
async function findByUrl(tx: Tx, urls: readonly string[], at: string): Promise<FoundHolder[]> {
  const parts = urls.flatMap((url, place) => urlBeginnings(url).map((value, step) => ({ place, step, value })));
  if (parts.length === 0) return [];
  const rows = await tx.execute<ClaimRow>(sql`
    select distinct on (a.place) c.id, c.name, c.sector, a.place, n.state = 'disputed' as "isDisputed"
    from jsonb_to_recordset(${JSON.stringify(parts)}::jsonb) as a(place int, step int, value text)
    join network_claims n on n.kind = 'url_prefix' and n.value = a.value join constituents c on c.id = n.constituent_id
    where ${inForce(at)} order by a.place, a.step, n.held_from desc nulls last, n.id`);
  return rows.map((row) => foundBy("url", urls[row.place] ?? "", row));
}

/** One holder an AS number or short code at most. */
async function findByWord(tx: Tx, words: NonNullable<AskedHolders["words"]>, at: string): Promise<FoundHolder[]> {
  if (words.length === 0) return [];
  const asked = words.map(({ kind, value }, place) => ({ place, kind, value }));
  const rows = await tx.execute<ClaimRow>(sql`
    select distinct on (a.place) c.id, c.name, c.sector, a.place, n.state = 'disputed' as "isDisputed"
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as a(place int, kind text, value text)
    join network_claims n on n.kind = a.kind and n.value = a.value join constituents c on c.id = n.constituent_id
    where ${inForce(at)} order by a.place, n.held_from desc nulls last, n.id`);
  return rows.map((row) => foundBy(words[row.place]?.kind ?? "asn", words[row.place]?.value ?? "", row));
}

function foundBy(via: HolderVia, value: string, { id, name, sector, isDisputed }: ClaimRow): FoundHolder {
  return { constituentId: id, name, sector, via, value, ...(isDisputed ? { isDisputed: true as const } : {}) };
}
