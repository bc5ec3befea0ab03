// Takes one sealed name out at the server's console, for the holders of the escrow key to open elsewhere. It is in the log and on the report.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { toBase64Url } from "../../platform/sealing/index.ts";
import { fewestReasonCharacters } from "./model.ts";

/** A sealed name as a file: it can be read by nobody without a keeper's private half. Bytes as base64url. */
export interface SealedFile {
  toguna: "sealed-name/1";
  reportId: string;
  reference: string;
  sealedAt: string;
  ciphertext: string;
  keys: { kind: "person" | "escrow"; publicKey: string; sealedKey: string }[];
}

/** @throws AppError invalid_input without a reason, not_found where the report has no sealed name. */
export async function exportSealed(ctx: Context, reference: string, reason: string): Promise<SealedFile> {
  requirePermission(ctx, "settings.change");
  if (reason.trim().length < fewestReasonCharacters)
    throw new AppError(
      "invalid_input",
      `expected a reason of at least ${fewestReasonCharacters} characters (--reason)`,
    );
  const reportId = await withTransaction(ctx, async (tx) => {
    const [report] = await tx.execute<{ id: string }>(
      sql`select r.id from reports r join report_identities i on i.report_id = r.id where r.reference = ${reference} and i.is_sealed`,
    );
    if (!report) throw notFound(`sealed name under ${reference}`);
    await writeAudit(tx, ctx, {
      action: "report.export_sealed_identity",
      objectType: "report",
      objectId: report.id,
      detail: { reason: reason.trim() },
    });
    await tx.execute(sql`insert into identity_openings (id, report_id, way, reason, opened_at)
      values (${newId(ctx.now())}, ${report.id}, 'escrow', ${reason.trim()}, ${ctx.now().toISOString()}::timestamptz)`);
    return report.id;
  });
  return await readSealedFile(ctx, reportId, reference);
}

async function readSealedFile(ctx: Context, reportId: string, reference: string): Promise<SealedFile> {
  return await readOnly(
    ctx,
    async (tx) => {
      const [name] = await tx.execute<{ ciphertext: Buffer; sealedAt: string }>(
        sql`select ciphertext, ${iso(sql`sealed_at`)} as "sealedAt" from sealed_identities where report_id = ${reportId}`,
      );
      if (!name) throw notFound(`sealed name under ${reference}`);
      const keys = await tx.execute<{ kind: "person" | "escrow"; publicKey: Buffer; sealedKey: Buffer }>(
        sql`select u.kind, u.public_key as "publicKey", k.sealed_key as "sealedKey"
        from sealed_identity_keys k join unlocking_keys u on u.id = k.key_id where k.report_id = ${reportId} order by u.kind, u.created_at`,
      );
      return {
        toguna: "sealed-name/1",
        reportId,
        reference,
        sealedAt: name.sealedAt,
        ciphertext: toBase64Url(name.ciphertext),
        keys: keys.map((key) => ({
          kind: key.kind,
          publicKey: toBase64Url(key.publicKey),
          sealedKey: toBase64Url(key.sealedKey),
        })),
      };
    },
    "custody",
  );
}
