// Opens mails (RFC 5322, MIME) with mailparser: decoded headers, texts and each attachment; a mail inside a mail is one.
import { type AddressObject, type Attachment, type ParsedMail, simpleParser } from "mailparser";
import { cutObstacle, type Gauge } from "./meter.ts";
import type { Entry, Part } from "./model.ts";

/** Text made from HTML, links made clickable and pictures inlined would only be our own additions. */
const options = { skipHtmlToText: true, skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true };

export async function* openMail(part: Part, gauge: Gauge): AsyncGenerator<Entry> {
  const mail = await simpleParser(part.bytes, options);
  gauge.checkTime();
  yield take(gauge, "headers.txt", Buffer.from(writeHeaders(mail), "utf8"));
  if (mail.text !== undefined && mail.text !== "") yield take(gauge, "body.txt", Buffer.from(mail.text, "utf8"));
  if (typeof mail.html === "string" && mail.html !== "") yield take(gauge, "body.html", Buffer.from(mail.html, "utf8"));
  const names = new Set<string>();
  for (const [index, attachment] of mail.attachments.entries()) {
    yield take(gauge, uniqueName(nameAttachment(attachment, index), names), attachment.content);
  }
}

function take(gauge: Gauge, name: string, bytes: Buffer): Entry {
  gauge.takePart();
  gauge.takeBytes(bytes.length);
  const isCut = bytes.length > gauge.limits.partBytes;
  return {
    name,
    bytes: isCut ? bytes.subarray(0, gauge.limits.partBytes) : bytes,
    obstacle: isCut ? cutObstacle(gauge.limits) : null,
  };
}

/** The fields that rules look at, after RFC 2047 words and folding are undone. */
function writeHeaders(mail: ParsedMail): string {
  const addresses = (value: AddressObject | AddressObject[] | undefined): string | undefined =>
    value === undefined
      ? undefined
      : [value]
          .flat()
          .map((entry) => entry.text)
          .join(", ");
  const fields: [string, string | undefined][] = [
    ["From", addresses(mail.from)],
    ["Reply-To", addresses(mail.replyTo)],
    ["To", addresses(mail.to)],
    ["Cc", addresses(mail.cc)],
    ["Subject", mail.subject],
    ["Date", mail.date === undefined || Number.isNaN(mail.date.getTime()) ? undefined : mail.date.toISOString()],
    ["Message-ID", mail.messageId],
  ];
  return fields.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}\n`])).join("");
}

const nameAttachment = (attachment: Attachment, index: number): string =>
  attachment.filename ??
  (attachment.contentType === "message/rfc822" ? `message-${index + 1}.eml` : `attachment-${index + 1}`);

/** Two attachments of one name are two parts with two paths. */
export function uniqueName(name: string, taken: Set<string>): string {
  let unique = name;
  for (let count = 2; taken.has(unique); count += 1) unique = `${name} (${count})`;
  taken.add(unique);
  return unique;
}
