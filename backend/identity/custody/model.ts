// Unlocking keys: what screens and server say of public halves, their wraps, and who keeps names that were given in confidence. Pure.
import type { StepUpBinding } from "../step-ups/model.ts";

export const unlockingMethods = ["passkey", "passphrase"] as const;
/** How a private half is wrapped: under the passkey's PRF, or under argon2id of a long passphrase. */
export type UnlockingMethod = (typeof unlockingMethods)[number];

/** A private half as the server holds it: nothing that the server can open. Bytes as base64url. */
export interface UnlockingWrap {
  id: string;
  method: UnlockingMethod;
  passkeyId: string | null;
  passkeyName: string | null;
  salt: string;
  wrapped: string;
  createdAt: string;
}

export interface OwnUnlockingKey {
  id: string;
  publicKey: string;
  fingerprint: string;
  /** What the passkey's PRF is asked with. */
  prfSalt: string;
  createdAt: string;
  wraps: UnlockingWrap[];
}

/** A public half, for people to compare and browsers to seal to. */
export interface PublicHalf {
  id: string;
  publicKey: string;
  fingerprint: string;
  createdAt: string;
}

export interface CustodyView {
  /** Whether reporters may give a name in confidence, and what is missing until then. */
  isOn: boolean;
  missing: CustodyGap[];
  escrow: (PublicHalf & { createdByName: string | null }) | null;
  custodians: { personId: string; name: string; key: PublicHalf | null }[];
}

/** Who a name is sealed to now. `personId` null: the escrow. */
export interface Recipient {
  keyId: string;
  publicKey: Uint8Array;
  personId: string | null;
}

export type CustodyGap = "custodian" | "escrow";

/** What is missing before a name can be kept in confidence: somebody who can be asked, and a way back if every custodian's key is lost. */
export function custodyGaps(recipients: readonly Pick<Recipient, "personId">[]): CustodyGap[] {
  const gaps: CustodyGap[] = [];
  if (!recipients.some(({ personId }) => personId !== null)) gaps.push("custodian");
  if (!recipients.some(({ personId }) => personId === null)) gaps.push("escrow");
  return gaps;
}

/** What each act on keys is confirmed for with the passkey. */
export const stepUpForCustody = {
  makeKey: (publicKey: string): StepUpBinding => ({ act: "unlocking.make", object: publicKey, version: "1" }),
  addWrap: (keyId: string, wraps: number): StepUpBinding => ({
    act: "unlocking.add_wrap",
    object: keyId,
    version: String(wraps),
  }),
  retireKey: (keyId: string): StepUpBinding => ({ act: "unlocking.retire", object: keyId, version: "1" }),
  setEscrow: (publicKey: string): StepUpBinding => ({ act: "escrow.set", object: publicKey, version: "1" }),
} as const;
