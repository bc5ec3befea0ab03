// Names given in confidence: what is sealed, who asked for it, who opened it. Pure; screens, server and command line read the same.
import { z } from "zod";
import type { StepUpBinding } from "../../identity/model.ts";

/** What is sealed of the people behind a report: everything that says who they are. */
export const SealedName = z.object({
  name: z.string().nullable(),
  onBehalfName: z.string().nullable(),
  relation: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  role: z.string().nullable(),
  organisation: z.string().nullable(),
  safeChannel: z.string().nullable(),
  /** The area that a displaced person comes from. */
  origin: z.string().nullable().optional(),
});
export type SealedName = z.infer<typeof SealedName>;

/** What a sealed text belongs to: opened for another report, it does not open. */
export const reportContext = (reportId: string): string => `report:${reportId}`;
/** The same for a key that was sealed to the person who asked. */
export const requestContext = (requestId: string): string => `identity-request:${requestId}`;

/** How long a granted request opens. */
export const grantHours = 24;
export const fewestReasonCharacters = 10;
/** Names that one confirmed batch seals to new keepers. */
export const mostResealed = 500;

export type Decision = "granted" | "refused";

/** One request as the desk sees it on a report. */
export interface ReportRequest {
  id: string;
  askedBy: { id: string; name: string };
  reason: string;
  askedAt: string;
  decision: Decision | null;
  decidedByName: string | null;
  decidedAt: string | null;
  decisionReason: string | null;
  expiresAt: string | null;
  /** Asked by who looks, granted, and not over. */
  canOpen: boolean;
}

/** Somebody who opened the name. `personName` null: at the server's console, for the escrow key. */
export interface Opening {
  id: string;
  personName: string | null;
  way: "request" | "escrow";
  reason: string;
  openedAt: string;
}

/** What the desk knows of a sealed name without opening it. */
export interface SealedView {
  isSealed: boolean;
  /** The mailer may write to an address that nobody here sees. */
  isRoutable: boolean;
  canAsk: boolean;
  requests: ReportRequest[];
  openings: Opening[];
}

/** One request as custodians see it. */
export interface CustodyRequest {
  id: string;
  reportId: string;
  reference: string;
  askedByName: string;
  reason: string;
  askedAt: string;
  askerKey: { publicKey: string; fingerprint: string };
  /** The name's key, sealed to the custodian who looks; null where it was never sealed to that key. */
  sealedKey: string | null;
  decision: Decision | null;
  decidedByName: string | null;
  decidedAt: string | null;
  canDecide: boolean;
}

/** What a granted request is answered with: the sealed text, and its key sealed to who asked. */
export interface GrantedName {
  reportId: string;
  ciphertext: string;
  sealedKey: string;
}

/** Names that are not yet sealed to every keeper, as far as the custodian who looks can help. */
export interface ResealView {
  /** Names that this custodian can seal on. */
  waiting: number;
  /** Names that lack a keeper and that this custodian cannot open. */
  outOfReach: number;
  keepers: { keyId: string; name: string | null; publicKey: string; fingerprint: string }[];
  batch: { reportId: string; sealedKey: string; missing: string[] }[];
}

/** What each act is confirmed for with the passkey. */
export const stepUpForSealed = {
  decide: (requestId: string, decision: Decision): StepUpBinding => ({
    act: "identity_request.decide",
    object: requestId,
    version: decision,
  }),
  open: (requestId: string): StepUpBinding => ({ act: "report.open_identity", object: requestId, version: "1" }),
  reseal: (personId: string, names: number): StepUpBinding => ({
    act: "identity.reseal",
    object: personId,
    version: String(names),
  }),
} as const;
