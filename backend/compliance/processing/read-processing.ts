// Reading the register of processing: the list with hints, one entry with everything that it was.
import { foldLetters } from "../../platform/words/fold-letters.ts";
import { sql } from "drizzle-orm";
import { may, requirePermission, requirePerson } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly } from "../../platform/db/index.ts";
import {
  findHints,
  ProcessingContent,
  type ProcessingList,
  type ProcessingPage,
  ProcessingQuery,
  type ProcessingRow,
} from "./model.ts";
import { type EntryRow, knownTraits, loadEntries, loadEntry } from "./store.ts";

function viewRow(row: EntryRow, now: Date): ProcessingRow {
  const { id, number, version, changedAt, endedAt, content } = row;
  const hints = endedAt === null ? findHints(content, new Date(changedAt), now) : [];
  return { ...content, id, number, version, changedAt, endedAt, hints };
}

/** By number; what has ended comes last. The text is looked for in titles, purposes and recipients. */
export async function listProcessing(ctx: Context, query: ProcessingQuery): Promise<ProcessingList> {
  requirePermission(ctx, "processing.read");
  const { text, role, state } = ProcessingQuery.parse(query);
  const { organisationId } = requirePerson(ctx);
  const wanted = foldLetters(text?.trim() ?? "");
  const rows = await readOnly(ctx, async (tx) => await loadEntries(tx, organisationId));
  const found = rows.filter(({ content, endedAt }) => {
    if (role !== undefined && content.role !== role) return false;
    if (state !== undefined && (endedAt === null) !== (state === "running")) return false;
    return [content.title, content.purposes, content.recipients, content.forWhom].some((it) =>
      foldLetters(it).includes(wanted),
    );
  });
  const ordered = found.toSorted((a, b) => Number(a.endedAt !== null) - Number(b.endedAt !== null));
  return {
    rows: ordered.map((row) => viewRow(row, ctx.now())),
    traits: knownTraits(),
    mayChange: may(ctx, "processing.change"),
  };
}

/** @throws AppError not_found for an entry of somebody else. */
export async function readProcessingEntry(ctx: Context, id: string): Promise<ProcessingPage> {
  requirePermission(ctx, "processing.read");
  const { organisationId } = requirePerson(ctx);
  return await readOnly(ctx, async (tx) => {
    const entry = await loadEntry(tx, organisationId, id);
    const versions = await tx.execute<
      { number: number; content: unknown; note: string; changedBy: string; changedAt: string } & Record<string, unknown>
    >(sql`select v.number, v.content, v.note, coalesce(p.name, '') as "changedBy", ${iso(sql`v.changed_at`)} as "changedAt"
      from processing_versions v left join people p on p.id = v.changed_by where v.entry_id = ${id} order by v.number desc`);
    return {
      entry: viewRow(entry, ctx.now()),
      endedReason: entry.endedReason,
      versions: versions.map((row) => ({ ...row, content: ProcessingContent.parse(row.content) })),
      traits: knownTraits(),
      mayChange: may(ctx, "processing.change") && entry.endedAt === null,
    };
  });
}
