// Reads a list that was taken in and puts it into force in place of its former edition; a file that cannot be used changes nothing.
import { rmSync } from "node:fs";
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { type Edition, type ImportView, keptRefusals } from "./model.ts";
import { makeSnapshot, placeOf } from "./snapshot-of.ts";
import { editionColumns } from "./store.ts";

interface WaitingEdition extends Edition, Record<string, unknown> {
  feedId: string;
  isHunted: boolean;
  askedBy: string | null;
}

/** How an import ended, whoever ran it. */
export type ImportOutcome = Pick<
  ImportView,
  "state" | "error" | "format" | "entries" | "refusedCount" | "refused" | "skipped"
>;

/**
 * Does nothing twice: an edition that is no longer waiting is left as it is.
 * `onLive` runs in the same transaction once the edition is in force.
 */
export async function runImport(
  ctx: Context,
  importId: string,
  onLive: (tx: Tx, edition: { feedId: string; title: string; askedBy: string | null }) => Promise<void>,
): Promise<ImportOutcome> {
  requirePermission(ctx, "indicator.import");
  const edition = await loadWaiting(ctx, importId);
  if (edition === undefined) return await outcomeOf(ctx, importId);
  const read = await makeSnapshot(ctx, edition);
  const now = ctx.now().toISOString();
  await withTransaction(ctx, async (tx) => {
    // The command line and the worker may both have begun: whoever comes second leaves it.
    const [waiting] = await tx.execute(
      sql`select 1 from indicator_imports where id = ${importId} and state = 'waiting' for update`,
    );
    if (waiting === undefined) return;
    if (typeof read === "string") {
      await tx.execute(
        sql`update indicator_imports set state = 'refused', error = ${read.slice(0, 2_000)}, finished_at = ${now}::timestamptz where id = ${importId} and state = 'waiting'`,
      );
      await writeAudit(tx, ctx, entryOf(edition, { state: "refused" }));
      rmSync(placeOf(ctx, edition.id), { force: true });
      return;
    }
    const refused = JSON.stringify(read.refused.slice(0, keptRefusals).map(cleaned));
    await tx.execute(sql`update indicator_imports set state = 'done', format = ${read.format}, entries = ${read.entries}, refused_count = ${read.refused.length},
      refused = ${refused}::jsonb, skipped = ${JSON.stringify(read.skipped)}::jsonb, finished_at = ${now}::timestamptz where id = ${importId} and state = 'waiting'`);
    const [former] = await tx.execute<{ id: string | null }>(
      sql`select active_import as id from indicator_feeds where id = ${edition.feedId} for update`,
    );
    await tx.execute(
      sql`update indicator_feeds set active_import = ${importId}, ended_at = null, ended_by = null, end_reason = '' where id = ${edition.feedId}`,
    );
    await writeAudit(
      tx,
      ctx,
      entryOf(edition, {
        state: "done",
        entries: read.entries,
        refused: read.refused.length,
        former: former?.id ?? null,
      }),
    );
    if (edition.isHunted && read.hasIndicators) await onLive(tx, edition);
  });
  return await outcomeOf(ctx, importId);
}

function entryOf(edition: WaitingEdition, detail: Record<string, unknown>) {
  return {
    action: "indicator.import",
    objectType: "indicator_feed",
    objectId: edition.feedId,
    detail: { importId: edition.id, name: edition.name, ...detail },
  };
}

/** @throws not_found */
async function outcomeOf(ctx: Context, importId: string): Promise<ImportOutcome> {
  const [row] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<ImportOutcome & Record<string, unknown>>(
        sql`select state, error, format, entries, refused_count as "refusedCount", refused, skipped from indicator_imports where id = ${importId}`,
      ),
  );
  if (!row) throw notFound("import of a list");
  return row;
}

async function loadWaiting(ctx: Context, importId: string): Promise<WaitingEdition | undefined> {
  const [row] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<WaitingEdition>(sql`select ${editionColumns}, i.feed_id as "feedId", i.is_hunted as "isHunted", i.asked_by as "askedBy"
      from indicator_imports i join indicator_feeds f on f.id = i.feed_id where i.id = ${importId} and i.state = 'waiting'`),
  );
  return row;
}

/** PostgreSQL holds no NUL and no half surrogate, and a file may hold both. */
function cleaned({ field, reason }: { field: string; reason: string }): { field: string; reason: string } {
  const clean = (text: string): string => text.replaceAll("\0", "\uFFFD").toWellFormed().slice(0, 300);
  return { field: clean(field), reason: clean(reason) };
}
