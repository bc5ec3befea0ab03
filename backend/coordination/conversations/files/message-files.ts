// Files of messages as others meet them: of a draft with what the case has, in the message that takes them, in its mail, behind its link, in a room.
import { sql } from "drizzle-orm";
import type { SendMailOptions } from "nodemailer";
import { requirePermission } from "../../../identity/index.ts";
import { stricter } from "../../../intake/marking/model.ts";
import type { Marking } from "../../../intake/model.ts";
import type { Context } from "../../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../../platform/errors/index.ts";
import { writeAudit } from "../../../platform/audit/index.ts";
import { loadParty } from "../load-party.ts";
import { findHeldBack } from "./labels-now.ts";
import { draftDays, type FileOption, type FilesOfDraft, findTooStrict, type MessageFile } from "./model.ts";

const columns = sql`f.id, f.name, f.size::float8 as size, f.marking, f.is_packed as "isPacked", f.source`;

/** The own draft's files, and what the case has to choose from. @throws not_found. */
export async function readDraftFiles(ctx: Context, conversationId: string): Promise<FilesOfDraft> {
  requirePermission(ctx, "report.answer");
  return await readOnly(ctx, async (tx) => {
    const { caseId, caseMarking } = await loadParty(tx, conversationId);
    const files = await draftOf(tx, ctx, conversationId);
    const options = await tx.execute<FileOption & Record<string, unknown>>(sql`
      select * from (
        select 'report' as "from", f.id, f.name, r.reference, f.size::float8 as size, r.marking, f.added_at as at from report_files f join reports r on r.id = f.report_id
          join case_reports c on c.report_id = r.id left join report_identities i on i.report_id = r.id
          where c.case_id = ${caseId} and not coalesce(i.is_confidential or i.is_sealed, false)
        union all
        select case when a.id is null then 'evidence' else 'artefact' end, coalesce(a.id, e.id), coalesce(e.file_name, e.label), coalesce(a.reference, e.reference), e.size::float8,
          coalesce(r.marking, ${caseMarking}), e.arrived_at from case_evidence e left join artefacts a on a.evidence_id = e.id left join report_files f on f.id = a.report_file_id
          left join reports r on r.id = f.report_id left join report_identities i on i.report_id = r.id
          where e.case_id = ${caseId} and e.object_id is not null and (a.report_file_id is null or r.id is not null) and not coalesce(i.is_confidential or i.is_sealed, false)
      ) x order by at desc, id limit 100`);
    const labelled = options.map(({ at: _at, ...one }) => ({ ...one, marking: stricter(one.marking, caseMarking) }));
    return { files, options: labelled };
  });
}

async function draftOf(tx: Tx, ctx: Context, conversationId: string): Promise<MessageFile[]> {
  const me = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  return await tx.execute<MessageFile & Record<string, unknown>>(sql`select ${columns} from conversation_files f
    where f.conversation_id = ${conversationId} and f.message_id is null and f.added_by = ${me} order by f.added_at, f.id`);
}

/** Under PAP:RED nothing is done that anybody outside could notice: what the case holds is handed to nobody. */
export function underPapRed(): AppError {
  return new AppError("refused", "PAP:RED: nothing that anybody outside could notice.", {
    words: "access.leave.pap_red",
  });
}

/** Who sent the file asked for confidence. */
export function underConfidence(): AppError {
  return new AppError("refused", "Whoever sent this asked for confidence; a file may tell who it was.", {
    words: "talking.files.refused.confidential",
  });
}

