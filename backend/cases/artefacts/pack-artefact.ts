// Lets the bytes of an artefact out of the store for whoever looks into them: only as an archive under a password, and each time is a row of custody.
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { type Archive, packArchive } from "../../platform/objects/index.ts";
import { canLeave } from "../../intake/marking/model.ts";
import { addCustody, chainOf, lastOf, loadEvidence, makeCustody } from "../evidence/store.ts";
import { PackArtefact } from "./model.ts";
import { labelsOf, loadArtefact } from "./store.ts";

/** @throws not_found; gone when the evidence was disposed of; refused for TLP:RED. */
export async function packArtefact(ctx: Context, artefactId: string, input: PackArtefact): Promise<Archive> {
  requirePermission(ctx, "file.download");
  const { reason } = PackArtefact.parse(input);
  const file = await withTransaction(ctx, async (tx) => {
    const row = await loadArtefact(tx, artefactId, "for_reading");
    const leaving = canLeave(await labelsOf(tx, row), "export");
    if (leaving.may !== "text")
      throw new AppError("refused", "Its labels do not let this leave.", { words: leaving.why });
    // The piece is locked before its chain is read, so that two who read at once make two rows.
    const piece = await loadEvidence(tx, row.evidenceId, "for_update");
    if (piece.objectId === null)
      throw new AppError("gone", "This evidence was disposed of.", { words: "evidence.refusal.disposed" });
    const note = `${row.reference}: ${reason}`.slice(0, 2000);
    const made = makeCustody(ctx, piece, lastOf(await chainOf(tx, piece.id)), { kind: "read", note });
    await addCustody(tx, made, await writeAudit(tx, ctx, made.entry), ctx.now());
    return { objectId: piece.objectId, name: row.fileName, sha256: row.sha256 };
  });
  return packArchive(ctx, file);
}
