// Rows of the register of processing, under the entity's own scope: entries with their newest version.
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import { iso } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { loadVocabulary } from "../law/index.ts";
import { ProcessingContent, type TraitView } from "./model.ts";

export interface EntryRow {
  id: string;
  organisationId: string;
  number: number;
  version: number;
  content: ProcessingContent;
  changedAt: string;
  endedAt: string | null;
  endedReason: string | null;
}

/** Entries of one organisation that the asker's scope shows, by number. */
export async function loadEntries(tx: Tx, organisationId: string, ids?: readonly string[]): Promise<EntryRow[]> {
  const wanted: SQL =
    ids === undefined
      ? sql`true`
      : sql`e.id in (${sql.join(
          ids.map((id) => sql`${id}`),
          sql`, `,
        )})`;
  if (ids?.length === 0) return [];
  const rows = await tx.execute<
    Omit<EntryRow, "content"> & { content: unknown } & Record<string, unknown>
  >(sql`select e.id, e.organisation_id as "organisationId", e.number, e.version, v.content,
      ${iso(sql`v.changed_at`)} as "changedAt", ${iso(sql`e.ended_at`)} as "endedAt", e.ended_reason as "endedReason"
    from processing_entries e join processing_versions v on v.entry_id = e.id and v.number = e.version
    where e.organisation_id = ${organisationId} and ${wanted} order by e.number`);
  return rows.map((row) => ({ ...row, content: ProcessingContent.parse(row.content) }));
}

/** @throws AppError not_found for an entry of somebody else. */
export async function loadEntry(tx: Tx, organisationId: string, id: string): Promise<EntryRow> {
  const [row] = await loadEntries(tx, organisationId, [id]);
  if (!row) throw notFound("processing");
  return row;
}

/** Names of what a processing can be marked with, in the list's order. */
export function knownTraits(): TraitView[] {
  return [...loadVocabulary("processing-traits").values()].map(({ id, names }) => ({
    id,
    name: { fr: names["fr"] ?? id, en: names["en"] ?? id, mn: names["mn"] ?? id },
  }));
}
