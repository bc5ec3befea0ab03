// What the desk reads of conversations: the list over all cases or of one, and one conversation whole, with what became of each mail.
import { type SQL, sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { loadParty, reachOf } from "./load-party.ts";
import type { ConversationPage, ConversationRow, CorrespondentView, MessageView } from "./model.ts";

export interface ConversationFilter {
  caseId?: string | undefined;
  /** Only those in which the party wrote last. */
  isWaiting?: boolean | undefined;
  /** Only those before this conversation in the list: the last row of the page before. */
  before?: string | undefined;
  limit?: number | undefined;
}

/** Those with the newest message first; at most 200 (50 unless said). */
export async function listConversations(ctx: Context, filter: ConversationFilter = {}): Promise<ConversationRow[]> {
  requirePermission(ctx, "case.read");
  const { caseId = null, isWaiting = false, before = null, limit = 50 } = filter;
  return await readOnly(ctx, async (tx) => [
    ...(await tx.execute<ConversationRow & Record<string, unknown>>(sql`select * from (${rows()}) r
      where (${caseId}::uuid is null or r."caseId" = ${caseId}::uuid) and (not ${isWaiting} or r."isWaiting")
        and (${before}::uuid is null or (r."lastAt", r.id) < (select r2."lastAt", r2.id from (${rows()}) r2 where r2.id = ${before}::uuid))
      order by r."lastAt" desc, r.id desc limit ${Math.min(Math.max(1, Math.trunc(limit)), 200)}`)),
  ]);
}

/** @throws not_found. */
export async function readConversation(ctx: Context, conversationId: string): Promise<ConversationPage> {
  requirePermission(ctx, "case.read");
  return await readOnly(ctx, async (tx) => {
    const [row] = await tx.execute<ConversationRow & Record<string, unknown>>(
      sql`${rows()} where c.id = ${conversationId}`,
    );
    if (!row) throw notFound("conversation");
    const party = await loadParty(tx, conversationId);
    const { key } = await reachOf(tx, party, ctx.now());
    const [correspondent] = await tx.execute<
      CorrespondentView & Record<string, unknown>
    >(sql`select id, kind, name, email, phone, language,
      contact_id as "contactId", organisation_id as "organisationId", ${key !== undefined} as "hasKey" from correspondents where id = ${party.correspondentId}`);
    if (!correspondent) throw notFound("conversation");
    const [team] = await tx.execute<{ fingerprint: string }>(
      sql`select fingerprint from team_keys where state = 'active'`,
    );
    const machines = await tx.execute<{
      kind: string;
      subject: string;
      at: string;
    }>(sql`select kind, subject, ${iso(sql`received_at`)} as at
      from incoming_mails where conversation_id = ${conversationId} and kind in ('automatic', 'bounce') order by received_at desc limit 20`);
    return {
      ...row,
      correspondent,
      caseMarking: party.caseMarking,
      key: key
        ? {
            fingerprint: key.fingerprint,
            expiresAt: key.expiresAt,
            verifiedBy: key.verifiedBy,
            verifiedAt: key.verifiedAt,
          }
        : null,
      teamKey: team ?? null,
      items: await readItems(tx, conversationId),
      machineMails: [...machines],
    };
  });
}

function rows(): SQL {
  return sql`select c.id, c.number, c.case_id as "caseId", k.reference as "caseReference", c.is_exercise as "isExercise", p.name as "partyName", p.kind as "partyKind", c.subject,
    c.their_reference as "theirReference", c.closed_at is not null as "isClosed",
    coalesce((select m.direction = 'from_party' from conversation_messages m where m.conversation_id = c.id and m.state <> 'withdrawn' order by m.at desc, m.id desc limit 1), false)
      and c.closed_at is null as "isWaiting",
    (select count(*)::int from conversation_messages m where m.conversation_id = c.id and m.state <> 'withdrawn') as messages,
    ${iso(sql`coalesce((select max(m.at) from conversation_messages m where m.conversation_id = c.id), c.began_at)`)} as "lastAt"
  from conversations c join cases k on k.id = c.case_id join correspondents p on p.id = c.correspondent_id`;
}

async function readItems(tx: Tx, conversationId: string): Promise<MessageView[]> {
  return [
    ...(await tx.execute<
      MessageView & Record<string, unknown>
    >(sql`select m.id, m.direction, a.name as "authorName", m.marking, m.body, m.state, m.held_back as "heldBack",
      ${iso(sql`m.release_at`)} as "releaseAt", m.protection, m.way, m.from_address as "fromAddress",
      case when r.id is not null then jsonb_build_object('id', r.id, 'reference', r.reference) end as report,
      m.was_encrypted as "wasEncrypted", m.signature, m.signed_by as "signedBy",
      (select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'size', f.size, 'marking', f.marking, 'isPacked', f.is_packed, 'source', f.source) order by f.added_at, f.id), '[]')
        from conversation_files f where f.message_id = m.id) as files,
      (select i.authentication from incoming_mails i where i.id = m.incoming_id) as authentication, (select i.checks from incoming_mails i where i.id = m.incoming_id) as checks, ${iso(sql`m.at`)} as at,
      case when o.id is not null then jsonb_build_object('id', o.id, 'state', o.state, 'lastError', o.last_error) end as mail,
      case when l.id is not null then jsonb_build_object('id', l.id, 'openedAt', ${iso(sql`l.opened_at`)}, 'expiresAt', ${iso(sql`l.expires_at`)}, 'codes', l.codes) end as link
    from conversation_messages m left join people a on a.id = m.author_id left join reports r on r.id = m.report_id
      left join outgoing_mails o on o.conversation_message_id = m.id left join secure_links l on l.message_id = m.id
    where m.conversation_id = ${conversationId} order by m.at, m.id limit 1000`)),
  ];
}
