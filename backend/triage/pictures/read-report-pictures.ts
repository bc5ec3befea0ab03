// Reads the text of a report's pictures after triage has looked at everything else, and lets triage look again where there was some.
import { open } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { identifyContainer } from "../unpack/index.ts";
import { isPicture } from "./is-picture.ts";
import { installedLanguages, linkLanguages, orderLanguages } from "./languages.ts";
import { defaultPictureLimits, type PictureLimits, type PictureText } from "./model.ts";
import { readPictures } from "./read-pictures.ts";

interface UnreadFile extends Record<string, unknown> {
  id: string;
  name: string;
  objectId: string;
  language: string;
}

/** Does nothing where every file was read before, or where no language is installed. A report without pictures costs a query. */
export async function readReportPictures(
  ctx: Context,
  reportId: string,
  limits: PictureLimits = defaultPictureLimits,
): Promise<void> {
  requirePermission(ctx, "report.assess");
  const { installed } = installedLanguages();
  const files = installed.length === 0 ? [] : await unreadFiles(ctx, reportId);
  if (files.length === 0) {
    await lookAgainWhereMissed(ctx, reportId);
    return;
  }
  const languageFolder = join(ctx.config.dataDir, "cache", "pictures");
  linkLanguages(languageFolder, installed);
  for (const file of files) {
    const languages = orderLanguages(installed, file.language);
    const path = ctx.objects.path(file.objectId);
    const name = `files/${file.name}`;
    const pictures = (await mayHoldPictures(path))
      ? await readPictures({ name, path, languageFolder, languages, limits })
      : [];
    await keepTexts(ctx, reportId, file.id, languages, pictures);
  }
}

async function keepTexts(
  ctx: Context,
  reportId: string,
  fileId: string,
  languages: string[],
  pictures: PictureText[],
): Promise<void> {
  requirePermission(ctx, "report.assess");
  // What has no writing in it is not kept; what could not be read is.
  const kept = pictures.filter(({ text, problem }) => text !== "" || problem !== null);
  await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`insert into picture_readings (file_id, report_id, languages, read_at)
      values (${fileId}, ${reportId}, ${sql.param(languages)}::text[], ${ctx.now().toISOString()}::timestamptz)
      on conflict (file_id) do nothing`);
    for (const { part, text, confidence, width, height, problem } of kept)
      await tx.execute(sql`insert into picture_texts (id, report_id, file_id, part, text, confidence, width, height, problem)
        values (${newId(ctx.now())}, ${reportId}, ${fileId}, ${clean(part)}, ${clean(text)}, ${confidence}, ${width}, ${height},
          ${problem === null ? null : clean(problem)}) on conflict (file_id, part) do nothing`);
    if (kept.length === 0) return;
    await writeAudit(tx, ctx, {
      action: "report.pictures_read",
      objectType: "report",
      objectId: reportId,
      detail: { fileId, pictures: pictures.length, read: kept.filter(({ problem }) => problem === null).length },
    });
    await lookAgain(tx, reportId);
  });
}

async function unreadFiles(ctx: Context, reportId: string): Promise<UnreadFile[]> {
  return await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<UnreadFile>(sql`select f.id, f.name, f.object_id as "objectId", r.language
      from report_files f join reports r on r.id = f.report_id
      where f.report_id = ${reportId} and not exists (select 1 from picture_readings p where p.file_id = f.id)
      order by f.added_at, f.id`),
  );
}

/** A run that had begun before the texts were there may have ended after the one that saw them. */
async function lookAgainWhereMissed(ctx: Context, reportId: string): Promise<void> {
  requirePermission(ctx, "report.assess");
  // oxlint-disable-next-line toguna/mutation-guards -- only a job is added; the look itself is written into the log
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx.execute<{
      isMissed: boolean;
    }>(sql`select coalesce((select max(p.read_at) from picture_readings p
        join picture_texts t on t.file_id = p.file_id where p.report_id = ${reportId}) >
      (select u.started_at from triage_runs u where u.report_id = ${reportId} and u.state = 'done' order by u.finished_at desc limit 1), false) as "isMissed"`);
    if (row?.isMissed === true) await lookAgain(tx, reportId);
  });
}

async function lookAgain(tx: Tx, reportId: string): Promise<void> {
  await addJob(tx, "triage.run", { reportId }, { key: `triage.run:${reportId}` });
}

/** By the first 64 KiB: a picture, or something that others are packed in. A file that is no longer kept holds none. */
async function mayHoldPictures(path: string): Promise<boolean> {
  const handle = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (handle === null) return false;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(65_536), 0, 65_536, 0);
    const head = buffer.subarray(0, bytesRead);
    return isPicture(head) || identifyContainer(head) !== null;
  } finally {
    await handle.close();
  }
}

/** PostgreSQL holds no NUL and no half surrogate. */
function clean(text: string): string {
  return text.replaceAll("\0", "\uFFFD").toWellFormed();
}
