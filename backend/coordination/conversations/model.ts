// Conversations with the parties of a case: what is asked of the verbs, what the screens read, and the decision on which way a message leaves. Pure.
import { z } from "zod";
import { type Marking, markings } from "../../intake/model.ts";
import { MailChecks } from "../mail-checks/model.ts";
import { heldBackReasons, MessageFile, mostMessageFiles } from "./files/model.ts";

export const partyKinds = ["constituent", "third_party", "peer", "authority"] as const;
export type PartyKind = (typeof partyKinds)[number];
export const talkLanguages = ["fr", "en", "mn"] as const;
/** How a message left: signed in clear, encrypted, as a word with a link, or in the party's own room alone. */
export const protections = ["signed", "encrypted", "link", "room"] as const;
export type Protection = (typeof protections)[number];

/** So long a message can be taken back before it leaves. */
export const holdSeconds = 15;
/** So far ahead a message can be timed. */
export const furthestDays = 90;

const id = (what: string) => z.uuid(`Expected the id of ${what}.`);
/** One line: header injection ends here. */
const line = (most: number, expected: string) =>
  z
    .string(expected)
    .transform((text) => text.replace(/\s+/g, " ").trim())
    .pipe(z.string().min(1, expected).max(most, `Expected at most ${most} characters.`));
export const MessageBody = z
  .string("Expected a text.")
  .transform((text) => text.replaceAll("\0", "").toWellFormed().trim())
  .pipe(z.string().min(1, "Expected a text.").max(20_000, "Expected at most 20,000 characters."));
const reference = line(100, "Expected the other party's reference.");
export const phoneNumber = z
  .string("Expected a telephone number such as +223 76 00 00 00.")
  .trim()
  .regex(/^\+?[\d\s().-]{3,30}$/, "Expected a telephone number such as +223 76 00 00 00.");

export const AddCorrespondent = z
  .strictObject({
    kind: z.enum(partyKinds, "Expected constituent, third_party, peer or authority."),
    /** A contact of the register: name, address, number and language are taken from there. */
    contactId: id("a contact").optional(),
    /** An organisation whose people read along in their own room. */
    organisationId: id("an organisation").optional(),
    name: line(200, "Expected a name.").optional(),
    email: z.email("Expected an e-mail address such as name@example.org.").max(320).optional(),
    phone: phoneNumber.optional(),
    language: z.enum(talkLanguages, "Expected fr, en or mn.").optional(),
  })
  .refine((party) => party.contactId !== undefined || party.organisationId !== undefined || party.name !== undefined, {
    path: ["name"],
    message: "Expected a name, a contact of the register or an organisation.",
  });
export type AddCorrespondent = z.input<typeof AddCorrespondent>;

export const BeginConversation = z.strictObject({
  caseId: id("a case"),
  correspondentId: id("a correspondent"),
  /** Read by the other party. */
  subject: line(200, "Expected a subject for the other party."),
  theirReference: reference.optional(),
});
export type BeginConversation = z.input<typeof BeginConversation>;

export const ChangeConversation = z.strictObject({
  conversationId: id("a conversation"),
  theirReference: reference.nullable().optional(),
  isClosed: z.boolean("Expected true or false.").optional(),
});
export type ChangeConversation = z.input<typeof ChangeConversation>;

export const WriteMessage = z.strictObject({
  conversationId: id("a conversation"),
  body: MessageBody,
  marking: z.enum(markings, "Expected a TLP label."),
  /** Not before. Absent: when the hold is over. */
  sendAt: z.iso.datetime({ offset: true, error: "Expected an instant such as 2026-05-01T08:00:00Z." }).optional(),
  /** Of the writer's own draft. */
  fileIds: z.array(id("a file")).max(mostMessageFiles, `Expected at most ${mostMessageFiles} files.`).default([]),
});
export type WriteMessage = z.input<typeof WriteMessage>;

