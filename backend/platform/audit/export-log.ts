// Writes the whole log with its newest checkpoint as JSON lines, so that somebody else can verify it without this server.
import { sql } from "drizzle-orm";
import type { Context } from "../context/index.ts";
import { readOnly } from "../db/index.ts";
import { notFound } from "../errors/index.ts";
import { logKey } from "./log-key.ts";
import { formatVerifierKey } from "./note.ts";

interface Row extends Record<string, unknown> {
  seq: string;
  record: Record<string, unknown>;
  salt: string;
}

/**
 * Yields lines: a head `{format, verifierKey, checkpoint}`, then `{seq, record, salt}` for each row in order.
 * @throws AppError not_found when nothing has been sealed yet.
 */
export async function* exportLog(ctx: Context): AsyncGenerator<string> {
  const [checkpoint] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ size: string; note: string }>(
        sql`select size, note from audit_checkpoints order by size desc limit 1`,
      ),
    "system",
  );
  if (!checkpoint) throw notFound("sealed log");
  yield `${JSON.stringify({ format: "toguna-log-export/1", verifierKey: formatVerifierKey(logKey(ctx, checkpoint.note)), checkpoint: checkpoint.note })}\n`;
  const size = Number(checkpoint.size);
  const page = 2_000;
  for (let from = 0; from < size; from += page) {
    const rows = await readOnly(
      ctx,
      async (tx) => await tx.execute<Row>(select(from, Math.min(size, from + page))),
      "system",
    );
    for (const row of rows) yield `${line({ seq: Number(row.seq), record: row.record, salt: row.salt })}\n`;
  }
}

// Some readers end a line at U+2028 and U+2029, which JSON allows unescaped.
function line(value: unknown): string {
  return JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

function select(from: number, until: number) {
  return sql`select s.seq, encode(l.salt, 'hex') as salt, jsonb_build_object(
      'id', l.id, 'at', to_char(l.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'actorKind', l.actor_kind, 'actorId', l.actor_id,
      'organisationId', l.organisation_id, 'action', l.action, 'objectType', l.object_type, 'objectId', l.object_id, 'requestId', l.request_id, 'detail', l.detail) as record
    from audit_sequence s join audit_log l on l.id = s.audit_id where s.seq >= ${from} and s.seq < ${until} order by s.seq`;
}
