// Files of the office: put down by an officer or an entity, read back by whom they are shown to; each reading of evidence is written down.
import { Readable } from "node:stream";
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import { storeFile } from "../../intake/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { invalidInput, notFound } from "../../platform/errors/index.ts";
import { largestOfficeFile } from "./model.ts";
import { writeMove } from "../inspections/write-move.ts";
import { addFile, type StoredBytes } from "./store.ts";

/** The one file of a request: its bytes as the body, its name in a header. @throws AppError too_large, invalid_input. */
export async function takeBody(ctx: Context, request: Request, name: string | undefined): Promise<StoredBytes> {
  if (!request.body) throw invalidInput([{ path: "body", message: "Expected a file." }]);
  let decoded: string;
  try {
    decoded = decodeURIComponent(name ?? "");
  } catch {
    decoded = "";
  }
  if (decoded.trim() === "")
    throw invalidInput([
      { path: "file-name", message: "Expected the file's name, percent-encoded, in the header file-name." },
    ]);
  const mediaType = request.headers.get("content-type") ?? "application/octet-stream";
  const stream = request.body as unknown as AsyncIterable<Uint8Array>;
  const stored = await storeFile(ctx, { name: decoded, mediaType, stream }, largestOfficeFile);
  if (stored.size === 0) {
    await ctx.objects.remove(stored.objectId);
    throw invalidInput([{ path: "body", message: "Expected a file that is not empty." }]);
  }
  return stored;
}

/** Runs the act that a file belongs to; when it is refused, the bytes do not stay. */
export async function orRemove<Result>(
  ctx: Context,
  stored: StoredBytes,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    await ctx.objects.remove(stored.objectId);
    throw error;
  }
}

type FileSubject = "matter" | "complaint" | "formality";

interface Subject extends Record<string, unknown> {
  organisation_id: string;
  constituent_id: string | null;
}

/** What a file goes with, as the asker is shown it. @throws AppError not_found. */
async function subjectOf(tx: Tx, kind: FileSubject, id: string): Promise<Subject> {
  const found = {
    matter: sql`select organisation_id, constituent_id from matters where id = ${id}`,
    complaint: sql`select organisation_id, constituent_id from complaints where id = ${id}`,
    // Of a draft nobody but the entity knows: what belongs to it is added once it is filed.
    formality: sql`select authority_id as organisation_id, constituent_id from formalities where id = ${id} and state <> 'draft'`,
  };
  const [row] = await tx.execute<Subject>(found[kind]);
  if (!row) throw notFound(kind);
  return row;
}

/** An answer's attachment by the entity, or a file of the authority. Returns its id, to be named in the step. */
export async function addOfficeFile(
  ctx: Context,
  kind: FileSubject,
  subjectId: string,
  stored: StoredBytes,
): Promise<{ id: string; sha256: string }> {
  const isEntity = may(ctx, "authority.answer");
  requirePermission(ctx, isEntity ? "authority.answer" : "authority.work");
  return await orRemove(
    ctx,
    stored,
    async () =>
      await withTransaction(ctx, async (tx) => {
        const subject = await subjectOf(tx, kind, subjectId);
        const id = await addFile(tx, ctx, stored, {
          organisationId: subject.organisation_id,
          constituentId: subject.constituent_id,
          subjectKind: kind,
          subjectId,
          side: isEntity ? "entity" : "authority",
          isToEntity: isEntity,
        });
        await writeAudit(tx, ctx, {
          action: `${kind}.add_file`,
          objectType: kind,
          objectId: subjectId,
          detail: { fileId: id, sha256: stored.sha256, size: stored.size },
        });
        return { id, sha256: stored.sha256 };
      }),
  );
}

export interface OpenedFile extends Record<string, unknown> {
  objectId: string;
  name: string;
  mediaType: string;
  size: number;
}

/** A file that the asker is shown. Opening evidence is a move of custody, and every opening stands in the log. @throws AppError not_found. */
export async function openOfficeFile(ctx: Context, fileId: string): Promise<OpenedFile> {
  const isEntity = may(ctx, "shared.read") && !may(ctx, "authority.read");
  requirePermission(ctx, isEntity ? "shared.read" : "authority.read");
  return await withTransaction(ctx, async (tx) => {
    const [file] = await tx.execute<OpenedFile>(
      sql`select object_id as "objectId", name, media_type as "mediaType", size::int as size from office_files where id = ${fileId}`,
    );
    if (!file) throw notFound("file");
    if (!isEntity) await noteReading(tx, ctx, fileId);
    await writeAudit(tx, ctx, { action: "office_file.read", objectType: "office_file", objectId: fileId });
    return file;
  });
}

async function noteReading(tx: Tx, ctx: Context, fileId: string): Promise<void> {
  const [evidence] = await tx.execute<{ id: string; organisation_id: string; constituent_id: string }>(
    sql`select id, organisation_id, constituent_id from custody_items where file_id = ${fileId}`,
  );
  if (!evidence) return;
  await writeMove(
    tx,
    ctx,
    { id: evidence.id, organisationId: evidence.organisation_id, constituentId: evidence.constituent_id },
    { kind: "read", note: "" },
  );
}

/** Files that an answer names: the entity's own, of this subject. @throws AppError invalid_input naming the one that is not. */
export async function requireOwnFiles(tx: Tx, subjectId: string, fileIds: readonly string[]): Promise<void> {
  if (fileIds.length === 0) return;
  const rows = await tx.execute<{ id: string }>(
    sql`select id from office_files where subject_id = ${subjectId} and side = 'entity' and id = any(${sql.param(fileIds)}::uuid[])`,
  );
  const known = new Set(rows.map(({ id }) => id));
  const index = fileIds.findIndex((id) => !known.has(id));
  if (index >= 0) throw invalidInput([{ path: `fileIds.${index}`, message: "Expected a file that was added here." }]);
}

/** A file as an answer that is always saved and never shown inside a page. */
export function fileResponse(ctx: Context, file: OpenedFile): Response {
  return new Response(Readable.toWeb(ctx.objects.read(file.objectId)) as ReadableStream<Uint8Array>, {
    headers: {
      "content-type": "application/octet-stream",
      "content-length": String(file.size),
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`,
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    },
  });
}