/** Why a message to a party cannot leave. A key of the room `talking`. */
export type WayRefusal = "unreachable" | "red_needs_person";

/** What is known of how a party can be reached. */
export interface Reach {
  hasEmail: boolean;
  /** A key that is good now. */
  hasKey: boolean;
  /** People of it read along in a room of their own. */
  hasRoom: boolean;
}

/**
 * The way a message leaves. TLP:CLEAR and GREEN go signed, encrypted where there is a key. Above GREEN nothing goes in clear: encrypted, or a word
 * with a link. TLP:RED never goes by mail, whatever keys there are: the mail holds a link. Without an address it waits in the party's room,
 * but RED, which is for a person, does not.
 */
export function decideProtection(marking: Marking, reach: Reach): Protection | { refusal: WayRefusal } {
  if (!reach.hasEmail) {
    if (!reach.hasRoom) return { refusal: "unreachable" };
    return marking === "red" ? { refusal: "red_needs_person" } : "room";
  }
  if (marking === "red") return "link";
  if (reach.hasKey) return "encrypted";
  return marking === "green" || marking === "clear" ? "signed" : "link";
}

const longNote = 16;

/**
 * Whether a text holds an internal note word for word (case and spacing aside). Short notes ("OK", "called") are no secrets.
 * The database holds the same line: migrations/0030_conversations.sql, toguna_refuse_internal.
 */
export function holdsInternal(text: string, notes: readonly string[]): boolean {
  const plain = (words: string): string => words.replace(/\s+/g, " ").trim().toLowerCase();
  const said = plain(text);
  return notes.map(plain).some((note) => note.length >= longNote && said.includes(note));
}

/** "[TG#48219937]": our mark of a conversation in a subject. */
export function tagOf(number: string): string {
  return `[TG#${number}]`;
}

