// Exports one piece of evidence as a bag that anybody can check offline: bytes, chain of custody, and the log's proof for each act.
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { sql } from "drizzle-orm";
import { pack } from "tar-stream";
import { requirePermission } from "../../identity/index.ts";
import { canLeave, type Pap } from "../../intake/marking/model.ts";
import type { Marking } from "../../intake/model.ts";
import { formatVerifierKey, logKey, readHeadNote, readProof, writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { type BundleDocument, bundleFormat, payloadPath, writeTagFiles } from "./bag.ts";
import type { EvidenceFacts } from "./chain.ts";
import { namesIn } from "./read-evidence.ts";
import {
  addCustody,
  chainOf,
  type CustodyLine,
  type EvidenceRow,
  hashedOf,
  lastOf,
  loadEvidence,
  makeCustody,
} from "./store.ts";

export interface Bundle {
  /** "TG-E-2026-0001.tar" */
  name: string;
  stream: AsyncIterable<Uint8Array>;
}

/**
 * The bag as a tar archive. It holds the chain up to the export, which is a row of custody itself and comes after what it took.
 * @throws refused where the case's marking keeps it in the house, or while the log has not yet given the last act its place; not_found.
 */
export async function makeBundle(ctx: Context, evidenceId: string): Promise<Bundle> {
  requirePermission(ctx, "file.download");
  const taken = await readOnly(ctx, async (tx) => {
    const piece = await loadEvidence(tx, evidenceId, "for_reading");
    const chain = await chainOf(tx, evidenceId);
    const [labels] = await tx.execute<{ marking: Marking; pap: Pap; organisation: string }>(
      sql`select k.marking, k.pap, o.name as organisation from cases k join organisations o on o.id = k.organisation_id where k.id = ${piece.caseId}`,
    );
    const nameOf = await namesIn(tx, chain, piece.takenBy);
    return { piece, chain, labels, nameOf };
  });
  const { piece, chain, labels, nameOf } = taken;
  const leaving = labels && canLeave(labels, "export");
  if (leaving?.may !== "text")
    throw new AppError("refused", "The case's marking keeps this in the house.", {
      words: leaving?.why ?? "access.leave.red",
    });
  const { proofs, destroyed } = await collectProofs(ctx, chain);
  await withTransaction(ctx, async (tx) => {
    const held = await loadEvidence(tx, evidenceId, "for_update");
    const made = makeCustody(ctx, held, lastOf(await chainOf(tx, evidenceId)), { kind: "exported" });
    await addCustody(tx, made, await writeAudit(tx, ctx, made.entry), ctx.now());
  });
  const ids = [
    piece.takenBy,
    ...chain.flatMap((row) => (row.toPersonId === null ? [row.personId] : [row.personId, row.toPersonId])),
  ];
  const document: BundleDocument = {
    format: bundleFormat,
    facts: factsOf(piece),
    chain: hashedOf(chain),
    people: Object.fromEntries([...new Set(ids)].map((id) => [id, nameOf(id).name])),
    payload: piece.objectId === null ? null : payloadPath(piece.fileName ?? "file"),
    withoutProof: destroyed,
  };
  const newest = await readOnly(ctx, async (tx) => await readHeadNote(tx), "system");
  const about = {
    logKey: formatVerifierKey(logKey(ctx, newest)),
    exportedAt: ctx.now(),
    organisation: labels?.organisation ?? "",
  };
  const files = writeTagFiles(document, proofs, about);
  return { name: `${piece.reference}.tar`, stream: writeTar(ctx, piece, document, files) };
}

/** What was fixed on arrival, and nothing of what changed since. */
function factsOf(piece: EvidenceRow): EvidenceFacts {
  const { id, reference, kind, label, description, takenFrom, place, takenAt, takenBy } = piece;
  const { arrivedAt, fileName, mediaType, size, sha256, blake3 } = piece;
  const said = { id, reference, kind, label, description, takenFrom, place, takenAt, takenBy };
  return { ...said, arrivedAt, fileName, mediaType, size, sha256, blake3 };
}

/** The proof of each act. @throws refused while the newest has no place in the tree, for about a second. */
async function collectProofs(
  ctx: Context,
  chain: readonly CustodyLine[],
): Promise<{ proofs: Map<number, string>; destroyed: number[] }> {
  const proofs = new Map<number, string>();
  const destroyed: number[] = [];
  for (const { auditId, position } of chain) {
    const proof = await readProof(ctx, auditId);
    if (proof === "destroyed") destroyed.push(position);
    else if (proof === undefined || proof === "waiting")
      throw new AppError("refused", "The last act gets its place in the log within a second. Try again.", {
        words: "evidence.refusal.proof_waits",
      });
    else proofs.set(position, proof.text);
  }
  return { proofs, destroyed };
}

/** Small files first, so that a reader knows what to expect before the bytes come. */
function writeTar(
  ctx: Context,
  piece: EvidenceRow,
  { payload }: BundleDocument,
  files: ReadonlyMap<string, string>,
): AsyncIterable<Uint8Array> {
  const tar = pack();
  const mtime = ctx.now();
  const write = async (): Promise<void> => {
    for (const [path, text] of files)
      await new Promise<void>((resolve, reject) => {
        tar.entry({ name: `${piece.reference}/${path}`, mtime, mode: 0o644 }, text, (error) =>
          error ? reject(error) : resolve(),
        );
      });
    if (payload !== null && piece.objectId !== null) {
      const entry = tar.entry({ name: `${piece.reference}/${payload}`, mtime, mode: 0o644, size: piece.size ?? 0 });
      await pipeline(ctx.objects.read(piece.objectId), entry as unknown as Writable);
    } else
      await new Promise<void>((resolve) =>
        tar.entry({ name: `${piece.reference}/data/`, type: "directory", mtime }, () => resolve()),
      );
    tar.finalize();
  };
  write().catch((error: unknown) => tar.destroy(error instanceof Error ? error : new Error(String(error))));
  return tar as unknown as AsyncIterable<Uint8Array>;
}
