// Answers "whose was this at that time" for the values of a report, and whose name stands in its text.
import { sql } from "drizzle-orm";
import { parseAddress } from "../platform/addresses/index.ts";
import type { Tx } from "../platform/db/index.ts";
import { hostAndParents, v4Within } from "./rules.ts";

export interface FoundHolder {
  constituentId: string;
  name: string;
  sector: string;
  via: "address" | "domain" | "name";
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
  foldedText: string;
  /** The time of the incident. */
  at: Date;
}

export const mostHostsAsked = 200;

/** Most specific holders come first. An address of v4 in v6 clothes (::ffff:192.0.2.1) is also its holder's in v4. */
export async function findHolders(tx: Tx, asked: AskedHolders): Promise<FoundHolder[]> {
  const at = asked.at.toISOString();
  const found: FoundHolder[] = [];
  if (asked.addresses.length > 0) {
    const pairs = asked.addresses.flatMap((value) => {
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
  const hosts = asked.hosts.slice(0, mostHostsAsked);
  if (hosts.length > 0) {
    const names = hosts.flatMap((host, place) => hostAndParents(host).map((name) => ({ place, name })));
    const rows = await tx.execute<{ id: string; name: string; sector: string; place: number; isDisputed: boolean }>(sql`
      select distinct on (a.place) c.id, c.name, c.sector, a.place, n.state = 'disputed' as "isDisputed"
      from jsonb_to_recordset(${JSON.stringify(names)}::jsonb) as a(place int, name text)
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
