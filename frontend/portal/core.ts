// What the portal asks of the core. The server gives an implementation over the database.
import type { ComplaintForComplainant } from "../../backend/compliance/complaints/model.ts";
import type { CrisisCore } from "./core-crisis.ts";
import type { FreezeAnswer, FreezeLinkView } from "../../backend/coordination/freeze/model.ts";
import type { OfficeAtDevice, OfficeShift } from "../../backend/identity/offices/model.ts";
import type { PublicAccreditation } from "../../backend/registry/accreditations/model.ts";
import type { PublicService } from "../../backend/registry/services/model.ts";
import type {
  Flow,
  Language,
  ReporterView,
  StoredFile,
  SubmitReport,
  SubmittedReport,
} from "../../backend/intake/model.ts";
import type { AdviceCore, AlarmCore } from "./core-advice.ts";
import type { AdvisoriesCore, NotifyCore } from "./core-advisories.ts";
import type { ClaimsCore } from "./core-claims.ts";
import type { ContactCore } from "./core-contact.ts";
import type { FilingCore } from "./core-filing.ts";
import type { FormalityCore } from "./core-formalities.ts";
import type { AnnualCore } from "./core-annual.ts";
import type { StatisticsCore } from "./core-statistics.ts";
import type { ReviewCore } from "./core-review.ts";
import type { SealedCore } from "./core-sealed.ts";
import type { DisclosureCore } from "./core-disclosure.ts";
import type { HandedCore } from "./core-handed.ts";
import type { TalkCore } from "./core-talk.ts";
import type { TeamCore } from "./core-team.ts";
import type { UploadsCore } from "./core-uploads.ts";
import type { GuideCore } from "./core-guide.ts";
import type { SpokenCore } from "./core-spoken.ts";
import type { TimesCore } from "./core-times.ts";

/** Names in the three languages; a missing one falls back to `en`, then to any. */
export type Names = Partial<Record<Language, string>>;

/** The parts of the country file that the public sees. */
export interface PortalCountry {
  code: string;
  isFictional: boolean;
  names: Names;
  languages: Language[];
  /** Tags of languages that are begun and offered beside. */
  begun: readonly string[];
  timeZone: string;
  /** `kind` as the country file names it: "police", "medical", "children", "fraud", "cert"… */
  emergency: { kind: string; names: Names; number: string | null; hours: Names | null; isVerified: boolean }[];
  fraudDesks: { names: Names; kind: "mobile_money" | "bank"; number: string | null; isVerified: boolean }[];
  cert: { name: string; email: string | null; phone: string | null; hours: Names | null };
  areas: { id: string; names: Names }[];
}

export interface Draft {
  flow: Flow;
  language: Language;
  answers: Record<string, string | string[]>;
}

export interface ProofOfWorkChallenge {
  challenge: string;
  /** Leading zero bits that SHA-256(challenge ":" nonce) must have. */
  difficulty: number;
}

/** Who is at the door, kept in memory only for limits; never stored. */
export interface Visitor {
  address: string;
  /** A clerk or other signed-in person, when there is one. */
  isExempt: boolean;
}

/** What an office's device carries. */
export interface OfficeKeys {
  deviceKey: string | undefined;
  shiftToken: string | undefined;
  /** A paper slip that the clerk keys in: the number of its lower half, and when it was written (RFC 3339). */
  slip?: { number: string; writtenAt: string };
}

