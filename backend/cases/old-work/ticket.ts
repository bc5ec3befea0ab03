// What a ticket of old work is once it was read, whatever file it stood in; and the words in which files say its state and severity. Pure.
import { readInstant } from "../timeline/read-instant.ts";

export interface OldMessage {
  kind: "mail" | "correspondence" | "comment";
  messageId: string | null;
  sender: string;
  recipients: string;
  subject: string;
  body: string;
  /** RFC 3339 UTC, or null for a mail without a date that can be read. */
  at: string | null;
  /** Of a mail, its bytes as they stood in the file. */
  raw: Uint8Array | null;
}

export interface OldTicket {
  isRead: true;
  /** As the old system wrote it; of mails without a tag, the Message-ID that began them. */
  number: string;
  title: string;
  status: "open" | "waiting" | "closed";
  severity: "critical" | "high" | "medium" | "low" | "informational";
  openedAt: string;
  closedAt: string | null;
  messages: OldMessage[];
}

export interface UnreadTicket {
  isRead: false;
  number: string;
  title: string;
  field: string;
  expected: string;
  said: string;
}
export type ReadTicket = OldTicket | UnreadTicket;

export function unread(
  of: { number: string; title: string },
  field: string,
  expected: string,
  said: string,
): UnreadTicket {
  return { isRead: false, number: of.number, title: of.title, field, expected, said: said.slice(0, 300) };
}

const stateWords: Record<OldTicket["status"], readonly string[]> = {
  closed: [
    "closed",
    "resolved",
    "rejected",
    "deleted",
    "done",
    "abandoned",
    "clos",
    "cloture",
    "ferme",
    "resolu",
    "rejete",
    "termine",
    "хаагдсан",
    "хаасан",
    "шийдсэн",
    "дууссан",
  ],
  open: ["open", "new", "active", "ouvert", "nouveau", "en cours", "нээлттэй", "шинэ", "идэвхтэй"],
  waiting: ["waiting", "stalled", "pending", "on hold", "en attente", "suspendu", "хүлээгдэж буй", "хүлээж байна"],
};
const severityWords: Record<OldTicket["severity"], readonly string[]> = {
  critical: ["critical", "critique", "ноцтой", "маш өндөр"],
  high: ["high", "haute", "elevee", "eleve", "forte", "өндөр"],
  medium: ["medium", "normal", "moyenne", "moyen", "дунд"],
  low: ["low", "basse", "faible", "бага"],
  informational: ["informational", "info", "information", "мэдээлэл"],
};

const plain = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC").toLowerCase().trim();

function wordIn<Value extends string>(words: Record<Value, readonly string[]>, text: string): Value | undefined {
  const said = plain(text);
  return (Object.keys(words) as Value[]).find((value) => words[value].some((word) => plain(word) === said));
}

export const expectedState = "open, new, stalled, resolved, rejected, closed, or their French or Mongolian words";
export const expectedSeverity = "critical, high, medium, low, informational, or their French or Mongolian words";
export const expectedTime = "a time such as 2019-03-01 14:30, 01/03/2019 or Fri Mar 01 14:30:00 2019";

/** Undefined for a word that says no state. */
export const readState = (text: string): OldTicket["status"] | undefined => wordIn(stateWords, text);
/** Undefined for a word that says no severity. */
export const readSeverity = (text: string): OldTicket["severity"] | undefined => wordIn(severityWords, text);

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** An instant in RFC 3339 UTC; null where nothing is set ("", "Not set", the year 1970, as RT writes it); undefined for what is no time. */
export function readOldTime(text: string, zone: string): string | null | undefined {
  const said = text.trim();
  if (said === "" || /^not set$/i.test(said) || said.startsWith("1970-01-01")) return null;
  const [, month, day, clock, year] =
    /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d{2}:\d{2}(?::\d{2})?) (\d{4})$/.exec(said) ?? [];
  const at = months.indexOf((month ?? "").toLowerCase());
  const plainTime =
    at < 0 ? said : `${year}-${String(at + 1).padStart(2, "0")}-${(day ?? "").padStart(2, "0")} ${clock}`;
  return readInstant(plainTime, zone);
}

/** One line, at most so long, without half characters. */
export function oneLine(text: string, most: number): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .slice(0, most)
    .toWellFormed();
}

/** A text as the database takes it. */
export function cleanText(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}
