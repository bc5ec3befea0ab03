// Puts a text into the outbox of texts, in the transaction of its cause: one for one cause, a few a day for one number.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { plainNumber, type TextKind } from "./model.ts";

export const sendTextJob = "coordination.send_text";
const mostTextsADay = 20;

/** @throws too_many_requests when the number has had its texts of the day. */
export async function queueText(
  tx: Tx,
  ctx: Context,
  text: {
    cause: string;
    kind: TextKind;
    to: string;
    language: string;
    linkId: string | null;
    codeNumber: number | null;
  },
): Promise<void> {
  const to = plainNumber(text.to);
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`text:${to}`}, 0))`);
  const now = ctx.now();
  const [sent] = await tx.execute<{ count: number }>(sql`select count(*)::int as count from text_messages
    where to_number = ${to} and created_at > ${new Date(now.getTime() - 86_400_000).toISOString()}::timestamptz and not is_exercise`);
  if ((sent?.count ?? 0) >= mostTextsADay)
    throw new AppError("too_many_requests", "This number has had many texts today.", {
      retryAfterSeconds: 86_400,
      words: "talking.link.many_codes",
    });
  const id = newId(now);
  const queued =
    await tx.execute(sql`insert into text_messages (id, cause, kind, to_number, language, link_id, code_number, created_at)
    values (${id}, ${text.cause}, ${text.kind}, ${to}, ${text.language}, ${text.linkId}, ${text.codeNumber}, ${now.toISOString()}::timestamptz)
    on conflict (cause) do nothing returning id`);
  if (queued.length > 0) await addJob(tx, sendTextJob, { textId: id }, { key: `text:${id}`, maxAttempts: 8 });
}
