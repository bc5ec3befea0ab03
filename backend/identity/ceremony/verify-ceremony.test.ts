// What verifyCeremony accepts and refuses, with a software key: each fault alone, so that each check is seen to work.
import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeSoftwareKey, type SoftwareKey, type Twist } from "../../../tests/support/software-key.ts";
import { type CeremonyRefusal, type KnownPasskey, verifyCeremony } from "./verify-ceremony.ts";

const party = { id: "localhost", origin: "http://localhost:8080", name: "Toguna" };
const handle = randomBytes(32);

function creationOptions(challenge: Buffer) {
  return {
    rp: { id: party.id, name: party.name },
    user: { id: handle.toString("base64url"), name: "a", displayName: "a" },
    challenge: challenge.toString("base64url"),
    pubKeyCredParams: [],
  };
}

async function create(key: SoftwareKey, twist?: Twist) {
  const challenge = randomBytes(32);
  const response = key.create(creationOptions(challenge), party.origin, twist);
  return await verifyCeremony({ kind: "create", party, challenge, response });
}

async function enrolled(key: SoftwareKey): Promise<KnownPasskey> {
  const made = await create(key);
  if (!made.isAccepted) throw new Error(made.why);
  return { ...made.value, handle };
}

async function get(key: SoftwareKey, passkey: KnownPasskey, twist?: Twist, isStaff = true) {
  const challenge = randomBytes(32);
  const response = key.get({ rpId: party.id, challenge: challenge.toString("base64url") }, party.origin, twist);
  return await verifyCeremony({
    kind: "get",
    party,
    challenge,
    response,
    passkey,
    refusesChangedBackupEligibility: isStaff,
  });
}

describe("a registration", () => {
  test("of an honest key is accepted with all that has to be kept of it", async () => {
    const key = makeSoftwareKey({ isBackupEligible: true, isBackedUp: true });
    const made = await create(key);
    expect(made).toMatchObject({
      isAccepted: true,
      value: {
        id: key.id,
        algorithm: -7,
        counter: 0,
        isBackupEligible: true,
        isBackedUp: true,
        attestationFormat: "none",
      },
    });
  });

  const faults: [string, Twist, CeremonyRefusal][] = [
    ["made in a cross-origin frame", { crossOrigin: true }, "cross_origin"],
    ["made in a frame of another site", { crossOrigin: true, topOrigin: "https://evil.example" }, "cross_origin"],
    ["with a top origin though it says it is not framed", { topOrigin: "https://evil.example" }, "cross_origin"],
    ["with a cross-origin mark that is not a boolean", { crossOrigin: "false" }, "cross_origin"],
    ["made on another origin", { origin: "http://localhost:8081" }, "origin"],
    ["made on a look-alike origin that contains ours", { origin: "http://localhost:8080.evil.example" }, "origin"],
    ["for another relying party", { rpId: "evil.example" }, "not_verified"],
    ["that answers another challenge", { challenge: randomBytes(32).toString("base64url") }, "challenge"],
    ["that is an assertion", { type: "webauthn.get" }, "type"],
    ["without the person's presence", { isPresent: false }, "presence"],
    ["without user verification", { isVerified: false }, "user_verification"],
    ["that is backed up though it cannot be", { isBackedUp: true }, "backup_flags"],
    [
      "whose record names another credential",
      { recordId: randomBytes(32).toString("base64url") },
      "credential_mismatch",
    ],
    ["with an algorithm that was not offered", { algorithm: -35 }, "not_verified"],
  ];
  test.each(faults)("%s is refused", async (_name, twist, why) => {
    expect(await create(makeSoftwareKey(), twist)).toEqual({ isAccepted: false, why });
  });
});

describe("an assertion", () => {
  test("of an honest key is accepted and reports its counter", async () => {
    const key = makeSoftwareKey();
    const passkey = await enrolled(key);
    expect(await get(key, passkey)).toEqual({
      isAccepted: true,
      value: { counter: 1, isBackedUp: false, hasBackupEligibilityChanged: false },
    });
  });

  test("without a user handle is accepted, because the credential id already names the owner", async () => {
    const key = makeSoftwareKey();
    expect((await get(key, await enrolled(key), { userHandle: null })).isAccepted).toBe(true);
  });

  const faults: [string, Twist, CeremonyRefusal][] = [
    ["made in a cross-origin frame", { crossOrigin: true }, "cross_origin"],
    ["made in a frame of another site", { crossOrigin: true, topOrigin: "https://evil.example" }, "cross_origin"],
    ["made on another origin", { origin: "https://localhost:8080" }, "origin"],
    ["for another relying party", { rpId: "evil.example" }, "not_verified"],
    ["that answers another challenge", { challenge: randomBytes(32).toString("base64url") }, "challenge"],
    ["that is a registration", { type: "webauthn.create" }, "type"],
    ["without the person's presence", { isPresent: false }, "presence"],
    ["without user verification", { isVerified: false }, "user_verification"],
    ["that is backed up though it cannot be", { isBackedUp: true }, "backup_flags"],
    ["with another person's user handle", { userHandle: randomBytes(32).toString("base64url") }, "user_handle"],
    [
      "whose record names another credential",
      { recordId: randomBytes(32).toString("base64url") },
      "credential_mismatch",
    ],
    ["with a flipped bit in the signature", { flipsSignature: true }, "not_verified"],
  ];
  test.each(faults)("%s is refused", async (_name, twist, why) => {
    const key = makeSoftwareKey();
    expect(await get(key, await enrolled(key), twist)).toEqual({ isAccepted: false, why });
  });

  test("signed by another key is refused", async () => {
    const passkey = await enrolled(makeSoftwareKey());
    const other = makeSoftwareKey();
    expect(await get(other, passkey, { recordId: passkey.id, userHandle: null })).toEqual({
      isAccepted: false,
      why: "not_verified",
    });
  });

  test("whose backup-eligible bit changed is refused for staff and reported for others", async () => {
    const key = makeSoftwareKey();
    const passkey = await enrolled(key);
    const twist = { isBackupEligible: true };
    expect(await get(key, passkey, twist, true)).toEqual({ isAccepted: false, why: "backup_eligible_changed" });
    expect(await get(key, passkey, twist, false)).toMatchObject({
      isAccepted: true,
      value: { hasBackupEligibilityChanged: true },
    });
  });
});

test("a challenge under 128 bits is a mistake of ours and stops", async () => {
  const key = makeSoftwareKey();
  const response = key.create(creationOptions(Buffer.alloc(15)), party.origin);
  await expect(verifyCeremony({ kind: "create", party, challenge: Buffer.alloc(15), response })).rejects.toThrow(
    /16 bytes/,
  );
});

test("whatever bytes a client sends, the answer is a refusal and never an exception", async () => {
  const key = makeSoftwareKey();
  const passkey = await enrolled(key);
  const challenge = randomBytes(32);
  const good = key.get({ rpId: party.id, challenge: challenge.toString("base64url") }, party.origin);
  const anyBytes = fc.uint8Array({ maxLength: 200 }).map((value) => Buffer.from(value).toString("base64url"));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("clientDataJSON", "authenticatorData", "signature", "userHandle"),
      anyBytes,
      async (part, value) => {
        fc.pre(value !== "" || part !== "userHandle");
        const response = { ...good, response: { ...good.response, [part]: value } };
        const verdict = await verifyCeremony({
          kind: "get",
          party,
          challenge,
          response,
          passkey,
          refusesChangedBackupEligibility: true,
        });
        expect(verdict.isAccepted).toBe(false);
      },
    ),
    { numRuns: 300 },
  );
});
