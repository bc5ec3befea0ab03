// Takes a table of findings for a preview: reads it, proposes which column brings what. Nothing is an event yet.
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { readSheet } from "../../platform/sheets/index.ts";
import { ActOnList, ChangeList, type ListView } from "./model.ts";
import { proposeFindingMapping } from "./propose-mapping.ts";
import { viewOf } from "./read-lists.ts";
import { lockList, requireList } from "./store.ts";

export const keepFindingsJob = "coordination.keep_findings";
const mostSamples = 20;

/**
 * @param alsoWrite what belongs to it in the same transaction.
 * @throws AppError as `readSheet`; invalid_input `file` without rows.
 */
export async function takeList(
  ctx: Context,
  file: { bytes: Uint8Array; name: string },
  alsoWrite?: (tx: Tx, listId: string) => Promise<void>,
): Promise<ListView> {
  requirePermission(ctx, "notification.write");
  const read = await readSheet(file.bytes);
  if (read.rows.length === 0)
    throw invalidInput([{ path: "file", message: "Expected at least one row under the column names." }]);
  const samples = read.rows.slice(0, mostSamples).map(({ cells }) => cells.map((cell) => cell.slice(0, 300)));
  return await withTransaction(ctx, async (tx) => {
    const id = newId(ctx.now());
    const sha256 = createHash("sha256").update(file.bytes).digest();
    const name = file.name.slice(0, 200) || "file";
    await tx.execute(sql`insert into findings_lists (id, title, file_name, sha256, header, samples, mapping, file, row_count, state, created_by, created_at)
      values (${id}, ${name.replace(/\.[A-Za-z0-9]{1,5}$/, "") || name}, ${name}, ${sha256}, ${sql.param(read.header)}::text[], ${JSON.stringify(samples)}::jsonb,
        ${JSON.stringify(proposeFindingMapping(read.header, samples))}::jsonb, ${Buffer.from(file.bytes)}, ${read.rows.length}, 'preview',
        ${ctx.actor.kind === "person" ? ctx.actor.personId : null}, ${ctx.now().toISOString()}::timestamptz)`);
    await writeAudit(tx, ctx, {
      action: "findings_list.take",
      objectType: "findings_list",
      objectId: id,
      detail: { rows: read.rows.length, sha256: sha256.toString("hex") },
    });
    await alsoWrite?.(tx, id);
    return await viewOf(tx, ctx, await requireList(tx, id));
  });
}

/** What each column brings, and what holds for every row. @throws AppError not_found, conflict; invalid_input by field. */
export async function changeList(ctx: Context, listId: string, input: ChangeList): Promise<ListView> {
  requirePermission(ctx, "notification.write");
  const said = ChangeList.parse(input);
  const fields = Object.values(said.mapping);
  if (fields.some((field, at) => field !== "detail" && fields.indexOf(field) !== at))
    throw invalidInput([{ path: "mapping", message: "Expected each of address, port, at and what in one column." }]);
  return await withTransaction(ctx, async (tx) => {
    await lockList(tx, listId, ["preview"], said.version);
    await tx.execute(sql`update findings_lists set title = ${said.title}, source = ${said.source}, marking = ${said.marking}, default_what = ${said.defaultWhat},
      default_at = ${said.defaultAt}::timestamptz, keep_days = ${said.keepDays}, mapping = ${JSON.stringify(said.mapping)}::jsonb, version = version + 1 where id = ${listId}`);
    await writeAudit(tx, ctx, { action: "findings_list.change", objectType: "findings_list", objectId: listId });
    return await viewOf(tx, ctx, await requireList(tx, listId));
  });
}

/** Keeps the rows as events; the work is the worker's. @throws AppError not_found, conflict; refused without a column of addresses. */
export async function startList(ctx: Context, listId: string, input: ActOnList): Promise<ListView> {
  requirePermission(ctx, "notification.write");
  const { version } = ActOnList.parse(input);
  return await withTransaction(ctx, async (tx) => {
    await lockList(tx, listId, ["preview"], version);
    const { mapping } = await requireList(tx, listId);
    if (!Object.values(mapping).includes("address"))
      throw new AppError("refused", "Say which column brings the address.", {
        words: "notify.refused.no_address_column",
      });
    await tx.execute(
      sql`update findings_lists set state = 'running', version = version + 1, started_at = ${ctx.now().toISOString()}::timestamptz where id = ${listId}`,
    );
    await addJob(tx, keepFindingsJob, { listId }, { key: `findings:${listId}` });
    await writeAudit(tx, ctx, { action: "findings_list.start", objectType: "findings_list", objectId: listId });
    return await viewOf(tx, ctx, await requireList(tx, listId));
  });
}

/** Forgets a list that was only looked at. */
export async function forgetList(ctx: Context, listId: string): Promise<void> {
  requirePermission(ctx, "notification.write");
  await withTransaction(ctx, async (tx) => {
    await lockList(tx, listId, ["preview"]);
    await tx.execute(sql`delete from findings_lists where id = ${listId}`);
    await writeAudit(tx, ctx, { action: "findings_list.forget", objectType: "findings_list", objectId: listId });
  });
}
