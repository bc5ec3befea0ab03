// The one place where a passkey ceremony is judged. SimpleWebAuthn does the cryptography; what version 14.0.3 lets through is refused here.
import {
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import {
  cose,
  decodeAttestationObject,
  decodeCredentialPublicKey,
  isoBase64URL,
  parseAuthenticatorData,
} from "@simplewebauthn/server/helpers";
import type { RelyingParty } from "./relying-party.ts";

/** COSE algorithms that are offered and accepted: EdDSA, ES256, RS256. Explicit: the library would offer ML-DSA-44 first. */
export const ceremonyAlgorithms = [-8, -7, -257];

/** Why a ceremony was refused; for the log only, the caller is told one sentence for all. */
export type CeremonyRefusal =
  | "malformed"
  | "type"
  | "challenge"
  | "origin"
  | "cross_origin"
  | "presence"
  | "user_verification"
  | "backup_flags"
  | "backup_eligible_changed"
  | "credential_mismatch"
  | "user_handle"
  | "not_verified";

export interface CreateCeremony {
  kind: "create";
  party: RelyingParty;
  /** The bytes that were issued, at least 16; they must have been consumed before. */
  challenge: Uint8Array;
  response: RegistrationResponseJSON;
}

/** What was kept of a passkey when it was enrolled. */
export interface KnownPasskey {
  id: string;
  publicKey: Uint8Array;
  isBackupEligible: boolean;
  /** The WebAuthn user handle of its owner. */
  handle: Uint8Array;
}

export interface GetCeremony {
  kind: "get";
  party: RelyingParty;
  challenge: Uint8Array;
  response: AuthenticationResponseJSON;
  passkey: KnownPasskey;
  /** Staff: a backup-eligible bit that changed since enrolment refuses; others: it is reported in the verdict. */
  refusesChangedBackupEligibility: boolean;
}

export interface NewPasskey {
  id: string;
  publicKey: Uint8Array;
  algorithm: number;
  counter: number;
  transports: string[];
  aaguid: string;
  attestationFormat: string;
  /** Certificates (DER) of the maker that signed it, the signer's first; none where only the key itself signed. */
  attestationCertificates: Uint8Array[];
  isBackupEligible: boolean;
  isBackedUp: boolean;
}

export interface Assertion {
  counter: number;
  isBackedUp: boolean;
  hasBackupEligibilityChanged: boolean;
}

export type Verdict<Accepted> = { isAccepted: true; value: Accepted } | { isAccepted: false; why: CeremonyRefusal };

/**
 * Judges a registration or an assertion (WebAuthn Level 3 §7.1, §7.2). Never throws on what a client sent. The signature counter is
 * reported, not judged: whether it is a clone or a race is decided with the row at hand (`decideCounter`).
 */
export function verifyCeremony(ceremony: CreateCeremony): Promise<Verdict<NewPasskey>>;
export function verifyCeremony(ceremony: GetCeremony): Promise<Verdict<Assertion>>;
export async function verifyCeremony(
  ceremony: CreateCeremony | GetCeremony,
): Promise<Verdict<NewPasskey> | Verdict<Assertion>> {
  if (ceremony.challenge.length < 16) throw new Error("a challenge has at least 16 bytes");
  try {
    const isCreate = ceremony.kind === "create";
    const why =
      judgeEnvelope(ceremony.response) ??
      judgeClientData(
        ceremony.response.response.clientDataJSON,
        isCreate ? "webauthn.create" : "webauthn.get",
        ceremony,
      );
    if (why) return { isAccepted: false, why };
    return isCreate ? await judgeCreate(ceremony) : await judgeGet(ceremony);
  } catch {
    // The library throws for most refusals and on bytes that are not CBOR, a key, a signature.
    return { isAccepted: false, why: "not_verified" };
  }
}

function judgeEnvelope(response: RegistrationResponseJSON | AuthenticationResponseJSON): CeremonyRefusal | undefined {
  if (response.type !== "public-key") return "malformed";
  return response.id.length === 0 || response.id !== response.rawId ? "credential_mismatch" : undefined;
}

function judgeClientData(
  encoded: string,
  type: string,
  expected: GetCeremony | CreateCeremony,
): CeremonyRefusal | undefined {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(isoBase64URL.toBuffer(encoded));
  const data = JSON.parse(text) as Record<string, unknown> | null;
  if (data === null || typeof data !== "object") return "malformed";
  if (data["type"] !== type) return "type";
  if (data["challenge"] !== isoBase64URL.fromBuffer(new Uint8Array(expected.challenge))) return "challenge";
  if (data["origin"] !== expected.party.origin) return "origin";
  // We are never framed: neither a true crossOrigin nor any topOrigin is ours. The library accepts both at registration.
  if ((data["crossOrigin"] ?? false) !== false || data["topOrigin"] !== undefined) return "cross_origin";
  return undefined;
}

function judgeFlags(flags: ReturnType<typeof parseAuthenticatorData>["flags"]): CeremonyRefusal | undefined {
  if (!flags.up) return "presence";
  if (!flags.uv) return "user_verification";
  return flags.bs && !flags.be ? "backup_flags" : undefined;
}

async function judgeCreate(ceremony: CreateCeremony): Promise<Verdict<NewPasskey>> {
  const { response, party } = ceremony;
  const attestation = decodeAttestationObject(isoBase64URL.toBuffer(response.response.attestationObject));
  const data = parseAuthenticatorData(attestation.get("authData"));
  const why = judgeFlags(data.flags);
  if (why) return { isAccepted: false, why };
  if (!data.credentialID || isoBase64URL.fromBuffer(data.credentialID) !== response.id)
    return { isAccepted: false, why: "credential_mismatch" };
  const verified = await verifyRegistrationResponse({
    response,
    expectedChallenge: isoBase64URL.fromBuffer(new Uint8Array(ceremony.challenge)),
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    supportedAlgorithmIDs: ceremonyAlgorithms,
  });
  if (!verified.verified || !verified.registrationInfo.userVerified) return { isAccepted: false, why: "not_verified" };
  const info = verified.registrationInfo;
  if (info.credential.id !== response.id) return { isAccepted: false, why: "credential_mismatch" };
  return {
    isAccepted: true,
    value: {
      id: info.credential.id,
      publicKey: info.credential.publicKey,
      algorithm: algorithmOf(info.credential.publicKey),
      counter: info.credential.counter,
      transports: (response.response.transports ?? []).slice(0, 8),
      aaguid: info.aaguid,
      attestationFormat: info.fmt,
      attestationCertificates: attestation.get("attStmt").get("x5c") ?? [],
      isBackupEligible: info.credentialDeviceType === "multiDevice",
      isBackedUp: info.credentialBackedUp,
    },
  };
}

async function judgeGet(ceremony: GetCeremony): Promise<Verdict<Assertion>> {
  const { response, party, passkey } = ceremony;
  if (response.id !== passkey.id) return { isAccepted: false, why: "credential_mismatch" };
  const handle = response.response.userHandle;
  // A null handle is allowed (the credential id already names the owner); a foreign one is not.
  if (handle !== undefined && handle !== "" && !isSame(isoBase64URL.toBuffer(handle), passkey.handle))
    return { isAccepted: false, why: "user_handle" };
  const data = parseAuthenticatorData(isoBase64URL.toBuffer(response.response.authenticatorData));
  const why = judgeFlags(data.flags);
  if (why) return { isAccepted: false, why };
  const hasChanged = data.flags.be !== passkey.isBackupEligible;
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: isoBase64URL.fromBuffer(new Uint8Array(ceremony.challenge)),
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    // The counter is ours to judge: the library throws also for two sign-ins that overlapped.
    credential: { id: passkey.id, publicKey: new Uint8Array(passkey.publicKey), counter: 0 },
  });
  // A flipped signature does not throw: the boolean is what counts.
  if (!verified.verified || !verified.authenticationInfo.userVerified)
    return { isAccepted: false, why: "not_verified" };
  if (hasChanged && ceremony.refusesChangedBackupEligibility)
    return { isAccepted: false, why: "backup_eligible_changed" };
  return {
    isAccepted: true,
    value: {
      counter: verified.authenticationInfo.newCounter,
      isBackedUp: verified.authenticationInfo.credentialBackedUp,
      hasBackupEligibilityChanged: hasChanged,
    },
  };
}

function algorithmOf(publicKey: Uint8Array): number {
  const algorithm = decodeCredentialPublicKey(new Uint8Array(publicKey)).get(cose.COSEKEYS.alg);
  if (algorithm === undefined) throw new Error("a public key names its algorithm");
  return algorithm;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
