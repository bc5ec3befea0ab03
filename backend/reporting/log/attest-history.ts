// The whole history of one object as a file: the log first states, in a row of its own, which rows that history has; leaving one out would be a provable lie.
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import {
  findCheckpointOver,
  formatVerifierKey,
  logKey,
  readInclusionPath,
  recordJson,
  sealLog,
  writeAudit,
} from "../../platform/audit/index.ts";
import { toBase64 } from "../../platform/audit/proof/bytes.ts";
import { historyAct, type HistoryHead, historyFormat, summarise } from "../../platform/audit/proof/history.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { AttestHistory } from "./model.ts";

const mostRows = 10_000;

/** The text of a `toguna-log-history/1` file. @throws not_found when nothing about it is sealed; too_large; unavailable when sealing stands still. */
export async function attestHistory(ctx: Context, input: AttestHistory): Promise<string> {
  requirePermission(ctx, "log.read");
  const about = AttestHistory.parse(input);
  const rowsAbout = sql`select count(*)::int as n from audit_log l where l.object_type = ${about.objectType} and l.object_id = ${about.objectId}`;
  const [visible] = await readOnly(ctx, async (tx) => await tx.execute<{ n: number }>(rowsAbout));
  const { statementId, size } = await withTransaction(
    ctx,
    async (tx) => {
      const [all] = await tx.execute<{ n: number }>(rowsAbout);
      // Only who may know of every row gets the statement that these are all.
      if ((visible?.n ?? 0) < (all?.n ?? 0)) throw notFound("history of this object");
      const [newest] = await tx.execute<{ size: string }>(sql`select max(size) as size from audit_checkpoints`);
      const before = Number(newest?.size ?? 0);
      const leaves = await tx.execute<{
        leaf: Buffer;
      }>(sql`select s.leaf_hash as leaf from audit_log l join audit_sequence s on s.audit_id = l.id
      where l.object_type = ${about.objectType} and l.object_id = ${about.objectId} and s.seq < ${before} order by s.seq limit ${mostRows + 1}`);
      if (leaves.length === 0) throw notFound("history of this object");
      if (leaves.length > mostRows)
        throw new AppError("too_large", `A history has at most ${mostRows} rows; export the whole log instead.`);
      const detail = { size: before, ...summarise(leaves.map(({ leaf }) => Uint8Array.from(leaf))) };
      const { id } = await writeAudit(tx, ctx, { action: historyAct, ...about, detail });
      return { statementId: id, size: before };
    },
    "system",
  );
  const index = await waitForPlace(ctx, statementId);
  return await readOnly(ctx, async (tx) => await writeHistory(tx, ctx, about, size, index), "system");
}

async function waitForPlace(ctx: Context, auditId: string): Promise<number> {
  for (let tries = 0; tries < 60; tries++) {
    const [row] = await readOnly(
      ctx,
      async (tx) => await tx.execute<{ seq: string }>(sql`select seq from audit_sequence where audit_id = ${auditId}`),
      "system",
    );
    if (row) return Number(row.seq);
    // The worker seals; should it be busy, this does.
    if ((await sealLog(ctx)) === 0) await sleep(100);
  }
  throw new AppError("unavailable", "The log is not sealed at this moment. Try again.", { retryAfterSeconds: 10 });
}

interface Row extends Record<string, unknown> {
  seq: string;
  leaf: string;
  salt: string | null;
  record: unknown;
}

async function writeHistory(
  tx: Tx,
  ctx: Context,
  about: AttestHistory,
  size: number,
  statement: number,
): Promise<string> {
  const checkpoint = await findCheckpointOver(tx, statement);
  if (!checkpoint) throw new Error("a row with a place has a checkpoint over it");
  const head: HistoryHead = {
    format: historyFormat,
    verifierKey: formatVerifierKey(logKey(ctx, checkpoint.note)),
    checkpoint: checkpoint.note,
    ...about,
  };
  const rows =
    await tx.execute<Row>(sql`select s.seq, encode(s.leaf_hash, 'hex') as leaf, encode(l.salt, 'hex') as salt, ${recordJson(sql`l`)} as record
    from audit_log l join audit_sequence s on s.audit_id = l.id where l.object_type = ${about.objectType} and l.object_id = ${about.objectId}
      and (s.seq < ${size} or s.seq = ${statement}) order by s.seq`);
  const lines = [JSON.stringify(head)];
  for (const { seq, leaf, salt, record } of rows) {
    const index = Number(seq);
    const proof = (await readInclusionPath(tx, index, checkpoint.size)).map(toBase64);
    lines.push(JSON.stringify(salt === null ? { index, leaf, proof } : { index, record, salt, proof }));
  }
  return `${lines.join("\n")}\n`;
}
