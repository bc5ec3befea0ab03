// Tickets from an mbox: mails that answer each other, or that bear the same tag of a ticket in their subject, are one ticket; each mail's bytes are kept as they are.
import { createHash } from "node:crypto";
import { type AddressObject, type ParsedMail, simpleParser } from "mailparser";
import type { OldChoices } from "./model.ts";
import { splitMbox } from "./split-mbox.ts";
import { cleanText, oneLine, type OldMessage, type ReadTicket, unread } from "./ticket.ts";

/** The largest mail that is read, in bytes: mail servers take no larger ones. */
const largestMail = 50_000_000;
/** "[cert.example #1234]" (RT), "[Ticket#2019030110000015]" (OTRS). */
const tagPattern = /\[(?:[^\]#]{0,60})#\s?([0-9]{1,20})\]/;

interface Mail {
  message: OldMessage;
  ids: string[];
  tag: string | null;
}

/** One ticket a thread, in the order in which the file begins them. */
export async function readMbox(bytes: Buffer, choices: OldChoices): Promise<ReadTicket[]> {
  const mails: Mail[] = [];
  const refused: ReadTicket[] = [];
  for (const raw of splitMbox(bytes)) {
    if (raw.length > largestMail)
      refused.push(unread({ number: "", title: "" }, "mail", "a mail of at most 50 MB", `${raw.length} bytes`));
    else mails.push(await readMail(raw));
  }
  return [...groupMails(mails).map((thread) => toTicket(thread, choices)), ...refused];
}

async function readMail(raw: Buffer): Promise<Mail> {
  const parsed = await simpleParser(raw, { skipHtmlToText: false, skipTextToHtml: true, skipImageLinks: true });
  const messageId = parsed.messageId ?? null;
  const references = parsed.references ?? [];
  const subject = oneLine(parsed.subject ?? "", 1000);
  const message: OldMessage = {
    kind: "mail",
    messageId: messageId === null ? null : oneLine(messageId, 1000),
    sender: oneLine(parsed.from?.text ?? "", 1000),
    recipients: oneLine(
      [addressesOf(parsed.to), addressesOf(parsed.cc)].filter((text) => text !== "").join(", "),
      4000,
    ),
    subject,
    body: cleanText(textOf(parsed)),
    at: dateOf(parsed),
    raw,
  };
  const others = Array.isArray(references) ? references : [references];
  const ids = [messageId, parsed.inReplyTo, ...others].filter((id) => id !== undefined && id !== null && id !== "");
  return { message, ids: ids.map((id) => String(id).trim()), tag: tagPattern.exec(subject)?.[1] ?? null };
}

/** As the mail says it: the library takes the present for a date that it cannot read. */
function dateOf(parsed: ParsedMail): string | null {
  const line = parsed.headerLines.find(({ key }) => key === "date")?.line ?? "";
  const at = Date.parse(
    line
      .slice(line.indexOf(":") + 1)
      .replaceAll(/\s+/g, " ")
      .replace(/\(.*$/, "")
      .trim(),
  );
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** Plain text; of a mail that has only HTML, the text in it. What is attached stays in the bytes. */
function textOf(parsed: ParsedMail): string {
  const names = parsed.attachments.map(({ filename }) => filename ?? "?");
  const text = (parsed.text ?? "").slice(0, 1_000_000);
  return names.length === 0 ? text : `${text.trimEnd()}\n\n[${names.join(", ")}]`;
}

function addressesOf(given: AddressObject | AddressObject[] | undefined): string {
  return [given ?? []]
    .flat()
    .map(({ text }) => text)
    .join(", ");
}

/** Mails that name each other by Message-ID, or bear one tag, belong together, through whatever chain. */
function groupMails(mails: readonly Mail[]): Mail[][] {
  const threadOf = new Map<string, number>();
  const joined: number[] = [];
  const rootOf = (thread: number): number => {
    let at = thread;
    while (joined[at] !== undefined && joined[at] !== at) at = joined[at] ?? at;
    return at;
  };
  const own = mails.map(({ ids, tag }, place) => {
    joined[place] = place;
    const names = [...ids.map((id) => `id ${id}`), ...(tag === null ? [] : [`tag ${tag}`])];
    for (const name of names) {
      const known = threadOf.get(name);
      if (known === undefined) threadOf.set(name, place);
      else {
        const [one, other] = [rootOf(known), rootOf(place)];
        joined[Math.max(one, other)] = Math.min(one, other);
      }
    }
    return place;
  });
  const threads = new Map<number, Mail[]>();
  for (const place of own) {
    const mail = mails[place];
    const root = rootOf(place);
    if (mail) threads.set(root, [...(threads.get(root) ?? []), mail]);
  }
  return [...threads.values()];
}

function toTicket(thread: readonly Mail[], { rest }: OldChoices): ReadTicket {
  const sorted = thread.toSorted((one, other) => (one.message.at ?? "").localeCompare(other.message.at ?? ""));
  const [first] = sorted;
  const tag = sorted.find((mail) => mail.tag !== null)?.tag ?? null;
  const raw = first?.message.raw ?? new Uint8Array();
  const digest = createHash("sha256").update(raw).digest("hex").slice(0, 32);
  const number = oneLine(tag ?? first?.message.messageId ?? digest, 200);
  const title = titleOf(first?.message.subject ?? "");
  const times = sorted.flatMap(({ message }) => (message.at === null ? [] : [message.at]));
  const [openedAt] = times;
  if (openedAt === undefined)
    return unread({ number, title }, "Date", "a date that can be read in at least one mail", "");
  return {
    isRead: true,
    number,
    title,
    status: rest,
    severity: "medium",
    openedAt,
    closedAt: rest === "closed" ? (times.at(-1) ?? openedAt) : null,
    messages: sorted.map(({ message }) => message),
  };
}

/** Without "Re:", "TR:" and the tag. */
function titleOf(subject: string): string {
  let text = subject.replace(tagPattern, " ").replaceAll(/\s+/g, " ").trim();
  for (let before = ""; before !== text; ) {
    before = text;
    text = text.replace(/^(?:re|fw|fwd|tr|réf|aw|хар|дам)\s?:\s*/iu, "").trim();
  }
  return text.slice(0, 300).toWellFormed() || "—";
}