export interface PortalCore {
  advice: AdviceCore;
  alarm: AlarmCore;
  advisories: AdvisoriesCore;
  team: TeamCore;
  times: TimesCore;
  guide: GuideCore;
  spoken: SpokenCore;
  notify: NotifyCore;
  crisis: CrisisCore;
  claims: ClaimsCore;
  contacts: ContactCore;
  filings: FilingCore;
  formalities: FormalityCore;
  review: ReviewCore;
  annual: AnnualCore;
  statistics: StatisticsCore;
  talk: TalkCore;
  handed: HandedCore;
  disclosure: DisclosureCore;
  sealed: SealedCore;
  uploads: UploadsCore;
  country(): PortalCountry;
  challenge(): ProofOfWorkChallenge;
  /** Whether names can be given in confidence: there are custodians and an escrow to seal them to. */
  canKeepInConfidence(): Promise<boolean>;
  /** Streams one file into the store. @throws AppError too_large past `maxBytes`. */
  storeFile(
    file: { name: string; mediaType: string; stream: AsyncIterable<Uint8Array> },
    maxBytes: number,
  ): Promise<StoredFile>;
  /** @throws AppError invalid_input with fields. `idempotencyKey` makes a repeat give the same answer. */
  submitReport(
    input: SubmitReport,
    files: StoredFile[],
    visitor: Visitor,
    idempotencyKey: string | undefined,
    source: "web" | "paper",
    /** The shift that hands it in: the report keeps which office and clerk. @throws AppError unauthenticated when it has ended. */
    office?: OfficeKeys,
  ): Promise<SubmittedReport>;
  /** The key of a device whose link is right; undefined for one that is used, late or unknown. */
  enrolOfficeDevice(link: string): Promise<string | undefined>;
  officeOfDevice(deviceKey: string | undefined): Promise<OfficeAtDevice | undefined>;
  /** A shift's token, or undefined when the PIN is not right. @throws AppError too_many_requests. */
  openOfficeShift(deviceKey: string | undefined, clerkId: string, pin: string): Promise<string | undefined>;
  /** The open shift, which lives longer by being asked for. */
  officeShift(keys: OfficeKeys): Promise<OfficeShift | undefined>;
  endOfficeShift(keys: OfficeKeys): Promise<void>;
  /** A token that opens the report of a receipt for 30 minutes, or undefined when the digits open none. @throws AppError too_many_requests. */
  openReceipt(digits: string, visitor: Visitor): Promise<string | undefined>;
  readReport(receiptToken: string): Promise<ReporterView | undefined>;
  /** The proof that the report was received; `text` is null for the second until it has its place in the log, or where its content was destroyed. */
  readProof(receiptToken: string): Promise<{ name: string; text: string | null; isPublished: boolean } | undefined>;
  /** Accredited bodies by a part of a name or number, as they stand on the day; at most 50. */
  accredited(asked: {
    text: string;
    kind: string;
    on: string;
  }): Promise<{ rows: PublicAccreditation[]; hasMore: boolean }>;
  /** Services of the administration that are online. */
  publicServices(): Promise<PublicService[]>;
  /** The key and policy that proofs of this log are checked with, as this server says them. */
  logTrust(): Promise<{ verifierKey: string; policy: string }>;
  /** The sentences of the checking page, by key, unformatted. */
  logWords(tag: string): Record<string, string>;
  addToReport(receiptToken: string, text: string, files: StoredFile[]): Promise<void>;
  /** The one question about a report whose case is closed; undefined where none was put. */
  readQuestion(receiptToken: string): Promise<{ isAnswered: boolean } | undefined>;
  /** False where it was answered already, or none was put. */
  answerQuestion(receiptToken: string, answer: { answer: "yes" | "partly" | "no"; words: string }): Promise<boolean>;
  /** The request behind a partner's link, or undefined where the link is not right or over. */
  readFreeze(token: string): Promise<FreezeLinkView | undefined>;
  /** False where it was answered already. */
  answerFreeze(token: string, answer: { answer: FreezeAnswer; note?: string }): Promise<boolean>;
  /** Keeps answers so far; returns the cookie's token (a new one when none was given or it had expired). */
  saveDraft(token: string | undefined, draft: Draft): Promise<string>;
  loadDraft(token: string): Promise<Draft | undefined>;
  dropDraft(token: string): Promise<void>;
  /** Digits and a PIN to go on with the draft on another device. */
  moveDraft(token: string): Promise<{ digits: string; pin: string }>;
  /** @throws AppError too_many_requests after few wrong tries. */
  openMovedDraft(digits: string, pin: string): Promise<string | undefined>;
  /** The authorities that take complaints of the public here. */
  complaintAuthorities(): Promise<{ id: string; name: string; takesAnonymous: boolean }[]>;
  /** @throws AppError invalid_input with fields; too_many_requests. */
  handInComplaint(
    input: unknown,
    files: StoredFile[],
    visitor: Visitor,
  ): Promise<{ reference: string; receipt: string }>;
  /** The complaint of a receipt's digits; undefined when they open none. @throws AppError too_many_requests. */
  openComplaint(digits: string, visitor: Visitor): Promise<OpenedComplaint | undefined>;
}

export interface OpenedComplaint {
  read(): Promise<ComplaintForComplainant>;
  /** False when the words are too few or too many, or it is decided. */
  add(text: string): Promise<boolean>;
  letter(id: string): Promise<{ name: string; bytes: ReadableStream<Uint8Array> } | undefined>;
}