/** The files that a message names, of its writer's own draft. @throws invalid_input; refused where one is stricter than the message. */
export async function requireFiles(
  tx: Tx,
  ctx: Context,
  message: { conversationId: string; marking: Marking; fileIds: readonly string[] },
): Promise<MessageFile[]> {
  if (message.fileIds.length === 0) return [];
  const draft = await draftOf(tx, ctx, message.conversationId);
  const files = draft.filter(({ id }) => message.fileIds.includes(id));
  if (files.length !== new Set(message.fileIds).size)
    throw invalidInput([{ path: "fileIds", message: "Expected files of your own draft in this conversation." }]);
  const heldBack = await findHeldBack(tx, message.marking, message.fileIds);
  if (heldBack === "pap_red") throw underPapRed();
  if (heldBack === "confidential") throw underConfidence();
  const strict = findTooStrict(message.marking, files);
  if (strict)
    throw new AppError(
      "refused",
      `“${strict.name}” is TLP:${strict.marking.toUpperCase()}. The message needs that label, or a stricter one.`,
      {
        words: "talking.files.refused.too_strict",
        fields: [{ path: "marking", message: `Expected TLP:${strict.marking.toUpperCase()} or stricter.` }],
      },
    );
  if (heldBack !== null)
    throw new AppError("refused", "One of the files bears a stricter label by now.", {
      words: "talking.files.refused.too_strict",
      fields: [{ path: "marking", message: "Expected the label of the file's report, or a stricter one." }],
    });
  return files;
}

/** In the transaction that writes the message. */
export async function putToMessage(tx: Tx, messageId: string, fileIds: readonly string[]): Promise<void> {
  if (fileIds.length > 0)
    await tx.execute(
      sql`update conversation_files set message_id = ${messageId} where id = any (${sql.param([...fileIds])}::uuid[]) and message_id is null`,
    );
}

/** A message that is taken back gives its files back to the draft. */
export async function giveBackFiles(tx: Tx, messageId: string): Promise<void> {
  await tx.execute(sql`update conversation_files set message_id = null where message_id = ${messageId}`);
}

/** Its files go with a mail that carries its message's text; where there is only a link, they wait behind it. */
export async function addMessageFiles(
  ctx: Context,
  messageId: string | null,
  protection: string | null,
  message: SendMailOptions,
): Promise<SendMailOptions> {
  if (messageId === null || (protection !== "signed" && protection !== "encrypted")) return message;
  const files = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ objectId: string; name: string; mediaType: string }>(
        sql`select object_id as "objectId", name, media_type as "mediaType" from conversation_files where message_id = ${messageId} order by added_at, id`,
      ),
  );
  if (files.length === 0) return message;
  const attachments = [];
  for (const { objectId, name, mediaType } of files)
    attachments.push({ filename: name, content: await bytesOf(ctx, objectId), contentType: mediaType });
  return { ...message, attachments };
}

async function bytesOf(ctx: Context, objectId: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of ctx.objects.read(objectId)) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

export interface OpenedFile {
  objectId: string;
  name: string;
}

/** For the desk, and for people of the party in their room: whoever sees the message. The log says who. @throws not_found. */
export async function openMessageFile(
  ctx: Context,
  fileId: string,
  act: "report.answer" | "shared.read",
): Promise<OpenedFile> {
  requirePermission(ctx, act);
  return await withTransaction(ctx, async (tx) => {
    const [file] = await tx.execute<{ objectId: string; name: string; caseId: string }>(sql`
      select f.object_id as "objectId", f.name, c.case_id as "caseId" from conversation_files f join conversations c on c.id = f.conversation_id where f.id = ${fileId}`);
    if (!file) throw notFound("file");
    const entry = { action: "case.open_message_file", objectType: "case", objectId: file.caseId, detail: { fileId } };
    await writeAudit(tx, ctx, entry);
    return { objectId: file.objectId, name: file.name };
  });
}

/** Files of drafts that nobody sent. */
export async function tidyDraftFiles(ctx: Context): Promise<void> {
  requirePermission(ctx, "report.answer");
  const before = new Date(ctx.now().getTime() - draftDays * 86_400_000).toISOString();
  const old = await withTransaction(ctx, async (tx) => {
    const gone = await tx.execute<{ id: string }>(
      sql`delete from conversation_files where message_id is null and added_at < ${before}::timestamptz returning object_id as id`,
    );
    if (gone.length === 0) return [];
    const ids = gone.map(({ id }) => id);
    await tx.execute(sql`delete from objects where id = any (${sql.param(ids)}::uuid[])`);
    const entry = {
      action: "case.tidy_files",
      objectType: "job",
      objectId: ids[0] ?? "",
      detail: { files: ids.length },
    };
    await writeAudit(tx, ctx, entry);
    return ids;
  });
  for (const id of old) await ctx.objects.remove(id);
}
