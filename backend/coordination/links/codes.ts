// The code of a secure link, whatever the link leads to: sent on another way, typed, good once; the session that it gives.
import { timingSafeEqual } from "node:crypto";
import { sql } from "drizzle-orm";
import { hashToken, isToken, newToken } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { queueText } from "../sms/queue-text.ts";
import { codeOf } from "./make-link.ts";
import { type CodeAnswer, codeMinutes, mostCodes, mostTries, sessionMinutes } from "./model.ts";

export interface LinkRow extends Record<string, unknown> {
  id: string;
  /** The party, or the notification, that it leads to. */
  thingId: string;
  language: "fr" | "en" | "mn";
  phone: string | null;
  organisationKind: string | null;
  codes: number;
  tries: number;
  hasCode: boolean;
  sessionHash: Buffer | null;
}

export interface CaseLink extends LinkRow {
  caseId: string;
}

/** The link of a party of a disclosure; undefined when there is none, its time is over, or the party has left. */
export async function findLinkOf(
  tx: Tx,
  ctx: Context,
  partyId: string,
  isLocked: boolean,
): Promise<CaseLink | undefined> {
  const now = ctx.now().toISOString();
  const [row] = await tx.execute<CaseLink>(sql`
    select l.id, l.case_id as "caseId", l.party_id as "thingId", c.language, c.phone, o.kind as "organisationKind", l.codes, l.tries,
      coalesce(l.code_expires_at > ${now}::timestamptz, false) as "hasCode", case when l.session_expires_at > ${now}::timestamptz then l.session_hash end as "sessionHash"
    from secure_links l join disclosure_parties p on p.id = l.party_id join correspondents c on c.id = p.correspondent_id left join organisations o on o.id = p.organisation_id
    where l.party_id = ${partyId} and l.expires_at > ${now}::timestamptz and p.left_at is null and p.invited_at is not null ${isLocked ? sql`for update of l` : sql``}`);
  return row;
}

export function isOpenWith(link: { sessionHash: Buffer | null }, session: string | undefined): boolean {
  if (session === undefined || !isToken(session) || link.sessionHash === null) return false;
  return timingSafeEqual(hashToken(session), link.sessionHash);
}

/** What whoever holds a closed link may be told of the other way. */
export function linkPhoneEnd(
  ctx: Context,
  link: LinkRow,
): { phoneEnd: string | null; hasCode: boolean; canAskCode: boolean } {
  const canText = ctx.config.smsUrl !== undefined && link.phone !== null;
  return {
    phoneEnd: canText ? (link.phone?.replace(/\D/g, "").slice(-2) ?? null) : null,
    hasCode: link.hasCode,
    canAskCode: canText && link.codes < mostCodes,
  };
}

/** @throws AppError refused where there is no telephone, or there were many codes. */
export async function sendCode(tx: Tx, ctx: Context, link: LinkRow): Promise<void> {
  if (ctx.config.smsUrl === undefined || link.phone === null)
    throw new AppError("refused", "No telephone is known for this link. Ask the team for a code.", {
      words: "talking.link.no_phone",
    });
  if (link.codes >= mostCodes)
    throw new AppError("refused", "This link has had many codes. Ask the team for one.", {
      words: "talking.link.many_codes",
    });
  const expiresAt = new Date(ctx.now().getTime() + codeMinutes * 60_000).toISOString();
  const [row] = await tx.execute<{
    codes: number;
  }>(sql`update secure_links set codes = codes + 1, tries = 0, code_channel = 'text',
    code_expires_at = ${expiresAt}::timestamptz where id = ${link.id} returning codes`);
  const number = row?.codes ?? 0;
  await queueText(tx, ctx, {
    cause: `code:${link.id}:${number}`,
    kind: "code",
    to: link.phone,
    language: link.language,
    linkId: link.id,
    codeNumber: number,
  });
}

/** @returns a session for half an hour; `wrong`; `over` when another code must be asked for. */
export async function useCode(tx: Tx, ctx: Context, link: LinkRow, typed: string): Promise<CodeAnswer> {
  if (!link.hasCode || link.tries >= mostTries) return "over";
  const given = typed.replace(/\D/g, "").padEnd(8, "x").slice(0, 64);
  const expected = codeOf(ctx, link.id, link.codes);
  if (given.length !== 8 || !timingSafeEqual(Buffer.from(given), Buffer.from(expected))) {
    await tx.execute(sql`update secure_links set tries = tries + 1 where id = ${link.id}`);
    return link.tries + 1 >= mostTries ? "over" : "wrong";
  }
  const session = newToken();
  const now = ctx.now();
  // A code opens once.
  await tx.execute(sql`update secure_links set code_expires_at = null, session_hash = ${hashToken(session)}, opened_at = coalesce(opened_at, ${now.toISOString()}::timestamptz),
    session_expires_at = ${new Date(now.getTime() + sessionMinutes * 60_000).toISOString()}::timestamptz where id = ${link.id}`);
  return { session };
}
