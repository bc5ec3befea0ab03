// The entries of the allow-list that are in force, as triage asks them.
import { sql } from "drizzle-orm";
import { iso, type Tx } from "../../platform/db/index.ts";
import type { LiveEntry } from "./hold-back.ts";

/** Entries on a rule and a value first: the nearest reason is the one that is told. */
export async function loadLiveEntries(tx: Tx, now: Date): Promise<LiveEntry[]> {
  const rows = await tx.execute<
    LiveEntry & Record<string, unknown>
  >(sql`select e.id, e.engine, e.rule_name as "ruleName", e.value_kind as "valueKind",
      e.value, e.reason, p.name as "ownerName", ${iso(sql`e.expires_at`)} as "expiresAt"
    from allow_entries e join people p on p.id = e.owner_id where e.ended_at is null and e.expires_at > ${now.toISOString()}::timestamptz
    order by (e.rule_name is null)::int + (e.value is null)::int, e.created_at`);
  return [...rows];
}
