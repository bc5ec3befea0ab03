// What the routes of the office's room may answer: allow-lists, so that a field which nobody named never leaves. Pure.
import { z } from "zod";
import { sectors } from "../../../registry/sectors/model.ts";

export const text = z.string();
export const maybe = z.string().nullable();
export const words = z.object({ fr: text, en: text, mn: text });
export const Made = z.object({ id: text, reference: text.optional() });
export const Version = z.object({ version: z.number() });
export const Step = z.object({
  id: text,
  kind: text,
  side: z.enum(["authority", "entity", "complainant"]),
  personName: text,
  at: text,
  detail: z.record(z.string(), z.unknown()),
  isToEntity: z.boolean(),
  isToComplainant: z.boolean(),
});
export const File = z.object({
  id: text,
  name: text,
  mediaType: text,
  size: z.number(),
  sha256: text,
  side: text,
  addedAt: text,
  isToEntity: z.boolean(),
  isToComplainant: z.boolean(),
});
export const Factor = z.object({
  code: text,
  points: z.number(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});
export const OwnClock = z.object({
  obligation: text,
  title: words,
  articles: text,
  due: maybe,
  status: text,
  clock: text,
  onSilence: maybe,
  verification: text,
});

export const Question = z.object({
  id: text,
  question: text,
  answerBy: maybe,
  askedAt: text,
  answer: maybe,
  answeredAt: maybe,
});

export const ProfileAnswer = z.object({
  organisationId: text,
  name: text,
  addressee: maybe,
  version: z.number(),
  packs: z.array(text),
  isRemitEverybody: z.boolean(),
  remitClasses: z.array(text),
  remitSectors: z.array(z.enum(sectors)),
  deliberationFormat: text,
  quorumPercent: z.number(),
  quorumLeast: z.number(),
  needsDeliberation: z.boolean(),
  takesComplaints: z.boolean(),
  takesAnonymousComplaints: z.boolean(),
  changedAt: maybe,
  knownPacks: z.array(text),
  packNames: z.record(z.string(), z.record(z.string(), text)),
  knownClasses: z.array(z.object({ id: text, names: z.record(z.string(), text) })),
  members: z.array(z.object({ id: text, name: text, personId: maybe, sinceDay: text, untilDay: maybe })),
  officers: z.array(z.object({ id: text, name: text })),
  conflicts: z.array(
    z.object({
      id: text,
      who: text,
      constituentId: text,
      entity: text,
      reason: text,
      declaredAt: text,
      isOwn: z.boolean(),
    }),
  ),
});

export const HomeAnswer = z.object({
  due: z.array(
    z.object({
      kind: text,
      id: text,
      reference: text,
      title: text,
      dueOn: maybe,
      waits: text,
      isOverdue: z.boolean(),
      law: z.record(z.string(), text).optional(),
    }),
  ),
  counts: z.object({
    filings: z.number(),
    inspections: z.number(),
    matters: z.number(),
    complaints: z.number(),
    sessions: z.number(),
  }),
});
export const EntitiesAnswer = z.object({
  rows: z.array(
    z.object({
      id: text,
      reference: text,
      name: text,
      sector: text,
      classes: z.array(text),
      score: z.number(),
      factors: z.array(Factor),
      lastInspectedOn: maybe,
    }),
  ),
});
export const NoticesAnswer = z.object({
  notices: z.array(
    z.object({
      kind: text,
      id: text,
      reference: text,
      title: text,
      authority: text,
      state: text,
      dueOn: maybe,
      at: text,
    }),
  ),
  questions: z.array(Question.extend({ partId: text, authority: text, receiptNumber: text })),
  handled: z.array(
    z.object({
      receiptNumber: text,
      authority: text,
      reference: text,
      receipt: text,
      acknowledgedAt: text,
      outcome: maybe,
      decision: maybe,
    }),
  ),
});
export const FileAnswer = z.object({ id: text, sha256: text });

export type HomeView = z.infer<typeof HomeAnswer>;
export type ProfileAnswerView = z.infer<typeof ProfileAnswer>;
export type EntityRow = z.infer<typeof EntitiesAnswer>["rows"][number];
export type NoticesView = z.infer<typeof NoticesAnswer>;
export type HistoryStep = z.infer<typeof Step>;
export type ShownFile = z.infer<typeof File>;
export type OwnClockView = z.infer<typeof OwnClock>;
