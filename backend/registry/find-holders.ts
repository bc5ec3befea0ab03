// Answers "whose was this at that time" for the values of a report, and whose name stands in its text.
import { sql } from "drizzle-orm";
import type { Tx } from "../platform/db/index.ts";
import { hostAndParents } from "./rules.ts";

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

/** `addresses` are IP literals, `hosts` lower-case A-labels, `at` the time of the incident. Most specific holders come first. */
export async function findHolders(
  tx: Tx,
  asked: { addresses: string[]; hosts: string[]; foldedText: string; at: Date },
): Promise<FoundHolder[]> {
  const at = asked.at.toISOString();
  const found: FoundHolder[] = [];
  if (asked.addresses.length > 0) {
    const rows = await tx.execute<{ id: string; name: string; sector: string; value: string; isDisputed: boolean }>(sql`
      select c.id, c.name, c.sector, a.value, bool_or(n.state = 'disputed') as "isDisputed"
      from unnest(${toTextArray(asked.addresses)}::text[]) as a(value)
      join network_claims n on n.kind = 'prefix' and n.prefix >>= a.value::inet
      join constituents c on c.id = n.constituent_id
      where n.state in ('active', 'disputed') and (n.held_from is null or n.held_from <= ${at}::timestamptz) and (n.held_until is null or n.held_until > ${at}::timestamptz)
      group by a.value, c.id, c.name, c.sector order by max(masklen(n.prefix)) desc, a.value, c.id`);
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
  for (const host of asked.hosts.slice(0, 200)) {
    const rows = await tx.execute<{ id: string; name: string; sector: string; isDisputed: boolean }>(sql`
      select c.id, c.name, c.sector, n.state = 'disputed' as "isDisputed" from network_claims n join constituents c on c.id = n.constituent_id
      where n.kind = 'domain' and n.state in ('active', 'disputed') and n.value = any(${toTextArray(hostAndParents(host))}::text[])
        and (n.held_from is null or n.held_from <= ${at}::timestamptz) and (n.held_until is null or n.held_until > ${at}::timestamptz)
      order by length(n.value) desc limit 1`);
    found.push(
      ...rows.map((row) => ({
        constituentId: row.id,
        name: row.name,
        sector: row.sector,
        via: "domain" as const,
        value: host,
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

function toTextArray(values: string[]): string {
  return `{${values.map((value) => `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`).join(",")}}`;
}
