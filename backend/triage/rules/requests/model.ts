// What each act on rules, packs and the allow-list takes: shapes with limits and clear refusals. Pure; the desk validates with it too.
import { z } from "zod";
import { observableKinds } from "../../model.ts";
import { ruleKinds, ruleLimits, ruleOrigins, ruleStates } from "../model.ts";

const id = z.uuid("Expected an identifier.");
const version = z.int("Expected the version that you saw.").min(1, "Expected the version that you saw.");
const text = (most: number) => z.string("Expected a text.").max(most, `Expected at most ${most} characters.`);
const reason = text(ruleLimits.reason).trim().min(3, "Expected a reason of at least 3 characters.");

/** What a rule must hit and what it must not: a file, a log, or for indicators a value in text. */
const sample = z.strictObject({
  /** A file name with the ending that its reader goes by: "logon.json", "access.log", "page.php". */
  name: text(120)
    .trim()
    .min(1, "Expected a name such as logon.json.")
    .refine((name) => !/[\\/\p{Cc}]/u.test(name), "Expected a file name without folders."),
  expects: z.enum(["hit", "miss"], "Expected hit or miss."),
  encoding: z.enum(["text", "base64"], "Expected text or base64.").default("text"),
  content: text(ruleLimits.sample).min(1, "Expected some content."),
});

const source = text(ruleLimits.listSource).min(1, "Expected the rule's text.");
const samples = z
  .array(sample)
  .max(ruleLimits.samples, `Expected at most ${ruleLimits.samples} samples.`)
  .refine(
    (all) => all.reduce((sum, one) => sum + one.content.length, 0) <= ruleLimits.allSamples,
    `Expected samples of at most ${ruleLimits.allSamples} characters together.`,
  );
const note = text(ruleLimits.note).trim().default("");

export const CheckSource = z.strictObject({ kind: z.enum(ruleKinds), source });
export const CreateRule = z.strictObject({ kind: z.enum(ruleKinds), source, samples: samples.default([]), note });
export type CreateRule = z.input<typeof CreateRule>;
export const BeginDraft = z.strictObject({ fromVersion: version });
export const EditDraft = z.strictObject({ version, source, samples, note });
export type EditDraft = z.input<typeof EditDraft>;
export const OnDraft = z.strictObject({ version });
export const AskPublication = z.strictObject({ version, reason });
export const ApprovePublication = z.strictObject({ publicationId: id });
export const RefusePublication = z.strictObject({ publicationId: id, reason });
export const PublishAlone = z.strictObject({ version, reason });
export const StopRule = z.strictObject({ reason });
export const StartTrial = z.strictObject({
  version,
  /** null: everything that is stored. */
  days: z.int("Expected a number of days.").min(1).max(3_650).nullable().default(ruleLimits.trialDays),
});
export const StartPackTrial = StartTrial.omit({ version: true });
export const AskPackPublication = z.strictObject({ reason });
export const RefusePack = z.strictObject({ reason });

export const ListRules = z.strictObject({
  state: z.enum(ruleStates).optional(),
  kind: z.enum(ruleKinds).optional(),
  origin: z.enum(ruleOrigins).optional(),
  packId: id.optional(),
  q: text(200).trim().optional(),
  /** `waiting`: those whose publication waits for a second person. */
  show: z.enum(["all", "waiting"]).default("all"),
  sort: z.enum(["title", "hits", "precision", "cost", "last_hit", "state_at"]).default("title"),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type ListRules = z.input<typeof ListRules>;

export const AcceptImport = z.strictObject({
  name: text(200).trim().min(1, "Expected a name for the pack."),
  licence: text(200).trim().min(1, "Expected the licence under which the pack is given, such as DRL-1.1 or CC0-1.0."),
  author: text(300).trim().default(""),
  /** Where it came from: an address or a letter. */
  source: text(500).trim().default(""),
  /** Numbers of the preview's items to take; absent: all that are new or changed. */
  items: z.array(z.int().min(0)).max(ruleLimits.importItems).optional(),
});
export type AcceptImport = z.input<typeof AcceptImport>;

const expiresAt = z.iso.datetime({ offset: true, error: "Expected a time such as 2026-12-31T00:00:00Z." });
export const AddAllowEntry = z.strictObject({
  /** A rule by what its findings carry, or absent: any rule. */
  rule: z.strictObject({ engine: z.enum(["sigma", "yara", "indicator"]), name: text(300).trim().min(1) }).optional(),
  /** A value in the finding (for a domain also what lies below it), or absent: whatever the rule fires on. */
  value: z
    .strictObject({ kind: z.enum(observableKinds), value: text(2_000).trim().min(1, "Expected a value.") })
    .optional(),
  reason,
  /** Absent: whoever adds it. */
  ownerId: id.optional(),
  expiresAt,
});
export type AddAllowEntry = z.input<typeof AddAllowEntry>;
export const ChangeAllowEntry = z.strictObject({
  version,
  reason: reason.optional(),
  ownerId: id.optional(),
  expiresAt: expiresAt.optional(),
});
export type ChangeAllowEntry = z.input<typeof ChangeAllowEntry>;
export const EndAllowEntry = z.strictObject({ reason });
