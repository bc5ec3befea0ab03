// Reads a mail that was taken and does what it is: a new report, a reply to one, a bounce of ours, or nothing that needs an act.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "../identity/index.ts";
import {
  discardUntaken,
  isAutomatic,
  isDeliveryReport,
  ownWords,
  type ReadMail,
  readMail,
  reportFromMail,
  submitReport,
} from "../intake/index.ts";
import { limits, type StoredFile } from "../intake/model.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../platform/db/index.ts";
import { AppError } from "../platform/errors/index.ts";
import { isId } from "../platform/ids/index.ts";
import { wordsIn } from "../platform/words/index.ts";
import { addReporterMessage } from "./add-to-report.ts";
import { type FoundConversation, findConversation } from "./conversations/find-conversation.ts";
import { takeMessage } from "./conversations/take-message.ts";
import { ownAddress, referenceInAddresses } from "./mail-addresses.ts";
import { checkMail } from "./mail-checks/check-mail.ts";
import { judgeChecks } from "./mail-checks/model.ts";
import { type Arrived, openArrived } from "./openpgp/open-arrived.ts";
import { readAuthentication } from "./read-authentication.ts";
import { recordBounce } from "./record-bounce.ts";
import { classifyMail, type MailKind, mostMailReportsAnHour } from "./rules.ts";
import { mailKeyOf } from "./take-mail.ts";
import { forgetSender, takeSealedReply } from "./take-sealed-reply.ts";

interface Incoming extends Record<string, unknown> {
  id: string;
  object_id: string;
  envelope_from: string;
  to_addresses: string[];
  kind: MailKind | "unread";
  received_at: string;
  sha256: Buffer;
  size: string;
  connecting_address: string | null;
  helo: string | null;
}

interface Known {
  reportId: string | undefined;
  isSeenBefore: boolean;
  isBusySender: boolean;
  reporterAddresses: string[];
  /** Its reporter is known to nobody: a reply is taken without its sender. */
  isSealed: boolean;
}

const Payload = z.strictObject({ incomingId: z.string().refine(isId) });

/** Can be run again after a crash at any point: every step knows whether it was done. */
export async function sortMail(ctx: Context, payload: unknown): Promise<void> {
  const { incomingId } = Payload.parse(payload);
  const incoming = await loadIncoming(ctx, incomingId);
  if (!incoming || incoming.kind !== "unread") return;
  await keepChecks(ctx, incoming);
  const arrived = await openArrived(ctx, incoming.object_id, Number(incoming.size));
  const mail = await readMail(ctx, arrived.stream, Number(incoming.size));
  try {
    const conversation = await findConversation(ctx, {
      recipients: incoming.to_addresses,
      answers: mail.answers,
      subject: mail.subject,
      sender: mail.from?.address ?? incoming.envelope_from,
    });
    const known = await findKnown(ctx, incoming, mail);
    const automatic = isAutomatic(mail.headers, incoming.envelope_from);
    const kind = classifyMail({
      isDeliveryReport: isDeliveryReport(mail.headers),
      isAutomatic: automatic,
      isFromUs: sameAddress(mail.from?.address, ownAddress(ctx.config.mailFrom)),
      isSeenBefore: known.isSeenBefore,
      answersOurs: known.reportId !== undefined || conversation !== undefined,
    });
    if (conversation && kind === "reply") return await takeAsMessage(ctx, incoming, mail, conversation, arrived);
    if (conversation && kind !== "bounce") return await recordKind(ctx, incoming, mail, kind, undefined, conversation);
    if (kind === "report") return await takeAsReport(ctx, incoming, mail, known, automatic);
    if (known.isSealed && known.reportId !== undefined)
      return kind === "reply"
        ? await takeSealedReply(
            ctx,
            incoming,
            { text: textOf(mail), files: withinReport(incoming, mail) },
            known.reportId,
          )
        : await forgetSender(ctx, incoming, kind, known.reportId);
    if (kind === "reply" && known.reportId !== undefined && (await takeAsReply(ctx, incoming, mail, known))) return;
    if (kind === "reply") return await takeAsReport(ctx, incoming, mail, known, automatic);
    await recordKind(ctx, incoming, mail, kind, known.reportId);
  } finally {
    await discardUntaken(ctx, mail.attachments);
  }
}

