// Who is on call, what differs from the pattern, who is woken after how long, and what an alarm is. Pure; the desk validates with it too.
import { z } from "zod";
import { phoneNumber } from "../../coordination/conversations/model.ts";

const id = z.uuid("Expected an identifier.");
const instant = z.iso.datetime({ offset: true, error: "Expected a time such as 2026-11-22T14:07:00Z." });
const day = z.iso.date("Expected a day such as 2026-11-22.");
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Expected a time of day such as 18:00.");
const note = z.string().trim().max(300, "Expected at most 300 characters.").default("");
/** So many days are looked ahead for gaps. */
export const lookAheadDays = 7;
/** Fewer people than this who can be reached are shown as too few (SIM3 H-2, as we know it). */
export const leastReachable = 3;

export const AddPattern = z
  .strictObject({
    personId: id,
    /** 1 Monday … 7 Sunday, in the team's zone. */
    weekdays: z
      .array(z.int("Expected a day from 1 (Monday) to 7 (Sunday).").min(1).max(7))
      .min(1, "Expected at least one day.")
      .max(7)
      .refine((days) => new Set(days).size === days.length, "Expected each day once."),
    from: time,
    /** On the next day where it is not after the beginning. */
    to: time,
    everyWeeks: z
      .int("Expected a number of weeks.")
      .min(1, "Expected 1 to 12 weeks.")
      .max(12, "Expected 1 to 12 weeks.")
      .default(1),
    startsOn: day,
    endsOn: day.nullable().default(null),
  })
  .refine((it) => it.endsOn === null || it.endsOn >= it.startsOn, {
    path: ["endsOn"],
    message: "Expected a day that is not before the first.",
  });
export type AddPattern = z.input<typeof AddPattern>;

const span = {
  fromAt: instant,
  untilAt: instant,
  note,
};
const isInOrder = (it: { fromAt: string; untilAt: string }): boolean => Date.parse(it.fromAt) < Date.parse(it.untilAt);
const order = { path: ["untilAt"], message: "Expected an end after the beginning." };

export const AddException = z
  .strictObject({ personId: id, kind: z.enum(["off", "on"], "Expected off or on."), ...span })
  .refine(isInOrder, order);
export type AddException = z.input<typeof AddException>;

export const AskSwap = z.strictObject({ askedOf: id, ...span }).refine(isInOrder, order);
export type AskSwap = z.input<typeof AskSwap>;
export const SettleSwap = z.strictObject({
  answer: z.enum(["accepted", "refused", "withdrawn"], "Expected accepted, refused or withdrawn."),
});
export type SettleSwap = z.infer<typeof SettleSwap>;

export const SetReach = z.strictObject({
  phone: phoneNumber.nullable(),
  takesTexts: z.boolean("Expected true or false."),
});
export type SetReach = z.infer<typeof SetReach>;

export const ladderTargets = ["on_call", "next", "owner", "leads"] as const;
export type LadderTarget = (typeof ladderTargets)[number];
export const ladderMeans = ["mail", "text"] as const;

export const Ladder = z.strictObject({
  steps: z
    .array(
      z.strictObject({
        /** Since the alarm was raised. */
        afterMinutes: z
          .int("Expected whole minutes.")
          .min(0, "Expected 0 or more minutes.")
          .max(1440, "Expected at most a day."),
        target: z.enum(ladderTargets, `Expected one of ${ladderTargets.join(", ")}.`),
        means: z.array(z.enum(ladderMeans, "Expected mail or text.")).min(1, "Expected at least one means.").max(2),
      }),
    )
    .min(1, "Expected at least one step.")
    .max(8, "Expected at most 8 steps.")
    .refine(
      (steps) =>
        steps.every((step, index) => index === 0 || step.afterMinutes >= (steps[index - 1]?.afterMinutes ?? 0)),
      "Expected steps in the order of their minutes.",
    ),
  triggers: z.strictObject({
    /** A new report of at least this severity; null: none does. */
    leastSeverity: z.enum(["critical", "high"], "Expected critical or high.").nullable(),
    isOnBreach: z.boolean("Expected true or false."),
    /** Hours before a time of the law that an entity's filing still has to keep; null: not watched. */
    legalHours: z
      .int("Expected whole hours.")
      .min(1, "Expected at least 1 hour.")
      .max(168, "Expected at most 168 hours.")
      .nullable(),
  }),
});
export type Ladder = z.infer<typeof Ladder>;
export const SetLadder = z.strictObject({
  ladder: Ladder,
  note: z.string().trim().max(2000, "Expected at most 2000 characters.").default(""),
  seen: z.int("Expected the edition that you saw.").min(0),
});
export type SetLadder = z.input<typeof SetLadder>;

