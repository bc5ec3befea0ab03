// Who provides for whom and who depends on whom, functions that the nation cannot be without, and what is touched when somebody stops. Pure.
import { z } from "zod";
import { sectors } from "../model.ts";

export const relationKinds = ["provides_for", "depends_on"] as const;
export type RelationKind = (typeof relationKinds)[number];

const text = (max: number) =>
  z.string().trim().min(1, "Expected some text.").max(max, `Expected at most ${max} characters.`);
const day = z.iso.date({ error: "Expected a day such as 2026-03-01." });
const constituentId = z.uuid("Expected a constituent's id.");

/** "`fromId` provides `what` for `toId`" or "`fromId` depends on `toId` for `what`". */
export const AddRelation = z.strictObject({
  fromId: constituentId,
  toId: constituentId,
  kind: z.enum(relationKinds, { error: `Expected one of ${relationKinds.join(", ")}.` }),
  what: text(300),
  source: text(300),
  since: day.optional(),
});
export type AddRelation = z.input<typeof AddRelation>;

/** `endedOn` is today unless said, and never in the future. */
export const EndRelation = z.strictObject({
  relationId: z.uuid("Expected a relation's id."),
  endedOn: day.optional(),
});
export type EndRelation = z.input<typeof EndRelation>;

const CriticalFunction = z.strictObject({
  /** The nation's own code: "EN-1". */
  code: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, "Expected a code of letters, digits, dots and hyphens, such as EN-1."),
  names: z
    .strictObject({ fr: text(200).optional(), en: text(200).optional(), mn: text(200).optional() })
    .refine((names) => Object.values(names).some(Boolean), "Expected a name in one language at least."),
  sector: z.enum(sectors, { error: `Expected one of ${sectors.join(", ")}.` }),
});

/** The nation's list, brought in whole: a code that is known is changed, a new one added, one that is missing stays. None is shipped. */
export const ImportFunctions = z.strictObject({
  source: text(300),
  functions: z
    .array(CriticalFunction)
    .min(1, "Expected one function at least.")
    .max(500, "Expected at most 500 functions.")
    .refine((list) => new Set(list.map(({ code }) => code)).size === list.length, "Expected each code once."),
});
export type ImportFunctions = z.input<typeof ImportFunctions>;

export const SetPerformer = z.strictObject({
  functionId: z.uuid("Expected a function's id."),
  constituentId,
  since: day.optional(),
  /** The first day on which it performs it no longer. */
  endedOn: day.optional(),
});
export type SetPerformer = z.input<typeof SetPerformer>;

export const FunctionView = z.object({
  id: z.string(),
  code: z.string(),
  names: z.record(z.string(), z.string()),
  sector: z.string(),
  source: z.string(),
  isDemo: z.boolean(),
  performers: z.array(z.object({ constituentId: z.string(), name: z.string(), since: z.string().nullable() })),
});
export type FunctionView = z.infer<typeof FunctionView>;

export const RelationView = z.object({
  id: z.string(),
  kind: z.enum(relationKinds),
  what: z.string(),
  source: z.string(),
  since: z.string().nullable(),
  endedOn: z.string().nullable(),
  /** Of the constituent that was asked for: it is the one that provides or depends. */
  isFrom: z.boolean(),
  otherId: z.string(),
  otherName: z.string(),
});
export type RelationView = z.infer<typeof RelationView>;

/** `needer` cannot do `what` without `provider`. */
export interface Need {
  provider: string;
  needer: string;
  what: string;
}

export interface Touched {
  constituentId: string;
  /** 1: needs it directly. */
  steps: number;
  /** Through whom, and for what. */
  viaId: string;
  what: string;
}

export interface Impact {
  constituents: Touched[];
  /** Functions performed by the constituent or by somebody touched; `isLeftToOthers` where others, untouched, perform it too. */
  functions: { functionId: string; performerIds: string[]; isLeftToOthers: boolean }[];
}

export const ImpactView = z.object({
  constituentId: z.string(),
  constituents: z.array(
    z.object({
      constituentId: z.string(),
      name: z.string(),
      steps: z.number().int(),
      viaName: z.string(),
      what: z.string(),
    }),
  ),
  functions: z.array(
    z.object({
      functionId: z.string(),
      code: z.string(),
      names: z.record(z.string(), z.string()),
      performers: z.array(z.string()),
      isLeftToOthers: z.boolean(),
    }),
  ),
});
export type ImpactView = z.infer<typeof ImpactView>;
