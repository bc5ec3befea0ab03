// Tests of sealing: only the right key, for the right thing, untouched, opens; lengths tell nothing.
import { argon2id } from "@noble/hashes/argon2.js";
import fc from "fast-check";
import { argon2Sync, createPrivateKey, createPublicKey } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  doHalvesFit,
  fingerprintOf,
  fromBase64Url,
  isLongPassphrase,
  makeContentKey,
  makeKeyPair,
  makePassphrase,
  normalisePassphrase,
  openKeyWith,
  openText,
  passphraseCost,
  sealKeyTo,
  sealText,
  toBase64Url,
  unwrapPrivateKey,
  wrapPrivateKey,
} from "./index.ts";

/** Whether something opened. */
const outcomeOf = async (work: Promise<unknown>): Promise<"opened" | "refused"> =>
  await work.then(
    () => "opened",
    () => "refused",
  );
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

describe("a sealed text", () => {
  test("any text opens with its key in its place, and with no other key, place or changed bit", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 700 }), fc.nat(), async (text, at) => {
        const key = makeContentKey();
        const sealed = await sealText(key, text, "report:1");
        expect(await openText(key, sealed, "report:1")).toBe(text);
        expect(await outcomeOf(openText(key, sealed, "report:2"))).toBe("refused");
        expect(await outcomeOf(openText(makeContentKey(), sealed, "report:1"))).toBe("refused");
        const changed = sealed.slice();
        changed[at % changed.length] = (changed[at % changed.length] ?? 0) ^ 1;
        expect(await outcomeOf(openText(key, changed, "report:1"))).toBe("refused");
      }),
      { numRuns: 40 },
    );
  });

  test("a short name and a long one have the same length, and the same text never looks the same twice", async () => {
    const key = makeContentKey();
    const short = await sealText(key, "Li", "x");
    expect((await sealText(key, "Li".repeat(100), "x")).length).toBe(short.length);
    expect(await sealText(key, "Li", "x")).not.toEqual(short);
  });
});

describe("a key sealed to a keeper", () => {
  test("opens with that keeper's private half only, and only for what it was sealed for", async () => {
    const [one, other] = [await makeKeyPair(), await makeKeyPair()];
    const key = makeContentKey();
    const sealed = await sealKeyTo(one.publicKey, key, "report:1");
    expect(sealed).toHaveLength(80);
    expect(await openKeyWith(one.privateKey, sealed, "report:1")).toEqual(key);
    expect(await outcomeOf(openKeyWith(other.privateKey, sealed, "report:1"))).toBe("refused");
    expect(await outcomeOf(openKeyWith(one.privateKey, sealed, "report:2"))).toBe("refused");
    expect(await doHalvesFit(one)).toBe(true);
    expect(await doHalvesFit({ publicKey: one.publicKey, privateKey: other.privateKey })).toBe(false);
  });

  test("its halves are plain X25519: node's own crypto derives the same public half", async () => {
    const { publicKey, privateKey } = await makeKeyPair();
    const der = Buffer.concat([Buffer.from("302e020100300506032b656e04220420", "hex"), privateKey]);
    const derived = createPublicKey(createPrivateKey({ key: der, format: "der", type: "pkcs8" }));
    expect(derived.export({ format: "jwk" })["x"]).toBe(toBase64Url(publicKey));
    expect(await fingerprintOf(publicKey)).toMatch(/^([0-9a-f]{4} ){7}[0-9a-f]{4}$/);
  });
});

test("a private key that is wrapped opens with its secret, salt and public half, and with no other", async () => {
  const pair = await makeKeyPair();
  await fc.assert(
    fc.asyncProperty(bytes(32), bytes(32), bytes(32), async (secret, other, salt) => {
      fc.pre(!Buffer.from(secret).equals(Buffer.from(other)));
      const wrapped = await wrapPrivateKey(secret, salt, pair.publicKey, pair.privateKey);
      expect(wrapped).toHaveLength(60);
      expect(await unwrapPrivateKey(secret, salt, pair.publicKey, wrapped)).toEqual(pair.privateKey);
      expect(await outcomeOf(unwrapPrivateKey(other, salt, pair.publicKey, wrapped))).toBe("refused");
      expect(await outcomeOf(unwrapPrivateKey(secret, salt, pair.privateKey, wrapped))).toBe("refused");
    }),
    { numRuns: 20 },
  );
});

test("the passphrase is stretched as node's own argon2id stretches it", () => {
  const salt = new Uint8Array(32).fill(7);
  const { m, t, p, dkLen } = passphraseCost;
  const message = normalisePassphrase("  un  deux\ttrois quatre cinq six ");
  const expected = argon2Sync("argon2id", {
    message,
    nonce: salt,
    memory: m,
    passes: t,
    parallelism: p,
    tagLength: dkLen,
  });
  expect(Buffer.from(argon2id(message, salt, passphraseCost)).equals(expected)).toBe(true);
});

test("a passphrase needs six words and twenty characters; what the house makes always has them", () => {
  for (const short of [
    "",
    "motdepasse1234567890",
    "a a a a a a a a a a a a",
    "un deux trois quatre cinq",
    "aa aa aa aa aa aa aa aa",
  ])
    expect([short, isLongPassphrase(short)]).toEqual([short, false]);
  expect(isLongPassphrase("le chat dort sous la vieille table")).toBe(true);
  const made = Array.from({ length: 200 }, makePassphrase);
  expect(made.every(isLongPassphrase)).toBe(true);
  expect(new Set(made).size).toBe(200);
});

test("base64url goes to and fro for any bytes, and refuses other letters", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (any) => {
      expect(toBase64Url(any)).toBe(Buffer.from(any).toString("base64url"));
      expect(fromBase64Url(toBase64Url(any))).toEqual(new Uint8Array(any));
    }),
  );
  expect(() => fromBase64Url("a+b=")).toThrow("base64url");
});
