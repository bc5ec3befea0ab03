// What the desk shows of old work: imports, one with its preview, its rows with what became of each; and of a case its old numbers and messages.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import type { OldImportLine, OldImportView, OldOfCase, OldRow } from "./model.ts";
import { importColumns, viewOf } from "./store.ts";

const rowsAPage = 100;

/** The newest first, at most 200. */
export async function listOldImports(ctx: Context): Promise<{ imports: OldImportLine[] }> {
  requirePermission(ctx, "case.shape");
  return await readOnly(ctx, async (tx) => ({
    imports: [
      ...(await tx.execute<OldImportLine & Record<string, unknown>>(
        sql`select ${importColumns} from old_imports i order by i.created_at desc, i.id desc limit 200`,
      )),
    ],
  }));
}

/** @throws not_found. */
export async function readOldImport(ctx: Context, importId: string): Promise<OldImportView> {
  requirePermission(ctx, "case.shape");
  return await readOnly(ctx, async (tx) => await viewOf(tx, importId));
}

/** By pages of a hundred; those that were refused first. @throws not_found. */
export async function listOldRows(
  ctx: Context,
  importId: string,
  after: number,
): Promise<{ rows: OldRow[]; next: number | null }> {
  requirePermission(ctx, "case.shape");
  return await readOnly(ctx, async (tx) => {
    await viewOf(tx, importId);
    const found = await tx.execute<OldRow & Record<string, unknown>>(sql`
      select r.position, r.outcome, r.number, r.title, r.field, r.expected, r.said,
        (select json_build_object('id', k.id, 'reference', k.reference) from cases k where k.id = r.case_id) as case
      from old_import_rows r where r.import_id = ${importId} and r.position > ${after} order by r.position limit ${rowsAPage + 1}`);
    const rows = found.slice(0, rowsAPage);
    return { rows, next: found.length > rowsAPage ? (rows.at(-1)?.position ?? null) : null };
  });
}

/** @throws not_found for a case that the asker may not see. */
export async function readOldOfCase(ctx: Context, caseId: string): Promise<OldOfCase> {
  requirePermission(ctx, "case.read");
  return await readOnly(ctx, async (tx) => {
    const [held] = await tx.execute<{ importedAt: string | null }>(sql`
      select ${iso(sql`i.created_at`)} as "importedAt" from cases k left join old_imports i on i.id = k.old_import_id where k.id = ${caseId}`);
    if (!held) throw notFound("case");
    const numbers = await tx.execute<{ system: string; number: string }>(
      sql`select system, number from old_numbers where case_id = ${caseId} order by system, number`,
    );
    const messages = await tx.execute<OldOfCase["messages"][number] & Record<string, unknown>>(sql`
      select m.id, m.kind, m.sender, m.recipients, m.subject, left(m.body, 20000) as body, ${iso(sql`m.at`)} as at, m.raw is not null as "hasRaw"
      from old_messages m where m.case_id = ${caseId} order by m.import_id, m.at nulls first, m.position limit 500`);
    return { numbers: [...numbers], importedAt: held.importedAt, messages: [...messages] };
  });
}

/** The bytes of an old mail as they stood in the file; each reading stands in the log. @throws not_found. */
export async function readOldMail(ctx: Context, messageId: string): Promise<Uint8Array> {
  requirePermission(ctx, "file.download");
  return await withTransaction(ctx, async (tx) => {
    const [row] = await tx.execute<{ caseId: string; raw: string | null }>(
      sql`select case_id as "caseId", encode(raw, 'base64') as raw from old_messages where id = ${messageId}`,
    );
    if (!row || row.raw === null) throw notFound("mail");
    const detail = { messageId };
    await writeAudit(tx, ctx, { action: "old_mail.read", objectType: "case", objectId: row.caseId, detail });
    return Buffer.from(row.raw, "base64");
  });
}
