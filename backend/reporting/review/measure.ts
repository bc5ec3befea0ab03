// Measurements: one number a target and year; a correction is a new row, and the old one stays beside it.
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { RecordMeasurement } from "./model.ts";
import { refuseSigned } from "./targets.ts";

export interface NewMeasurement {
  targetId: string;
  year: number;
  /** Decimal text. */
  value: string;
  /** YYYY-MM-DD. */
  measuredOn: string;
  source: string;
  origin: "member" | "request" | "import" | "figure";
  requestId?: string;
  snapshotId?: string;
  importId?: string;
  enteredBy: string | null;
}

export async function recordMeasurement(ctx: Context, input: unknown): Promise<{ id: string }> {
  requirePermission(ctx, "review.change");
  const wanted = RecordMeasurement.parse(input);
  const { personId } = requirePerson(ctx);
  return await withTransaction(ctx, async (tx) => {
    const id = await writeMeasurement(tx, ctx, { ...wanted, origin: "member", enteredBy: personId });
    await writeAudit(tx, ctx, {
      action: "review.measure",
      objectType: "strategy_target",
      objectId: wanted.targetId,
      detail: { year: wanted.year, measurementId: id },
    });
    return { id };
  });
}

/**
 * Writes one number; the one before it for the same target and year is marked as replaced.
 * @throws AppError not_found for a target that has ended or never was, refused when the year's review is signed.
 */
export async function writeMeasurement(tx: Tx, ctx: Context, wanted: NewMeasurement): Promise<string> {
  const [target] = await tx.execute<{ id: string }>(
    sql`select id from strategy_targets where id = ${wanted.targetId} and ended_at is null for update`,
  );
  if (!target) throw notFound("target");
  const [review] = await tx.execute<{ state: string }>(
    sql`select state from reviews where year = ${wanted.year} for share`,
  );
  refuseSigned(review?.state);
  const id = newId(ctx.now());
  await tx.execute(
    sql`update measurements set replaced_by = ${id} where target_id = ${wanted.targetId} and year = ${wanted.year} and replaced_by is null`,
  );
  await tx.execute(sql`insert into measurements (id, target_id, year, value, measured_on, source, origin, request_id, snapshot_id, import_id, entered_by, entered_at)
    values (${id}, ${wanted.targetId}, ${wanted.year}, ${wanted.value}, ${wanted.measuredOn}, ${wanted.source}, ${wanted.origin}, ${wanted.requestId ?? null},
      ${wanted.snapshotId ?? null}, ${wanted.importId ?? null}, ${wanted.enteredBy}, ${ctx.now().toISOString()}::timestamptz)`);
  return id;
}
