// What a report is when it comes in, the same for web, API and mail. Pure; the portal and the edge validate with it too.
import { z } from "zod";

export const languages = ["fr", "en", "mn"] as const;
export type Language = (typeof languages)[number];

export const flows = ["citizen", "organisation", "regulated", "vulnerability", "phishing", "free"] as const;
export type Flow = (typeof flows)[number];

export const answerChannels = ["receipt", "mail", "phone", "sms", "none"] as const;
export type AnswerChannel = (typeof answerChannels)[number];

export const reportStatuses = ["received", "triaged", "in_case", "waiting_for_reporter", "closed", "rejected"] as const;
export type ReportStatus = (typeof reportStatuses)[number];

export const markings = ["red", "amber+strict", "amber", "green", "clear"] as const;
export type Marking = (typeof markings)[number];

/** Limits of what one report may bring, in bytes and counts. */
export const limits = {
  fileBytes: 25_000_000,
  fileBytesWithoutScript: 5_000_000,
  /** A whole mail: 25 MB of attachments are a third longer in base64. */
  mailBytes: 36_000_000,
  reportBytes: 100_000_000,
  files: 50,
  description: 50_000,
} as const;

const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, "Expected some text, or leave the field out.")
    .max(max, `Expected at most ${max} characters.`);

export const Contact = z.strictObject({
  name: line(200).optional(),
  email: z.email("Expected an e-mail address such as name@example.org.").max(320).optional(),
  phone: z
    .string()
    .trim()
    .regex(/^[+()0-9 .\-/]{3,40}$/, "Expected a telephone number such as +999 70 00 00 00.")
    .optional(),
  role: line(200).optional(),
  organisation: line(300).optional(),
});
export type Contact = z.infer<typeof Contact>;

/** Of a language of one file beside the three, as "nqo". */
export const fileTag = z.string().regex(/^[a-z]{2,8}$/, "Expected the tag of a language, such as nqo.");

/** A report as the API takes it; `description` is the only required field. */
export const SubmitReport = z.strictObject({
  description: z
    .string({ error: "Expected a text that says what happened." })
    .trim()
    .min(1, "Expected a text that says what happened.")
    .max(limits.description, `Expected at most ${limits.description} characters.`),
  language: z.enum(languages, { error: "Expected fr, en or mn." }).default("fr"),
  /** Tag of the language of one file that the reporter reads in, where it falls back to `language`: mails to them are in it. */
  speaks: fileTag.optional(),
  flow: z.enum(flows, { error: `Expected one of ${flows.join(", ")}.` }).default("free"),
  subject: line(300).optional(),
  contact: Contact.optional(),
  /** RFC 3339 instant with offset. */
  occurredAt: z.iso.datetime({ offset: true, error: "Expected a time such as 2026-11-22T14:07:00Z." }).optional(),
  occurredPrecision: z.enum(["instant", "hour", "day", "week", "earlier", "unknown"]).optional(),
  isOngoing: z.boolean({ error: "Expected true or false." }).optional(),
  /** Someone else's incident, told with or without consent. */
  onBehalfOf: z
    .strictObject({
      consent: z.enum(["agreed", "cannot_say", "child_in_care"], {
        error: "Expected agreed, cannot_say or child_in_care.",
      }),
      name: line(200).optional(),
      relation: line(200).optional(),
    })
    .optional(),
  answerBy: z.enum(answerChannels, { error: `Expected one of ${answerChannels.join(", ")}.` }).optional(),
  /** Who reports is sealed to custodians: nobody at the desk and no key on the server opens it. */
  isConfidential: z.boolean({ error: "Expected true or false." }).optional(),
  /** In confidence: the mailer alone may keep the address, sealed apart, to say that an answer waits. */
  canMail: z.boolean({ error: "Expected true or false." }).optional(),
  /** Another address or number, where the usual mail or phone is not safe. */
  safeChannel: line(320).optional(),
  mayTell: z
    .array(z.enum(["police", "bank", "operator"], { error: "Expected police, bank or operator." }))
    .max(3)
    .optional(),
  /** Where in the form's own words it was asked whom we may tell (`tellWordsVersion`). */
  mayTellWords: line(40).optional(),
  /** The area that handles it: for somebody who had to leave home, the safe one that they chose. */
  area: line(100).optional(),
  /** Given when the person had to leave home, and where from, if they said so: never shown to who has charge of an area. */
  origin: z.strictObject({ area: line(100).optional() }).optional(),
  marking: z.enum(markings, { error: `Expected one of ${markings.join(", ")}.` }).optional(),
  /** Answers of the question flow, question id to value. */
  answers: z
    .record(z.string().max(60), z.union([z.string().max(10_000), z.array(z.string().max(200)).max(50)]))
    .optional(),
  /** The parts of a receipt that another front door has already given; taken with an API key only. Its locators begin with 9. */
  receiptSecret: z
    .string()
    .regex(/^[0-9]{13}$/, "Expected 13 digits.")
    .optional(),
  receiptLocator: z
    .string()
    .regex(/^9[0-9]{5,8}$/, "Expected 6 to 9 digits that begin with 9.")
    .optional(),
  /** Shown to be computed in the page; anonymous reports without it meet a stricter limit. */
  proofOfWork: z.strictObject({ challenge: z.string().max(300), nonce: z.string().max(40) }).optional(),
});
export type SubmitReport = z.infer<typeof SubmitReport>;

/** The answer once the report is durable. `receipt` is 20 digits in five groups of four. */
export interface SubmittedReport {
  reference: string;
  receipt: string;
  receivedAt: string;
  status: ReportStatus;
  /** True when a limit was passed: it is kept and read later. */
  isHeld: boolean;
}

/** Who is at the door: kept in memory, for limits only; never stored. */
export interface Visitor {
  address: string;
  /** A signed-in person or an API key. */
  isExempt: boolean;
}

/** A file that already lies in the object store, on its way to a report. */
export interface StoredFile {
  objectId: string;
  sha256: string;
  size: number;
  name: string;
  mediaType: string;
}

/** What a reporter sees of the own report. Never a rule's name, never an internal note. */
/** `missing`: announced, and nothing came for a week. */
export interface AwaitedFile {
  name: string;
  size: number;
  state: "on_way" | "missing" | "refused";
}

export interface ReporterView {
  reference: string;
  status: ReportStatus;
  language: Language;
  receivedAt: string;
  description: string;
  files: { name: string; size: number; addedAt: string }[];
  /** Files that the sealed report announced and that are not here. */
  awaited: AwaitedFile[];
  messages: { id: string; from: "reporter" | "desk"; body: string; at: string; isNew: boolean }[];
  canAnswer: boolean;
}
