// What the desk shows of a constituent beside its names, contacts and networks, and what can be chosen in its forms. Pure.
import { z } from "zod";
import { PublicAccreditation } from "../../accreditations/model.ts";
import { WeeklyHours } from "../../contacts/hours/model.ts";
import { KeyView } from "../../contacts/model.ts";
import { FunctionView, RelationView } from "../../relations/model.ts";
import { ServiceView } from "../../services/model.ts";
import { factNames, sizeKinds } from "../model.ts";

const SizeView = z.object({
  kind: z.enum(sizeKinds),
  amount: z.number(),
  currency: z.string().nullable(),
  asOf: z.string(),
  source: z.string(),
  recordedAt: z.string(),
});

export const Kin = z.object({ id: z.string(), reference: z.string(), name: z.string(), depth: z.number().int() });

export type Kin = z.infer<typeof Kin>;

export const ContactDetail = z.object({
  id: z.string(),
  version: z.number().int(),
  weekly: z.object({ hours: WeeklyHours, timeZone: z.string() }).nullable(),
  safeChannel: z.object({ kind: z.string(), value: z.string() }).nullable(),
  /** Whether the weekly table says that somebody answers now; null without a table. */
  isReachableNow: z.boolean().nullable(),
  anonymisedAt: z.string().nullable(),
  keys: z.array(KeyView.extend({ hasExpired: z.boolean() })),
});
export type ContactDetail = z.infer<typeof ContactDetail>;

export const ConstituentDetails = z.object({
  /** From the top down to the direct parent. */
  above: z.array(Kin),
  /** All that stand below it, depth 1 being direct, each after the one above it; at most 200. */
  below: z.array(Kin),
  branches: z.array(z.object({ areaId: z.string(), names: z.record(z.string(), z.string()) })),
  isTelecomService: z.boolean(),
  sizes: z.array(SizeView),
  services: z.array(ServiceView),
  relations: z.array(RelationView),
  functions: z.array(FunctionView),
  accreditations: z.array(PublicAccreditation),
  /** Null for an API key: contacts are people. */
  contacts: z.array(ContactDetail).nullable(),
});
export type ConstituentDetails = z.infer<typeof ConstituentDetails>;

/** One line of the history, for reading. Ids of parents and areas are told with their names. */
export const HistoryLine = z.object({
  number: z.number().int(),
  fact: z.enum(factNames),
  value: z.unknown(),
  validFrom: z.string().nullable(),
  validUntil: z.string().nullable(),
  recordedAt: z.string(),
  /** Null where a job or an import wrote it. */
  recordedBy: z.string().nullable(),
  why: z.string().nullable(),
});
export type HistoryLine = z.infer<typeof HistoryLine>;

export const ProfileAnswer = z.object({
  constituentId: z.string(),
  reference: z.string(),
  at: z.string(),
  enteredAt: z.string(),
  isBeforeEntry: z.boolean(),
  isTelecomService: z.boolean(),
  name: z.string(),
  otherNames: z.array(z.string()),
  sector: z.string(),
  isic: z.string().nullable(),
  classes: z.array(z.string()),
  parentId: z.string().nullable(),
  parentName: z.string().nullable(),
  areaId: z.string().nullable(),
  areaNames: z.record(z.string(), z.string()).nullable(),
  branchAreaIds: z.array(z.string()),
  languages: z.array(z.string()),
  endedAt: z.string().nullable(),
  address: z.string().nullable(),
  legalForm: z.string().nullable(),
  sizes: z.array(SizeView),
});
export type ProfileAnswer = z.infer<typeof ProfileAnswer>;

const Names = z.object({ fr: z.string(), en: z.string(), mn: z.string() });
export const Choices = z.object({
  classes: z.array(z.object({ id: z.string(), names: Names })),
  isic: z.array(z.object({ code: z.string(), names: Names, isTelecomService: z.boolean() })),
  instruments: z.array(z.object({ id: z.string(), names: Names })),
  timeZone: z.string(),
});
export type Choices = z.infer<typeof Choices>;
