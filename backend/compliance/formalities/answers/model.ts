// What the routes of formalities may answer: allow-lists, so that a field which nobody named never leaves. Pure.
import { z } from "zod";
import { formalityKinds, verificationStatuses } from "../../law/model.ts";
import { Names } from "../../processing/model.ts";
import { formalityStates, outcomes } from "../model.ts";

const text = z.string();
const maybe = z.string().nullable();
export const CiteShown = z.object({
  instrument: text,
  article: maybe,
  paraphrase: text,
  verification: z.enum(verificationStatuses),
  source: maybe,
});
export type CiteView = z.infer<typeof CiteShown>;
export const Fee = z.object({ amount: text, currency: text });

/** One formality that a processing needs, and why. */
export const NeedView = z.object({
  ruleId: text,
  kind: z.enum(formalityKinds),
  packId: text,
  packTitle: text,
  obligationId: text,
  title: text,
  addressee: text,
  /** False where no authority of this installation receives it: it goes on paper. */
  isReceivedHere: z.boolean(),
  traits: z.array(text),
  classes: z.array(text),
  isDefault: z.boolean(),
  verification: z.enum(verificationStatuses),
  cites: z.array(CiteShown),
  /** Null: no fee is stated in the text that we could read. */
  fee: Fee.nullable(),
  /** The formality of this kind that holds this processing now, if any. */
  filed: z.object({ id: text, state: text, receiptNumber: maybe, isOutdated: z.boolean() }).nullable(),
});
export type NeedView = z.infer<typeof NeedView>;
export const NeedsView = z.object({
  /** Null: no text of this country that we could read asks for formalities. */
  hasLaw: z.boolean(),
  rows: z.array(
    z.object({
      entryId: text,
      number: z.number().int(),
      title: text,
      role: text,
      needs: z.array(NeedView),
      /** Why the rest is asked of nobody here: a processor's controller files. */
      why: z.enum(["processor", "none", "exempt"]).nullable(),
    }),
  ),
  /** Similar ones that can be filed together: not filed yet, the same rule. */
  bundles: z.array(
    z.object({
      key: text,
      kind: z.enum(formalityKinds),
      packId: text,
      obligationId: text,
      ruleId: text,
      title: text,
      addressee: text,
      isReceivedHere: z.boolean(),
      entryIds: z.array(text),
      titles: z.array(text),
      fee: Fee.nullable(),
    }),
  ),
  traits: z.array(z.object({ id: text, name: Names })),
});
export type NeedsView = z.infer<typeof NeedsView>;

export const ItemField = z.object({ id: text, name: Names, value: text });
export const FiledItem = z.object({
  number: z.number().int().nullable(),
  version: z.number().int().nullable(),
  title: text,
  traits: z.array(text),
  countries: z.array(text),
  fields: z.array(ItemField),
});
export type FiledItem = z.infer<typeof FiledItem>;

export const FormalityRow = z.object({
  id: text,
  receiptNumber: maybe,
  kind: z.enum(formalityKinds),
  state: z.enum(formalityStates),
  entity: text,
  authority: text,
  title: text,
  processings: z.number().int(),
  channel: z.enum(["console", "paper"]),
  submittedAt: maybe,
  /** When the authority's time is over, where its law sets one. */
  dueAt: maybe,
  isLate: z.boolean(),
  decisionNumber: maybe,
  outcome: z.enum(outcomes).nullable(),
  changedAt: text,
});
export type FormalityRow = z.infer<typeof FormalityRow>;
export const FormalityList = z.object({ rows: z.array(FormalityRow) });
export type FormalityList = z.infer<typeof FormalityList>;

/** The authority's own time, with what stops it and what silence means. */
export const ClockView = z.object({
  obligation: text,
  title: Names,
  articles: text,
  due: maybe,
  status: text,
  clock: text,
  onSilence: maybe,
  verification: text,
  /** Seconds that it stood still while pieces were missing; null where no text that we could read stops it. */
  stoppedSeconds: z.number().int().nullable(),
  isStopped: z.boolean(),
});
export type ClockView = z.infer<typeof ClockView>;

export const StepShown = z.object({
  id: text,
  kind: text,
  side: z.enum(["authority", "entity", "complainant"]),
  personName: text,
  at: text,
  detail: z.record(z.string(), z.unknown()),
  isToEntity: z.boolean(),
  isToComplainant: z.boolean(),
});

export const FormalityPage = z.object({
  id: text,
  version: z.number().int(),
  kind: z.enum(formalityKinds),
  state: z.enum(formalityStates),
  channel: z.enum(["console", "paper"]),
  language: text,
  entity: text,
  entityId: text,
  entityReference: text,
  authority: text,
  contact: text,
  receiptNumber: maybe,
  submittedAt: maybe,
  completeAt: maybe,
  law: z.object({
    packId: text,
    packVersion: text,
    packSha256: text,
    packTitle: text,
    obligation: text,
    cites: z.array(CiteShown),
    verification: z.enum(verificationStatuses),
    notice: maybe,
  }),
  fee: z.object({
    /** From the text; null where it states none that we could read. */
    estimate: Fee.nullable(),
    set: Fee.extend({ basis: text }).nullable(),
    paid: z.object({ on: text, bankReference: text }).nullable(),
  }),
  items: z.array(FiledItem),
  /** The kinds that the rules of its duty know. */
  kinds: z.array(z.enum(formalityKinds)),
  /** Fields of the form, in its order. */
  form: z.array(z.object({ id: text, name: Names })),
  /** Numbers of the contents filed so far, newest first. */
  contents: z.array(
    z.object({ number: z.number().int(), note: text, contentSha256: text, leafHash: text, submittedAt: text }),
  ),
  /** What the form asks and nothing was said of, by processing. */
  gaps: z.array(z.object({ title: text, fields: z.array(text) })),
  entryIds: z.array(text),
  clocks: z.array(ClockView),
  decision: z
    .object({
      outcome: z.enum(outcomes),
      number: text,
      text,
      conditions: text,
      at: text,
      leafHash: maybe,
    })
    .nullable(),
  extract: z.object({ title: text, withdrawnReason: maybe }).nullable(),
  steps: z.array(StepShown),
  files: z.array(
    z.object({
      id: text,
      name: text,
      mediaType: text,
      size: z.number(),
      sha256: text,
      side: text,
      addedAt: text,
      isToEntity: z.boolean(),
      isToComplainant: z.boolean(),
    }),
  ),
  traits: z.array(z.object({ id: text, name: Names })),
});
export type FormalityPage = z.infer<typeof FormalityPage>;

/** Duties that are owed to the asker's authority, for a paper that came. */
export const OwedDuties = z.object({
  duties: z.array(z.object({ packId: text, obligationId: text, title: Names, kinds: z.array(z.enum(formalityKinds)) })),
});
export type OwedDuties = z.infer<typeof OwedDuties>;

export const PublicFormality = z.object({
  authority: text,
  entity: text,
  kind: z.enum(formalityKinds),
  outcome: z.enum(outcomes),
  title: text,
  traits: z.array(text),
  countries: z.array(text),
  processings: z.number().int(),
  receiptNumber: text,
  decisionNumber: text,
  decidedOn: text,
});
export type PublicFormality = z.infer<typeof PublicFormality>;
