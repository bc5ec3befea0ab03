// The life of a rule: its states and acts, what each act takes, and what the desk reads of rules, back-tests, packs and the allow-list. Pure.
import { z } from "zod";
import type { StepUpBinding } from "../../identity/model.ts";
import { type Engine, type Level, type Location, observableKinds } from "../model.ts";

export const ruleKinds = ["sigma", "yara", "indicator"] as const;
export type RuleKind = (typeof ruleKinds)[number];

export const ruleOrigins = ["shipped", "desk", "pack"] as const;
export type RuleOrigin = (typeof ruleOrigins)[number];

/** In the order of a life; a rule in force stays `active` while a new version of it is written and tested. */
export const ruleStates = ["draft", "test", "active", "quarantined", "retired"] as const;
export type RuleState = (typeof ruleStates)[number];

export const publicationWays = ["two_persons", "alone"] as const;
export type PublicationWay = (typeof publicationWays)[number];
/** `withdrawn`: nobody countersigned in time. `ended`: another version, a quarantine or a retirement took its place. */
export type PublicationState = "waiting" | "live" | "refused" | "withdrawn" | "ended";

export const trialStates = ["waiting", "running", "done", "cancelled", "failed"] as const;
export type TrialState = (typeof trialStates)[number];

/** Characters and counts. `aloneHours`: how long a publication by the on-call alone lives without a countersignature. */
export const ruleLimits = {
  source: 1_000_000,
  listSource: 8_000_000,
  samples: 100,
  sample: 400_000,
  allSamples: 1_500_000,
  note: 2_000,
  reason: 2_000,
  trialDays: 90,
  trialHits: 1_000,
  aloneHours: 24,
  importBytes: 50_000_000,
  importItems: 20_000,
} as const;

const id = z.uuid("Expected an identifier.");
const version = z.int("Expected the version that you saw.").min(1, "Expected the version that you saw.");
const text = (most: number) => z.string("Expected a text.").max(most, `Expected at most ${most} characters.`);
const reason = text(ruleLimits.reason).trim().min(3, "Expected a reason of at least 3 characters.");

/** What a rule must hit and what it must not: a file, a log, or for indicators a value in text. */
export const RuleSample = z.strictObject({
  /** A file name with the ending that its reader goes by: "logon.json", "access.log", "page.php". */
  name: text(120)
    .trim()
    .min(1, "Expected a name such as logon.json.")
    .refine((name) => !/[\\/\p{Cc}]/u.test(name), "Expected a file name without folders."),
  expects: z.enum(["hit", "miss"], "Expected hit or miss."),
  encoding: z.enum(["text", "base64"], "Expected text or base64.").default("text"),
  content: text(ruleLimits.sample).min(1, "Expected some content."),
});
export type RuleSample = z.infer<typeof RuleSample>;

const source = text(ruleLimits.listSource).min(1, "Expected the rule's text.");
const samples = z
  .array(RuleSample)
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
export const EndAllowEntry = z.strictObject({ reason });

/** What is wrong with a rule's text, with its place where the engine gives one; both count from 1. */
export interface SourceProblem {
  line: number | null;
  column: number | null;
  reason: string;
}

/** What a rule's text says of itself. */
export interface SourceFacts {
  title: string;
  level: Level;
  author: string;
  licence: string;
  description: string;
  /** What its findings carry as rule id. */
  names: string[];
}

export interface SourceCheck {
  problems: SourceProblem[];
  /** null when it cannot be read. */
  facts: SourceFacts | null;
}

export interface PersonName {
  id: string;
  name: string;
}

/** How a rule did: precision is true / (true + false), null while nothing was judged; benign stands apart. */
export interface RuleRecord {
  hits: number;
  reports: number;
  true: number;
  false: number;
  benign: number;
  precision: number | null;
  lastHitAt: string | null;
}

/** Over the last 30 days, on this installation. `share`: of the time of all rules of its kind, 0 to 1; null where nothing was measured. */
export interface RuleCost {
  evaluations: number;
  timeMs: number;
  meanMicroseconds: number | null;
  share: number | null;
}

export interface RuleRow {
  id: string;
  kind: RuleKind;
  origin: RuleOrigin;
  title: string;
  level: Level;
  state: RuleState;
  stateReason: string;
  stateAt: string;
  activeVersion: number | null;
  latestVersion: number | null;
  hasDraft: boolean;
  author: string;
  licence: string;
  pack: { id: string; name: string } | null;
  names: string[];
  record: RuleRecord;
  cost: RuleCost;
  /** A publication that waits, or lives alone until then. */
  publication: { id: string; way: PublicationWay; state: PublicationState; expiresAt: string | null } | null;
}

export interface RuleList {
  rows: RuleRow[];
  total: number;
  counts: Record<RuleState, number> & { waiting: number };
  can: { write: boolean; import: boolean };
}

export interface DraftView {
  version: number;
  source: string;
  samples: RuleSample[];
  note: string;
  writtenBy: PersonName[];
  editedAt: string;
}

export interface VersionHead {
  version: number;
  origin: RuleOrigin;
  title: string;
  level: Level;
  author: string;
  licence: string;
  description: string;
  names: string[];
  note: string;
  writtenBy: PersonName[];
  createdAt: string;
  sha256: string;
  sampleCount: { hit: number; miss: number };
}
export interface VersionView extends VersionHead {
  source: string;
  samples: RuleSample[];
}

