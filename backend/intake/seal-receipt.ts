// The first job of a report: what is kept of its secret becomes argon2id, and the quick HMAC goes.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { readOnly, withTransaction } from "../platform/db/index.ts";
import { memoryOf } from "./memory.ts";

/** Idempotent: a receipt that is sealed already stays as it is. */
export async function sealReceipt(ctx: Context, reportId: string): Promise<void> {
  requirePermission(ctx, "report.submit");
  const [row] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ secret_hmac: Buffer | null }>(
        sql`select secret_hmac from receipts where report_id = ${reportId}`,
      ),
  );
  if (!row?.secret_hmac) return;
  // Hashed outside the transaction: it takes tens of milliseconds.
  const phc = await memoryOf(ctx).hashPool.hash(row.secret_hmac);
  await withTransaction(ctx, async (tx) => {
    const sealed = await tx.execute(sql`update receipts set secret_argon2 = ${phc}, secret_hmac = null
      where report_id = ${reportId} and secret_argon2 is null returning locator`);
    if (sealed.length > 0)
      await writeAudit(tx, ctx, { action: "receipt.seal", objectType: "report", objectId: reportId });
  });
}
