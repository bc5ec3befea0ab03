// Reading what is sensitive is an act too: a row for who opened it, once in a quarter of an hour for the same thing.
import type { Context } from "../context/index.ts";
import { withTransaction } from "../db/index.ts";
import { type AuditEntry, writeAudit } from "./write-audit.ts";

const quietMs = 15 * 60_000;
const mostRemembered = 50_000;

/** Person and object → when it was noted last; one memory for each database. */
const memories = new WeakMap<object, Map<string, number>>();

/**
 * Writes the row before what was read is given out; if it cannot be written, nothing is. Only people's reading is noted: machines have
 * acts of their own, and reporters read their own report.
 */
export async function noteReading(ctx: Context, entry: AuditEntry): Promise<void> {
  if (ctx.actor.kind !== "person") return;
  let memory = memories.get(ctx.db);
  if (!memory) memories.set(ctx.db, (memory = new Map()));
  const nowMs = ctx.now().getTime();
  const key = `${ctx.actor.personId} ${entry.action} ${entry.objectType} ${entry.objectId} ${JSON.stringify(entry.detail ?? {})}`;
  const last = memory.get(key);
  if (last !== undefined && nowMs - last < quietMs && nowMs >= last) return;
  await withTransaction(ctx, async (tx) => await writeAudit(tx, ctx, entry));
  // The oldest go first: a Map keeps the order in which keys came.
  memory.delete(key);
  memory.set(key, nowMs);
  for (const oldest of memory.keys()) {
    if (memory.size <= mostRemembered) break;
    memory.delete(oldest);
  }
}