export const gates = ["form", "samples", "backtest"] as const;
export type Gate = (typeof gates)[number];
/** `none`: nothing was done yet; `excused`: a pack's rule that brought no samples. */
export interface GateView {
  gate: Gate;
  state: "none" | "waiting" | "running" | "passed" | "failed" | "excused";
  problems: string[];
  at: string | null;
  /** Of the back-test. */
  trialId: string | null;
}

export interface PublicationView {
  id: string;
  version: number;
  way: PublicationWay;
  state: PublicationState;
  askedBy: PersonName;
  askedAt: string;
  reason: string;
  approvedBy: PersonName | null;
  approvedAt: string | null;
  expiresAt: string | null;
  previousVersion: number | null;
  endedBy: PersonName | null;
  endedAt: string | null;
  endReason: string;
}

export interface RuleAct {
  at: string;
  action: string;
  actor: PersonName | null;
  detail: Record<string, unknown>;
}

export interface RulePage extends RuleRow {
  path: string | null;
  version: number;
  createdBy: PersonName | null;
  createdAt: string;
  draft: DraftView | null;
  versions: VersionHead[];
  /** Of the latest version. */
  gates: GateView[];
  publications: PublicationView[];
  trials: TrialHead[];
  /** From the log, newest first. */
  acts: RuleAct[];
  can: {
    editDraft: boolean;
    submit: boolean;
    startTrial: boolean;
    ask: boolean;
    approve: boolean;
    publishAlone: boolean;
    quarantine: boolean;
    retire: boolean;
    revive: boolean;
  };
  /** Why the viewer may not approve what waits, in the key of room `rules-life`; null when nothing waits or they may. */
  whyNotApprove: string | null;
}

export interface TrialHead {
  id: string;
  packId: string | null;
  ruleIds: string[];
  askedBy: PersonName | null;
  askedAt: string;
  /** null: everything that is stored. */
  sinceAt: string | null;
  untilAt: string;
  state: TrialState;
  isCancelAsked: boolean;
  progress: { reports: number; ofReports: number; files: number; events: number; values: number };
  startedAt: string | null;
  finishedAt: string | null;
  error: string;
}
export interface TrialRule {
  ruleId: string;
  version: number;
  title: string;
  hits: number;
  reports: number;
  /** Of these reports, those on which the rule had not fired before. */
  newReports: number;
  timeMs: number;
  problem: string;
}
/** One thing that would have fired. Only who may read the report sees it. */
export interface TrialHit {
  id: string;
  ruleId: string;
  reportId: string;
  reportReference: string;
  reportReceivedAt: string;
  title: string;
  level: Level;
  source: string;
  at: number | null;
  locations: Location[];
  hasFiredBefore: boolean;
}
export interface TrialView extends TrialHead {
  rules: TrialRule[];
  /** The first thousand. */
  hits: TrialHit[];
}

export interface PackView {
  id: string;
  name: string;
  licence: string;
  author: string;
  source: string;
  fileName: string;
  sha256: string;
  importedBy: PersonName | null;
  importedAt: string;
  rules: Record<RuleState, number>;
  waiting: number;
  lastTrial: TrialHead | null;
  can: { startTrial: boolean; ask: boolean; approve: boolean };
}

export interface ImportItem {
  number: number;
  path: string;
  kind: RuleKind;
  title: string;
  level: string;
  author: string;
  licence: string;
  names: string[];
  /** `changed`: a rule of that name is known with other text; `same`: nothing to do; `refused`: see problems. */
  status: "new" | "changed" | "same" | "refused";
  problems: string[];
  ruleId: string | null;
}
export interface ImportView {
  id: string;
  fileName: string;
  sha256: string;
  askedAt: string;
  acceptedAt: string | null;
  packId: string | null;
  /** What the pack says of itself; proposals for accepting it. */
  licence: string;
  author: string;
  counts: { new: number; changed: number; same: number; refused: number };
  items: ImportItem[];
}

export interface AllowEntryView {
  id: string;
  rule: { engine: Engine; name: string; title: string | null } | null;
  value: { kind: string; value: string } | null;
  reason: string;
  owner: PersonName;
  createdBy: PersonName;
  createdAt: string;
  expiresAt: string;
  endedAt: string | null;
  endReason: string;
  /** In force now. */
  isLive: boolean;
  version: number;
  /** Findings held back by it so far. */
  held: number;
}

/** Why a finding is kept aside. */
export type HeldBy =
  | { kind: "warninglist"; names: string[] }
  | { kind: "allow_list"; entryId: string; reason: string; ownerName: string; expiresAt: string };

/** The bindings of the dangerous acts; screen and server build them with the same words. */
export const ruleStepUpFor = {
  approve: (publicationId: string, ruleId: string, ruleVersion: number): StepUpBinding => ({
    act: "rule.approve",
    object: publicationId,
    version: `${ruleId}:${ruleVersion}`,
  }),
  publishAlone: (ruleId: string, ruleVersion: number): StepUpBinding => ({
    act: "rule.publish_alone",
    object: ruleId,
    version: String(ruleVersion),
  }),
  approvePack: (packId: string, waiting: number): StepUpBinding => ({
    act: "rule.approve_pack",
    object: packId,
    version: String(waiting),
  }),
} as const;
