// The receipt of a report that came by mail, made again for the acknowledgement: its digits are stored nowhere.
import { sql } from "drizzle-orm";
import type { Context } from "../platform/context/index.ts";
import { readOnly } from "../platform/db/index.ts";
import { systemSeed } from "./idempotency.ts";
import { deriveSecret } from "./receipts/derive-secret.ts";
import { formatReceipt } from "./receipts/model.ts";

/** `key` is the idempotency key with which the system handed the report in. Undefined when the report has no receipt. */
export async function receiptOfOwnReport(ctx: Context, reportId: string, key: string): Promise<string | undefined> {
  if (ctx.actor.kind !== "system") throw new Error("only the system writes receipts again");
  const [row] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ locator: string }>(sql`select locator from receipts where report_id = ${reportId}`),
  );
  return row && formatReceipt({ locator: row.locator, secret: deriveSecret(ctx.secrets, systemSeed(key)) });
}
