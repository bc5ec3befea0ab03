// Lets an original leave, only as an archive under a password (AES-256), and writes that into the log first.
import { randomInt } from "node:crypto";
import { Readable } from "node:stream";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { ZipWriter } from "@zip.js/zip.js";
import { requirePermission } from "../../identity/index.ts";
import { canLeave, type Pap } from "../../intake/marking/model.ts";
import type { Marking } from "../../intake/model.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { findFile } from "./find-file.ts";

export const ArchiveFile = z.strictObject({ reason: z.string().trim().max(2000).optional() });
export type ArchiveFile = z.infer<typeof ArchiveFile>;

// No letter or digit that can be read as another.
const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

export interface Archive {
  /** "<sha256, first 16>.zip": tells nothing and runs nothing. */
  name: string;
  /** Over 128 bits; told once and kept nowhere. */
  password: string;
  bytes: ReadableStream<Uint8Array>;
}

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
  const password = makePassword();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  void writeArchive(
    writable,
    harmlessName(file.name),
    Readable.toWeb(ctx.objects.read(file.objectId)) as ReadableStream<Uint8Array>,
    password,
  ).catch((error: unknown) => ctx.log.warn({ err: error, fileId }, "an archive was not written to its end"));
  return { name: `${file.sha256.slice(0, 16)}.zip`, password, bytes: readable };
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

async function writeArchive(
  target: WritableStream<Uint8Array>,
  name: string,
  content: ReadableStream<Uint8Array>,
  password: string,
): Promise<void> {
  const zip = new ZipWriter(target, { password, encryptionStrength: 3, useWebWorkers: false, level: 1 });
  await zip.add(name, content);
  await zip.close();
}

function makePassword(): string {
  const group = (): string => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join("");
  return Array.from({ length: 7 }, group).join("-");
}

/** A name that is one path component without control characters, separators or drive letters; ".sample" keeps a double click from running it. */
export function harmlessName(name: string): string {
  const plain = name
    .replace(/\.{2,}/g, "_")
    .replace(/[^\p{L}\p{N}._ -]/gu, "_")
    .replace(/^[. ]+/, "_")
    .slice(0, 120);
  return `${plain || "file"}.sample`;
}
