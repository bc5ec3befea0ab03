// What was done for a task, in words or with a file; a closed case still takes it.
import { Readable } from "node:stream";
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { storeFile } from "../../intake/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { caseForUpdate, personOf } from "../store.ts";
import { personJson } from "../work/person-json.ts";
import { caseOfPart } from "../work/open-case-of.ts";
import { AddTaskLog, taskLimits, type TaskLogView } from "./model.ts";

/** @throws not_found, also for a task of a case that is hidden from the asker. */
export async function addTaskLog(ctx: Context, input: AddTaskLog): Promise<{ id: string }> {
  requirePermission(ctx, "case.change");
  const { taskId, body } = AddTaskLog.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const { id: caseId } = await caseForUpdate(tx, await caseOfPart(tx, "case_tasks", taskId, "task"));
    const logId = await insertLog(tx, ctx, { caseId, taskId, body });
    await writeAudit(tx, ctx, {
      action: "case.log_task",
      objectType: "case",
      objectId: caseId,
      detail: { taskId, logId },
    });
    return { id: logId };
  });
}

async function insertLog(tx: Tx, ctx: Context, log: { caseId: string; taskId: string; body: string }): Promise<string> {
  const logId = newId(ctx.now());
  await tx.execute(sql`insert into case_task_logs (id, case_id, task_id, author_id, body, at)
    values (${logId}, ${log.caseId}, ${log.taskId}, ${personOf(ctx)}, ${log.body}, ${ctx.now().toISOString()})`);
  return logId;
}

/** The bytes are the request's body, its name percent-encoded in the header file-name. @throws too_large, invalid_input, not_found; then nothing stays. */
export async function addTaskFile(
  ctx: Context,
  taskId: string,
  file: { request: Request; name: string | undefined; note: string },
): Promise<{ id: string; sha256: string }> {
  requirePermission(ctx, "case.change");
  await readOnly(ctx, async (tx) => await caseOfPart(tx, "case_tasks", taskId, "task"));
  const name = readName(file.name);
  if (!file.request.body) throw invalidInput([{ path: "body", message: "Expected a file." }]);
  const stored = await storeFile(
    ctx,
    { name, mediaType: "application/octet-stream", stream: file.request.body as unknown as AsyncIterable<Uint8Array> },
    taskLimits.fileBytes,
  );
  try {
    if (stored.size === 0) throw invalidInput([{ path: "body", message: "Expected a file that is not empty." }]);
    return await withTransaction(ctx, async (tx) => {
      const { id: caseId } = await caseForUpdate(tx, await caseOfPart(tx, "case_tasks", taskId, "task"));
      const logId = await insertLog(tx, ctx, { caseId, taskId, body: file.note });
      const fileId = newId(ctx.now());
      await tx.execute(sql`insert into objects (id, sha256, size, media_type)
        values (${stored.objectId}, ${Buffer.from(stored.sha256, "hex")}, ${stored.size}, ${stored.mediaType})`);
      await tx.execute(sql`insert into case_task_files (id, case_id, log_id, object_id, name, media_type, size)
        values (${fileId}, ${caseId}, ${logId}, ${stored.objectId}, ${stored.name}, ${stored.mediaType}, ${stored.size})`);
      await writeAudit(tx, ctx, {
        action: "case.add_task_file",
        objectType: "case",
        objectId: caseId,
        detail: { taskId, fileId, sha256: stored.sha256, size: stored.size },
      });
      return { id: fileId, sha256: stored.sha256 };
    });
  } catch (error) {
    await ctx.objects.remove(stored.objectId);
    throw error;
  }
}

function readName(header: string | undefined): string {
  try {
    const name = decodeURIComponent(header ?? "").trim();
    if (name !== "") return name;
  } catch {
    // Not percent-encoded as it should be: said below.
  }
  throw invalidInput([
    { path: "file-name", message: "Expected the file's name, percent-encoded, in the header file-name." },
  ]);
}

/** What was logged for a task, oldest first. @throws not_found. */
export async function listTaskLogs(ctx: Context, taskId: string): Promise<{ rows: TaskLogView[] }> {
  requirePermission(ctx, "case.read");
  return await readOnly(ctx, async (tx) => {
    await caseOfPart(tx, "case_tasks", taskId, "task");
    const rows = await tx.execute<TaskLogView & Record<string, unknown>>(
      sql`select l.id, ${personJson(sql`l.author_id`)} as author, l.body, ${iso(sql`l.at`)} as at,
        (select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'size', f.size) order by f.id), '[]') from case_task_files f where f.log_id = l.id) as files
        from case_task_logs l where l.task_id = ${taskId} order by l.at, l.id limit 1000`,
    );
    return { rows: [...rows] };
  });
}

/** A file of a task's log, always saved and never shown inside a page; each reading stands in the log. @throws not_found. */
export async function readTaskFile(ctx: Context, fileId: string): Promise<Response> {
  requirePermission(ctx, "file.download");
  const file = await withTransaction(ctx, async (tx) => {
    const [row] = await tx.execute<{ caseId: string; objectId: string; name: string; size: number }>(
      sql`select case_id as "caseId", object_id as "objectId", name, size::int as size from case_task_files where id = ${fileId}`,
    );
    if (!row) throw notFound("file");
    await writeAudit(tx, ctx, { action: "file.read", objectType: "case", objectId: row.caseId, detail: { fileId } });
    return row;
  });
  const name = encodeURIComponent(file.name).replaceAll(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return new Response(Readable.toWeb(ctx.objects.read(file.objectId)) as ReadableStream<Uint8Array>, {
    headers: {
      "content-type": "application/octet-stream",
      "content-length": String(file.size),
      "content-disposition": `attachment; filename*=UTF-8''${name}`,
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    },
  });
}
