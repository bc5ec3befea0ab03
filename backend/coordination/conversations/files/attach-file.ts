// Puts a file to the draft of a message: a new one, or a copy of one of the case. What came with a report or is looked into leaves as an archive under a password only.
import { Readable } from "node:stream";
import { sql } from "drizzle-orm";
import { openEvidence, packArtefact } from "../../../cases/index.ts";
import { requirePermission } from "../../../identity/index.ts";
import { storeFile } from "../../../intake/index.ts";
import { canLeave, type Pap, stricter, stricterPap } from "../../../intake/marking/model.ts";
import type { Marking, StoredFile } from "../../../intake/model.ts";
import { writeAudit } from "../../../platform/audit/index.ts";
import type { Context } from "../../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../../platform/errors/index.ts";
import { newId } from "../../../platform/ids/index.ts";
import { packArchive } from "../../../platform/objects/index.ts";
import { loadParty } from "../load-party.ts";
import { tagOf } from "../model.ts";
import { type AttachedFile, AttachFromCase, type FileSource, mostMessageBytes, mostMessageFiles } from "./model.ts";
import { underConfidence, underPapRed } from "./message-files.ts";

interface NewFile extends StoredFile {
  marking: Marking;
  source: FileSource;
  sourceId: string | null;
  isPacked: boolean;
}

/** @param request.name percent-encoded. @throws not_found; too_large; refused for a closed conversation or a file that came with a report; invalid_input. */
export async function uploadMessageFile(
  ctx: Context,
  conversationId: string,
  request: { body: AsyncIterable<Uint8Array> | null; mediaType: string; name: string },
): Promise<AttachedFile> {
  requirePermission(ctx, "report.answer");
  if (!request.body) throw invalidInput([{ path: "body", message: "Expected a file." }]);
  const name = readName(request.name);
  await readOnly(ctx, async (tx) => await requireOpen(tx, conversationId));
  const stream = Readable.from(request.body, { objectMode: false });
  const stored = await storeFile(ctx, { name, mediaType: request.mediaType, stream }, mostMessageBytes);
  return await keep(ctx, conversationId, {
    ...stored,
    marking: "clear",
    source: "upload",
    sourceId: null,
    isPacked: false,
  });
}

/** @throws not_found; refused by its labels, where its sender asked for confidence, or where it was disposed of; too_large. */
export async function attachFromCase(
  ctx: Context,
  conversationId: string,
  input: AttachFromCase,
): Promise<AttachedFile> {
  requirePermission(ctx, "report.answer");
  requirePermission(ctx, "file.download");
  const { from, id } = AttachFromCase.parse(input);
  const source = await readOnly(ctx, async (tx) => {
    const { caseId, caseMarking, name: party, number } = await requireOpen(tx, conversationId);
    const found = await findInCase(tx, { caseId, caseMarking, from, id });
    if (from === "evidence") await refuseKnown(tx, Buffer.from(found.sha256, "hex"));
    // Stands in the piece's custody: to whom its bytes were handed out, in no language.
    return { ...found, handedTo: `→ ${party} ${tagOf(number)}` };
  });
  if (source.pap === "red") throw underPapRed();
  const leaving = canLeave(source, "export");
  if (leaving.may !== "text")
    throw new AppError("refused", "Its labels do not let this leave.", { words: leaving.why });
  const { bytes, name, password } = await openSource(ctx, from, source);
  const stored = await storeFile(
    ctx,
    { name, mediaType: password === null ? source.mediaType : "application/zip", stream: bytes },
    mostMessageBytes,
  );
  const file = { ...stored, marking: source.marking, source: from, sourceId: id, isPacked: password !== null };
  return { ...(await keep(ctx, conversationId, file)), password };
}

/** Takes a file out of the own draft. @throws not_found. */
export async function removeMessageFile(ctx: Context, fileId: string): Promise<void> {
  requirePermission(ctx, "report.answer");
  const objectId = await withTransaction(ctx, async (tx) => {
    const [file] = await tx.execute<{ objectId: string; caseId: string }>(sql`
      select f.object_id as "objectId", c.case_id as "caseId" from conversation_files f join conversations c on c.id = f.conversation_id
      where f.id = ${fileId} and f.message_id is null and f.added_by = ${personOf(ctx)} for update of f`);
    if (!file) throw notFound("file");
    await tx.execute(sql`delete from conversation_files where id = ${fileId}`);
    await tx.execute(sql`delete from objects where id = ${file.objectId}`);
    const entry = { action: "case.remove_file", objectType: "case", objectId: file.caseId, detail: { fileId } };
    await writeAudit(tx, ctx, entry);
    return file.objectId;
  });
  await ctx.objects.remove(objectId);
}

interface Source extends FoundFile {
  handedTo: string;
}

interface FoundFile extends Record<string, unknown> {
  id: string;
  objectId: string;
  name: string;
  mediaType: string;
  /** Lower-case hex. */
  sha256: string;
  marking: Marking;
  pap: Pap;
}

