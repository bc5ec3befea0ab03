// Reading the bytes of evidence: each time is a row of its custody, written before the first byte goes out.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { addCustody, chainOf, lastOf, loadEvidence, makeCustody } from "./store.ts";

export interface OpenedEvidence {
  objectId: string;
  name: string;
  size: number;
  /** Lower-case hex, as on arrival. */
  sha256: string;
}

/** @param note why or for whom, for its custody. @throws not_found, also for a thing that is no file; gone when it was disposed of. */
export async function openEvidence(ctx: Context, evidenceId: string, note?: string): Promise<OpenedEvidence> {
  requirePermission(ctx, "file.download");
  return await withTransaction(ctx, async (tx) => {
    const piece = await loadEvidence(tx, evidenceId, "for_update");
    if (piece.disposedAt !== null)
      throw new AppError("gone", "This evidence was disposed of.", { words: "evidence.refusal.disposed" });
    const isArtefact = await tx.execute(sql`select 1 from artefacts where evidence_id = ${evidenceId}`);
    // What somebody looks into may do harm: it leaves as an archive under a password only.
    if (isArtefact.length > 0)
      throw new AppError("refused", "This file is looked into. Fetch it as an archive from its analysis.", {
        words: "artefacts.refusal.isolated",
      });
    if (piece.objectId === null || piece.sha256 === null) throw notFound("file");
    const made = makeCustody(ctx, piece, lastOf(await chainOf(tx, evidenceId)), { kind: "read", note });
    await addCustody(tx, made, await writeAudit(tx, ctx, made.entry), ctx.now());
    return { objectId: piece.objectId, name: piece.fileName ?? "file", size: piece.size ?? 0, sha256: piece.sha256 };
  });
}
