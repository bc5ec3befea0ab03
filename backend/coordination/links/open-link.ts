// Whoever holds a link proves with a one-time code that came on another way; then the one message is shown, and can be answered.
import { timingSafeEqual } from "node:crypto";
import { sql } from "drizzle-orm";
import { hashToken, isToken, newToken, requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import { type Context, makeContext } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { MessageBody } from "../conversations/model.ts";
import { fillSituationLinks } from "../crisis/situation-link.ts";
import { queueText } from "../sms/queue-text.ts";
import { codeOf, messageOfLink } from "./make-link.ts";
import { type CodeAnswer, codeMinutes, mostCodes, mostTries, type SecureLinkView, sessionMinutes } from "./model.ts";

/** Behind a link one is nobody of the house: the link alone, for this one message, is what they may. */
const byLink = (ctx: Context): Context => makeContext(ctx, { kind: "system", job: "secure_link.open" }, ctx.requestId);

interface LinkRow extends Record<string, unknown> {
  id: string;
  messageId: string;
  caseId: string;
  conversationId: string;
  number: string;
  subject: string;
  marking: string;
  body: string;
  sentAt: string;
  language: "fr" | "en" | "mn";
  phone: string | null;
  organisationKind: string | null;
  isClosed: boolean;
  codes: number;
  tries: number;
  hasCode: boolean;
  sessionHash: Buffer | null;
}

/** Undefined where the link is not ours or its time is over. Looking does nothing: machines open links in mails. */
export async function readSecureLink(
  ctx: Context,
  token: string,
  session: string | undefined,
): Promise<SecureLinkView | undefined> {
  const found = await readOnly(byLink(ctx), async (tx) => await find(tx, ctx, token));
  if (!found) return undefined;
  const files = isOpenWith(found, session) ? await filesOf(ctx, found.messageId) : [];
  const { number, language } = found;
  if (isOpenWith(found, session)) {
    const { subject, marking, sentAt } = found;
    const body = fillSituationLinks(ctx, found.body);
    return { state: "open", number, language, subject, marking, body, sentAt, canReply: !found.isClosed, files };
  }
  const canText = ctx.config.smsUrl !== undefined && found.phone !== null;
  return {
    state: "closed",
    number,
    language,
    phoneEnd: canText ? (found.phone?.replace(/\D/g, "").slice(-2) ?? null) : null,
    hasCode: found.hasCode,
    canAskCode: canText && found.codes < mostCodes,
    room:
      found.organisationKind === "authority" ? "office" : found.organisationKind === "constituent" ? "console" : null,
  };
}

/** A file of the message behind an open link. Undefined where the link is not open or the file is another message's. */
export async function openLinkedFile(
  ctx: Context,
  token: string,
  session: string | undefined,
  fileId: string,
): Promise<{ objectId: string; name: string } | undefined> {
  const party = byLink(ctx);
  requirePermission(party, "report.answer");
  return await withTransaction(party, async (tx) => {
    const link = await find(tx, ctx, token);
    if (!link || !isOpenWith(link, session) || !isId(fileId)) return undefined;
    const [file] = await tx.execute<{ objectId: string; name: string }>(
      sql`select object_id as "objectId", name from conversation_files where id = ${fileId} and message_id = ${link.messageId}`,
    );
    if (!file) return undefined;
    await writeAudit(tx, party, {
      action: "case.open_message_file",
      objectType: "case",
      objectId: link.caseId,
      detail: { fileId, linkId: link.id },
    });
    return file;
  });
}

async function filesOf(ctx: Context, messageId: string): Promise<{ id: string; name: string; size: number }[]> {
  return await readOnly(
    byLink(ctx),
    async (tx) =>
      await tx.execute<{ id: string; name: string; size: number }>(
        sql`select id, name, size::float8 as size from conversation_files where message_id = ${messageId} order by added_at, id`,
      ),
  );
}

/** Sends a fresh code to the party's telephone. @throws refused where there is none, or there were many. */
export async function askCode(ctx: Context, token: string): Promise<void> {
  const party = byLink(ctx);
  requirePermission(party, "report.answer");
  await withTransaction(party, async (tx) => {
    const link = await find(tx, ctx, token, true);
    if (!link) throw notFound("link");
    if (ctx.config.smsUrl === undefined || link.phone === null)
      throw new AppError("refused", "No telephone is known for this link. Ask the team for a code.", {
        words: "talking.link.no_phone",
      });
    if (link.codes >= mostCodes)
      throw new AppError("refused", "This link has had many codes. Ask the team for one.", {
        words: "talking.link.many_codes",
      });
    const number = await nextCode(tx, ctx, link.id, "text");
    await queueText(tx, ctx, {
      cause: `code:${link.id}:${number}`,
      kind: "code",
      to: link.phone,
      language: link.language,
      linkId: link.id,
      codeNumber: number,
    });
    await writeAudit(tx, party, {
      action: "case.link_code",
      objectType: "case",
      objectId: link.caseId,
      detail: { linkId: link.id, channel: "text" },
    });
  });
}

/** The desk reads a code out on the telephone, to whom it knows by voice or has called itself. @throws not_found; gone when the link is over. */
export async function readOutCode(ctx: Context, linkId: string): Promise<{ code: string; minutes: number }> {
  requirePermission(ctx, "report.answer");
  return await withTransaction(ctx, async (tx) => {
    const [link] = await tx.execute<{ case_id: string | null; run_id: string | null; is_over: boolean }>(
      sql`select case_id, (select r.run_id from notification_recipients r where r.id = recipient_id) as run_id, expires_at <= ${ctx.now().toISOString()}::timestamptz as is_over from secure_links where id = ${linkId} for update`,
    );
    if (!link) throw notFound("link");
    if (link.is_over) throw new AppError("gone", "This link is over.", { words: "talking.refusal.link_over" });
    const number = await nextCode(tx, ctx, linkId, "telephone");
    const detail = { linkId, channel: "telephone" };
    await writeAudit(
      tx,
      ctx,
      link.run_id === null
        ? { action: "case.link_code", objectType: "case", objectId: link.case_id ?? linkId, detail }
        : { action: "notification.link_code", objectType: "notification", objectId: link.run_id, detail },
    );
    return { code: codeOf(ctx, linkId, number), minutes: codeMinutes };
  });
}

/** @returns a session for half an hour; `wrong`; `over` when another code must be asked for; `gone` without a link. */
export async function tryCode(ctx: Context, token: string, typed: string): Promise<CodeAnswer> {
  const party = byLink(ctx);
  requirePermission(party, "report.answer");
  return await withTransaction(party, async (tx): Promise<CodeAnswer> => {
    const link = await find(tx, ctx, token, true);
    if (!link) return "gone";
    if (!link.hasCode || link.tries >= mostTries) return "over";
    const given = typed.replace(/\D/g, "").padEnd(8, "x").slice(0, 64);
    const expected = codeOf(ctx, link.id, link.codes);
    const isRight = given.length === 8 && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
    await writeAudit(tx, party, {
      action: isRight ? "case.link_opened" : "case.link_wrong_code",
      objectType: "case",
      objectId: link.caseId,
      detail: { linkId: link.id },
    });
    if (!isRight) {
      await tx.execute(sql`update secure_links set tries = tries + 1 where id = ${link.id}`);
      return link.tries + 1 >= mostTries ? "over" : "wrong";
    }
    const session = newToken();
    const now = ctx.now();
    // A code opens once.
    await tx.execute(sql`update secure_links set code_expires_at = null, session_hash = ${hashToken(session)}, opened_at = coalesce(opened_at, ${now.toISOString()}::timestamptz),
      session_expires_at = ${new Date(now.getTime() + sessionMinutes * 60_000).toISOString()}::timestamptz where id = ${link.id}`);
    return { session };
  });
}

/** @throws invalid_input; unauthenticated when the half hour is over; refused for a closed conversation. */
export async function replyByLink(
  ctx: Context,
  token: string,
  session: string | undefined,
  typed: string,
): Promise<void> {
  const party = byLink(ctx);
  requirePermission(party, "report.answer");
  const body = MessageBody.parse(typed);
  await withTransaction(party, async (tx) => {
    const link = await find(tx, ctx, token, true);
    if (!link) throw notFound("link");
    if (!isOpenWith(link, session))
      throw new AppError("unauthenticated", "The half hour is over. Ask for another code.");
    if (link.isClosed)
      throw new AppError("refused", "This conversation is closed.", { words: "talking.refusal.closed" });
    const id = newId(ctx.now());
    await tx.execute(sql`insert into conversation_messages (id, conversation_id, case_id, direction, marking, body, state, release_at, way, at)
      values (${id}, ${link.conversationId}, ${link.caseId}, 'from_party', ${link.marking}, ${body}, 'received', ${ctx.now().toISOString()}::timestamptz, 'link',
        ${ctx.now().toISOString()}::timestamptz)`);
    await writeAudit(tx, party, {
      action: "case.message_came",
      objectType: "case",
      objectId: link.caseId,
      detail: { messageId: id, way: "link" },
    });
  });
}

async function nextCode(tx: Tx, ctx: Context, linkId: string, channel: "text" | "telephone"): Promise<number> {
  const [row] = await tx.execute<{
    codes: number;
  }>(sql`update secure_links set codes = codes + 1, tries = 0, code_channel = ${channel},
    code_expires_at = ${new Date(ctx.now().getTime() + codeMinutes * 60_000).toISOString()}::timestamptz where id = ${linkId} returning codes`);
  return row?.codes ?? 0;
}

async function find(tx: Tx, ctx: Context, token: string, isLocked = false): Promise<LinkRow | undefined> {
  const messageId = messageOfLink(ctx, token);
  if (messageId === undefined) return undefined;
  const now = ctx.now().toISOString();
  const [row] =
    await tx.execute<LinkRow>(sql`select l.id, l.message_id as "messageId", l.case_id as "caseId", c.id as "conversationId", c.number, c.subject, m.marking, m.body, ${iso(sql`m.release_at`)} as "sentAt",
      p.language, p.phone, o.kind as "organisationKind", c.closed_at is not null as "isClosed", l.codes, l.tries,
      coalesce(l.code_expires_at > ${now}::timestamptz, false) as "hasCode",
      case when l.session_expires_at > ${now}::timestamptz then l.session_hash end as "sessionHash"
    from secure_links l join conversation_messages m on m.id = l.message_id join conversations c on c.id = m.conversation_id
      join correspondents p on p.id = c.correspondent_id left join organisations o on o.id = c.organisation_id
    where l.message_id = ${messageId} and l.expires_at > ${now}::timestamptz ${isLocked ? sql`for update of l` : sql``}`);
  return row;
}

function isOpenWith(link: LinkRow, session: string | undefined): boolean {
  if (session === undefined || !isToken(session) || link.sessionHash === null) return false;
  return timingSafeEqual(hashToken(session), link.sessionHash);
}
