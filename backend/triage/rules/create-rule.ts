// Begins a rule at the desk: a draft that its author can change until it goes to test.
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { checkSource } from "./check-source.ts";
import { CreateRule } from "./requests/model.ts";

/** A draft may be wrong: its form is asked for when it goes to test. */
export async function createRule(ctx: Context, input: CreateRule): Promise<{ id: string; draftVersion: number }> {
  requirePermission(ctx, "rule.write");
  const { personId } = requirePerson(ctx);
  const { kind, source, samples, note } = CreateRule.parse(input);
  const id = newId(ctx.now());
  const title = checkSource(kind, source, id).facts?.title ?? "";
  return await withTransaction(ctx, async (tx) => {
    const at = ctx.now().toISOString();
    await tx.execute(sql`insert into rules (id, kind, origin, title, state, state_at, created_by, created_at)
      values (${id}, ${kind}, 'desk', ${title === "" ? "?" : title}, 'draft', ${at}::timestamptz, ${personId}, ${at}::timestamptz)`);
    await tx.execute(sql`insert into rule_drafts (rule_id, source, samples, note, written_by, edited_at)
      values (${id}, ${source}, ${JSON.stringify(samples)}::jsonb, ${note}, ${sql.param([personId])}::uuid[], ${at}::timestamptz)`);
    await writeAudit(tx, ctx, { action: "rule.create", objectType: "rule", objectId: id, detail: { kind, title } });
    return { id, draftVersion: 1 };
  });
}
