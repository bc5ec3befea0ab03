// The W3C specification's own test vectors against verifyCeremony; each that is refused is listed with its reason.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { SettingsService, verifyAuthenticationResponse, verifyRegistrationResponse } from "@simplewebauthn/server";
import { decodeAttestationObject, parseAuthenticatorData } from "@simplewebauthn/server/helpers";
import { describe, expect, test } from "vitest";
import { judgeAttestation } from "../../backend/identity/authenticators/judge-attestation.ts";
import { type CeremonyRefusal, verifyCeremony } from "../../backend/identity/ceremony/verify-ceremony.ts";

const places = ["../shared/corpora", "shared/corpora"].map((place) =>
  fileURLToPath(new URL(`../../${place}/webauthn/spec-vectors.json`, import.meta.url)),
);
const path = places.find((place) => existsSync(place));
if (!path) console.warn("WebAuthn vectors are skipped: there is no ../shared/corpora/webauthn");

type Ceremony = Record<string, string>;
interface Example {
  id: string;
  title: string;
  ceremonies: Ceremony[];
}

/** Why the specification's valid examples are refused here. Framing, algorithms and formats are our policy or the library's limits. */
const refusedRegistrations: Record<string, CeremonyRefusal> = {
  // We are never framed, so a ceremony in a frame is not ours.
  "sctn-test-vectors-none-es256-crossOrigin": "cross_origin",
  "sctn-test-vectors-none-es256-topOrigin": "cross_origin",
  // Algorithms that were not offered: -35, -36, -53.
  "sctn-test-vectors-packed-es384": "not_verified",
  "sctn-test-vectors-packed-es512": "not_verified",
  "sctn-test-vectors-packed-ed448": "not_verified",
  // SimpleWebAuthn 14.0.3: the vector's TPM vendor 00000000 is unknown to it.
  "sctn-test-vectors-tpm-es256": "not_verified",
  // SimpleWebAuthn 14.0.3: the vector's certificate path does not end in Google's roots.
  "sctn-test-vectors-android-key-es256": "not_verified",
};
const refusedAssertions: Record<string, CeremonyRefusal> = {
  "sctn-test-vectors-none-es256-crossOrigin": "cross_origin",
  "sctn-test-vectors-none-es256-topOrigin": "cross_origin",
  // SimpleWebAuthn 14.0.3 has no Ed448.
  "sctn-test-vectors-packed-ed448": "not_verified",
};

const party = { id: "example.org", origin: "https://example.org", name: "Example" };
const base64url = (hex: string | undefined) => Buffer.from(hex ?? "", "hex").toString("base64url");
const bytes = (hex: string | undefined) => new Uint8Array(Buffer.from(hex ?? "", "hex"));

function flagsOf(data: Uint8Array): number {
  return data[32] ?? 0;
}

/** Vectors draw user verification at random; ours is required, so those without it are refused first. */
function expectedByFlags(data: Uint8Array): CeremonyRefusal | undefined {
  const flags = flagsOf(data);
  return (flags & 0x01) === 0 ? "presence" : (flags & 0x04) === 0 ? "user_verification" : undefined;
}

function registrationOf(ceremony: Ceremony) {
  const attestation = decodeAttestationObject(bytes(ceremony["attestationObject"]));
  const id = base64url(ceremony["credential_id"]);
  return {
    data: attestation.get("authData"),
    input: {
      kind: "create" as const,
      party,
      challenge: bytes(ceremony["challenge"]),
      response: {
        id,
        rawId: id,
        type: "public-key" as const,
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64url(ceremony["clientDataJSON"]),
          attestationObject: base64url(ceremony["attestationObject"]),
        },
      },
    },
  };
}

function assertionOf(registration: Ceremony, ceremony: Ceremony) {
  const attested = parseAuthenticatorData(registrationOf(registration).data);
  const id = base64url(registration["credential_id"]);
  return {
    data: bytes(ceremony["authenticatorData"]),
    input: {
      kind: "get" as const,
      party,
      challenge: bytes(ceremony["challenge"]),
      refusesChangedBackupEligibility: true,
      passkey: {
        id,
        publicKey: attested.credentialPublicKey ?? new Uint8Array(),
        isBackupEligible: attested.flags.be,
        handle: new Uint8Array(16),
      },
      response: {
        id,
        rawId: id,
        type: "public-key" as const,
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64url(ceremony["clientDataJSON"]),
          authenticatorData: base64url(ceremony["authenticatorData"]),
          signature: base64url(ceremony["signature"]),
        },
      },
    },
  };
}

function rootOfVectors(): Uint8Array<ArrayBuffer> {
  const all = JSON.parse(readFileSync(path ?? "", "utf8")) as { examples: Example[] };
  const root = all.examples.find((example) => example.id === "sctn-test-vectors-attestation-root-cert");
  return bytes(root?.ceremonies[0]?.["attestation_ca_cert"]);
}

const examples = path
  ? (JSON.parse(readFileSync(path, "utf8")) as { examples: Example[] }).examples.filter(
      (example) => example.ceremonies[0]?.["attestationObject"] !== undefined,
    )
  : [];

// What the library makes of the examples where our policy (verification, algorithms, no frames) does not come first.
const libraryRefuses = {
  registrations: [
    "sctn-test-vectors-tpm-es256",
    "sctn-test-vectors-android-key-es256",
    "sctn-test-vectors-fido-u2f-es256",
  ],
  assertions: ["sctn-test-vectors-none-es256-topOrigin", "sctn-test-vectors-packed-ed448"],
};
const algorithms = [-8, -7, -257, -35, -36, -53];

