// The bundle that goes to the prosecutor: what was done, the files, a list of their hashes, and the log's proof that it was referred.
import { sql } from "drizzle-orm";
import { Readable } from "node:stream";
import { ZipWriter } from "@zip.js/zip.js";
import { requirePermission } from "../../identity/index.ts";
import { readFirstProof } from "../../platform/audit/index.ts";
import { canonicalJson, writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { hashOf } from "../offices/hash-of.ts";
import { listSteps } from "../offices/store.ts";
import { loadMatter, type MatterRow } from "./store.ts";

interface BundledFile extends Record<string, unknown> {
  objectId: string;
  path: string;
  sha256: string;
  size: number;
}

/** @throws AppError refused before it was referred; conflict while the log gives no proof yet. */
export async function bundleReferral(
  ctx: Context,
  matterId: string,
): Promise<{ name: string; bytes: ReadableStream<Uint8Array> }> {
  requirePermission(ctx, "authority.decide");
  const proof = await readFirstProof(ctx, { action: "matter.refer", objectType: "matter", objectId: matterId });
  const { matter, files, steps } = await withTransaction(ctx, async (tx) => {
    const row = await loadMatter(tx, matterId);
    if (!row.isReferred)
      throw new AppError("refused", "This matter was not referred yet.", { words: "decisions.refusal.not_referred" });
    if (typeof proof !== "object")
      throw new AppError("conflict", "The referral gets its proof within a second. Try again.", {
        words: "decisions.refusal.proof_waits",
      });
    const bundled = { matter: row, files: await filesOf(tx, row), steps: await listSteps(tx, "matter", matterId) };
    await writeAudit(tx, ctx, {
      action: "matter_bundle.read",
      objectType: "matter",
      objectId: matterId,
      detail: { files: bundled.files.length },
    });
    return bundled;
  });
  const record = canonicalJson({ matter, steps });
  const manifest = canonicalJson({
    matter: matter.reference,
    files: [
      { path: "matter.json", sha256: hashOf(record) },
      ...files.map(({ path, sha256, size }) => ({ path, sha256, size })),
    ],
  });
  const texts = {
    "matter.json": record,
    "manifest.json": manifest,
    "referral.tlog-proof": typeof proof === "object" ? proof.text : "",
  };
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  void writeBundle(ctx, writable, texts, files).catch((error: unknown) =>
    ctx.log.warn({ err: error, matterId }, "a bundle was not written to its end"),
  );
  return { name: `${matter.reference}.zip`, bytes: readable };
}

/** The files of the matter, of its inspection and of its complaint. */
async function filesOf(tx: Tx, row: MatterRow): Promise<BundledFile[]> {
  const subjects = [row.id, row.inspectionId, row.complaintId].filter((id) => id !== null);
  return await tx.execute<BundledFile>(sql`select object_id as "objectId", 'files/' || row_number() over (order by added_at, id) || '-' ||
      regexp_replace(name, '[^A-Za-z0-9._-]', '_', 'g') as path, sha256, size::int as size
    from office_files where subject_id = any(${sql.param(subjects)}::uuid[]) order by added_at, id`);
}

async function writeBundle(
  ctx: Context,
  target: WritableStream<Uint8Array>,
  texts: Record<string, string>,
  files: readonly BundledFile[],
): Promise<void> {
  const zip = new ZipWriter(target, { useWebWorkers: false, level: 1 });
  for (const [name, text] of Object.entries(texts))
    await zip.add(name, new Blob([text]).stream() as ReadableStream<Uint8Array>);
  for (const { path, objectId } of files)
    await zip.add(path, Readable.toWeb(ctx.objects.read(objectId)) as ReadableStream<Uint8Array>);
  await zip.close();
}