/** A file of this very case, with the stricter labels of the case and of its report. */
async function findInCase(
  tx: Tx,
  of: { caseId: string; caseMarking: Marking; from: AttachFromCase["from"]; id: string },
): Promise<FoundFile> {
  const { caseId, from, id } = of;
  const [row] = await tx.execute<FoundFile & { casePap: Pap; isConfidential: boolean }>(
    from === "report"
      ? sql`select f.id, f.object_id as "objectId", f.name, f.media_type as "mediaType", encode(o.sha256, 'hex') as sha256, r.marking, r.pap, k.pap as "casePap",
            coalesce(i.is_confidential or i.is_sealed, false) as "isConfidential"
          from report_files f join objects o on o.id = f.object_id join reports r on r.id = f.report_id join case_reports c on c.report_id = r.id
            join cases k on k.id = c.case_id left join report_identities i on i.report_id = r.id where f.id = ${id} and c.case_id = ${caseId}`
      : // What is looked into may have come with a report: then that report's labels and its confidence hold for it too.
        sql`select ${from === "artefact" ? sql`a.id` : sql`e.id`}, e.object_id as "objectId", coalesce(e.file_name, 'file') as name, coalesce(e.media_type, 'application/octet-stream') as "mediaType",
            encode(e.sha256, 'hex') as sha256, coalesce(r.marking, k.marking) as marking, coalesce(r.pap, k.pap) as pap, k.pap as "casePap",
            coalesce(i.is_confidential or i.is_sealed, false) as "isConfidential"
          from case_evidence e join cases k on k.id = e.case_id left join artefacts a on a.evidence_id = e.id left join report_files f on f.id = a.report_file_id
            left join reports r on r.id = f.report_id left join report_identities i on i.report_id = r.id
          where ${from === "artefact" ? sql`a.id` : sql`e.id`} = ${id} and e.case_id = ${caseId} and e.object_id is not null and (a.report_file_id is null or r.id is not null)`,
  );
  if (!row) throw notFound("file");
  if (row.isConfidential) throw underConfidence();
  return {
    ...row,
    marking: stricter(row.marking, of.caseMarking),
    pap: stricterPap(row.casePap, row.pap),
  };
}

async function openSource(
  ctx: Context,
  from: AttachFromCase["from"],
  source: Source,
): Promise<{ bytes: Readable; name: string; password: string | null }> {
  if (from === "evidence") {
    const { objectId, name } = await openEvidence(ctx, source.id, source.handedTo);
    return { bytes: Readable.from(ctx.objects.read(objectId), { objectMode: false }), name, password: null };
  }
  const archive =
    from === "artefact" ? await packArtefact(ctx, source.id, { reason: source.handedTo }) : packArchive(ctx, source);
  const bytes = Readable.fromWeb(archive.bytes as Parameters<typeof Readable.fromWeb>[0]);
  return { bytes, name: archive.name, password: archive.password };
}

/** @throws refused where it would be too much; the stored bytes do not stay then. */
async function keep(ctx: Context, conversationId: string, file: NewFile): Promise<AttachedFile> {
  requirePermission(ctx, "report.answer");
  const id = newId(ctx.now());
  try {
    if (file.size === 0) throw invalidInput([{ path: "body", message: "Expected a file that is not empty." }]);
    await withTransaction(ctx, async (tx) => {
      const { caseId } = await requireOpen(tx, conversationId, true);
      const bytes = Buffer.from(file.sha256, "hex");
      if (file.source === "upload") await refuseKnown(tx, bytes);
      const [draft] = await tx.execute<{ count: number; size: number }>(
        sql`select count(*)::int as count, coalesce(sum(size), 0)::float8 as size from conversation_files
          where conversation_id = ${conversationId} and message_id is null and added_by = ${personOf(ctx)}`,
      );
      if ((draft?.count ?? 0) >= mostMessageFiles || (draft?.size ?? 0) + file.size > mostMessageBytes)
        throw new AppError(
          "too_large",
          `A message takes ${mostMessageFiles} files of ${mostMessageBytes / 1_000_000} MB together.`,
          { words: "talking.files.refused.too_much" },
        );
      const at = ctx.now().toISOString();
      await tx.execute(sql`insert into objects (id, sha256, size, media_type, created_at)
        values (${file.objectId}, ${bytes}, ${file.size}, ${file.mediaType}, ${at}::timestamptz)`);
      await tx.execute(sql`insert into conversation_files (id, conversation_id, object_id, name, media_type, size, sha256, source, source_id, marking, is_packed, added_by, added_at)
        values (${id}, ${conversationId}, ${file.objectId}, ${file.name}, ${file.mediaType}, ${file.size}, ${bytes}, ${file.source}, ${file.sourceId}, ${file.marking},
          ${file.isPacked}, ${personOf(ctx)}, ${at}::timestamptz)`);
      const { source, sourceId, sha256 } = file;
      const detail = { fileId: id, conversationId, source, sourceId, sha256 };
      await writeAudit(tx, ctx, { action: "case.attach_file", objectType: "case", objectId: caseId, detail });
    });
  } catch (error) {
    await ctx.objects.remove(file.objectId);
    throw error;
  }
  const { name, size, marking, isPacked, source } = file;
  return { id, name, size, marking, isPacked, source, password: null };
}

/** What came with a report or is looked into may do harm: it leaves packed, taken from the case. */
async function refuseKnown(tx: Tx, sha256: Buffer): Promise<void> {
  const [known] =
    await tx.execute(sql`select 1 from objects o where o.sha256 = ${sha256} and (exists (select 1 from report_files f where f.object_id = o.id)
    or exists (select 1 from case_evidence e join artefacts a on a.evidence_id = e.id where e.object_id = o.id)) limit 1`);
  if (known)
    throw new AppError("refused", "This very file came with a report. Take it from the case: then it leaves packed.", {
      words: "talking.files.refused.known",
    });
}

/** @throws not_found; refused for a closed conversation. */
async function requireOpen(tx: Tx, conversationId: string, isLocked = false) {
  const party = await loadParty(tx, conversationId, isLocked);
  if (party.isClosed)
    throw new AppError("refused", "This conversation is closed.", { words: "talking.refusal.closed" });
  return party;
}

function personOf(ctx: Context): string {
  if (ctx.actor.kind !== "person") throw notFound("file");
  return ctx.actor.personId;
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