export const RaiseAlarm = z.strictObject({
  title: z
    .string("Expected in a few words what it is.")
    .trim()
    .min(3, "Expected at least 3 characters.")
    .max(300, "Expected at most 300 characters."),
  caseId: id.nullable().default(null),
});
export type RaiseAlarm = z.input<typeof RaiseAlarm>;
export const NoteCall = z.strictObject({
  personId: id,
  /** Reached: they have it. */
  isReached: z.boolean("Expected true or false."),
});
export type NoteCall = z.infer<typeof NoteCall>;

const Person = z.object({ id: z.string(), name: z.string() });
const ShiftView = z.object({ person: Person, from: z.string(), until: z.string(), isSwapped: z.boolean() });
const GapView = z.object({ from: z.string(), until: z.string() });
export const OnCall = z.object({
  person: Person,
  email: z.string(),
  phone: z.string().nullable(),
  takesTexts: z.boolean(),
  until: z.string(),
});
export type OnCall = z.infer<typeof OnCall>;

export const RotaView = z.object({
  zone: z.string(),
  now: z.array(OnCall),
  next: ShiftView.nullable(),
  shifts: z.array(ShiftView),
  gaps: z.array(GapView),
  reachable: z.int(),
  patterns: z.array(
    z.object({
      id: z.string(),
      person: Person,
      weekdays: z.array(z.int()),
      from: z.string(),
      to: z.string(),
      everyWeeks: z.int(),
      startsOn: z.string(),
      endsOn: z.string().nullable(),
    }),
  ),
  exceptions: z.array(
    z.object({
      id: z.string(),
      person: Person,
      kind: z.enum(["off", "on"]),
      fromAt: z.string(),
      untilAt: z.string(),
      note: z.string(),
    }),
  ),
  swaps: z.array(
    z.object({
      id: z.string(),
      askedBy: Person,
      askedOf: Person,
      fromAt: z.string(),
      untilAt: z.string(),
      note: z.string(),
      state: z.enum(["asked", "accepted", "refused", "withdrawn"]),
    }),
  ),
  people: z.array(Person),
  own: z.object({ phone: z.string().nullable(), takesTexts: z.boolean(), hasFeed: z.boolean() }),
  ladder: Ladder.nullable(),
  ladderNumber: z.int(),
});
export type RotaView = z.infer<typeof RotaView>;

export const alarmKinds = ["severity", "breach", "legal", "operator"] as const;
export type AlarmKind = (typeof alarmKinds)[number];
/** What the machine raises an alarm with: a word's key and its values. */
export const alarmWords = ["rota.alarm.severity", "rota.alarm.legal", "service.alarm"] as const;
export interface AlarmSaid {
  words: (typeof alarmWords)[number];
  values: Record<string, string>;
}

/** Values that are words of their own: a severity, a clock. */
const wordsOfValues: Record<string, string> = { severity: "common.severity.", clock: "service.clock." };

/** An alarm in the words of `t`; what a person typed stays as it was typed. */
export function sayAlarm(
  t: (key: string, values?: Record<string, string>) => string,
  { title, said }: { title: string; said: AlarmSaid | null },
): string {
  if (said === null) return title;
  const values = Object.entries(said.values).map(([name, value]) => {
    const room = wordsOfValues[name];
    return [name, room === undefined ? value : t(`${room}${value}`)];
  });
  return t(said.words, Object.fromEntries(values));
}

export const AlarmView = z.object({
  id: z.string(),
  kind: z.enum(alarmKinds),
  title: z.string(),
  /** Of an alarm that the machine raised: said in the language of who reads; `title` is its English. */
  said: z.object({ words: z.enum(alarmWords), values: z.record(z.string(), z.string()) }).nullable(),
  caseId: z.string().nullable(),
  reportId: z.string().nullable(),
  raisedAt: z.string(),
  raisedBy: z.string().nullable(),
  /** When somebody else is told, unless somebody has it. */
  nextAt: z.string().nullable(),
  acknowledgedBy: z.string().nullable(),
  acknowledgedAt: z.string().nullable(),
  acknowledgedHow: z.enum(["desk", "link", "call"]).nullable(),
  steps: z.array(
    z.object({
      step: z.int(),
      target: z.enum([...ladderTargets, "by_hand"]),
      person: z.string().nullable(),
      means: z.enum(["mail", "text", "call", "none"]),
      outcome: z.enum(["queued", "too_many", "no_number", "nobody", "reached", "not_reached"]),
      at: z.string(),
    }),
  ),
});
export type AlarmView = z.infer<typeof AlarmView>;

/** What the page behind an alarm's link says: whether it waits still, and for whom it was sent. */
export interface AlarmLinkView {
  name: string;
  language: "fr" | "en" | "mn";
  raisedAt: string;
  isAcknowledged: boolean;
}
