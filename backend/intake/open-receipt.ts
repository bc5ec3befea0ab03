// Opens a report by its receipt: slowly, seldom, and at the same cost whether the locator exists or not.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { readOnly, withTransaction } from "../platform/db/index.ts";
import { AppError } from "../platform/errors/index.ts";
import { timingSafeEqual } from "node:crypto";
import { sourceOf } from "./limits.ts";
import { memoryOf } from "./memory.ts";
import type { Visitor } from "./model.ts";
import { hmacSecret } from "./receipts/derive-secret.ts";
import { parseReceipt } from "./receipts/model.ts";
import { signReportToken } from "./receipts/report-token.ts";

/** Wrong tries of one source within a quarter of an hour. */
const mostTries = 10;

/**
 * A token that opens the report for 30 minutes, or undefined when the digits open none (or are no receipt: no try is counted then).
 * @throws AppError too_many_requests after ten wrong tries; unavailable when the line of those who wait is full.
 */
export async function openReceipt(ctx: Context, digits: string, visitor: Visitor): Promise<string | undefined> {
  requirePermission(ctx, "report.submit");
  const receipt = parseReceipt(digits);
  if (typeof receipt === "string") return undefined;

  const { receiptTries, hashPool } = memoryOf(ctx);
  const source = sourceOf(visitor.address);
  const nowMs = ctx.now().getTime();
  // Counted before it is known whether it is right, so that many at once are not all free.
  if (receiptTries.add(source, nowMs) > (visitor.isExempt ? mostTries * 10 : mostTries))
    throw new AppError("too_many_requests", "Too many wrong receipts were tried. Wait a while, then try again.", {
      retryAfterSeconds: receiptTries.waitMs(nowMs) / 1000,
    });
  const [row] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ report_id: string; secret_hmac: Buffer | null; secret_argon2: string | null }>(
        sql`select report_id, secret_hmac, secret_argon2 from receipts where locator = ${receipt.locator}`,
      ),
    "intake",
  );
  const hmac = hmacSecret(ctx.secrets, receipt.locator, receipt.secret);
  const isSealedRight = await hashPool.verify(hmac, row?.secret_argon2 ?? undefined);
  const isFreshRight = timingSafeEqual(row?.secret_hmac ?? Buffer.alloc(32), hmac);
  if (!row || !(isSealedRight || isFreshRight)) {
    await noteRefusal(ctx, row?.report_id);
    return undefined;
  }

  receiptTries.add(source, nowMs, -1);
  const reportId = row.report_id;
  const reporter: Context = { ...ctx, actor: { kind: "reporter", reportId } };
  const now = ctx.now();
  await withTransaction(reporter, async (tx) => {
    await tx.execute(sql`update reports set reporter_seen_before_at = reporter_seen_at, reporter_seen_at = ${now.toISOString()}::timestamptz
      where id = ${reportId}`);
    await writeAudit(tx, reporter, { action: "receipt.open", objectType: "report", objectId: reportId });
  });
  return signReportToken(ctx, reportId, now);
}

/** That a receipt was refused, and of which report, so that guessing is noticed; never who tried, never the digits. */
async function noteRefusal(ctx: Context, reportId: string | undefined): Promise<void> {
  requirePermission(ctx, "report.submit");
  const [objectType, objectId] = reportId === undefined ? ["receipt", "unknown"] : ["report", reportId];
  await withTransaction(
    ctx,
    async (tx) => await writeAudit(tx, ctx, { action: "receipt.refuse", objectType, objectId }),
    "intake",
  );
}
