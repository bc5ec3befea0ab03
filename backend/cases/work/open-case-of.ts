// What every verb of the work inside a case begins and ends with: the case locked and open, and who may be given something.
import { sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import { invalidInput, notFound } from "../../platform/errors/index.ts";
import { decideChange } from "../rules.ts";
import { canSeeCase, canWorkCases, type CaseRow, caseForUpdate } from "../store.ts";

/** Locks the case. @throws not_found, also for a case that is hidden from the asker; refused when it is closed. */
export async function openCaseOf(tx: Tx, caseId: string): Promise<CaseRow> {
  const row = await caseForUpdate(tx, caseId);
  decideChange(row);
  return row;
}

/** Which case a part belongs to, that case locked and open. @throws not_found; refused. */
export async function openCaseOfPart(
  tx: Tx,
  part: "case_tasks" | "case_assets" | "case_events" | "case_measures" | "case_notes" | "case_links",
  id: string,
  what: string,
): Promise<CaseRow> {
  return await openCaseOf(tx, await caseOfPart(tx, part, id, what));
}

/** Which case a part belongs to. @throws not_found. */
export async function caseOfPart(
  tx: Tx,
  part: Parameters<typeof openCaseOfPart>[1],
  id: string,
  what: string,
): Promise<string> {
  const [row] = await tx.execute<{ caseId: string }>(
    sql`select case_id as "caseId" from ${sql.identifier(part)} where id = ${id}`,
  );
  if (!row) throw notFound(what);
  return row.caseId;
}

/** @throws invalid_input naming the field, for somebody who works no cases or may not see this one. */
export async function requireWorker(tx: Tx, caseId: string, personId: string, path: string): Promise<void> {
  if (!(await canWorkCases(tx, personId)))
    throw invalidInput([{ path, message: "Expected somebody who works cases." }]);
  if (!(await canSeeCase(tx, caseId, personId)))
    throw invalidInput([{ path, message: "Expected a member of this restricted case." }]);
}
