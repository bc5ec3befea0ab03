// Lets an original leave, only as an archive under a password (AES-256), and writes that into the log first.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "../../identity/index.ts";
import { canLeave, type Pap } from "../../intake/marking/model.ts";
import type { Marking } from "../../intake/model.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { type Archive, packArchive } from "../../platform/objects/index.ts";
import { findFile } from "./find-file.ts";

export const ArchiveFile = z.strictObject({ reason: z.string().trim().max(2000).optional() });
export type ArchiveFile = z.infer<typeof ArchiveFile>;

/** @throws forbidden, not_found. The entry bears the file's name without anything that a shell or path could act on. */
export async function archiveFile(ctx: Context, fileId: string, input: ArchiveFile): Promise<Archive> {
  requirePermission(ctx, "file.download");
  const { reason } = ArchiveFile.parse(input);
  const file = await findFile(ctx, fileId, "file.download");
  await withTransaction(ctx, async (tx) => {
    await requireLeaving(tx, file.reportId);
    const detail = { fileId, sha256: file.sha256, reason: reason ?? null };
    await writeAudit(tx, ctx, { action: "file.archive", objectType: "report", objectId: file.reportId, detail });
  });
  return packArchive(ctx, file);
}

/** What is TLP:RED, by its report or by its case, is looked at here and carried nowhere. @throws AppError refused. */
async function requireLeaving(tx: Tx, reportId: string): Promise<void> {
  const [row] = await tx.execute<{ marking: Marking; pap: Pap; caseMarking: Marking | null }>(
    sql`select r.marking, r.pap, (select k.marking from case_reports c join cases k on k.id = c.case_id where c.report_id = r.id) as "caseMarking"
      from reports r where r.id = ${reportId}`,
  );
  if (!row) throw notFound("file");
  const marking = row.caseMarking === "red" ? "red" : row.marking;
  const leaving = canLeave({ marking, pap: row.pap }, "export");
  if (leaving.may !== "text")
    throw new AppError("refused", "Its labels do not let this leave.", { words: leaving.why });
}
