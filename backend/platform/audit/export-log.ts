// Writes the whole log with its newest checkpoint as JSON lines, so that somebody else can verify it without this server.
import { sql } from "drizzle-orm";
import type { Context } from "../context/index.ts";
import { readOnly } from "../db/index.ts";
import { notFound } from "../errors/index.ts";
import { logKey } from "./log-key.ts";
import { formatVerifierKey } from "./note.ts";
import { aboutOf, exportFormat } from "./proof/export.ts";
import { recordJson } from "./read-proof.ts";

interface Row extends Record<string, unknown> {
  seq: string;
  leaf: string;
  /** Null for padding. */
  id: string | null;
  record: Record<string, unknown>;
  object_type: string;
  object_id: string;
  salt: string | null;
  padding: string | null;
}

/**
 * Yields lines: a head `{format, verifierKey, checkpoint}`, then in order `{seq, record, salt}` for each row, `{seq, padding}` for padding,
 * and `{seq, destroyed, about, leaf}` where a row's content was destroyed.
 * @throws AppError not_found when nothing has been sealed yet.
 */
export async function* exportLog(ctx: Context): AsyncGenerator<string> {
  const [checkpoint] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ size: string; note: string }>(
        // Of the same size, the one that witnesses signed.
        sql`select c.size, coalesce(p.note, c.note) as note from audit_checkpoints c left join log_publications p on p.size = c.size
          order by c.size desc limit 1`,
      ),
    "system",
  );
  if (!checkpoint) throw notFound("sealed log");
  yield `${JSON.stringify({ format: exportFormat, verifierKey: formatVerifierKey(logKey(ctx, checkpoint.note)), checkpoint: checkpoint.note })}\n`;
  const size = Number(checkpoint.size);
  const page = 2_000;
  for (let from = 0; from < size; from += page) {
    const rows = await readOnly(
      ctx,
      async (tx) => await tx.execute<Row>(select(from, Math.min(size, from + page))),
      "system",
    );
    for (const row of rows) yield `${writeRow(row)}\n`;
  }
}

function writeRow(row: Row): string {
  const seq = Number(row.seq);
  if (row.id === null) return line({ seq, padding: row.padding });
  if (row.salt !== null) return line({ seq, record: row.record, salt: row.salt });
  const about = aboutOf({ objectType: row.object_type, objectId: row.object_id });
  return line({ seq, destroyed: row.id, about, leaf: row.leaf });
}

// Some readers end a line at U+2028 and U+2029, which JSON allows unescaped.
function line(value: unknown): string {
  return JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

function select(from: number, until: number) {
  return sql`select s.seq, encode(s.leaf_hash, 'hex') as leaf, s.audit_id as id, encode(s.padding_salt, 'hex') as padding,
      encode(l.salt, 'hex') as salt, l.object_type, l.object_id, ${recordJson(sql`l`)} as record
    from audit_sequence s left join audit_log l on l.id = s.audit_id where s.seq >= ${from} and s.seq < ${until} order by s.seq`;
}