async function loadIncoming(ctx: Context, id: string): Promise<Incoming | undefined> {
  const [row] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<Incoming>(sql`select m.id, m.object_id, m.envelope_from, m.to_addresses, m.kind, m.received_at, host(m.connecting_address) as connecting_address, m.helo, o.sha256, o.size
        from incoming_mails m join objects o on o.id = m.object_id where m.id = ${id}`),
  );
  return row;
}

/** Who sent it, as its domain says; the connecting machine's address is forgotten with the answer. */
async function keepChecks(ctx: Context, incoming: Incoming): Promise<void> {
  if (ctx.config.mailChecks === "no") return;
  requirePermission(ctx, "report.submit");
  const checks = await checkMail(ctx, ctx.objects.read(incoming.object_id), {
    connectingAddress: incoming.connecting_address,
    helo: incoming.helo,
    envelopeFrom: incoming.envelope_from,
  });
  await withTransaction(ctx, async (tx) => {
    await tx.execute(
      sql`update incoming_mails set checks = ${JSON.stringify(checks ?? null)}::jsonb, connecting_address = null, helo = null where id = ${incoming.id}`,
    );
    const detail = { verdict: checks ? judgeChecks(checks) : "unread" };
    await writeAudit(tx, ctx, { action: "mail.check", objectType: "incoming_mail", objectId: incoming.id, detail });
  });
}

/** What the mail answers, by the ids it names, a token in the address it went to, or the reference in its subject from the reporter's own address. */
async function findKnown(ctx: Context, incoming: Incoming, mail: ReadMail): Promise<Known> {
  const sender = mail.from?.address ?? incoming.envelope_from;
  const inAddress = referenceInAddresses(ctx, incoming.to_addresses) ?? null;
  const inSubject = /\[([A-Z]{2,6}-\d{4}-\d{4,12})\]/.exec(mail.subject)?.[1] ?? null;
  const hourAgo = new Date(ctx.now().getTime() - 3_600_000).toISOString();
  const weekAgo = new Date(ctx.now().getTime() - 7 * 86_400_000).toISOString();
  return await readOnly(ctx, async (tx) => {
    const [found] = await tx.execute<{
      id: string;
      email: string | null;
      safe_channel: string | null;
      is_sealed: boolean | null;
    }>(sql`
      select known.id, i.email, i.safe_channel, i.is_sealed from (
        select id, 1 as rank from reports where reference = ${inAddress}
        union all
        select report_id, 2 from outgoing_mails where message_id = any(${sql.param(mail.answers)}::text[]) and report_id is not null
        union all
        select r.id, 3 from reports r join report_identities o on o.report_id = r.id
          where r.reference = ${inSubject} and lower(${sender}) in (lower(o.email), lower(o.safe_channel))
      ) as known left join report_identities i on i.report_id = known.id order by known.rank limit 1`);
    const [seen] = await tx.execute<{ before: boolean; count: number }>(sql`select
        exists (select 1 from incoming_mails where message_id = ${mail.messageId ?? null} and lower(from_address) = lower(${sender})
          and id <> ${incoming.id} and kind <> 'unread' and received_at > ${weekAgo}::timestamptz) as before,
        (select count(*)::int from incoming_mails where lower(from_address) = lower(${sender}) and kind = 'report'
          and received_at > ${hourAgo}::timestamptz) as count`);
    return {
      reportId: found?.id,
      isSeenBefore: seen?.before ?? false,
      isBusySender: (seen?.count ?? 0) >= mostMailReportsAnHour,
      isSealed: found?.is_sealed ?? false,
      reporterAddresses: [found?.email, found?.safe_channel].filter((address) => typeof address === "string"),
    };
  });
}

async function takeAsReport(
  ctx: Context,
  incoming: Incoming,
  mail: ReadMail,
  known: Known,
  automatic: boolean,
): Promise<void> {
  const report = reportFromMail(mail, {
    isAnswered: !automatic,
    fallbackLanguage: "fr",
    noText: (language) => wordsIn(language)("mail.no_text"),
  });
  await submitReport(ctx, report, [rawFile(incoming), ...withinReport(incoming, mail)], {
    source: "mail",
    idempotencyKey: mailKeyOf(incoming.id),
    isHeld: known.isBusySender,
    alsoWrite: async (tx, reportId) => await noteKind(tx, incoming, mail, "report", reportId),
  });
}

