// A crisis: levels, decisions, recipients and situation reports; what is asked of the verbs and what the screens read. Pure; the rooms validate with it too.
import { z } from "zod";
import type { StepUpBinding } from "../../identity/model.ts";
import { markings } from "../../intake/model.ts";

export const crisisLanguages = ["fr", "en", "mn"] as const;
export type CrisisLanguage = (typeof crisisLanguages)[number];
/** The written parts of a situation report, in the order in which they are read. */
export const situationParts = ["situation", "done", "next", "needs"] as const;
export type SituationPart = (typeof situationParts)[number];
/** Whom of the team a report can go to. */
export const staffRoles = ["analyst", "senior", "lead", "on_call"] as const;
export type StaffRole = (typeof staffRoles)[number];
/** A report that is frozen so long after its time is late. */
export const lateMinutes = 5;

/** So long before its time people are reminded: half an hour, a quarter of a short interval. */
export function remindMinutes(reportHours: number): number {
  return Math.min(30, reportHours * 15);
}

/** When the next report is due: whole intervals after the last time that was set, so that a late one does not push the others. */
export function nextDue(dueAt: Date, reportHours: number, now: Date): Date {
  const interval = reportHours * 3_600_000;
  const passed = Math.max(0, Math.floor((now.getTime() - dueAt.getTime()) / interval));
  return new Date(dueAt.getTime() + (passed + 1) * interval);
}

const id = (what: string) => z.uuid(`Expected the id of ${what}.`);
const text = (least: number, most: number, expected: string) =>
  z.string(expected).trim().min(least, expected).max(most, `Expected at most ${most} characters.`);
const reason = text(3, 4000, "Expected a reason.");
const instant = z.iso.datetime({ offset: true, error: "Expected a time such as 2026-11-22T14:07:00Z." });
const version = z.number("Expected the version that was read.").int().min(1, "Expected the version that was read.");
const hours = z
  .number("Expected a number of hours.")
  .int("Expected whole hours.")
  .min(1, "Expected 1 hour at least.")
  .max(168, "Expected 168 hours at most.");

const Names = z.strictObject({
  fr: text(1, 100, "Expected the name in French."),
  en: text(1, 100, "Expected the name in English."),
  mn: text(1, 100, "Expected the name in Mongolian."),
});
const Changes = z.strictObject({
  fr: z.string().trim().max(2000, "Expected at most 2000 characters.").default(""),
  en: z.string().trim().max(2000, "Expected at most 2000 characters.").default(""),
  mn: z.string().trim().max(2000, "Expected at most 2000 characters.").default(""),
});
export const WriteLevel = z.strictObject({
  rank: z
    .number("Expected a rank from 1 to 9.")
    .int("Expected a rank from 1 to 9.")
    .min(1, "Expected a rank from 1 to 9.")
    .max(9, "Expected a rank from 1 to 9."),
  names: Names,
  /** What is done otherwise at this level. */
  changes: Changes,
  isPublic: z.boolean("Expected true or false."),
  reportHours: hours,
});
export type WriteLevel = z.input<typeof WriteLevel>;
export const ChangeLevel = z.strictObject({ version, level: WriteLevel });
export type ChangeLevel = z.input<typeof ChangeLevel>;

const CaseIds = z.array(id("a case"), "Expected a list of cases.").min(1, "Expected one case at least.").max(100);
export const OpenCrisis = z.strictObject({
  title: text(1, 200, "Expected a title."),
  levelId: id("a level"),
  caseIds: CaseIds,
  reason,
  /** Of its situation reports, unless one says otherwise. */
  marking: z.enum(markings, "Expected a TLP label.").default("amber"),
});
export type OpenCrisis = z.input<typeof OpenCrisis>;
export const MoveCrisis = z.strictObject({ version, levelId: id("a level"), reason });
export type MoveCrisis = z.input<typeof MoveCrisis>;
export const AddCases = z.strictObject({ caseIds: CaseIds });
export type AddCases = z.input<typeof AddCases>;
export const CloseCrisis = z.strictObject({
  version,
  reason,
  reviewWell: text(3, 10_000, "Expected what went well."),
  reviewChange: text(3, 10_000, "Expected what will be done otherwise."),
});
export type CloseCrisis = z.input<typeof CloseCrisis>;

