// Notifications to many: which findings, in which words, to whom; what each says by link. Pure; screens and the portal read it too.
import { z } from "zod";
import type { Marking } from "../../intake/model.ts";
import { contactRoles } from "../../registry/model.ts";
import { decideProtection, type Protection } from "../conversations/model.ts";
import { FourEyesView } from "../four-eyes/model.ts";

export const notifyLanguages = ["fr", "en", "mn"] as const;
export type NotifyLanguage = (typeof notifyLanguages)[number];

export const notifyAnswers = ["acknowledged", "working", "fixed", "not_mine", "wrong_contact", "question"] as const;
export type NotifyAnswer = (typeof notifyAnswers)[number];
export const runStates = ["draft", "waiting", "sending", "paused", "sent", "ended"] as const;
export type RunState = (typeof runStates)[number];
export const targetStates = [
  "waiting",
  "asked",
  "acknowledged",
  "working",
  "question",
  "fixed",
  "not_mine",
  "unreachable",
] as const;
export type TargetState = (typeof targetStates)[number];

/** The stricter of labels stands above the others. */
const labels: readonly Marking[] = ["clear", "green", "amber", "amber+strict", "red"];
export const isAboveGreen = (marking: string): boolean => labels.findIndex((one) => one === marking) > 1;

export type RunWay = Exclude<Protection, "room">;

/**
 * The way a notification leaves to one contact, as a message of a conversation would: up to TLP:GREEN signed in clear or encrypted; above it
 * encrypted to a key whose fingerprint somebody compared, else a mail without content, with a link; TLP:RED a link whatever keys there are.
 */
export function decideRunWay(marking: Marking, hasVerifiedKey: boolean): RunWay {
  const way = decideProtection(marking, { hasEmail: true, hasKey: hasVerifiedKey, hasRoom: false });
  return way === "signed" || way === "encrypted" ? way : "link";
}

/** Whether a link shows and takes nothing before a code: above TLP:GREEN, unless it only ever stood inside an encrypted mail. */
export function needsCode(marking: string, protection: string | null): boolean {
  return isAboveGreen(marking) && protection !== "encrypted";
}

const time = z.iso.datetime({ offset: true, error: "Expected a time such as 2026-03-01T00:00:00Z." });

/** "Who has this open port": findings of these lists (all, where none is named), of these kinds, on these ports, of this time. */
export const RunFilter = z.strictObject({
  listIds: z.array(z.uuid("Expected a list's id.")).max(50, "Expected at most 50 lists.").default([]),
  whats: z.array(z.string().trim().min(1).max(200)).max(50, "Expected at most 50 kinds of finding.").default([]),
  ports: z
    .array(
      z
        .number("Expected a port between 0 and 65535.")
        .int()
        .min(0, "Expected a port between 0 and 65535.")
        .max(65_535, "Expected a port between 0 and 65535."),
    )
    .max(50, "Expected at most 50 ports.")
    .default([]),
  since: time.nullable().default(null),
  until: time.nullable().default(null),
});
export type RunFilter = z.output<typeof RunFilter>;

const oneLine = (max: number) =>
  z
    .string("Expected some text.")
    .trim()
    .min(1, "Expected some text.")
    .max(max, `Expected at most ${max} characters.`)
    .refine((text) => !/\p{Cc}/u.test(text), "Expected one line of text.");
const RunText = z.strictObject({
  subject: oneLine(150),
  body: z
    .string("Expected some text.")
    .trim()
    .min(1, "Expected some text.")
    .max(10_000, "Expected at most 10,000 characters."),
});
export const RunTexts = z
  .strictObject({ fr: RunText.optional(), en: RunText.optional(), mn: RunText.optional() })
  .refine(
    (texts) => Object.values(texts).some((text) => text !== undefined),
    "Expected a text in at least one language.",
  );
export type RunTexts = z.output<typeof RunTexts>;

const days = (most: number) =>
  z
    .number("Expected a number of days.")
    .int("Expected whole days.")
    .min(1, "Expected at least 1 day.")
    .max(most, `Expected at most ${most} days.`);