async function takeAsMessage(
  ctx: Context,
  incoming: Incoming,
  mail: ReadMail,
  conversation: FoundConversation,
  arrived: Arrived,
): Promise<void> {
  const { wasEncrypted, signature, signedBy } = arrived;
  const sender = mail.from?.address ?? incoming.envelope_from;
  const text = arrived.cannotOpen ? wordsIn("fr")("talking.cannot_open") : textOf(mail);
  const message = {
    incomingId: incoming.id,
    receivedAt: new Date(incoming.received_at),
    subject: mail.subject,
    sender,
    text,
    files: withinReport(incoming, mail),
    wasEncrypted,
    signature,
    signedBy,
  };
  await takeMessage(ctx, conversation, message, async (tx) => {
    await noteKind(tx, incoming, mail, "reply", undefined, conversation);
    await tx.execute(sql`update incoming_mails set was_encrypted = ${wasEncrypted}, signature = ${signature ?? null},
      authentication = ${JSON.stringify(readAuthentication(mail.headers, ctx.config.mailAuthServer) ?? null)}::jsonb where id = ${incoming.id}`);
  });
}

/** @returns false when the report takes nothing more: the mail then opens a new one. */
async function takeAsReply(ctx: Context, incoming: Incoming, mail: ReadMail, known: Known): Promise<boolean> {
  const sender = mail.from?.address ?? incoming.envelope_from;
  const isReporter = known.reporterAddresses.some((address) => sameAddress(address, sender));
  const text = textOf(mail);
  const write = async (files: StoredFile[]): Promise<unknown> =>
    await addReporterMessage(ctx, {
      reportId: known.reportId,
      messageId: incoming.id,
      at: new Date(incoming.received_at),
      text,
      files,
      channel: "mail",
      fromAddress: isReporter ? undefined : sender,
    });
  try {
    await write([rawFile(incoming), ...withinReport(incoming, mail)]).catch(async (error: unknown) => {
      // A report that is full of files still takes the words; the raw mail stays with the mail itself.
      if (error instanceof AppError && error.code === "too_large") return await write([]);
      throw error;
    });
  } catch (error) {
    if (error instanceof AppError && (error.code === "refused" || error.code === "too_many_requests")) return false;
    throw error;
  }
  await recordKind(ctx, incoming, mail, "reply", known.reportId);
  return true;
}

function textOf(mail: ReadMail): string {
  return ownWords(mail.text).slice(0, 20_000) || mail.subject;
}

/** The raw message, as a file of the report. */
function rawFile(incoming: Incoming): StoredFile {
  return {
    objectId: incoming.object_id,
    sha256: incoming.sha256.toString("hex"),
    size: Number(incoming.size),
    name: "message.eml",
    mediaType: "message/rfc822",
  };
}

/** The attachments that fit beside the raw message. */
function withinReport(incoming: Incoming, mail: ReadMail): StoredFile[] {
  let room = limits.reportBytes - Number(incoming.size);
  return mail.attachments.slice(0, limits.files - 1).filter((file) => (room -= file.size) >= 0);
}

async function recordKind(
  ctx: Context,
  incoming: Incoming,
  mail: ReadMail,
  kind: MailKind,
  reportId: string | undefined,
  conversation?: FoundConversation,
): Promise<void> {
  requirePermission(ctx, "report.submit");
  await withTransaction(ctx, async (tx) => {
    const bounced = kind === "bounce" ? await recordBounce(tx, ctx, mail) : undefined;
    await noteKind(tx, incoming, mail, kind, bounced?.reportId ?? reportId, bounced?.conversation ?? conversation);
    await writeAudit(tx, ctx, {
      action: "mail.sort",
      objectType: "incoming_mail",
      objectId: incoming.id,
      detail: { kind },
    });
  });
}

async function noteKind(
  tx: Tx,
  incoming: Incoming,
  mail: ReadMail,
  kind: MailKind,
  reportId: string | undefined,
  conversation?: Pick<FoundConversation, "conversationId" | "caseId">,
): Promise<void> {
  await tx.execute(sql`update incoming_mails set kind = ${kind}, report_id = ${reportId ?? null}, conversation_id = ${conversation?.conversationId ?? null},
      case_id = ${conversation?.caseId ?? null}, message_id = ${mail.messageId ?? null},
      from_address = ${(mail.from?.address ?? incoming.envelope_from).slice(0, 320)}, subject = ${mail.subject.slice(0, 1000).toWellFormed()}
    where id = ${incoming.id}`);
}

function sameAddress(one: string | undefined, other: string): boolean {
  return one !== undefined && one.trim().toLowerCase() === other.trim().toLowerCase();
}
