// Brings a file into the timeline: a table (CSV, XLSX, JSON) or what `toguna scan` printed. A trial says what would come of it; the same row is never taken twice.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { readSheet } from "../../platform/sheets/index.ts";
import { addToTimeline, personOf } from "../store.ts";
import { openCaseOf } from "../work/open-case-of.ts";
import { refusal } from "../work/rules.ts";
import { eventLimits, type ImportAnswer, ImportAsked } from "./model.ts";
import { type NewEvent, readRows, readScan, type ReadRows } from "./read-rows.ts";
import { countEvents } from "./store.ts";

/** @throws too_large; invalid_input `file`; refused when the case is closed or more came than a timeline takes; not_found. */
export async function importEvents(
  ctx: Context,
  caseId: string,
  request: Request,
  query: ImportAsked,
): Promise<ImportAnswer> {
  requirePermission(ctx, "case.change");
  const asked = ImportAsked.parse(query);
  const { kind, headings, read } = await readFile(await readBytes(request), asked);
  const isTrial = asked.isTrial === "true";
  const answer = (known: number): ImportAnswer => ({
    kind,
    headings,
    taken: read.taken,
    added: read.events.length - known,
    known,
    first: read.events.slice(0, 5).map(({ happenedAt, title, source }) => ({ happenedAt, title, source })),
    refused: read.problems.length,
    problems: read.problems.slice(0, eventLimits.shownProblems),
  });
  if (isTrial)
    return await readOnly(ctx, async (tx) => {
      const rows = await tx.execute(sql`select 1 from cases where id = ${caseId}`);
      if (rows.length === 0) throw notFound("case");
      return answer(await countKnown(tx, caseId, read.events));
    });
  if (read.events.length === 0)
    throw invalidInput([
      { path: "file", message: read.problems[0]?.message ?? "Expected lines that say when something happened." },
    ]);
  return await withTransaction(ctx, async (tx) => {
    await openCaseOf(tx, caseId);
    const known = await countKnown(tx, caseId, read.events);
    if ((await countEvents(tx, caseId)) + read.events.length - known > eventLimits.events)
      throw refusal("too_many_events", "A timeline takes 2,000 entries.");
    await insertEvents(tx, ctx, caseId, asked.zone, read.events);
    const told = { added: read.events.length - known, known, refused: read.problems.length };
    await addToTimeline(tx, ctx, { caseId, kind: "events_imported", body: String(told.added), detail: told });
    await writeAudit(tx, ctx, { action: "case.import_events", objectType: "case", objectId: caseId, detail: told });
    return answer(known);
  });
}

async function insertEvents(
  tx: Tx,
  ctx: Context,
  caseId: string,
  zone: string,
  events: readonly NewEvent[],
): Promise<void> {
  const now = ctx.now().toISOString();
  const rows = events.map(({ line: _line, ...event }) => ({ id: newId(ctx.now()), ...event }));
  await tx.execute(sql`insert into case_events (id, case_id, happened_at, zone, category, title, body, source, import_key, created_by, created_at, changed_by, changed_at)
    select e.id, ${caseId}, e."happenedAt", ${zone}, e.category, e.title, e.body, e.source, e."importKey", ${personOf(ctx)}, ${now}::timestamptz, ${personOf(ctx)}, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as e(id uuid, "happenedAt" timestamptz, category text, title text, body text, source text, "importKey" text)
    on conflict do nothing`);
}

async function countKnown(tx: Tx, caseId: string, events: readonly NewEvent[]): Promise<number> {
  const keys = sql.param(events.map(({ importKey }) => importKey));
  const [count] = await tx.execute<{ n: number }>(
    sql`select count(*)::int as n from case_events where case_id = ${caseId} and import_key = any(${keys}::text[])`,
  );
  return count?.n ?? 0;
}

async function readFile(
  bytes: Uint8Array,
  asked: ImportAsked,
): Promise<{ kind: ImportAnswer["kind"]; headings: string[]; read: ReadRows }> {
  const scan = readScan(new TextDecoder().decode(bytes));
  if (scan) return { kind: "scan", headings: [], read: scan };
  const sheet = await readSheet(bytes, { limits: { fileBytes: eventLimits.fileBytes, rows: 10_000 } });
  return { kind: "table", headings: sheet.header.filter((name) => name !== ""), read: readRows(sheet, asked) };
}

/** Counted while it comes, since a sender need not say how long it is. */
async function readBytes(request: Request): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (request.body as unknown as AsyncIterable<Uint8Array> | null) ?? []) {
    size += part.length;
    if (size > eventLimits.fileBytes) throw new AppError("too_large", "A file for the timeline may have 5 MB.");
    parts.push(part);
  }
  if (size === 0) throw invalidInput([{ path: "file", message: "Expected a file that is not empty." }]);
  return Buffer.concat(parts);
}
