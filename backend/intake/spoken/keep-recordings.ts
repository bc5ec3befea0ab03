// Recordings of questions: put in, replaced and taken out by who keeps the installation; heard by everybody.
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { judgeRecording } from "./judge-recording.ts";
import { PutRecording, type Recording, RecordingKey, type RecordingType } from "./model.ts";

/** Puts a recording in, or replaces the one of that question and language. @throws AppError invalid_input. */
export async function putRecording(ctx: Context, input: unknown): Promise<{ version: string }> {
  requirePermission(ctx, "settings.change");
  const wanted = PutRecording.parse(input);
  const { personId } = requirePerson(ctx);
  const bytes = Buffer.from(wanted.bytes, "base64");
  const { mediaType, durationSeconds } = await judgeRecording(bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const { question, language, textSha256 } = wanted;
  return await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`insert into spoken_questions
        (question, language, media_type, bytes, sha256, duration_seconds, text_sha256, put_by, put_at)
      values (${question}, ${language}, ${mediaType}, ${bytes}, ${sha256}, ${durationSeconds}, ${textSha256}, ${personId},
        ${ctx.now().toISOString()}::timestamptz)
      on conflict (question, language) do update set media_type = excluded.media_type, bytes = excluded.bytes,
        sha256 = excluded.sha256, duration_seconds = excluded.duration_seconds, text_sha256 = excluded.text_sha256,
        put_by = excluded.put_by, put_at = excluded.put_at`);
    await writeAudit(tx, ctx, {
      action: "portal.put_recording",
      objectType: "spoken_question",
      objectId: `${question}:${language}`,
      detail: { sha256, durationSeconds },
    });
    return { version: sha256.slice(0, 16) };
  });
}

/** @throws AppError not_found. */
export async function removeRecording(ctx: Context, input: unknown): Promise<void> {
  requirePermission(ctx, "settings.change");
  const { question, language } = RecordingKey.parse(input);
  await withTransaction(ctx, async (tx) => {
    const gone = await tx.execute(
      sql`delete from spoken_questions where question = ${question} and language = ${language} returning 1`,
    );
    if (gone.length === 0) throw notFound("recording");
    await writeAudit(tx, ctx, {
      action: "portal.remove_recording",
      objectType: "spoken_question",
      objectId: `${question}:${language}`,
      detail: {},
    });
  });
}

export interface KeptRecording extends Recording {
  mediaType: RecordingType;
  size: number;
  durationSeconds: number;
  textSha256: string;
  putAt: string;
  putBy: string | null;
}

/** All that there are, for who keeps them. */
export async function listKeptRecordings(ctx: Context): Promise<KeptRecording[]> {
  requirePermission(ctx, "settings.change");
  return await readOnly(ctx, async (tx) => [
    ...(await tx.execute<
      KeptRecording & Record<string, unknown>
    >(sql`select s.question, s.language, left(s.sha256, 16) as version,
      s.media_type as "mediaType", length(s.bytes) as size, s.duration_seconds::float8 as "durationSeconds", s.text_sha256 as "textSha256",
      to_char(s.put_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "putAt", p.name as "putBy"
      from spoken_questions s left join people p on p.id = s.put_by`)),
  ]);
}

/** Which questions can be heard, in which languages; for everybody. */
export async function listRecordings(ctx: Context): Promise<Recording[]> {
  return await readOnly(
    ctx,
    async (tx) => [
      ...(await tx.execute<Recording & Record<string, unknown>>(
        sql`select question, language, left(sha256, 16) as version from spoken_questions order by question, language`,
      )),
    ],
    "person",
  );
}

/** The bytes of a recording; undefined where there is none. For everybody. */
export async function readRecording(
  ctx: Context,
  key: RecordingKey,
): Promise<{ mediaType: RecordingType; bytes: Uint8Array<ArrayBuffer>; version: string } | undefined> {
  const [row] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ mediaType: RecordingType; bytes: Uint8Array; version: string }>(
        sql`select media_type as "mediaType", bytes, left(sha256, 16) as version from spoken_questions
          where question = ${key.question} and language = ${key.language}`,
      ),
    "person",
  );
  return row && { ...row, bytes: new Uint8Array(row.bytes) };
}
