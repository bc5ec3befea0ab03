// Who speaks for the team, and whom of the press it tells: added and ended, by name.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { AddPressPerson } from "./model.ts";

/** Who may speak is a lead's word. @throws invalid_input by field. */
export async function addPressPerson(ctx: Context, input: AddPressPerson): Promise<{ id: string }> {
  requirePermission(ctx, "crisis.lead");
  const one = AddPressPerson.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const id = newId(ctx.now());
    await tx.execute(sql`insert into press_people (id, kind, name, place, topics, email, phone, languages, is_public, added_by, added_at)
      values (${id}, ${one.kind}, ${one.name}, ${one.place}, ${one.topics}, ${one.email}, ${one.phone}, ${sql.param([...new Set(one.languages)])}::text[], ${one.isPublic}::boolean,
        ${ctx.actor.kind === "person" ? ctx.actor.personId : null}, ${ctx.now().toISOString()}::timestamptz)`);
    const detail = { kind: one.kind, isPublic: one.isPublic };
    await writeAudit(tx, ctx, { action: "press.add", objectType: "press_person", objectId: id, detail });
    return { id };
  });
}

/** @throws not_found. */
export async function endPressPerson(ctx: Context, personId: string): Promise<void> {
  requirePermission(ctx, "crisis.lead");
  await withTransaction(ctx, async (tx) => {
    const gone = isId(personId)
      ? await tx.execute(
          sql`update press_people set ended_at = ${ctx.now().toISOString()}::timestamptz where id = ${personId} and ended_at is null returning 1`,
        )
      : [];
    if (gone.length === 0) throw notFound("press contact");
    await writeAudit(tx, ctx, { action: "press.end", objectType: "press_person", objectId: personId });
  });
}
