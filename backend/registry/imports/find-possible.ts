// Which constituents a new name may already be: much the same name, the same address of a contact, or the same telephone.
import { sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import { foldPhone } from "./fold-text.ts";
import type { ImportEntry, PossibleDuplicate } from "./model.ts";

/** How alike two names must be (pg_trgm similarity, 0 to 1). */
export const alikeEnough = 0.55;

/** By place in `entries`; at most three for each. */
export async function findPossible(tx: Tx, entries: readonly ImportEntry[]): Promise<Map<number, PossibleDuplicate[]>> {
  const asked = entries.map(({ name, contacts }, at) => ({
    at,
    name: (name ?? "").toLowerCase(),
    emails: contacts.flatMap(({ email }) => email ?? []),
    phones: contacts.flatMap(({ phone }) => foldPhone(phone ?? "") || []),
  }));
  await tx.execute(sql`select set_config('pg_trgm.similarity_threshold', ${String(alikeEnough)}, true)`);
  const rows = await tx.execute<{
    at: number;
    reason: PossibleDuplicate["reasons"][number];
    constituentId: string;
    reference: string;
    name: string;
  }>(sql`
    with asked as materialized (select (e ->> 'at')::int as at, e ->> 'name' as name, e -> 'emails' as emails, e -> 'phones' as phones
      from jsonb_array_elements(${JSON.stringify(asked)}::jsonb) e),
    found as (
      select a.at, 'name' as reason, c.id from asked a join constituents c on lower(c.name) % a.name and c.ended_at is null
      union
      select a.at, 'email', k.constituent_id from asked a cross join lateral jsonb_array_elements_text(a.emails) m
        join contacts k on lower(k.email) = m and k.ended_at is null
      union
      select a.at, 'phone', k.constituent_id from asked a cross join lateral jsonb_array_elements_text(a.phones) p
        join contacts k on right(regexp_replace(k.phone, '\\D', '', 'g'), 9) = p and k.ended_at is null)
    select f.at, f.reason, c.id as "constituentId", c.reference, c.name from found f join constituents c on c.id = f.id and c.ended_at is null
      order by f.at, c.name, c.id`);
  const possible = new Map<number, PossibleDuplicate[]>();
  for (const { at, reason, ...one } of rows) {
    const list = possible.get(at) ?? [];
    const same = list.find(({ constituentId }) => constituentId === one.constituentId);
    if (same) same.reasons.push(reason);
    else if (list.length < 3) list.push({ ...one, reasons: [reason] });
    possible.set(at, list);
  }
  return possible;
}