export const WriteRun = z
  .strictObject({
    title: oneLine(200),
    filter: RunFilter,
    texts: RunTexts,
    /** In this order: the first role that has a contact is written to, the next ones when nobody answers. */
    roles: z
      .array(z.enum(contactRoles, { error: `Expected some of ${contactRoles.join(", ")}.` }))
      .min(1, "Expected at least one role.")
      .max(contactRoles.length)
      .default(["security", "abuse", "other", "management"]),
    /** Days after the mail on which those who said nothing are reminded. */
    reminderDays: z.array(days(364)).max(5, "Expected at most five reminders.").default([7, 14]),
    /** Days after which the next contact is written to. */
    escalateDays: days(365).default(21),
    linkDays: days(365).default(60),
  })
  .refine((run) => run.reminderDays.every((day, at) => at === 0 || day > (run.reminderDays[at - 1] ?? 0)), {
    path: ["reminderDays"],
    message: "Expected growing numbers of days.",
  })
  .refine((run) => run.reminderDays.every((day) => day < run.escalateDays), {
    path: ["escalateDays"],
    message: "Expected more days than the last reminder.",
  });
export type WriteRun = z.input<typeof WriteRun>;
export const ChangeRun = z.strictObject({
  version: z.number().int().min(1, "Expected the version that was read."),
  run: WriteRun,
});
export type ChangeRun = z.input<typeof ChangeRun>;

export const ActOnRun = z.strictObject({ version: z.number().int().min(1, "Expected the version that was read.") });
export type ActOnRun = z.input<typeof ActOnRun>;

const note = z.string().trim().max(2000, "Expected at most 2,000 characters.").optional();
export const AnswerRun = z.strictObject({
  answer: z.enum(notifyAnswers, { error: `Expected one of ${notifyAnswers.join(", ")}.` }),
  note,
});
export type AnswerRun = z.input<typeof AnswerRun>;
export const AnswerForOther = AnswerRun.extend({ constituentId: z.uuid("Expected a constituent's id.") });
export type AnswerForOther = z.input<typeof AnswerForOther>;
export const ReplyToAnswer = z.strictObject({
  body: z
    .string("Expected a text.")
    .trim()
    .min(1, "Expected a text.")
    .max(10_000, "Expected at most 10,000 characters."),
});
export type ReplyToAnswer = z.input<typeof ReplyToAnswer>;

export const FindingKinds = z.object({
  whats: z.array(z.object({ what: z.string(), count: z.number(), ports: z.array(z.number()) })),
  lists: z.array(z.object({ id: z.string(), title: z.string(), marking: z.string(), count: z.number() })),
});
export type FindingKinds = z.output<typeof FindingKinds>;

const counts = z.object({
  constituents: z.number(),
  rows: z.number(),
  unattributed: z.number(),
  withoutContact: z.number(),
});

export const RunLine = z.object({
  id: z.string(),
  reference: z.string(),
  title: z.string(),
  marking: z.string(),
  state: z.enum(runStates),
  createdBy: z.string().nullable(),
  createdAt: z.string(),
  releasedAt: z.string().nullable(),
  /** Constituents by how it stands with them. */
  targets: z.record(z.string(), z.number()),
  isExercise: z.boolean(),
});
export type RunLine = z.output<typeof RunLine>;

export const RunTarget = z.object({
  constituentId: z.string(),
  name: z.string(),
  rows: z.number(),
  state: z.enum(targetStates),
  step: z.number(),
  reminders: z.number(),
  nextActAt: z.string().nullable(),
  askedAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  recipients: z.array(
    z.object({
      name: z.string(),
      role: z.string(),
      email: z.string(),
      language: z.string(),
      step: z.number(),
      /** waiting, or how the mail went: queued, sent, kept, failed. */
      mail: z.string(),
      /** How the last mail left; null before the first. */
      protection: z.enum(["signed", "encrypted", "link"]).nullable(),
      /** Of a mail without content: the link that a code is read out for. */
      linkId: z.string().nullable(),
    }),
  ),
  answers: z.array(
    z.object({
      id: z.string(),
      answer: z.enum(notifyAnswers),
      note: z.string().nullable(),
      via: z.enum(["link", "desk", "room"]),
      by: z.string().nullable(),
      at: z.string(),
      reply: z.string().nullable(),
      repliedAt: z.string().nullable(),
    }),
  ),
});
export type RunTarget = z.output<typeof RunTarget>;