/** The number of a conversation that a subject names, or undefined. */
export function numberInSubject(subject: string): string | undefined {
  return /\[TG#(\d{8})\]/.exec(subject)?.[1];
}

/**
 * The other party's own reference in the subject of a reply: in brackets or after a word such as "Ticket", with at least one digit.
 * Our own marks, and references with our own prefix, are none.
 */
export function theirReferenceIn(subject: string, ownPrefix: string): string | undefined {
  const withoutOurs = subject
    .replace(/\[TG#\d{8}\]/g, " ")
    .replace(/\b[A-Z]{2,6}-(?:C-)?\d{4}-\d{4,12}\b/g, (found) => (found.startsWith(`${ownPrefix}-`) ? " " : found));
  const found =
    /\[([^[\]]{2,60}\d[^[\]]{0,39}|\d[^[\]]{2,60}|[^[\]]{1}\d[^[\]]{0,60})\]/.exec(withoutOurs)?.[1] ??
    /\b(?:ticket|case|ref(?:erence|érence)?|dossier|incident)\s*(?:no\.?|n°|id)?\s*[:#]?\s*#?([A-Z0-9][A-Z0-9/_.-]*\d[A-Z0-9/_-]*)/i.exec(
      withoutOurs,
    )?.[1];
  const text = found?.replace(/\s+/g, " ").trim();
  return text !== undefined && /\d/.test(text) && text.length <= 100 ? text : undefined;
}

/** Whether two addresses are of one domain: who answers for a team is not always who was written to. */
export function isSameHouse(one: string, other: string): boolean {
  const domain = (address: string): string => address.slice(address.lastIndexOf("@") + 1).toLowerCase();
  return domain(one) !== "" && domain(one) === domain(other) && !publicMailers.has(domain(one));
}

/** Of a mailbox provider for everybody, a domain says nothing about the house. */
const publicMailers = new Set(
  "gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com yahoo.fr orange.fr free.fr icloud.com proton.me protonmail.com gmx.com mail.ru yandex.ru".split(
    " ",
  ),
);

const text = z.string();
const maybe = text.nullable();
export const CorrespondentView = z.object({
  id: text,
  kind: z.enum(partyKinds),
  name: text,
  email: maybe,
  phone: maybe,
  language: z.enum(talkLanguages),
  contactId: maybe,
  organisationId: maybe,
  hasKey: z.boolean(),
});
export type CorrespondentView = z.infer<typeof CorrespondentView>;

/** Somebody of the register or of another organisation, who can be made a correspondent. */
export const PartyOption = z.object({
  kind: z.enum(partyKinds),
  contactId: maybe,
  organisationId: maybe,
  name: text,
  email: maybe,
});
export type PartyOption = z.infer<typeof PartyOption>;

export const MessageView = z.object({
  id: text,
  direction: z.enum(["to_party", "from_party"]),
  authorName: maybe,
  marking: z.enum(markings),
  body: text,
  state: z.enum(["held", "released", "withdrawn", "received"]),
  /** Why it was taken back by itself when its hour came: its files may not leave any more. */
  heldBack: z.enum(heldBackReasons).nullable(),
  releaseAt: text,
  protection: z.enum(protections).nullable(),
  way: z.enum(["mail", "room", "link"]),
  fromAddress: maybe,
  report: z.object({ id: text, reference: text }).nullable(),
  wasEncrypted: z.boolean(),
  signature: z.enum(["good", "bad", "unknown_key"]).nullable(),
  signedBy: maybe,
  files: z.array(MessageFile),
  /** What the operator's mail server said of the mail. */
  authentication: z.object({ spf: maybe, dkim: maybe, dmarc: maybe }).nullable(),
  /** What we found out ourselves. */
  checks: MailChecks.nullable(),
  at: text,
  mail: z.object({ id: text, state: text, lastError: maybe }).nullable(),
  /** The link of a mail without content: how far it got. */
  link: z.object({ id: text, openedAt: maybe, expiresAt: text, codes: z.number().int() }).nullable(),
});
export type MessageView = z.infer<typeof MessageView>;

export const ConversationRow = z.object({
  id: text,
  number: text,
  caseId: text,
  caseReference: text,
  isExercise: z.boolean(),
  partyName: text,
  partyKind: z.enum(partyKinds),
  subject: text,
  theirReference: maybe,
  isClosed: z.boolean(),
  /** The party wrote last. */
  isWaiting: z.boolean(),
  messages: z.number().int(),
  lastAt: text,
});
export type ConversationRow = z.infer<typeof ConversationRow>;

export const ConversationPage = ConversationRow.extend({
  correspondent: CorrespondentView,
  caseMarking: z.enum(markings),
  key: z.object({ fingerprint: text, expiresAt: maybe, verifiedBy: maybe, verifiedAt: maybe }).nullable(),
  teamKey: z.object({ fingerprint: text }).nullable(),
  items: z.array(MessageView),
  /** Automatic answers and mails that came back, which are no messages. */
  machineMails: z.array(z.object({ kind: text, subject: text, at: text })),
});
export type ConversationPage = z.infer<typeof ConversationPage>;

/** What leaves, before it leaves. */
export const PreviewView = z.object({
  protection: z.enum(protections),
  to: maybe,
  subject: text,
  text,
  releaseAt: text,
  fingerprint: maybe,
  isVerified: z.boolean(),
  files: z.array(MessageFile),
});
export type PreviewView = z.infer<typeof PreviewView>;

/** What a party reads of its own conversations: nothing of the case, no names of analysts. */
export const OwnConversation = z.object({
  id: text,
  number: text,
  subject: text,
  theirReference: maybe,
  isClosed: z.boolean(),
  items: z.array(
    z.object({
      id: text,
      isOurs: z.boolean(),
      marking: z.enum(markings),
      body: text,
      at: text,
      by: maybe,
      files: z.array(z.object({ id: text, name: text, size: z.number().int() })),
    }),
  ),
});
export type OwnConversation = z.infer<typeof OwnConversation>;
