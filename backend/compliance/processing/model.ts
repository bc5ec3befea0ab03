// An entity's register of processing: what is done with whose data, why, for how long, with which safeguards; each change is a version. Pure.
import { z } from "zod";

const isPlain = (text: string): boolean => text.isWellFormed() && !text.includes("\0");
const line = (max: number, what: string) =>
  z
    .string({ error: `Expected ${what}.` })
    .trim()
    .max(max, `Expected at most ${max} characters.`)
    .refine((text) => isPlain(text) && !/\p{Cc}/u.test(text), "Expected one line of text.");
const prose = (max: number, what: string) =>
  z
    .string({ error: `Expected ${what}.` })
    .trim()
    .max(max, `Expected at most ${max} characters.`)
    .refine(isPlain, "Expected text.");

export const processingRoles = ["controller", "processor"] as const;
export type ProcessingRole = (typeof processingRoles)[number];

export const Transfer = z.strictObject({
  country: z
    .string({ error: "Expected a country as two letters (ISO 3166), such as FR." })
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{2}$/, "Expected a country as two letters (ISO 3166), such as FR."),
  /** What allows it: adequacy, a contract, a consent, a decision. */
  basis: line(300, "what allows the transfer").default(""),
});

const Base = z.strictObject({
  title: line(200, "a title such as Customers' accounts").min(3, "Expected a title such as Customers' accounts."),
  role: z.enum(processingRoles, { error: "Expected controller or processor." }),
  /** For a processor: on whose behalf. */
  forWhom: line(300, "on whose behalf it is done").default(""),
  purposes: prose(4000, "the purposes").min(3, "Expected the purposes: what the data are used for."),
  legalBasis: prose(2000, "the legal basis").default(""),
  dataCategories: prose(2000, "the categories of data").default(""),
  peopleCategories: prose(2000, "the categories of people").default(""),
  recipients: prose(2000, "who receives the data").default(""),
  transfers: z.array(Transfer).max(50, "Expected at most 50 countries.").default([]),
  retention: prose(1000, "how long the data are kept").default(""),
  securityMeasures: prose(4000, "the security measures").default(""),
  /** Of policies/processing-traits.yml; `transfer_abroad` follows from the transfers. */
  traits: z
    .array(z.string().regex(/^[a-z][a-z_]{1,40}$/, "Expected a name of the list of traits."))
    .max(30, "Expected at most 30 traits.")
    .default([]),
});

const needsPrincipal = {
  check: (it: { role: ProcessingRole; forWhom: string }): boolean => it.role === "controller" || it.forWhom !== "",
  say: { path: ["forWhom"], message: "Expected on whose behalf you process: a processor has a controller." },
};

/** What a version holds. */
export const ProcessingContent = Base;
export type ProcessingContent = z.infer<typeof ProcessingContent>;

export const AddProcessing = Base.refine(needsPrincipal.check, needsPrincipal.say);
export type AddProcessing = z.input<typeof AddProcessing>;
export const ChangeProcessing = Base.extend({
  /** The version that was read. */
  version: z.int("Expected the version that was read.").positive("Expected the version that was read."),
  note: line(500, "what changed").default(""),
}).refine(needsPrincipal.check, needsPrincipal.say);
export type ChangeProcessing = z.input<typeof ChangeProcessing>;
export const EndProcessing = z.strictObject({
  reason: line(500, "why it has ended").min(3, "Expected why it has ended, in three letters or more."),
});

export const ProcessingQuery = z.object({
  text: z.string().max(200).optional(),
  role: z.enum(processingRoles, { error: "Expected controller or processor." }).optional(),
  state: z.enum(["running", "ended"], { error: "Expected running or ended." }).optional(),
});
export type ProcessingQuery = z.infer<typeof ProcessingQuery>;

/** What a complete entry would still say; a hint refuses nothing. */
export const hintCodes = [
  "legal_basis",
  "data_categories",
  "people_categories",
  "recipients",
  "retention",
  "security_measures",
  "transfer_basis",
  "traits",
  "old",
] as const;
export type HintCode = (typeof hintCodes)[number];

export const Names = z.object({ fr: z.string(), en: z.string(), mn: z.string() });
export const TraitView = z.object({ id: z.string(), name: Names });
export type TraitView = z.infer<typeof TraitView>;

export const ProcessingRow = Base.extend({
  id: z.string(),
  number: z.number().int(),
  version: z.number().int(),
  changedAt: z.string(),
  endedAt: z.string().nullable(),
  hints: z.array(z.enum(hintCodes)),
});
export type ProcessingRow = z.infer<typeof ProcessingRow>;
export const ProcessingList = z.object({
  rows: z.array(ProcessingRow),
  traits: z.array(TraitView),
  mayChange: z.boolean(),
});
export type ProcessingList = z.infer<typeof ProcessingList>;

export const ProcessingVersion = z.object({
  number: z.number().int(),
  content: Base,
  note: z.string(),
  changedBy: z.string(),
  changedAt: z.string(),
});
export const ProcessingPage = z.object({
  entry: ProcessingRow,
  endedReason: z.string().nullable(),
  versions: z.array(ProcessingVersion),
  traits: z.array(TraitView),
  mayChange: z.boolean(),
});
export type ProcessingPage = z.infer<typeof ProcessingPage>;

/** Fields of a version that differ from the one before. */
export function changedFields(before: ProcessingContent, after: ProcessingContent): (keyof ProcessingContent)[] {
  return (Object.keys(Base.shape) as (keyof ProcessingContent)[]).filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
}

/** What the packs' rules ask about: the ticked traits, and `transfer_abroad` where data leave the country. */
export function traitsOf(content: Pick<ProcessingContent, "traits" | "transfers">, country: string): string[] {
  const abroad = content.transfers.some((it) => it.country !== country.toUpperCase());
  const ticked = content.traits.filter((trait) => trait !== "transfer_abroad");
  return abroad ? [...ticked, "transfer_abroad"] : ticked;
}

/** Longest time without a look after which an entry is called old, in days: a year, as good practice; no law asks for it. */
const oldAfterDays = 365;

/** @param changedAt and now as instants. Hints in the order of the form. */
export function findHints(content: ProcessingContent, changedAt: Date, now: Date): HintCode[] {
  const empty: [HintCode, string][] = [
    ["legal_basis", content.legalBasis],
    ["data_categories", content.dataCategories],
    ["people_categories", content.peopleCategories],
    ["recipients", content.recipients],
    ["retention", content.retention],
    ["security_measures", content.securityMeasures],
  ];
  const hints = empty.filter(([, text]) => text === "").map(([code]) => code);
  if (content.transfers.some(({ basis }) => basis === "")) hints.push("transfer_basis");
  if (content.traits.length === 0) hints.push("traits");
  if (now.getTime() - changedAt.getTime() > oldAfterDays * 86_400_000) hints.push("old");
  return hints;
}