export const RunView = RunLine.extend({
  version: z.number(),
  filter: RunFilter,
  texts: z.record(z.string(), z.object({ subject: z.string(), body: z.string() })),
  roles: z.array(z.string()),
  reminderDays: z.array(z.number()),
  escalateDays: z.number(),
  linkDays: z.number(),
  endedAt: z.string().nullable(),
  /** Before release: whom it would reach as things stand. */
  reach: counts.nullable(),
  mails: z.record(z.string(), z.number()),
  wrongContacts: z.number(),
  releases: z.array(FourEyesView),
});
export type RunView = z.output<typeof RunView>;

/** Exactly what would leave to one constituent's contact. */
export const RunPreview = z.object({
  to: z.string(),
  contact: z.string(),
  role: z.string(),
  language: z.enum(notifyLanguages),
  protection: z.enum(["signed", "encrypted", "link"]),
  /** Of an encrypted mail: what stands outside. Of a mail without content: of what waits behind its link. */
  outerSubject: z.string().nullable(),
  subject: z.string(),
  body: z.string(),
  fileName: z.string(),
  csv: z.string(),
  /** What waits behind the link of a mail without content. */
  waiting: z.object({ subject: z.string(), body: z.string() }).nullable(),
});
export type RunPreview = z.output<typeof RunPreview>;

export const ReachedConstituent = z.object({
  constituentId: z.string(),
  name: z.string(),
  rows: z.number(),
  contacts: z.array(z.object({ name: z.string(), role: z.string(), email: z.string(), language: z.string() })),
});
export type ReachedConstituent = z.output<typeof ReachedConstituent>;

export const TargetsQuery = z.strictObject({
  state: z.enum(targetStates, { error: `Expected one of ${targetStates.join(", ")}.` }).optional(),
  cursor: z.uuid("Expected the `next` of an earlier page.").optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type TargetsQuery = z.input<typeof TargetsQuery>;

/** What stands behind a link before its code was typed: nothing of the notification. */
export interface ClosedNotifyLink {
  isClosed: true;
  reference: string;
  language: NotifyLanguage;
  /** The last two digits of the telephone that codes go to; null where there is none, or texts cannot be sent. */
  phoneEnd: string | null;
  hasCode: boolean;
  canAskCode: boolean;
}

/** What stands behind the link of a mail. */
export interface NotifyLinkView {
  isClosed: false;
  marking: string;
  /** The officer's words, where the mail held none. */
  body: string | null;
  /** What the team replied to earlier answers, where mails hold none. */
  replies: string[];

  reference: string;
  constituent: string;
  subject: string;
  language: NotifyLanguage;
  rowCount: number;
  rows: { address: string; port: number | null; at: string; what: string }[];
  expiresAt: string;
  state: TargetState;
}

/** A notification in its constituent's own room. */
export const OwnNotification = z.object({
  id: z.string(),
  constituentId: z.string(),
  constituent: z.string(),
  reference: z.string(),
  marking: z.string(),
  subject: z.string(),
  body: z.string(),
  rowCount: z.number(),
  /** The first of them. */
  rows: z.array(z.object({ address: z.string(), port: z.number().nullable(), at: z.string(), what: z.string() })),
  state: z.enum(targetStates),
  canAnswer: z.boolean(),
  askedAt: z.string().nullable(),
  answers: z.array(
    z.object({
      answer: z.enum(notifyAnswers),
      note: z.string().nullable(),
      at: z.string(),
      reply: z.string().nullable(),
    }),
  ),
});
export type OwnNotification = z.output<typeof OwnNotification>;