export const WriteDecision = z.strictObject({
  what: text(3, 4000, "Expected what was decided."),
  why: text(3, 4000, "Expected why."),
  options: z.string().trim().max(4000, "Expected at most 4000 characters.").default(""),
  decidedBy: text(1, 300, "Expected who decided."),
  decidedAt: instant,
  /** People of the team who must know of it. */
  readerIds: z.array(id("a person")).max(100, "Expected at most 100 people.").default([]),
});
export type WriteDecision = z.input<typeof WriteDecision>;

export const AddRecipient = z
  .strictObject({
    role: z.enum(staffRoles, `Expected one of ${staffRoles.join(", ")}.`).optional(),
    organisationId: id("an authority").optional(),
    correspondentId: id("a correspondent").optional(),
  })
  .refine(
    (one) => [one.role, one.organisationId, one.correspondentId].filter((given) => given !== undefined).length === 1,
    {
      path: ["role"],
      message: "Expected one of a role, an authority or a correspondent.",
    },
  );
export type AddRecipient = z.input<typeof AddRecipient>;

const part = z.string("Expected a text.").trim().max(10_000, "Expected at most 10000 characters.").default("");
export const SituationTexts = z.strictObject({ situation: part, done: part, next: part, needs: part });
export type SituationTexts = z.output<typeof SituationTexts>;
export const WriteSituation = z.strictObject({
  version,
  parts: SituationTexts,
  marking: z.enum(markings, "Expected a TLP label."),
});
export type WriteSituation = z.input<typeof WriteSituation>;
export const FreezeSituation = z.strictObject({ version });
export type FreezeSituation = z.input<typeof FreezeSituation>;

/** The passkey's word is for these cases together. */
export const bindCrisis = {
  open: (caseIds: readonly string[]): StepUpBinding => ({
    act: "crisis.open",
    object: [...caseIds].sort()[0] ?? "",
    version: String(caseIds.length),
  }),
} as const;

const said = z.string();
const maybe = said.nullable();
const Person = z.object({ id: said, name: said });
const NamesView = z.object({ fr: said, en: said, mn: said });

export const LevelView = z.object({
  id: said,
  rank: z.number(),
  names: NamesView,
  changes: z.object({ fr: said, en: said, mn: said }),
  isPublic: z.boolean(),
  reportHours: z.number(),
  version: z.number(),
});
export type LevelView = z.infer<typeof LevelView>;

/** The strip in every frame. */
export const CrisisNow = z.object({
  crises: z.array(
    z.object({ id: said, reference: said, title: said, names: NamesView, rank: z.number(), since: said }),
  ),
});
export type CrisisNow = z.infer<typeof CrisisNow>;

export const SituationFigures = z.object({
  cases: z.number(),
  openCases: z.number(),
  bySeverity: z.array(z.object({ severity: said, count: z.number() })),
  reports: z.number(),
  constituents: z.number(),
  bySector: z.array(z.object({ sector: said, count: z.number() })),
  restored: z.number(),
  functionsAffected: z.number(),
  tasksOverdue: z.number(),
  tasksDue: z.number(),
  callsDue: z.number(),
  nextDeadlineAt: maybe,
  /** Times of the law of the constituents affected, as their filings told the team; apart from the team's own. Frozen reports of before have none. */
  legalOverdue: z.number().default(0),
  legalDue: z.number().default(0),
  nextLegalAt: maybe.default(null),
});
export type SituationFigures = z.infer<typeof SituationFigures>;

const Delivery = z.object({
  id: said,
  name: said,
  kind: z.enum(["role", "authority", "contact"]),
  /** Of a mail: as it is, encrypted, a word with a link; null in the own room, or before it left. */
  protection: maybe,
  refusal: maybe,
  openedAt: maybe,
  confirmedAt: maybe,
});
export const SituationView = z.object({
  id: said,
  number: z.number(),
  state: z.enum(["draft", "frozen"]),
  marking: z.enum(markings),
  parts: SituationTexts.partial(),
  figures: SituationFigures.nullable(),
  levelNames: NamesView.nullable(),
  dueAt: said,
  frozenAt: maybe,
  frozenBy: maybe,
  isLate: z.boolean(),
  sha256: maybe,
  version: z.number(),
  changedBy: maybe,
  deliveries: z.array(Delivery),
  /** The reader's own receipt. */
  mine: z.object({ openedAt: maybe, confirmedAt: maybe }).nullable(),
});
export type SituationView = z.infer<typeof SituationView>;

