// Walks everything that is stored, report by report: texts, values, files and the events in them, for hunts and back-tests.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly } from "../../platform/db/index.ts";
import type { ObservableKind, ObservableRole } from "../model.ts";

/** A value that triage put down for a report, with its place in the part it was found in. */
export interface StoredObservable {
  kind: ObservableKind;
  value: string;
  raw: string;
  role: ObservableRole;
  part: string;
  start: number;
  end: number;
}

export interface StoredFile {
  id: string;
  /** As findings call it: "files/<name>". */
  name: string;
  /** Where its bytes lie; the file may be gone when its keeping time is over. */
  path: string;
}

export interface StoredReport {
  id: string;
  reference: string;
  receivedAt: Date;
  /** When it happened, or where that was not said, when it was received: what attribution asks for. */
  happenedAt: Date;
  subject: string;
  description: string;
  /** In the order of their places; as the last triage left them. */
  observables: StoredObservable[];
  files: StoredFile[];
}

export interface WalkRange {
  /** Reports received at or after this time; all of them where left out. */
  since?: Date;
  /** Reports received before this time, so that a walk has an end while new ones come in. */
  until: Date;
}

interface ReportRow extends Record<string, unknown> {
  id: string;
  reference: string;
  received_at: string;
  happened_at: string;
  cursor: string;
  subject: string;
  description: string;
  observables: StoredObservable[];
  files: { id: string; name: string; objectId: string }[];
}

/** Reports read in one short transaction; between two pages nothing is held. */
const pageSize = 40;

/** How many reports a walk over `range` will give: the whole of its progress. */
export async function countStored(ctx: Context, range: WalkRange): Promise<number> {
  const [row] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ count: number }>(sql`select count(*)::int as count from reports r where ${within(range)}`),
  );
  return row?.count ?? 0;
}

/**
 * Gives every stored report of `range`, the newest first. Memory holds one page; files are only named, and opened by who
 * needs them: `readStoredEvents` for logs, a YARA pool's `scan({ name, input: { path } })` for everything in them.
 * To stop, leave the loop. Call it under a scope that sees reports (a job, or staff).
 */
export async function* walkStored(ctx: Context, range: WalkRange): AsyncGenerator<StoredReport> {
  let cursor: { at: string; id: string } | null = null;
  for (;;) {
    const rows: ReportRow[] = await readPage(ctx, range, cursor);
    for (const row of rows) yield toReport(ctx, row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return;
    cursor = { at: last.cursor, id: last.id };
  }
}

async function readPage(
  ctx: Context,
  range: WalkRange,
  cursor: { at: string; id: string } | null,
): Promise<ReportRow[]> {
  const beyond =
    cursor === null ? sql`true` : sql`(r.received_at, r.id) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`;
  // The cursor keeps microseconds, which a Date would lose.
  return await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<ReportRow>(sql`
    select r.id, r.reference, r.subject, r.description, r.received_at::text as cursor, ${iso(sql`r.received_at`)} as received_at,
      ${iso(sql`coalesce(r.occurred_at, r.received_at)`)} as happened_at,
      coalesce((select jsonb_agg(jsonb_build_object('kind', o.kind, 'value', o.value, 'raw', o.raw, 'role', o.role, 'part', o.part,
        'start', o.start_offset, 'end', o.end_offset) order by o.part, o.start_offset) from observables o where o.report_id = r.id), '[]') as observables,
      coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'objectId', f.object_id) order by f.added_at, f.id)
        from report_files f where f.report_id = r.id), '[]') as files
    from reports r where ${within(range)} and ${beyond}
    order by r.received_at desc, r.id desc limit ${pageSize}`),
  );
}

function within({ since, until }: WalkRange) {
  const from = since === undefined ? sql`true` : sql`r.received_at >= ${since.toISOString()}::timestamptz`;
  return sql`r.received_at < ${until.toISOString()}::timestamptz and ${from}`;
}

function toReport(ctx: Context, row: ReportRow): StoredReport {
  return {
    id: row.id,
    reference: row.reference,
    receivedAt: new Date(row.received_at),
    happenedAt: new Date(row.happened_at),
    subject: row.subject,
    description: row.description,
    observables: row.observables,
    files: row.files.map(({ id, name, objectId }) => ({
      id,
      name: `files/${name}`,
      path: ctx.objects.path(objectId),
    })),
  };
}
