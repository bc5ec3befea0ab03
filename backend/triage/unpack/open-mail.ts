// Opens mails (RFC 5322, MIME) with mailparser: decoded headers, texts and each attachment; a mail inside a mail is one.
import type { EventEmitter } from "node:events";
import type { Readable } from "node:stream";
import { type HeaderValue, MailParser } from "mailparser";
import { createCollector, cutObstacle, type Gauge, toObstacle } from "./meter.ts";
import type { Entry, Obstacle, Part } from "./model.ts";

interface Attachment {
  filename: string | undefined;
  contentType: string;
  bytes: Buffer;
  isCut: boolean;
}

interface ReadMail {
  headers: Map<string, HeaderValue> | null;
  text: string;
  html: string;
  attachments: Attachment[];
  /** What ended the reading; what was read before it is kept. */
  failure: Obstacle | null;
}

export async function* openMail(part: Part, gauge: Gauge): AsyncGenerator<Entry> {
  const mail = await readMail(part.bytes, gauge);
  const texts: [string, string][] = [
    ["headers.txt", mail.headers === null ? "" : writeHeaders(mail.headers)],
    ["body.txt", mail.text],
    ["body.html", mail.html],
  ];
  for (const [name, text] of texts) {
    if (text === "") continue;
    gauge.takePart();
    const collector = createCollector(gauge);
    collector.add(Buffer.from(text, "utf8"));
    yield { name, bytes: collector.bytes(), obstacle: collector.isCut() ? cutObstacle(gauge.limits) : null };
  }
  const names = new Set<string>();
  for (const [index, attachment] of mail.attachments.entries()) {
    gauge.takePart();
    const name = uniqueName(nameAttachment(attachment, index), names);
    yield { name, bytes: attachment.bytes, obstacle: attachment.isCut ? cutObstacle(gauge.limits) : null };
  }
  if (mail.failure !== null) yield { name: "rest", bytes: null, obstacle: mail.failure };
}

/** Text made from HTML and links made clickable would only be our own additions. */
const options = { skipHtmlToText: true, skipTextToHtml: true, skipTextLinks: true };

/**
 * The library's one-call form waits for ever on a mail of more than a thousand parts, since it does not listen to the
 * splitter inside once everything was written; so its stream is used, and its splitter is listened to.
 */
function readMail(bytes: Buffer, gauge: Gauge): Promise<ReadMail> {
  const mail: ReadMail = { headers: null, text: "", html: "", attachments: [], failure: null };
  // The number of parts is an option of the splitter that the shipped types leave out.
  const parser = new MailParser({ ...options, maxChildNodes: gauge.limits.parts } as typeof options);
  return new Promise((resolve) => {
    const fail = (error: unknown): void => {
      mail.failure ??= toObstacle(error);
      parser.destroy();
      resolve(mail);
    };
    parser.on("error", fail);
    (parser as unknown as { splitter: EventEmitter }).splitter.on("error", fail);
    parser.on("headers", (headers: Map<string, HeaderValue>) => {
      mail.headers = headers;
    });
    parser.on("data", (data) => {
      if (data.type === "text") {
        mail.text = data.text ?? "";
        mail.html = typeof data.html === "string" ? data.html : "";
        return;
      }
      const collector = createCollector(gauge);
      const content = data.content as Readable;
      content.on("error", fail);
      content.on("data", (chunk: Buffer) => {
        try {
          if (!collector.isCut()) collector.add(chunk);
        } catch (error) {
          fail(error);
        }
      });
      content.on("end", () => {
        const { filename, contentType } = data;
        mail.attachments.push({ filename, contentType, bytes: collector.bytes(), isCut: collector.isCut() });
        data.release();
      });
    });
    parser.on("end", () => resolve(mail));
    parser.end(bytes);
  });
}

/** The fields that rules look at, after RFC 2047 words and folding are undone. */
function writeHeaders(headers: Map<string, HeaderValue>): string {
  const names = ["From", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID"];
  return names
    .flatMap((name) => {
      const value = headers.get(name.toLowerCase());
      return value === undefined ? [] : [`${name}: ${describeHeader(value)}\n`];
    })
    .join("");
}

function describeHeader(value: HeaderValue): string {
  if (typeof value === "string") return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString();
  if (Array.isArray(value)) return value.map((one) => describeHeader(one as HeaderValue)).join(", ");
  return "text" in value ? value.text : value.value;
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
