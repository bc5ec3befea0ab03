// Takes a file or a thing into custody: hashed while it arrives, written down with who, from where and when, as the first row of its chain.
import { Readable } from "node:stream";
import { sql } from "drizzle-orm";
import { blake3 } from "@noble/hashes/blake3.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { requirePermission } from "../../identity/index.ts";
import { storeFile } from "../../intake/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { decideChange } from "../rules.ts";
import { caseForUpdate } from "../store.ts";
import { type EvidenceFacts, hashFacts } from "./chain.ts";
import { largestEvidenceBytes, TakeEvidence } from "./model.ts";
import { addCustody, handOf, makeCustody } from "./store.ts";

/** A file that lies in the store, with what was computed while it arrived. */
export interface ArrivedFile {
  objectId: string;
  name: string;
  mediaType: string;
  size: number;
  /** Lower-case hex. */
  sha256: string;
  blake3: string;
}

/**
 * Streams the one file of a request into the store and hashes it twice on the way. `name` is percent-encoded.
 * @throws AppError not_found and refused for the case, too_large, invalid_input (no file, no name, an empty file), unavailable when the disk is full.
 */
export async function receiveEvidence(
  ctx: Context,
  caseId: string,
  request: { body: AsyncIterable<Uint8Array> | null; mediaType: string; name: string },
): Promise<ArrivedFile> {
  requirePermission(ctx, "case.change");
  if (!request.body) throw invalidInput([{ path: "body", message: "Expected a file." }]);
  const name = readName(request.name);
  // Before gigabytes are read for nothing.
  await readOnly(ctx, async (tx) => {
    const [found] = await tx.execute<{ status: string; version: number }>(
      sql`select status, version from cases where id = ${caseId}`,
    );
    if (!found) throw notFound("case");
    decideChange(found);
  });
  const hash = blake3.create();
  const tapped = tap(request.body, (chunk) => hash.update(chunk));
  const file = { name, mediaType: request.mediaType, stream: Readable.from(tapped, { objectMode: false }) };
  const stored = await storeFile(ctx, file, largestEvidenceBytes);
  if (stored.size === 0) {
    await ctx.objects.remove(stored.objectId);
    throw invalidInput([{ path: "body", message: "Expected a file that is not empty." }]);
  }
  return { ...stored, blake3: bytesToHex(hash.digest()) };
}

/** @throws invalid_input naming the header. */
function readName(given: string): string {
  let name = "";
  try {
    name = decodeURIComponent(given).trim();
  } catch {
    // Told below, with what was expected.
  }
  if (name === "" || name.length > 255)
    throw invalidInput([
      { path: "file-name", message: "Expected the file's name, percent-encoded, of at most 255 characters." },
    ]);
  return name;
}

async function* tap(
  source: AsyncIterable<Uint8Array>,
  look: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of source) {
    look(chunk);
    yield chunk;
  }
}

/**
 * `file` null: a thing that is described. When the act is refused, the bytes do not stay.
 * @throws not_found; refused for a closed case; invalid_input for a time that is ahead.
 */
export async function takeEvidence(
  ctx: Context,
  caseId: string,
  input: TakeEvidence,
  file: ArrivedFile | null,
): Promise<{ id: string; reference: string; sha256: string | null; blake3: string | null }> {
  requirePermission(ctx, "case.change");
  try {
    const asked = TakeEvidence.parse(input);
    const now = ctx.now();
    if (Date.parse(asked.takenAt) > now.getTime())
      throw invalidInput([{ path: "takenAt", message: "Expected a time that is not ahead." }]);
    const takenBy = handOf(ctx);
    return await withTransaction(ctx, async (tx) => {
      decideChange(await caseForUpdate(tx, caseId));
      const [drawn] = await tx.execute<{ n: number }>(sql`select nextval('evidence_number')::int as n`);
      const facts: EvidenceFacts = {
        id: newId(now),
        reference: `${ctx.config.referencePrefix}-E-${now.getUTCFullYear()}-${String(drawn?.n ?? 0).padStart(4, "0")}`,
        kind: file ? "file" : "thing",
        label: asked.label,
        description: asked.description,
        takenFrom: asked.takenFrom,
        place: asked.place,
        takenAt: new Date(asked.takenAt).toISOString(),
        takenBy,
        arrivedAt: now.toISOString(),
        fileName: file?.name ?? null,
        mediaType: file?.mediaType ?? null,
        size: file?.size ?? null,
        sha256: file?.sha256 ?? null,
        blake3: file?.blake3 ?? null,
      };
      const bytes = (hex: string | null) => (hex === null ? null : Buffer.from(hex, "hex"));
      if (file)
        await tx.execute(
          sql`insert into objects (id, sha256, size, media_type) values (${file.objectId}, ${bytes(file.sha256)}, ${file.size}, ${file.mediaType})`,
        );
      await tx.execute(sql`insert into case_evidence (id, case_id, reference, kind, label, description, taken_from, place, taken_at, taken_by, arrived_at,
          object_id, file_name, media_type, size, sha256, blake3, keep_until)
        values (${facts.id}, ${caseId}, ${facts.reference}, ${facts.kind}, ${facts.label}, ${facts.description}, ${facts.takenFrom}, ${facts.place},
          ${facts.takenAt}, ${takenBy}, ${facts.arrivedAt}, ${file?.objectId ?? null}, ${facts.fileName}, ${facts.mediaType}, ${facts.size},
          ${bytes(facts.sha256)}, ${bytes(facts.blake3)}, ${asked.keepUntil ?? null})`);
      const piece = { id: facts.id, caseId, reference: facts.reference };
      const first = { kind: "taken", seal: asked.seal, place: asked.place } as const;
      const made = makeCustody(ctx, piece, { position: 0, hash: hashFacts(facts) }, first);
      await addCustody(tx, made, await writeAudit(tx, ctx, made.entry), now);
      return { id: facts.id, reference: facts.reference, sha256: facts.sha256, blake3: facts.blake3 };
    });
  } catch (error) {
    if (file) await ctx.objects.remove(file.objectId);
    throw error;
  }
}
