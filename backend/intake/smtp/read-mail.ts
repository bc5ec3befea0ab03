// Reads a raw mail within limits: its words, who it is from, what it answers, its attachments into the object store.
import type { Readable } from "node:stream";
import { type AddressObject, type AttachmentStream, type HeaderLines, MailParser, type MessageText } from "mailparser";
import type { Context } from "../../platform/context/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { limits, type StoredFile } from "../model.ts";
import { cleanText } from "../rules.ts";
import { storeFile } from "../store-file.ts";

export interface MailPerson {
  address: string;
  name: string;
}

/** A mail taken apart. Texts hold no NUL and no half surrogates; header values are unfolded and decoded. */
export interface ReadMail {
  messageId: string | undefined;
  /** In-Reply-To and References, without their brackets' absence mattering: as "<id@host>", newest last. */
  answers: string[];
  subject: string;
  from: MailPerson | undefined;
  text: string;
  /** Lower-case header name to raw values, in order. */
  headers: Map<string, string[]>;
  attachments: StoredFile[];
  /** Names of attachments that passed a limit; they are in the raw message still. */
  leftOut: string[];
  /** A part of the mail was a mail. */
  hasMailInside: boolean;
  /** A machine-readable delivery report (RFC 3464), as text. */
  deliveryStatus: string;
  /** Message-IDs of mails inside, so that a bounce tells which mail of ours it returns. */
  innerMessageIds: string[];
  /** Could not be read to its end. */
  isDamaged: boolean;
}

const mostAttachments = limits.files - 1;
const timeLimitMs = 60_000;

/** Never throws for what is wrong with the mail: what could be read is returned, with `isDamaged`. */
export async function readMail(ctx: Context, raw: Readable, rawSize: number): Promise<ReadMail> {
  const mail: ReadMail = {
    messageId: undefined,
    answers: [],
    subject: "",
    from: undefined,
    text: "",
    headers: new Map(),
    attachments: [],
    leftOut: [],
    hasMailInside: false,
    deliveryStatus: "",
    innerMessageIds: [],
    isDamaged: false,
  };
  const options = {
    skipImageLinks: true,
    skipTextToHtml: true,
    skipTextLinks: true,
    keepDeliveryStatus: true,
    maxHtmlLengthToParse: 2_000_000,
    checksumAlgo: "sha256",
    // A mail inside is kept as a file, whatever its disposition says.
    ignoreEmbedded: true,
  };
  const parser = new MailParser(options);
  let room = limits.reportBytes - rawSize;
  const keep = async (attachment: AttachmentStream): Promise<void> => {
    const content = attachment.content as Readable;
    content.on("error", () => (mail.isDamaged = true));
    const isStatus = attachment.contentType === "message/delivery-status";
    if (attachment.contentType === "message/rfc822") mail.hasMailInside = true;
    const name = attachment.filename ?? nameOf(attachment.contentType, mail.attachments.length + mail.leftOut.length);
    try {
      if (isStatus) mail.deliveryStatus = await readText(content, 100_000);
      else if (attachment.contentType === "text/rfc822-headers")
        mail.innerMessageIds.push(...idsIn(await readText(content, 100_000)));
      else if (mail.attachments.length >= mostAttachments || room <= 0) mail.leftOut.push(name);
      else {
        const stored = await storeFile(
          ctx,
          { name, mediaType: attachment.contentType, stream: unowned(content) },
          Math.min(limits.fileBytes, room),
        );
        room -= stored.size;
        mail.attachments.push(stored);
        if (attachment.contentType === "message/rfc822")
          mail.innerMessageIds.push(...idsIn(await readText(ctx.objects.read(stored.objectId), 100_000)));
      }
    } catch (error) {
      if (!(error instanceof AppError && error.code === "too_large")) throw error;
      mail.leftOut.push(name);
    } finally {
      content.resume();
    }
  };

  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      mail.isDamaged = true;
      resolve();
    }, timeLimitMs);
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    parser.on("headers", (headers) => readHeaders(mail, headers as Map<string, unknown>));
    parser.on("headerLines", (lines) => readHeaderLines(mail, lines as HeaderLines));
    parser.on("data", (part: AttachmentStream | MessageText) => {
      if (part.type === "text") {
        mail.text = cleanText(part.text ?? "");
        return;
      }
      keep(part).then(() => part.release(), reject);
    });
    parser.on("end", end);
    parser.on("error", () => {
      mail.isDamaged = true;
      // Some errors end the parser, some do not; it has a moment to say which.
      setTimeout(end, 500).unref();
    });
    raw.on("error", reject);
    raw.pipe(parser);
  });
  return mail;
}

function readHeaders(mail: ReadMail, headers: Map<string, unknown>): void {
  const [from] = ((headers.get("from") as AddressObject | undefined)?.value ?? []).filter((person) => person.address);
  if (from?.address) mail.from = { address: cleanText(from.address), name: cleanText(from.name) };
  const subject = headers.get("subject");
  mail.subject = cleanText(typeof subject === "string" ? subject : "")
    .replace(/\s+/g, " ")
    .trim();
}

function readHeaderLines(mail: ReadMail, lines: HeaderLines): void {
  for (const { key, line } of lines) {
    const value = cleanText(line.slice(line.indexOf(":") + 1).replace(/\r?\n[ \t]/g, " ")).trim();
    mail.headers.set(key, [...(mail.headers.get(key) ?? []), value]);
  }
  const ids = (key: string): string[] => (mail.headers.get(key) ?? []).join(" ").match(/<[^<>\s]{1,500}>/g) ?? [];
  mail.messageId = ids("message-id")[0];
  mail.answers = [...new Set([...ids("references").slice(-50), ...ids("in-reply-to").slice(0, 5)])];
}

/** The Message-ID header of a mail's beginning. */
function idsIn(text: string): string[] {
  const id = /^message-id:\s*(<[^<>\s]{1,500}>)/im.exec(text.split(/\r?\n\r?\n/)[0] ?? "")?.[1];
  return id === undefined ? [] : [id];
}

function nameOf(contentType: string, index: number): string {
  return contentType === "message/rfc822" ? `message-${index + 1}.eml` : `attachment-${index + 1}`;
}

async function* unowned(stream: Readable): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) yield chunk as Uint8Array;
}

async function readText(stream: Readable, most: number): Promise<string> {
  let text = "";
  for await (const chunk of stream) if (text.length < most) text += String(chunk);
  return cleanText(text.slice(0, most));
}
