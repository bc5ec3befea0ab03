// Whose rows are that nobody holds, or that somebody said are not theirs: an officer says, or the register is asked again as it stands now.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { invalidInput, notFound } from "../../platform/errors/index.ts";
import { openHolderFinder } from "../../registry/index.ts";
import { type Holder, holdersOf, type PlacedRow } from "./find-row-holders.ts";
import { AttributeRows } from "./model.ts";
import { lockList } from "./store.ts";

/** @throws AppError not_found; invalid_input `lines` where one of them is no event of the list. */
export async function attributeRows(ctx: Context, listId: string, input: AttributeRows): Promise<void> {
  requirePermission(ctx, "notification.write");
  const { lines, constituentId } = AttributeRows.parse(input);
  await withTransaction(ctx, async (tx) => {
    await lockList(tx, listId, ["done"]);
    if (constituentId !== null) {
      const [known] = await tx.execute(
        sql`select 1 from constituents where id = ${constituentId} and ended_at is null`,
      );
      if (!known) throw notFound("constituent");
    }
    const changed =
      await tx.execute(sql`update findings_rows set constituent_id = ${constituentId}, is_disputed = false,
      attribution = ${constituentId === null ? "nobody" : "officer"}, attributed_by = ${ctx.actor.kind === "person" ? ctx.actor.personId : null}
      where list_id = ${listId} and outcome = 'kept' and line = any (${sql.param(lines)}::integer[]) returning line`);
    if (changed.length !== new Set(lines).size)
      throw invalidInput([{ path: "lines", message: "Expected rows of this list that were kept." }]);
    await writeAudit(tx, ctx, {
      action: "findings_list.attribute",
      objectType: "findings_list",
      objectId: listId,
      detail: { rows: changed.length, constituentId },
    });
  });
}

/** Asks the register again for what is nobody's or was given back. @returns how many rows have a holder now. */
export async function attributeAgain(ctx: Context, listId: string): Promise<{ found: number }> {
  requirePermission(ctx, "notification.write");
  return await withTransaction(ctx, async (tx) => {
    await lockList(tx, listId, ["done"]);
    const rows = await tx.execute<{ line: number; address: string; at: string; before: string | null }>(sql`
      select line, address, at, case when attribution = 'reopened' then constituent_id end as before from findings_rows
      where list_id = ${listId} and attribution in ('nobody', 'reopened') order by line limit 20000`);
    const placed: PlacedRow[] = rows.map(({ line, address, at }) => ({
      line,
      isRepeated: false,
      read: { ok: true, address, isIp: /^[\d.]+$|:/.test(address), port: null, at: new Date(at), what: "", detail: {} },
    }));
    const before = new Map(rows.map((row) => [row.line, row.before]));
    // Whoever said "not mine" is asked again only once the register says it anew by an officer.
    const held = [...(await holdersOf(tx, placed, openHolderFinder({ fewQuestions: 500 })))].filter(
      ([line, holder]) => before.get(line) !== holder.id,
    );
    await writeHolders(tx, listId, held);
    await writeAudit(tx, ctx, {
      action: "findings_list.attribute_again",
      objectType: "findings_list",
      objectId: listId,
      detail: { asked: rows.length, found: held.length },
    });
    return { found: held.length };
  });
}

async function writeHolders(tx: Tx, listId: string, held: readonly [number, Holder][]): Promise<void> {
  const values = held.map(([line, { id, isDisputed }]) => ({ line, id, is_disputed: isDisputed }));
  await tx.execute(sql`update findings_rows r set constituent_id = x.id, is_disputed = x.is_disputed, attribution = 'register'
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as x(line integer, id uuid, is_disputed boolean) where r.list_id = ${listId} and r.line = x.line`);
}
