// The life of a rule: its states and limits, and what the desk reads of rules, back-tests, packs and the allow-list. Pure.
import type { StepUpBinding } from "../../identity/model.ts";
import type { Engine, Level, Location } from "../model.ts";

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

/** What a rule must hit and what it must not: a file, a log, or for indicators a value in text. */
export interface RuleSample {
  /** A file name with the ending that its reader goes by: "logon.json", "access.log", "page.php". */
  name: string;
  expects: "hit" | "miss";
  encoding: "text" | "base64";
  content: string;
}

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
  samples: number;
  /** `changed`: a rule of that name is known with other text; `same`: nothing to do; `refused`: see problems. */
  status: "new" | "changed" | "same" | "refused";
  problems: string[];
  ruleId: string | null;
}
export const importStates = ["reading", "ready", "failed", "accepted"] as const;
export interface ImportView {
  id: string;
  fileName: string;
  sha256: string;
  /** `reading`: the worker looks at what came; ask again. */
  state: (typeof importStates)[number];
  /** Why it failed; empty otherwise. */
  error: string;
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
