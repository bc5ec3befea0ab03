// Makers of authenticators as the desk sees them: what FIDO's metadata file holds, and what is known of a passkey's maker. Pure.
import type { StepUpBinding } from "../model.ts";

/**
 * What is known of the authenticator that holds a passkey: `claimed`, nobody vouches for the model; `unknown`, signed, by a maker that
 * the metadata does not hold; `verified` by the metadata; `withdrawn`, verified, and the model is not to be trusted any more.
 */
export const attestations = ["claimed", "unknown", "verified", "withdrawn"] as const;
export type Attestation = (typeof attestations)[number];

/** Reports of the FIDO Alliance after which a model's passkeys prove nothing (FIDO Metadata Service 3, §3.1.4 AuthenticatorStatus). */
export const withdrawingStatuses: readonly string[] = [
  "REVOKED",
  "USER_VERIFICATION_BYPASS",
  "ATTESTATION_KEY_COMPROMISE",
  "USER_KEY_REMOTE_COMPROMISE",
  "USER_KEY_PHYSICAL_COMPROMISE",
];

export interface AuthenticatorModel {
  /** Lower-case UUID. */
  aaguid: string;
  name: string;
  statuses: string[];
  withdrawnFor: string | null;
}

export interface MetadataView {
  /** Undefined until a file has been loaded. */
  loaded?: {
    number: number;
    /** Day of the next one, "2026-12-01". */
    nextUpdate: string;
    isOverdue: boolean;
    loadedAt: string;
    models: number;
  };
  /** Models of the passkeys here, and those that the policy allows. */
  inUse: (AuthenticatorModel & { passkeys: number; isVerified: boolean })[];
}

/** What loading a file changed. */
export interface ImportedMetadata {
  number: number;
  nextUpdate: string;
  isOverdue: boolean;
  models: number;
  /** Passkeys that are known to be of a trusted model since. */
  verified: number;
  /** Passkeys that are blocked since, because their model was withdrawn. */
  blocked: number;
}

export const stepUpForMetadata = {
  /** `sha256` of the file, in hexadecimal. */
  load: (sha256: string): StepUpBinding => ({ act: "metadata.load", object: "fido", version: sha256 }),
} as const;
