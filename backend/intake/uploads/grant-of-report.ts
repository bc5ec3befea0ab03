// The right to send files, for whoever has the report open with its receipt.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import { readReportToken } from "../receipts/report-token.ts";
import { signLocatorGrant } from "./grant.ts";

/** @param receiptToken of an opened receipt. @returns undefined when its half hour is over. */
export async function grantOfReport(ctx: Context, receiptToken: string): Promise<string | undefined> {
  const now = ctx.now();
  const reportId = readReportToken(ctx, receiptToken, now);
  if (reportId === undefined) return undefined;
  const [row] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ locator: string }>(
        sql`select locator from receipts where report_id = ${reportId} order by created_at limit 1`,
      ),
    "intake",
  );
  return row && signLocatorGrant(ctx, row.locator, now);
}
