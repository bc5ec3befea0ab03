// Takes somebody into a case's team or among its followers, or out again. Following is one's own choice; neither opens a restricted case.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { caseForUpdate, personOf } from "../store.ts";
import { requireWorker } from "../work/open-case-of.ts";
import { SetPart } from "./model.ts";

/** @throws invalid_input for somebody who works no cases or may not see this one; not_found. */
export async function setPart(ctx: Context, input: SetPart): Promise<{ part: "team" | "follower" | null }> {
  requirePermission(ctx, "case.change");
  const { caseId, personId, part } = SetPart.parse(input);
  return await withTransaction(ctx, async (tx) => {
    await caseForUpdate(tx, caseId);
    if (part !== null) await requireWorker(tx, caseId, personId, "personId");
    if (part === null)
      await tx.execute(sql`delete from case_people where case_id = ${caseId} and person_id = ${personId}`);
    else
      await tx.execute(sql`insert into case_people (case_id, person_id, part, added_by, added_at)
        values (${caseId}, ${personId}, ${part}, ${personOf(ctx)}, ${ctx.now().toISOString()})
        on conflict (case_id, person_id) do update set part = excluded.part, added_by = excluded.added_by, added_at = excluded.added_at`);
    await writeAudit(tx, ctx, {
      action: "case.set_part",
      objectType: "case",
      objectId: caseId,
      detail: { personId, part },
    });
    return { part };
  });
}
