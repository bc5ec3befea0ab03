// A request for advice is answered or declined with a reason; who asked is told that an answer waits, and reads it behind the link or in the own room.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import { type Context, makeContext } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { wordsIn } from "../../platform/words/index.ts";
import { idOfLink, signedPlace } from "../links/signed-link.ts";
import { queueMail } from "../outbox.ts";
import { type AdviceLanguage, type AdviceState, AnswerAdvice, type OwnAdvice } from "./model.ts";

/** @throws not_found; conflict when somebody answered meanwhile. */
export async function answerAdvice(ctx: Context, requestId: string, input: AnswerAdvice): Promise<{ version: number }> {
  requirePermission(ctx, "report.answer");
  const { version, outcome, answer } = AnswerAdvice.parse(input);
  const by = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  return await withTransaction(ctx, async (tx) => {
    const request = await lockAdvice(tx, requestId);
    if (request.version !== version || request.state !== "new")
      throw new AppError("conflict", "Somebody answered this meanwhile. Read it again.", {
        words: "advice.refused.changed",
      });
    await tx.execute(sql`update advice_requests set state = ${outcome}, answer = ${answer}, answered_by = ${by}, answered_at = ${ctx.now().toISOString()}::timestamptz,
      version = version + 1 where id = ${requestId}`);
    await tellAsker(tx, ctx, request);
    await writeAudit(tx, ctx, { action: `advice.${outcome}`, objectType: "advice", objectId: requestId });
    return { version: version + 1 };
  });
}

/** Behind a link somebody is nobody of the house: the link alone, for this one question, is what they may. */
export async function readAdviceLink(ctx: Context, token: string): Promise<OwnAdvice | undefined> {
  const requestId = idOfLink(ctx, "advice", token);
  if (requestId === undefined) return undefined;
  const byLink = makeContext(ctx, { kind: "system", job: "advice.read_by_link" }, ctx.requestId);
  return await readOnly(byLink, async (tx) => (await readOwn(tx, sql`a.id = ${requestId}`))[0]);
}

/** The own organisation's questions, the newest first. */
export async function listOwnAdvice(ctx: Context): Promise<{ rows: OwnAdvice[] }> {
  requirePermission(ctx, "advice.own");
  return { rows: await readOnly(ctx, async (tx) => await readOwn(tx, sql`a.source = 'console'`), "constituent") };
}

async function readOwn(tx: Tx, which: ReturnType<typeof sql>): Promise<OwnAdvice[]> {
  const rows = await tx.execute<
    OwnAdvice & Record<string, unknown>
  >(sql`select a.id, a.reference, a.topic, a.question, ${iso(sql`a.received_at`)} as "receivedAt", a.state, a.answer,
      ${iso(sql`a.answered_at`)} as "answeredAt" from advice_requests a where ${which} order by a.received_at desc, a.id desc limit 200`);
  return [...rows];
}

interface AdviceRow extends Record<string, unknown> {
  id: string;
  reference: string;
  state: AdviceState;
  version: number;
  source: "web" | "console";
  language: AdviceLanguage;
  name: string;
  email: string | null;
  organisation: string | null;
  personEmail: string | null;
  caseId: string | null;
}

/** @throws not_found, also for one whose case is hidden from the asker. */
export async function lockAdvice(tx: Tx, requestId: string): Promise<AdviceRow> {
  const [row] = isId(requestId)
    ? await tx.execute<AdviceRow>(sql`select a.id, a.reference, a.state, a.version, a.source, a.language, a.name, a.email, a.case_id as "caseId",
        (select o.name from organisations o where o.id = a.organisation_id) as organisation, (select p.email from people p where p.id = a.asked_by and p.disabled_at is null) as "personEmail"
      from advice_requests a where a.id = ${requestId} for update of a`)
    : [];
  if (!row) throw notFound("request for advice");
  return row;
}

/** A word that an answer waits, and where: not the answer. */
async function tellAsker(tx: Tx, ctx: Context, request: AdviceRow): Promise<void> {
  const to = request.source === "console" ? request.personEmail : request.email;
  if (to === null) return;
  const t = wordsIn(request.language);
  const url =
    request.source === "console" ? `${ctx.config.publicUrl}/console/advice` : signedPlace("advice", request.id);
  const body = [
    t("advice.mail.body", { reference: request.reference }),
    t("advice.mail.look", { url }),
    t("mail.signature"),
  ].join("\n\n");
  try {
    const mail = {
      kind: "notice" as const,
      reportId: null,
      to,
      language: request.language,
      subject: t("advice.mail.subject"),
    };
    await queueMail(tx, ctx, { cause: `advice:${request.id}`, ...mail, body: `${body}\n` });
  } catch (error) {
    if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
    ctx.log.warn(
      { requestId: request.id },
      "an address has had very many mails today; the answer waits behind its link",
    );
  }
}
