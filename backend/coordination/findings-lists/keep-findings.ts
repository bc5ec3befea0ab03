// Keeps a list's rows as events, some thousand in a transaction, each with its holder at its own time; a crash goes on where it stopped.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { readSheet, type SheetRow } from "../../platform/sheets/index.ts";
import { type HolderFinder, openHolderFinder } from "../../registry/index.ts";
import type { FindingMapping } from "./model.ts";
import { type FindingFrame, readFinding } from "./read-finding.ts";
import { type Holder, holdersOf, type PlacedRow } from "./find-row-holders.ts";
import { keepFindingsJob } from "./take-list.ts";

const Payload = z.object({ listId: z.string().refine(isId) });
const rowsAStep = 5_000;

interface Running extends Record<string, unknown> {
  file: Buffer | string;
  header: string[];
  mapping: FindingMapping;
  defaultWhat: string | null;
  defaultAt: string | null;
}

/** Two workers at one list take turns: its row is locked for each step. */
export async function keepFindings(ctx: Context, payload: unknown): Promise<void> {
  const { listId } = Payload.parse(payload);
  const [list] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<Running>(sql`select encode(file, 'base64') as file, header, mapping, default_what as "defaultWhat", default_at as "defaultAt"
        from findings_lists where id = ${listId} and state = 'running'`),
  );
  if (!list) return;
  const sheet = await readSheet(Buffer.from(String(list.file), "base64"));
  const frame: FindingFrame = {
    header: list.header,
    mapping: list.mapping,
    defaultWhat: list.defaultWhat,
    defaultAt: list.defaultAt === null ? null : new Date(list.defaultAt),
    now: ctx.now(),
  };
  const finder = openHolderFinder({ fewQuestions: 500 });
  const read = readAll(sheet.rows, frame);
  let at = 0;
  while (at >= 0) at = await keepStep(ctx, listId, read, finder);
}

/** The same finding twice in one list is one. */
function readAll(rows: readonly SheetRow[], frame: FindingFrame): PlacedRow[] {
  const seen = new Set<string>();
  return rows.map(({ line, cells }) => {
    const read = readFinding(cells, frame);
    if (!read.ok) return { line, read, isRepeated: false };
    const key = JSON.stringify([read.address, read.port, read.at.getTime(), read.what, read.detail]);
    const isRepeated = seen.has(key);
    seen.add(key);
    return { line, read, isRepeated };
  });
}

/** @returns where to go on; -1 at the end. */
async function keepStep(
  ctx: Context,
  listId: string,
  rows: readonly PlacedRow[],
  finder: HolderFinder,
): Promise<number> {
  requirePermission(ctx, "notification.write");
  return await withTransaction(ctx, async (tx) => {
    const [list] = await tx.execute<{ next: number }>(
      sql`select next_line as next from findings_lists where id = ${listId} and state = 'running' for update`,
    );
    if (!list) return -1;
    const step = rows.slice(list.next, list.next + rowsAStep);
    if (step.length > 0) await writeRows(tx, listId, step, await holdersOf(tx, step, finder));
    const next = list.next + step.length;
    const isOver = next >= rows.length;
    await tx.execute(
      isOver
        ? sql`update findings_lists set next_line = ${next}, state = 'done', file = null, samples = '[]', ended_at = ${ctx.now().toISOString()}::timestamptz,
            version = version + 1 where id = ${listId}`
        : sql`update findings_lists set next_line = ${next} where id = ${listId}`,
    );
    await writeAudit(tx, ctx, {
      action: isOver ? "findings_list.done" : "findings_list.rows",
      objectType: "findings_list",
      objectId: listId,
      detail: { rows: step.length },
    });
    return isOver ? -1 : next;
  });
}

async function writeRows(
  tx: Tx,
  listId: string,
  rows: readonly PlacedRow[],
  holders: ReadonlyMap<number, Holder>,
): Promise<void> {
  const values = rows.map(({ line, read, isRepeated }) => {
    if (!read.ok)
      return { line, outcome: "refused", field: read.field, expected: read.expected, said: read.said, detail: {} };
    const { address, port, what, detail } = read;
    const holder = isRepeated ? undefined : holders.get(line);
    return {
      line,
      outcome: isRepeated ? "repeated" : "kept",
      address,
      port,
      at: read.at.toISOString(),
      what,
      detail,
      constituent_id: holder?.id ?? null,
      is_disputed: holder?.isDisputed ?? false,
      attribution: isRepeated ? null : holder ? "register" : "nobody",
    };
  });
  await tx.execute(sql`insert into findings_rows (list_id, line, outcome, field, expected, said, address, port, at, what, detail, constituent_id, is_disputed, attribution)
    select ${listId}, x.line, x.outcome, x.field, x.expected, x.said, x.address, x.port, x.at, x.what, x.detail, x.constituent_id, coalesce(x.is_disputed, false), x.attribution
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as x(line integer, outcome text, field text, expected text, said text, address text, port integer,
      at timestamptz, what text, detail jsonb, constituent_id uuid, is_disputed boolean, attribution text) on conflict (list_id, line) do nothing`);
}

/** Takes up what a crash left: a job that waits already is only one. */
export async function resumeFindings(ctx: Context): Promise<void> {
  requirePermission(ctx, "notification.write");
  await withTransaction(ctx, async (tx) => {
    const open = await tx.execute<{ id: string }>(sql`select id from findings_lists where state = 'running'`);
    for (const { id } of open) {
      await addJob(tx, keepFindingsJob, { listId: id }, { key: `findings:${id}` });
      await writeAudit(tx, ctx, { action: "findings_list.resume", objectType: "findings_list", objectId: id });
    }
  });
}

/** Lists whose time is over lose their rows; what runs told of them stays as numbers. Previews that nobody kept go whole after 30 days. */
export async function tidyFindings(ctx: Context): Promise<void> {
  requirePermission(ctx, "notification.write");
  const now = ctx.now().toISOString();
  await withTransaction(ctx, async (tx) => {
    const gone = await tx.execute(
      sql`delete from findings_lists where state = 'preview' and created_at < ${now}::timestamptz - interval '30 days' returning id`,
    );
    const emptied = await tx.execute<{
      id: string;
    }>(sql`update findings_lists set state = 'emptied', emptied_at = ${now}::timestamptz, version = version + 1
      where state = 'done' and ended_at < ${now}::timestamptz - make_interval(days => keep_days) returning id`);
    for (const { id } of emptied) await tx.execute(sql`delete from findings_rows where list_id = ${id}`);
    if (gone.length + emptied.length > 0)
      await writeAudit(tx, ctx, {
        action: "findings_list.tidy",
        objectType: "findings_list",
        objectId: "all",
        detail: { forgotten: gone.length, emptied: emptied.length },
      });
  });
}
