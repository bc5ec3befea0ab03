// Sends one mail of the outbox. Tried again until the mail server takes it; a second sending carries the same Message-ID.
import { mkdir, open, rename } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { createTransport, type SendMailOptions } from "nodemailer";
import { z } from "zod";
import { requirePermission } from "../identity/index.ts";
import { openRoutingAddress, receiptOfOwnReport } from "../intake/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { readOnly, withTransaction } from "../platform/db/index.ts";
import { isId } from "../platform/ids/index.ts";
import type { JobContext } from "../platform/jobs/index.ts";
import { conversationAddressOf } from "./conversations/conversation-address.ts";
import { addMessageFiles } from "./conversations/files/message-files.ts";
import { protectQueued } from "./conversations/protect-queued.ts";
import { fillSecureLinks } from "./links/make-link.ts";
import { protectRunMail } from "./notifications/protect-run-mail.ts";
import { keepOwnPlaces } from "./links/own-places.ts";
import { fillPartyLinks } from "./disclosure/party/party-link.ts";
import { fillSignedLinks } from "./links/signed-link.ts";
import { fillFreezeLinks } from "./freeze/freeze-link.ts";
import { receiptPlace } from "./compose-mail.ts";
import { ownAddress, replyAddressOf } from "./mail-addresses.ts";
import { addExtras } from "./add-extras.ts";
import { mailKeyOf } from "./take-mail.ts";

interface QueuedMail extends Record<string, unknown> {
  id: string;
  kind: string;
  report_id: string | null;
  reference: string | null;
  message_id: string;
  in_reply_to: string | null;
  reference_ids: string[];
  to_address: string;
  is_routed: boolean;
  subject: string;
  body: string;
  state: string;
  created_at: string;
  cause: string;
  /** Of places for links in its body that are its own, beside those that its cause names. */
  places: string[];
  stays_here: boolean | null;
  incoming_id: string | null;
  is_notification: boolean;
  conversation_message_id: string | null;
  protection: string | null;
  case_id: string | null;
  /** Of a mail to a party of a case. */
  conversation_number: string | null;
}

const noServer =
  "There is no mail server, and an address given in confidence is written to no file. The answer waits behind the receipt.";

const Payload = z.strictObject({ mailId: z.string().refine(isId) });

/** @throws when the mail server could not be reached or asked to wait: the queue then tries again, ever more slowly. */
export async function sendQueuedMail(ctx: JobContext, payload: unknown): Promise<void> {
  requirePermission(ctx, "report.answer");
  const { mailId } = Payload.parse(payload);
  const mail = await loadMail(ctx, mailId);
  if (!mail || mail.state !== "queued") return;
  const { mailUrl, isDemo } = ctx.config;
  const staysHere = mailUrl === undefined || isDemo || mail.stays_here === true;
  // An address given in confidence is written to no file.
  if (staysHere && mail.is_routed) return await recordOutcome(ctx, mail.id, "failed", noServer);
  const withExtras = await addExtras(ctx, mailId, await toMessage(ctx, mail));
  const composed = await addMessageFiles(ctx, mail.conversation_message_id, mail.protection, withExtras);
  const protect = mail.is_notification ? protectRunMail : protectQueued;
  const message = await protect(ctx, mailId, composed);
  // What was made for a demonstration or an exercise never leaves the house.
  if (staysHere) {
    await keepAsFile(ctx, mail.id, message);
    return await recordOutcome(ctx, mail.id, "kept");
  }
  const transport = createTransport(mailUrl, {
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 30_000,
  } as never);
  try {
    await transport.sendMail(message);
  } catch (error) {
    const said = describeFault(error);
    const isOver = said.isFinal || ctx.attempt >= ctx.maxAttempts;
    // What a mail server says may repeat the address.
    const text = mail.is_routed ? `the mail server answered ${said.code}` : said.text;
    await recordOutcome(ctx, mail.id, isOver ? "failed" : "queued", text);
    if (isOver) return;
    throw new Error(`the mail server did not take a mail: ${said.code}`);
  } finally {
    transport.close();
  }
  await recordOutcome(ctx, mail.id, "sent");
}

async function loadMail(ctx: Context, mailId: string): Promise<QueuedMail | undefined> {
  const [mail] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<QueuedMail>(sql`select m.id, m.kind, m.report_id, r.reference, m.message_id, m.in_reply_to, m.reference_ids, m.to_address, m.is_routed,
          m.subject, m.body, m.state, m.cause, m.places || array(select d.id::text from situation_deliveries d where d.message_id = m.conversation_message_id) as places, m.created_at, (m.is_exercise or coalesce(r.is_demo or r.is_exercise, false) or coalesce(k.is_demo or k.is_exercise, false)) as stays_here, m.case_id, m.conversation_message_id, m.protection, m.notification_recipient_id is not null as is_notification, c.number as conversation_number,
          (select i.id from incoming_mails i where i.report_id = m.report_id and i.kind = 'report' order by i.received_at limit 1) as incoming_id
        from outgoing_mails m left join reports r on r.id = m.report_id left join cases k on k.id = m.case_id
          left join conversation_messages w on w.id = m.conversation_message_id left join conversations c on c.id = w.conversation_id
        where m.id = ${mailId}`),
  );
  return mail;
}

