// Changes a case's title, severity, owner or state. A write on an older version is refused, so that no change is lost.
import { sql, type SQL } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { invalidInput } from "../platform/errors/index.ts";
import { type CaseHead, ChangeCase } from "./model.ts";
import { decideChange, decideVersion } from "./rules.ts";
import { addToTimeline, canSeeCase, canWorkCases, caseForUpdate, updateCase } from "./store.ts";

/** @throws conflict when somebody else changed it; refused when closed; invalid_input for an owner who works no cases. */
export async function changeCase(ctx: Context, input: ChangeCase): Promise<CaseHead> {
  requirePermission(ctx, "case.change");
  const { caseId, version, title, severity, status, ownerId } = ChangeCase.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const before = await caseForUpdate(tx, caseId);
    decideVersion(before.version, version, "case");
    decideChange(before);
    if (ownerId && !(await canWorkCases(tx, ownerId)))
      throw invalidInput([{ path: "ownerId", message: "Expected a person who works cases." }]);
    if (ownerId && !(await canSeeCase(tx, caseId, ownerId)))
      throw invalidInput([{ path: "ownerId", message: "Expected a member of this restricted case." }]);
    const changes: SQL[] = [];
    const detail: Record<string, unknown> = {};
    if (title !== undefined && title !== before.title) {
      changes.push(sql`title = ${title}`);
      detail["title"] = { from: before.title, to: title };
    }
    if (severity !== undefined && severity !== before.severity) {
      changes.push(sql`severity = ${severity}`);
      detail["severity"] = { from: before.severity, to: severity };
    }
    if (status !== undefined && status !== before.status) {
      changes.push(sql`status = ${status}`);
      detail["status"] = { from: before.status, to: status };
    }
    if (ownerId !== undefined && ownerId !== before.ownerId) {
      changes.push(sql`owner_id = ${ownerId}`);
      detail["ownerId"] = { from: before.ownerId, to: ownerId };
    }
    if (changes.length === 0) throw invalidInput([{ path: "body", message: "Expected a change." }]);
    const after = await updateCase(tx, caseId, sql.join(changes, sql`, `));
    await addToTimeline(tx, ctx, { caseId, kind: "changed", body: "", detail });
    await writeAudit(tx, ctx, { action: "case.change", objectType: "case", objectId: caseId, detail });
    return after;
  });
}
