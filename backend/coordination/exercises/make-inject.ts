// Makes what an inject brings: a report, a mail, a note of a call, a question of the press, a list of findings. All of it is marked from its first moment.
import { Readable } from "node:stream";
import { sql } from "drizzle-orm";
import { createTransport } from "nodemailer";
import { requirePermission } from "../../identity/index.ts";
import { submitReport } from "../../intake/index.ts";
import type { SubmitReport } from "../../intake/model.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { keepFindingsJob, takeList } from "../findings-lists/take-list.ts";
import { ownAddress } from "../mail-addresses.ts";
import { sortMailJob } from "../take-mail.ts";
import type { Inject } from "./model.ts";
import type { ExerciseRow } from "./store.ts";

export interface InjectToMake {
  /** Of its row. */
  id: string;
  exercise: ExerciseRow;
  inject: Inject;
  /** Null: the clock. */
  playedBy: string | null;
}

/** Once, however often it is tried: what is made and that it was played are one transaction. */
export async function makeInject(ctx: Context, asked: InjectToMake): Promise<void> {
  const { inject } = asked;
  const language = asked.exercise.language;
  switch (inject.kind) {
    case "report":
      return await makeReport(ctx, asked, "web", {
        flow: inject.flow,
        language,
        subject: inject.subject[language],
        description: inject.text[language],
        ...(inject.from ? { contact: { name: inject.from.name, email: inject.from.address }, answerBy: "mail" } : {}),
      });
    case "call":
      return await makeReport(ctx, asked, "paper", {
        flow: "free",
        language,
        subject: inject.titles[language],
        description: inject.text[language],
        contact: { name: inject.caller, ...(inject.phone === undefined ? {} : { phone: inject.phone }) },
        answerBy: inject.phone === undefined ? "none" : "phone",
      });
    case "mail":
    case "press":
      return await makeMail(ctx, asked, inject);
    case "findings":
      return await makeFindings(ctx, asked, inject);
  }
}

async function note(
  tx: Tx,
  ctx: Context,
  { id, playedBy }: InjectToMake,
  made: { reportId?: string; incomingId?: string; listId?: string },
): Promise<boolean> {
  const noted =
    await tx.execute(sql`update exercise_injects set state = 'played', played_at = ${ctx.now().toISOString()}::timestamptz, played_by = ${playedBy},
      report_id = ${made.reportId ?? null}, incoming_id = ${made.incomingId ?? null}, list_id = ${made.listId ?? null}
    where id = ${id} and state = 'waiting' returning 1`);
  return noted.length > 0;
}

async function makeReport(
  ctx: Context,
  asked: InjectToMake,
  source: "web" | "paper",
  report: SubmitReport,
): Promise<void> {
  await submitReport(ctx, report, [], {
    source,
    idempotencyKey: `inject:${asked.id}`,
    alsoWrite: async (tx, reportId) => {
      await tx.execute(
        sql`update reports set is_exercise = true, exercise_id = ${asked.exercise.id} where id = ${reportId}`,
      );
      if (!(await note(tx, ctx, asked, { reportId }))) throw new PlayedAlready();
    },
  }).catch(unlessPlayed);
}

/** A raw mail, as if it had come in: the same reader sorts it. */
async function makeMail(
  ctx: Context,
  asked: InjectToMake,
  inject: Extract<Inject, { kind: "mail" | "press" }>,
): Promise<void> {
  requirePermission(ctx, "report.submit");
  const { exercise } = asked;
  const writer = createTransport({ streamTransport: true, buffer: true, newline: "windows" });
  const { message } = await writer.sendMail({
    from: { name: inject.from.name, address: inject.from.address },
    to: ownAddress(ctx.config.mailFrom),
    subject: inject.subject[exercise.language],
    text: inject.text[exercise.language],
    messageId: `<${asked.id}@exercise.invalid>`,
    date: ctx.now(),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const object = await ctx.objects.put(Readable.from([message as Buffer]), 1_000_000);
  const isTaken = await withTransaction(ctx, async (tx) => {
    const [incomingId, at] = [newId(ctx.now()), ctx.now().toISOString()];
    await tx.execute(sql`insert into objects (id, sha256, size, media_type, created_at)
      values (${object.id}, ${object.sha256}, ${object.size}, 'message/rfc822', ${at}::timestamptz)`);
    await tx.execute(sql`insert into incoming_mails (id, object_id, envelope_from, to_addresses, received_at, is_exercise, exercise_id)
      values (${incomingId}, ${object.id}, ${inject.from.address}, ${sql.param([ownAddress(ctx.config.mailFrom)])}::text[], ${at}::timestamptz, true, ${exercise.id})`);
    if (!(await note(tx, ctx, asked, { incomingId }))) throw new PlayedAlready();
    await writeAudit(tx, ctx, { action: "mail.take", objectType: "incoming_mail", objectId: incomingId });
    await addJob(tx, sortMailJob, { incomingId }, { key: `incoming:${incomingId}` });
    return true;
  }).catch(unlessPlayed);
  if (!isTaken) await ctx.objects.remove(object.id);
}

/** Takes a transaction back whose inject another try has made, or that was left out meanwhile. */
class PlayedAlready extends Error {}

function unlessPlayed(error: unknown): undefined {
  if (!(error instanceof PlayedAlready)) throw error;
  return undefined;
}

async function makeFindings(
  ctx: Context,
  asked: InjectToMake,
  inject: Extract<Inject, { kind: "findings" }>,
): Promise<void> {
  const { exercise } = asked;
  const rows = inject.rows.map(({ address, port, what }) =>
    [address, port ?? "", ctx.now().toISOString(), `"${what.replaceAll('"', '""')}"`].join(","),
  );
  const bytes = Buffer.from(`ip,port,time,what\n${rows.join("\n")}\n`);
  await takeList(ctx, { bytes, name: `${inject.titles[exercise.language].slice(0, 190)}.csv` }, async (tx, listId) => {
    await tx.execute(sql`update findings_lists set is_exercise = true, exercise_id = ${exercise.id}, state = 'running', version = version + 1,
      started_at = ${ctx.now().toISOString()}::timestamptz where id = ${listId}`);
    if (!(await note(tx, ctx, asked, { listId }))) throw new PlayedAlready();
    await addJob(tx, keepFindingsJob, { listId }, { key: `findings:${listId}` });
  }).catch(unlessPlayed);
}
