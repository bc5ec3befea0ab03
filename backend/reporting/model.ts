// What the desk reads: rows of lists, whole pages of a report and of a case, the log, mails, health. Pure; the desk imports these types.
import type { RuleWords } from "../triage/explain/model.ts";
import type { AwaitedFile, ReportStatus } from "../intake/model.ts";
import type { TranslationView } from "../cases/translations/model.ts";
import type { CaseStatus, CloseOutcome, Verdict, WakesOn, Woken } from "../cases/model.ts";
import type { Engine, Level, Location, ObservableKind, ObservableRole } from "../triage/model.ts";
import type { HeldBy } from "../triage/rules/model.ts";
import type { QueueView } from "./lists/model.ts";

export const reportSources = ["web", "api", "mail", "feed", "peer", "paper"] as const;

/** One page of a list; `next` asks for the rows after it, null at the end. */
export interface Page<Row> {
  rows: Row[];
  next: string | null;
}

export interface PersonRef {
  id: string;
  name: string;
}

export interface QueueRow {
  id: string;
  reference: string;
  title: string;
  status: ReportStatus;
  severity: Level | null;
  rsitClass: string | null;
  rsitType: string | null;
  source: string;
  language: string;
  isAnonymous: boolean;
  isExercise: boolean;
  isHeld: boolean;
  receivedAt: string;
  snoozedUntil: string | null;
  wakesOn: WakesOn | null;
  woken: Woken | null;
  tags: string[];
  /** When the team's own clock on it ends; null where none runs. */
  dueAt: string | null;
  assignedTo: PersonRef | null;
  caseId: string | null;
  caseReference: string | null;
  findings: number;
  /** The reporter wrote and nobody has answered since. */
  hasUnansweredMessage: boolean;
  constituents: string[];
  version: number;
}

export type QueueCounts = Record<QueueView, number> & { openCases: number; myCases: number };

export interface AssessmentView {
  id: string;
  kind: "computed" | "changed";
  rsitClass: string;
  rsitType: string;
  severity: Level;
  confidence: number;
  /** Keys of the catalogue's room `triage` with their values. */
  reasons: { key: string; values: Record<string, string | number> }[];
  constituents: { constituentId?: string; name: string; via?: string; value?: string; isDisputed?: boolean }[];
  changedBy: PersonRef | null;
  changeReason: string | null;
  at: string;
}

export interface FindingView {
  id: string;
  engine: Engine;
  ruleId: string;
  ruleVersion: string;
  title: string;
  level: Level;
  source: string;
  at: number | null;
  locations: Location[];
  why: string;
  /** The same as sentences for every language, where they are ours to say: how an indicator met its value, and who knows it. Empty where `why` is its author's. */
  said: RuleWords[];
  references: string[];
  author: string | null;
  verdict: Verdict | null;
  verdictReason: string | null;
  foundAt: string;
  /** How this rule was judged over the last 90 days. */
  record: { true: number; false: number; benign: number };
}

/** A finding that a warning list or the allow-list keeps aside: shown apart, counted in nothing. */
export interface SuppressedView extends Omit<FindingView, "said" | "verdict" | "verdictReason" | "record"> {
  heldBy: HeldBy;
}

export interface ObservableView {
  id: string;
  kind: ObservableKind;
  value: string;
  raw: string;
  role: ObservableRole;
  part: string;
  start: number;
  end: number;
  isChecked: boolean;
  /** Other reports in which the value stands; victims' values are never counted. */
  seenElsewhere: number;
}

export interface FileView {
  id: string;
  name: string;
  mediaType: string;
  size: number;
  sha256: string;
  addedBy: string;
  addedAt: string;
  kind: "picture" | "mail" | "text" | "other";
}

export interface MessageView {
  id: string;
  direction: "from_reporter" | "to_reporter";
  channel: string;
  kind: string;
  author: PersonRef | null;
  body: string;
  at: string;
}

export interface MailView {
  id: string;
  kind: string;
  reportId: string | null;
  reportReference: string | null;
  /** Masked ("a…@example.org") unless one may see reporters' identities and asks. */
  to: string;
  language: string;
  subject: string;
  state: "queued" | "sent" | "kept" | "failed";
  attempts: number;
  lastError: string | null;
  createdAt: string;
  sentAt: string | null;
}

export interface ActView {
  id: string;
  at: string;
  actorKind: string;
  actor: PersonRef | null;
  action: string;
  objectType: string;
  objectId: string;
  detail: Record<string, unknown>;
}

export interface LogRow extends ActView {
  actorId: string | null;
  requestId: string;
  seq: number | null;
  leafHash: string;
  /** Its content was destroyed by two people's agreement. */
  isDestroyed: boolean;
}

