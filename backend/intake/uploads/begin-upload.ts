// Begins a file in pieces for a report: whoever has its receipt open, or the grant that came with it, gets an address of its own for the file.
import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { checkFiles, cleanFileName, cleanMediaType } from "../rules.ts";
import { readReportToken } from "../receipts/report-token.ts";
import { requireDiskSpace } from "../store-file.ts";
import { filesOfReport } from "../store.ts";
import { hashUploadToken, readGrant } from "./grant.ts";
import { type UploadMetadata, uploadLifeMs } from "./model.ts";

/** What lets somebody send files to a report: the token of an opened receipt, or the grant that was given with it. */
interface UploadRight {
  receiptToken?: string | undefined;
  grant?: string | undefined;
}

/**
 * @param size of the whole file, in bytes, at least 1.
 * @returns the secret of its address. @throws AppError unauthenticated without a right; too_large naming the file past the limits of a report;
 * refused where the report takes nothing more; unavailable when the disk is nearly full.
 */
export async function beginUpload(
  asking: Context,
  right: UploadRight,
  file: UploadMetadata & { size: number },
): Promise<{ token: string; expiresAt: Date }> {
  const token = randomBytes(32).toString("base64url");
  const expiresAt = await writeUpload(asking, { ...file, token }, async (tx, ctx, now) => {
    const opened = right.receiptToken === undefined ? undefined : readReportToken(ctx, right.receiptToken, now);
    const locator = right.grant === undefined ? undefined : readGrant(ctx, right.grant, now);
    const [report] = await tx.execute<OpenReport>(sql`select id, status from reports where id = ${opened ?? null}::uuid
      or (${opened ?? null}::uuid is null and id = (select report_id from receipts where locator = ${locator ?? null}))`);
    return report;
  });
  return { token, expiresAt };
}

/** The same for a file that its sealed report promised. @param token of our own making: begun twice, it is one upload. */
export async function beginPromisedUpload(
  asking: Context,
  reportId: string,
  file: UploadMetadata & { size: number; token: string },
): Promise<void> {
  await writeUpload(asking, file, async (tx) => {
    const [report] = await tx.execute<OpenReport>(sql`select id, status from reports where id = ${reportId}`);
    return report;
  });
}

interface OpenReport extends Record<string, unknown> {
  id: string;
  status: string;
}

async function writeUpload(
  asking: Context,
  file: UploadMetadata & { size: number; token: string },
  find: (tx: Tx, ctx: Context, now: Date) => Promise<OpenReport | undefined>,
): Promise<Date> {
  requirePermission(asking, "report.submit");
  const ctx: Context = { ...asking, actor: { kind: "system", job: "intake.uploads" } };
  await requireDiskSpace(ctx.config.dataDir);
  const now = ctx.now();
  const name = cleanFileName(file.name);
  const expiresAt = new Date(now.getTime() + uploadLifeMs);
  // oxlint-disable-next-line toguna/mutation-guards -- nothing is in the report yet: the log has the file once it is whole
  await withTransaction(ctx, async (tx) => {
    const report = await find(tx, ctx, now);
    if (!report)
      throw new AppError("unauthenticated", "The time to add files here is over. Open the report with its receipt.");
    if (report.status === "rejected")
      throw new AppError("refused", "This report is closed and takes no more.", {
        words: "refusals.report_takes_no_more",
      });
    // One at a time for a report: what is promised to others at this moment counts against its limits.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`uploads ${report.id}`}, 0))`);
    const already = await filesOfReport(tx, report.id);
    const [open] = await tx.execute<{ count: number; bytes: string }>(
      sql`select count(*)::int as count, coalesce(sum(size), 0) as bytes from uploads
        where report_id = ${report.id} and outcome is null and expires_at > ${now.toISOString()}::timestamptz`,
    );
    checkFiles([{ name, size: file.size }], {
      already: { count: already.count + (open?.count ?? 0), bytes: already.bytes + Number(open?.bytes ?? 0) },
    });
    await tx.execute(sql`insert into uploads (id, report_id, token_hash, name, media_type, size, sha256, begun_at, expires_at)
      values (${newId(now)}, ${report.id}, ${hashUploadToken(ctx, file.token)}::bytea, ${name}, ${cleanMediaType(file.mediaType)}, ${file.size},
        ${file.sha256 === undefined ? null : Buffer.from(file.sha256, "hex")}::bytea, ${now.toISOString()}::timestamptz,
        ${expiresAt.toISOString()}::timestamptz) on conflict (token_hash) do nothing`);
  });
  return expiresAt;
}
