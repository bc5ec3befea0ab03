// Hands one text to the operator's gateway over HTTP; tried again until it is taken, under the same id.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { isId } from "../../platform/ids/index.ts";
import type { JobContext } from "../../platform/jobs/index.ts";
import { type WordsLanguage, wordsIn } from "../../platform/words/index.ts";
import { codeOf } from "../links/make-link.ts";
import { composeText, type GatewayRequest, judgeStatus, type TextKind } from "./model.ts";

const Payload = z.strictObject({ textId: z.string().refine(isId) });
const timeLimitMs = 15_000;

/** @throws when the gateway could not be reached or asked to wait. */
export async function sendQueuedText(ctx: JobContext, payload: unknown): Promise<void> {
  requirePermission(ctx, "report.answer");
  const { textId } = Payload.parse(payload);
  const [text] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{
        kind: TextKind;
        to_number: string;
        language: WordsLanguage;
        link_id: string | null;
        code_number: number | null;
        state: string;
        is_exercise: boolean;
      }>(
        sql`select kind, to_number, language, link_id, code_number, state, is_exercise from text_messages where id = ${textId}`,
      ),
  );
  if (text?.state !== "queued") return;
  const { smsUrl, isDemo } = ctx.config;
  // Without a gateway nothing goes; a demonstration and an exercise write to nobody.
  if (smsUrl === undefined || isDemo || text.is_exercise) return await record(ctx, textId, "kept");
  const code = text.link_id === null ? undefined : codeOf(ctx, text.link_id, text.code_number ?? 0);
  const body: GatewayRequest = {
    id: textId,
    to: text.to_number,
    text: composeText(wordsIn(text.language), text.kind, code),
  };
  const answer = await post(ctx, smsUrl, body);
  const outcome = typeof answer === "number" ? judgeStatus(answer) : "again";
  const fault = outcome === "sent" ? undefined : `the gateway answered ${answer}`;
  const isOver = outcome !== "again" || ctx.attempt >= ctx.maxAttempts;
  await record(ctx, textId, isOver ? (outcome === "sent" ? "sent" : "failed") : "queued", fault);
  if (!isOver) throw new Error(`the gateway did not take a text: ${answer}`);
}

async function post(ctx: Context, url: string, body: GatewayRequest): Promise<number | string> {
  try {
    const response = await fetch(url, {
      method: "POST",
      redirect: "error",
      signal: AbortSignal.timeout(timeLimitMs),
      headers: {
        "content-type": "application/json",
        "idempotency-key": body.id,
        ...(ctx.config.smsToken === undefined ? {} : { authorization: `Bearer ${ctx.config.smsToken}` }),
      },
      body: JSON.stringify(body),
    });
    await response.body?.cancel();
    return response.status;
  } catch (error) {
    return error instanceof Error && error.name === "TimeoutError" ? "nothing in time" : "no connection";
  }
}

async function record(
  ctx: Context,
  textId: string,
  state: "queued" | "sent" | "kept" | "failed",
  fault?: string,
): Promise<void> {
  requirePermission(ctx, "report.answer");
  await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`update text_messages set state = ${state}, attempts = attempts + 1, last_error = ${fault ?? null},
      sent_at = case when ${state} = 'sent' then ${ctx.now().toISOString()}::timestamptz end where id = ${textId}`);
    if (state !== "queued")
      await writeAudit(tx, ctx, { action: `text.${state}`, objectType: "text_message", objectId: textId });
  });
}