export interface SimilarReport {
  id: string;
  reference: string;
  title: string;
  severity: Level | null;
  status: string;
  receivedAt: string;
  caseId: string | null;
  caseReference: string | null;
  caseStatus: string | null;
  shared: { kind: string; value: string }[];
}

export interface ReportPage {
  id: string;
  reference: string;
  title: string;
  subject: string;
  description: string;
  status: ReportStatus;
  closedReason: string | null;
  severity: Level | null;
  rsitClass: string | null;
  rsitType: string | null;
  source: string;
  flow: string;
  language: string;
  answers: Record<string, string | string[]>;
  occurredAt: string | null;
  occurredPrecision: string | null;
  isOngoing: boolean | null;
  isAnonymous: boolean;
  isConfidential: boolean;
  /** Sealed to custodians: nobody at the desk opens it alone. */
  isSealed: boolean;
  hasIdentity: boolean;
  isHeld: boolean;
  isDemo: boolean;
  /** Made in an exercise: it never leaves and never counts. */
  isExercise: boolean;
  onBehalf: Record<string, unknown> | null;
  answerChannel: string;
  area: string | null;
  marking: string;
  pap: string;
  receivedAt: string;
  snoozedUntil: string | null;
  wakesOn: WakesOn | null;
  woken: Woken | null;
  tags: string[];
  /** Internal, the newest first; they never leave the desk. */
  notes: { id: string; author: PersonRef | null; body: string; at: string }[];
  /** The newest version of each; they never leave the desk either. */
  translations: TranslationView[];
  assignedTo: PersonRef | null;
  version: number;
  case: { id: string; reference: string; title: string; status: CaseStatus } | null;
  triage: { state: "running" | "done" | "failed"; error: string | null; at: string } | null;
  files: FileView[];
  /** Files that a sealed report announced and that are not here. */
  awaited: AwaitedFile[];
  findings: FindingView[];
  suppressed: SuppressedView[];
  observables: ObservableView[];
  assessments: AssessmentView[];
  similar: SimilarReport[];
  messages: MessageView[];
  mails: MailView[];
  acts: ActView[];
  can: {
    open: boolean;
    join: boolean;
    reject: boolean;
    close: boolean;
    reopen: boolean;
    assign: boolean;
    assess: boolean;
    answer: boolean;
    judge: boolean;
    download: boolean;
    reveal: boolean;
  };
}

/** Who reported, given only by an act of its own that the log keeps. */
export interface IdentityView {
  name: string | null;
  email: string | null;
  phone: string | null;
  role: string | null;
  organisation: string | null;
  onBehalfName: string | null;
  safeChannel: string | null;
  mayTell: string[];
}

export interface CaseRowView {
  id: string;
  reference: string;
  title: string;
  status: CaseStatus;
  severity: Level;
  rsitClass: string | null;
  owner: PersonRef | null;
  reports: number;
  openedAt: string;
  closedAt: string | null;
  /** When the team's own clock on it ends; null where none runs. */
  dueAt: string | null;
  tags: string[];
  version: number;
}

export interface CasePage extends Omit<CaseRowView, "reports" | "dueAt"> {
  rsitType: string | null;
  marking: string;
  pap: string;
  isRestricted: boolean;
  openedBy: PersonRef | null;
  closeOutcome: CloseOutcome | null;
  closeReason: string | null;
  isDemo: boolean;
  /** Made in an exercise: it never leaves and never counts. */
  isExercise: boolean;
  reports: (QueueRow & { joinedAt: string; joinedBy: PersonRef | null })[];
  notes: { id: string; author: PersonRef | null; body: string; at: string }[];
  timeline: {
    id: string;
    at: string;
    kind: string;
    body: string;
    actor: PersonRef | null;
    detail: Record<string, unknown>;
  }[];
  /** `artefacts`: references of those in which an analysis found the value. */
  observables: { kind: string; value: string; role: string; reports: number; artefacts: string[] }[];
  findings: { ruleId: string; title: string; engine: Engine; level: Level; reports: number }[];
  can: { change: boolean; close: boolean; reopen: boolean; join: boolean };
}

/** Names for choosing: who works cases, and who is in the register. */
export interface Directory {
  people: PersonRef[];
}

/** What is shown of a mail or text file: never HTML, never a link. */
export interface SafeText {
  headers: { name: string; value: string }[];
  text: string;
  isCut: boolean;
  attachments: { name: string; mediaType: string; size: number }[];
}

/** One line of the live stream: something changed; ask for it if you care. */
export interface LiveEvent {
  object: "report" | "case";
  id: string;
  action: string;
  /** The person who did it, so that one's own acts are not announced. */
  by: string | null;
}

/** What opening a name that was given in confidence is confirmed for with the passkey: this report as it stands. */
export function bindReveal(report: { id: string; version: number }): { act: string; object: string; version: string } {
  return { act: "report.reveal_identity", object: report.id, version: String(report.version) };
}
