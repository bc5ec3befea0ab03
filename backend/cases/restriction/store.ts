// SQL that the verbs of restricted cases share: the case with its restriction, its members, who has a conflict in it.
import { sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { list } from "../store.ts";

export interface GuardedCase {
  id: string;
  reference: string;
  isRestricted: boolean;
  ownerId: string | null;
  version: number;
}

/** Locks the case. @throws not_found, also for one that the asker may not see. */
export async function guardedCase(tx: Tx, id: string): Promise<GuardedCase> {
  const [row] = await tx.execute<GuardedCase & Record<string, unknown>>(
    sql`select id, reference, is_restricted as "isRestricted", owner_id as "ownerId", version from cases where id = ${id} for update`,
  );
  if (!row) throw notFound("case");
  return row;
}

export async function membersOf(tx: Tx, caseId: string): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(
    sql`select person_id as id from case_members where case_id = ${caseId} order by added_at, person_id`,
  );
  return rows.map(({ id }) => id);
}

/** Of some persons, those who work cases, and those who have a conflict of interest in this one. Asked under the scope `system`. */
export async function judgePersons(
  tx: Tx,
  caseId: string,
  personIds: readonly string[],
): Promise<{ working: Set<string>; conflicted: Set<string> }> {
  if (personIds.length === 0) return { working: new Set(), conflicted: new Set() };
  const working = await tx.execute<{ id: string }>(
    sql`select distinct p.id from people p join role_grants g on g.person_id = p.id and g.revoked_at is null
      where p.id in (${list(personIds)}) and p.disabled_at is null and g.role in ('analyst', 'senior', 'lead', 'on_call')`,
  );
  const conflicted = await tx.execute<{ id: string }>(
    sql`select distinct c.person_id as id from conflicts c where c.ended_at is null and c.person_id in (${list(personIds)})
      and (c.case_id = ${caseId} or c.constituent_id in (select rc.constituent_id from case_reports cr
        join report_constituents rc on rc.report_id = cr.report_id where cr.case_id = ${caseId}))`,
  );
  return { working: new Set(working.map(({ id }) => id)), conflicted: new Set(conflicted.map(({ id }) => id)) };
}

export async function insertMembers(
  tx: Tx,
  caseId: string,
  personIds: readonly string[],
  by: string | null,
  at: Date,
): Promise<void> {
  for (const personId of new Set(personIds))
    await tx.execute(sql`insert into case_members (case_id, person_id, added_by, added_at)
      values (${caseId}, ${personId}, ${by}, ${at.toISOString()}) on conflict do nothing`);
}
