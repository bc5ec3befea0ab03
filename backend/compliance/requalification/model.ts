// An entity as an authority keeps it in view: classes with their history, online services, what was asked of the register; and asking for other classes. Pure.
import { z } from "zod";
import { ServiceView } from "../../registry/services/model.ts";

const words = (max: number) =>
  z
    .string("Expected some words.")
    .trim()
    .min(3, "Expected at least 3 characters.")
    .max(max, `Expected at most ${max} characters.`);

export const AskRequalification = z.strictObject({
  classes: z
    .array(z.string().regex(/^[a-z_]{2,60}$/, "Expected a class such as telecom_operator."))
    .min(1, "Expected one class at least.")
    .max(20, "Expected at most 20 classes."),
  packId: z.string("Expected the law that is meant.").min(1, "Expected the law that is meant.").max(60),
  articles: z.string("Expected the article.").trim().min(1, "Expected the article.").max(300),
  reason: words(1500),
});
export type AskRequalification = z.infer<typeof AskRequalification>;

const Class = z.object({ id: z.string(), names: z.record(z.string(), z.string()) });

/** A line of the history: what the register said, since when it is so, and when that was written down. */
export const FactLine = z.object({
  number: z.number().int(),
  fact: z.enum(["name", "sector", "isic", "classes"]),
  value: z.unknown(),
  validFrom: z.string().nullable(),
  validUntil: z.string().nullable(),
  recordedAt: z.string(),
  why: z.string().nullable(),
});
export type FactLine = z.infer<typeof FactLine>;

export const RequalificationView = z.object({
  id: z.string(),
  before: z.array(z.string()),
  after: z.array(z.string()),
  packId: z.string(),
  articles: z.string(),
  reason: z.string(),
  askedAt: z.string(),
  state: z.enum(["pending", "approved", "refused", "withdrawn"]),
  decidedAt: z.string().nullable(),
  /** The desk's word. */
  decision: z.string(),
});
export type RequalificationView = z.infer<typeof RequalificationView>;

export const EntityPage = z.object({
  id: z.string(),
  reference: z.string(),
  name: z.string(),
  sector: z.string(),
  classes: z.array(Class),
  knownClasses: z.array(Class),
  packs: z.array(z.string()),
  services: z.array(ServiceView.omit({ isDemo: true, version: true, constituentId: true })),
  history: z.array(FactLine),
  requalifications: z.array(RequalificationView),
  counts: z.object({
    filings: z.number().int(),
    lateFilings: z.number().int(),
    inspections: z.number().int(),
    matters: z.number().int(),
    complaints: z.number().int(),
  }),
  can: z.object({ ask: z.boolean() }),
});
export type EntityPage = z.infer<typeof EntityPage>;