async function libraryAccepts(check: () => Promise<{ verified: boolean }>): Promise<boolean> {
  try {
    return (await check()).verified;
  } catch {
    return false;
  }
}

describe.skipIf(!path)("the library underneath", () => {
  test("verifies the examples except those that are listed, so that an upgrade which changes this is seen", async () => {
    // The vectors have a root of their own in place of the makers'.
    const root = rootOfVectors();
    SettingsService.setRootCertificates({ identifier: "apple", certificates: [root] });
    SettingsService.setRootCertificates({ identifier: "android-key", certificates: [root] });
    const refused = { registrations: [] as string[], assertions: [] as string[] };
    for (const { id, ceremonies } of examples) {
      const [first = {}, second = {}] = ceremonies;
      const create = registrationOf(first).input;
      const get = assertionOf(first, second).input;
      const common = { expectedOrigin: party.origin, expectedRPID: party.id, requireUserVerification: false };
      const isRegistered = await libraryAccepts(
        async () =>
          await verifyRegistrationResponse({
            ...common,
            response: create.response,
            expectedChallenge: base64url(first["challenge"]),
            supportedAlgorithmIDs: algorithms,
          }),
      );
      if (!isRegistered) refused.registrations.push(id);
      const isAsserted = await libraryAccepts(
        async () =>
          await verifyAuthenticationResponse({
            ...common,
            response: get.response,
            expectedChallenge: base64url(second["challenge"]),
            credential: { id: get.passkey.id, publicKey: new Uint8Array(get.passkey.publicKey), counter: 0 },
          }),
      );
      if (!isAsserted) refused.assertions.push(id);
    }
    expect(refused).toEqual(libraryRefuses);
  });
});

describe.skipIf(!path)("the makers' certificates of the examples", () => {
  test("lead to the examples' root and to no other, for every example that has them", () => {
    const root = Buffer.from(rootOfVectors());
    const at = new Date("2026-01-01T00:00:00Z");
    const other = Buffer.from(SettingsService.getRootCertificates({ identifier: "mds" })[0] ?? "");
    const counted: string[] = [];
    for (const { id, ceremonies } of examples) {
      const attestation = decodeAttestationObject(bytes(ceremonies[0]?.["attestationObject"]));
      const certificates = (attestation.get("attStmt").get("x5c") ?? []).map((one) =>
        Buffer.from(one).toString("base64"),
      );
      const model = { roots: [root.toString("base64")], withdrawnFor: null };
      const judged = judgeAttestation({ certificates }, model, at);
      if (certificates.length > 0) counted.push(id);
      expect(judged, id).toBe(certificates.length > 0 ? "verified" : "claimed");
      expect(judgeAttestation({ certificates }, { ...model, withdrawnFor: "REVOKED" }, at), id).toBe(
        certificates.length > 0 ? "withdrawn" : "claimed",
      );
      const unknown = certificates.length > 0 ? "unknown" : "claimed";
      expect(judgeAttestation({ certificates }, { ...model, roots: [other.toString("base64")] }, at), id).toBe(unknown);
      expect(judgeAttestation({ certificates }, undefined, at), id).toBe(unknown);
    }
    expect(counted.length).toBeGreaterThan(5);
  });
});

describe.skipIf(!path)("the specification's examples", () => {
  test("are all there", () => {
    expect(examples.map((example) => example.id)).toHaveLength(15);
  });

  test.each(examples)("registration: $title", async ({ id, ceremonies }) => {
    const { data, input } = registrationOf(ceremonies[0] ?? {});
    const why =
      refusedRegistrations[id] === "cross_origin"
        ? "cross_origin"
        : (expectedByFlags(data) ?? refusedRegistrations[id]);
    const verdict = await verifyCeremony(input);
    expect(verdict).toMatchObject(why ? { isAccepted: false, why } : { isAccepted: true });
  });

  test.each(examples)("assertion: $title", async ({ id, ceremonies }) => {
    const { data, input } = assertionOf(ceremonies[0] ?? {}, ceremonies[1] ?? {});
    const why =
      refusedAssertions[id] === "cross_origin" ? "cross_origin" : (expectedByFlags(data) ?? refusedAssertions[id]);
    const verdict = await verifyCeremony(input);
    expect(verdict).toMatchObject(why ? { isAccepted: false, why } : { isAccepted: true });
  });

  test("are accepted in the number that our policy leaves", async () => {
    const counts = { registrations: 0, assertions: 0 };
    for (const { ceremonies } of examples) {
      const [first = {}, second = {}] = ceremonies;
      counts.registrations += (await verifyCeremony(registrationOf(first).input)).isAccepted ? 1 : 0;
      counts.assertions += (await verifyCeremony(assertionOf(first, second).input)).isAccepted ? 1 : 0;
    }
    // Most examples were made without user verification, which ours always requires.
    expect(counts).toEqual({ registrations: 3, assertions: 4 });
  });

  test.each(examples)("no changed byte of an assertion is accepted: $title", async ({ ceremonies }) => {
    const { input } = assertionOf(ceremonies[0] ?? {}, ceremonies[1] ?? {});
    for (const part of ["clientDataJSON", "authenticatorData", "signature"] as const) {
      const good = Buffer.from(input.response.response[part], "base64url");
      for (const at of [0, Math.floor(good.length / 2), good.length - 1]) {
        const changed = Buffer.from(good);
        changed.writeUInt8(changed.readUInt8(at) ^ 0x01, at);
        const response = { ...input.response.response, [part]: changed.toString("base64url") };
        const verdict = await verifyCeremony({ ...input, response: { ...input.response, response } });
        expect(verdict.isAccepted, `${part} byte ${at}`).toBe(false);
      }
    }
  });
});
