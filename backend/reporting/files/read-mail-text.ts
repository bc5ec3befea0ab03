// A mail as headers, words and the names of its attachments, read from mailparser's stream (its one-call form can wait for ever).
import type { EventEmitter } from "node:events";
import type { Readable } from "node:stream";
import { type AddressObject, type HeaderLines, MailParser } from "mailparser";
import type { SafeText } from "../model.ts";
import { htmlToText } from "./html-to-text.ts";

const options = { skipHtmlToText: true, skipTextToHtml: true, skipTextLinks: true, maxHtmlLengthToParse: 2_000_000 };
const mostParts = 300;
const mostHeaders = 60;
/** Beside who, what and when: how it came and what was checked on the way. */
const tracedHeaders = new Set([
  "received",
  "return-path",
  "authentication-results",
  "received-spf",
  "x-mailer",
  "x-originating-ip",
]);

/** What could be read; a mail that ends badly gives what stood before its end. */
export async function readMailText(bytes: Buffer, maxCharacters: number): Promise<SafeText> {
  // The number of parts is an option of the splitter that the shipped types leave out.
  const parser = new MailParser({ ...options, maxChildNodes: mostParts } as typeof options);
  const headers: SafeText["headers"] = [];
  const attachments: SafeText["attachments"] = [];
  let text = "";
  await new Promise<void>((resolve) => {
    parser.on("headers", (map: Map<string, unknown>) => headers.push(...mainHeaders(map)));
    parser.on("headerLines", (lines: HeaderLines) => headers.push(...traces(lines)));
    parser.on("data", (data) => {
      if (data.type === "text") {
        text = data.text?.trim() ? data.text : typeof data.html === "string" ? htmlToText(data.html) : "";
        return;
      }
      const content = data.content as Readable;
      const attachment = { name: data.filename ?? "", mediaType: data.contentType, size: 0 };
      if (attachments.length < mostParts) attachments.push(attachment);
      content.on("data", (chunk: Buffer) => (attachment.size += chunk.length));
      content.on("error", () => resolve());
      content.on("end", () => data.release());
    });
    parser.on("error", () => resolve());
    parser.on("end", () => resolve());
    (parser as unknown as { splitter: EventEmitter }).splitter.on("error", () => resolve());
    parser.end(bytes);
  });
  parser.destroy();
  return {
    headers: headers.slice(0, mostHeaders),
    text: text.slice(0, maxCharacters),
    isCut: text.length > maxCharacters,
    attachments,
  };
}

function mainHeaders(map: Map<string, unknown>): SafeText["headers"] {
  const names = ["From", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID"];
  return names.flatMap((name) => {
    const value = wordsOf(map.get(name.toLowerCase()));
    return value ? [{ name, value: value.slice(0, 2000) }] : [];
  });
}

function wordsOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString();
  if (Array.isArray(value)) return value.map(wordsOf).join(", ");
  const address = value as Partial<AddressObject> | undefined;
  return typeof address?.text === "string" ? address.text : "";
}

function traces(lines: HeaderLines): SafeText["headers"] {
  return lines
    .filter(({ key }) => tracedHeaders.has(key))
    .map(({ line }) => {
      const colon = line.indexOf(":");
      return {
        name: line.slice(0, colon),
        value: line
          .slice(colon + 1)
          .replace(/\s+/g, " ")
          .trim()
          .slice(0, 2000),
      };
    });
}
