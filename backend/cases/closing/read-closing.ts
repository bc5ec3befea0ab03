// Counts what stands before a case's closing.
import { sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import type { CloseOutcome } from "../model.ts";
import { type ClosingFacts, findBlockers } from "./model.ts";

/** @throws not_found. */
export async function readClosing(tx: Tx, caseId: string): Promise<ClosingFacts> {
  const [row] = await tx.execute<ClosingFacts & Record<string, unknown>>(
    sql`select k.severity,
      (select count(*)::int from case_tasks t where t.case_id = k.id and t.removed_at is null and t.ended_at is null) as "openTasks",
      (select count(*)::int from case_measures m where m.case_id = k.id and m.state in ('requested', 'to_lift')) as "openMeasures",
      (select count(*)::int from case_fields f where f.is_required and f.retired_at is null and not exists (
        select 1 from case_field_values v where v.case_id = k.id and v.field_id = f.id and v.value <> 'null'::jsonb)) as "emptyFields",
      exists (select 1 from case_outcomes o where o.case_id = k.id and o.root_cause is not null) as "hasRootCause",
      exists (select 1 from case_outcomes o where o.case_id = k.id and o.restored_at is not null and o.verified_by <> '') as "isRestored",
      exists (select 1 from case_reviews r where r.case_id = k.id and r.finished_at is not null) as "isReviewed"
      from cases k where k.id = ${caseId}`,
  );
  if (!row) throw notFound("case");
  return row;
}

/** @throws refused naming everything that stands before this outcome. */
export async function decideClosing(tx: Tx, caseId: string, outcome: CloseOutcome): Promise<void> {
  const found = findBlockers(await readClosing(tx, caseId), outcome);
  if (found.length > 0)
    throw new AppError("refused", `This case cannot be closed so yet: ${found.join(", ")}.`, {
      fields: found.map((name) => ({ path: name, message: "Expected to be settled first." })),
      words: "casework.refusal.closing",
    });
}