export const DecisionView = z.object({
  id: said,
  number: z.number(),
  what: said,
  why: said,
  options: said,
  decidedBy: said,
  decidedAt: said,
  writtenBy: maybe,
  writtenAt: said,
  sha256: said,
  readers: z.array(z.object({ id: said, name: said, readAt: maybe })),
});
export type DecisionView = z.infer<typeof DecisionView>;

export const CrisisLine = z.object({
  id: said,
  reference: said,
  title: said,
  level: NamesView,
  openedAt: said,
  closedAt: maybe,
  dueAt: maybe,
  isLate: z.boolean(),
});
export type CrisisLine = z.infer<typeof CrisisLine>;

export const CrisisView = CrisisLine.extend({
  levelId: said,
  reportHours: z.number(),
  marking: z.enum(markings),
  openedBy: maybe,
  closedBy: maybe,
  reviewWell: maybe,
  reviewChange: maybe,
  version: z.number(),
  cases: z.array(z.object({ id: said, reference: said, title: said, severity: said, status: said })),
  changes: z.array(
    z.object({ kind: z.enum(["opened", "level", "closed"]), level: NamesView, reason: said, by: maybe, at: said }),
  ),
  decisions: z.array(DecisionView),
  recipients: z.array(
    z.object({
      id: said,
      kind: z.enum(["role", "authority", "contact"]),
      role: maybe,
      name: maybe,
      email: maybe,
      hasKey: z.boolean(),
    }),
  ),
  situations: z.array(SituationView),
});
export type CrisisView = z.infer<typeof CrisisView>;

/** What forms of a crisis choose from. */
export const CrisisOptions = z.object({
  levels: z.array(LevelView),
  cases: z.array(z.object({ id: said, reference: said, title: said })),
  people: z.array(Person),
  authorities: z.array(Person),
  correspondents: z.array(Person.extend({ email: maybe, hasKey: z.boolean() })),
});
export type CrisisOptions = z.infer<typeof CrisisOptions>;

/** A report in the room of an authority, and behind a link's confirmation. */
export const SentSituation = z.object({
  id: said,
  reference: said,
  title: said,
  number: z.number(),
  marking: z.enum(markings),
  parts: SituationTexts.partial(),
  figures: SituationFigures.nullable(),
  levelNames: NamesView.nullable(),
  frozenAt: said,
  isLate: z.boolean(),
  openedAt: maybe,
  confirmedAt: maybe,
});
export type SentSituation = z.infer<typeof SentSituation>;

/** What stands behind a link of a mail: that there is a report, never what it says. */
export interface SituationLinkView {
  reference: string;
  number: number;
  frozenAt: string;
  language: CrisisLanguage;
  confirmedAt: string | null;
}

/** Each figure as a sentence; the screen says the same. */
export function sayFigures(
  words: (key: string, values?: Record<string, string | number>) => string,
  figures: SituationFigures,
): string[] {
  const nearest =
    figures.nextDeadlineAt === null
      ? []
      : [
          words("crisis.figure.next_deadline", {
            when: `${figures.nextDeadlineAt.slice(0, 16).replace("T", " ")} UTC`,
          }),
        ];
  return [
    words("crisis.figure.cases", { open: figures.openCases, all: figures.cases }),
    ...figures.bySeverity.map(({ severity, count }) =>
      words("crisis.figure.severity", { severity: words(`crisis.severity.${severity}`), count }),
    ),
    words("crisis.figure.reports", { count: figures.reports }),
    words("crisis.figure.constituents", { count: figures.constituents }),
    ...figures.bySector.map(({ sector, count }) => words("crisis.figure.sector", { sector, count })),
    words("crisis.figure.restored", { restored: figures.restored, functions: figures.functionsAffected }),
    words("crisis.figure.tasks", { overdue: figures.tasksOverdue, due: figures.tasksDue, calls: figures.callsDue }),
    ...nearest,
    ...((figures.legalOverdue ?? 0) + (figures.legalDue ?? 0) === 0
      ? []
      : [words("crisis.figure.legal", { overdue: figures.legalOverdue, due: figures.legalDue })]),
    ...((figures.nextLegalAt ?? null) === null
      ? []
      : [
          words("crisis.figure.next_legal", {
            when: `${(figures.nextLegalAt ?? "").slice(0, 16).replace("T", " ")} UTC`,
          }),
        ]),
  ];
}