async function toMessage(ctx: Context, mail: QueuedMail): Promise<SendMailOptions> {
  const { config } = ctx;
  const isAutomatic = mail.kind !== "answer" && mail.kind !== "conversation";
  const to = mail.is_routed ? await routedAddress(ctx, mail) : mail.to_address;
  const ownPlace =
    mail.conversation_number !== null
      ? conversationAddressOf(ctx, mail.conversation_number)
      : mail.reference !== null && replyAddressOf(ctx, mail.reference);
  const replyTo = config.mailHasPlusAddresses && ownPlace ? { replyTo: ownPlace } : {};
  return {
    from: config.mailFrom,
    to: { name: "", address: to },
    // Where the address was given in confidence nothing comes back: a bounce would write it down (RFC 5321 §4.5.5: a null path gets none).
    envelope: { from: mail.is_routed ? "" : ownAddress(config.mailFrom), to },
    ...(mail.is_routed ? {} : replyTo),
    subject: mail.subject,
    text: fillPartyLinks(
      ctx,
      fillSignedLinks(
        ctx,
        fillSecureLinks(ctx, fillFreezeLinks(ctx, keepOwnPlaces(await fillReceipt(ctx, mail), mail))),
      ),
    ),
    messageId: mail.message_id,
    // The instant of its writing, so that a second sending is the same mail.
    date: new Date(mail.created_at),
    ...(mail.in_reply_to === null ? {} : { inReplyTo: mail.in_reply_to, references: mail.reference_ids }),
    headers: {
      ...(isAutomatic
        ? {
            "Auto-Submitted": mail.kind === "acknowledgement" ? "auto-replied" : "auto-generated",
            "X-Auto-Response-Suppress": "All",
          }
        : {}),
      ...(mail.reference === null ? {} : { "X-Toguna-Reference": mail.reference }),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

async function routedAddress(ctx: Context, mail: QueuedMail): Promise<string> {
  const address = mail.report_id === null ? undefined : await openRoutingAddress(ctx, mail.report_id);
  if (address === undefined) throw new Error("a mail has no address to go to");
  return address;
}

async function fillReceipt(ctx: Context, mail: QueuedMail): Promise<string> {
  if (mail.kind !== "acknowledgement" || !mail.body.includes(receiptPlace)) return mail.body;
  if (mail.report_id === null || mail.incoming_id === null)
    throw new Error("a mail has a place for a receipt and no report");
  const receipt = await receiptOfOwnReport(ctx, mail.report_id, mailKeyOf(mail.incoming_id));
  if (receipt === undefined) throw new Error("a report that came by mail has no receipt");
  return mail.body.replace(receiptPlace, receipt);
}

/** Without a mail server: the whole message as a file in the data folder, for the operator to send or to look at. */
async function keepAsFile(ctx: Context, mailId: string, message: SendMailOptions): Promise<void> {
  const writer = createTransport({ streamTransport: true, buffer: true, newline: "windows" });
  const { message: bytes } = await writer.sendMail(message);
  const folder = join(ctx.config.dataDir, "mail");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `.${mailId}.part`);
  const handle = await open(draft, "w", 0o600);
  try {
    await handle.writeFile(bytes as Buffer);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, join(folder, `${mailId}.eml`));
}

async function recordOutcome(
  ctx: Context,
  mailId: string,
  state: "queued" | "sent" | "kept" | "failed",
  fault?: string,
): Promise<void> {
  requirePermission(ctx, "report.answer");
  await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`update outgoing_mails set state = ${state}, attempts = attempts + 1, last_error = ${fault ?? null},
        sent_at = case when ${state} = 'sent' then ${ctx.now().toISOString()}::timestamptz end
      where id = ${mailId}`);
    // A try that failed is followed by others; only the end of the mail's story is an act.
    if (state !== "queued")
      await writeAudit(tx, ctx, { action: `mail.${state}`, objectType: "mail", objectId: mailId });
  });
}

function describeFault(error: unknown): { text: string; code: string; isFinal: boolean } {
  const { responseCode, code, message } = error as { responseCode?: number; code?: string; message?: string };
  // 5xx to the recipient or the message is the last word (RFC 5321 §4.2.1); to the log-in it is our own configuration.
  const isFinal = responseCode !== undefined && responseCode >= 500 && code !== "EAUTH" && code !== "ECONNECTION";
  return { text: String(message ?? error).slice(0, 500), code: String(responseCode ?? code ?? "unknown"), isFinal };
}
