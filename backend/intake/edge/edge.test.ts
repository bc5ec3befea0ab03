// The pure parts of the edge: envelopes, what is kept of an older report, the short form, how long a phone waits.
import { ed25519 } from "@noble/curves/ed25519.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { waitAfter } from "../../../frontend/portal/client/outbox/backoff.ts";
import { toBase64Url } from "../../platform/sealing/base64.ts";
import { deriveCoreKeys, openAtCore, sealForCore } from "../../platform/sealing/for-core.ts";
import { limits, SubmitReport } from "../model.ts";
import { judgeEnvelope, signEnvelope } from "./relay/envelope.ts";
import { freeWithoutProofAnHour, isHeldAtEdge, migrateReport } from "./rules.ts";
import { longestStory, readShort } from "./short/model.ts";

const seed = new Uint8Array(32).fill(7);
const keys = [toBase64Url(ed25519.getPublicKey(seed))];
const sign = (bytes: Uint8Array): Uint8Array => ed25519.sign(bytes, seed);
const now = new Date("2026-11-22T12:00:00Z");
const request = { audience: "https://edge.example", path: "/relay/take", body: "{}", now };

describe("sealing for the core", () => {
  test("the same seed gives the same key; what is sealed opens for its context only, and not with a changed bit", async () => {
    const { publicKey, privateKey } = await deriveCoreKeys(seed);
    expect((await deriveCoreKeys(seed)).publicKey).toEqual(publicKey);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme" }), fc.nat(), async (text, at) => {
        const sealed = await sealForCore(publicKey, text.toWellFormed(), "a");
        expect(await openAtCore(privateKey, sealed, "a")).toBe(text.toWellFormed());
        await expect(openAtCore(privateKey, sealed, "b")).rejects.toBeInstanceOf(Error);
        const changed = new Uint8Array(sealed);
        changed[at % changed.length] = (changed[at % changed.length] ?? 0) ^ 1;
        await expect(openAtCore(privateKey, changed, "a")).rejects.toBeInstanceOf(Error);
      }),
      { numRuns: 20 },
    );
  });

  test("a short and a longer text are of the same length when they are sealed", async () => {
    const { publicKey } = await deriveCoreKeys(seed);
    const length = async (text: string): Promise<number> => (await sealForCore(publicKey, text, "a")).length;
    expect(await length("x")).toBe(await length("x".repeat(1000)));
  });
});

describe("envelopes", () => {
  test("a signed one is good once for its audience, address, body and time", async () => {
    const envelope = await signEnvelope(request, sign);
    expect(await judgeEnvelope(envelope, request, keys)).toMatchObject({ once: expect.any(String) as string });
    const others = [
      { ...request, audience: "https://other.example" },
      { ...request, path: "/relay/done" },
      { ...request, body: "{ }" },
      { ...request, now: new Date(now.getTime() + 120_000) },
      { ...request, now: new Date(now.getTime() - 60_000) },
    ];
    for (const other of others)
      expect(await judgeEnvelope(envelope, other, keys)).toMatchObject({ refusal: expect.any(String) as string });
    expect(await judgeEnvelope(envelope, request, [])).toEqual({ refusal: "another signature" });
  });

  test("another algorithm is refused, also where the rest is right", async () => {
    const [, payload] = (await signEnvelope(request, sign)).split(".");
    for (const alg of ["none", "HS256", "ES256", "EdDSA "]) {
      const head = toBase64Url(new TextEncoder().encode(JSON.stringify({ alg, typ: "toguna-relay" })));
      const signature = toBase64Url(sign(new TextEncoder().encode(`${head}.${payload}`)));
      expect(await judgeEnvelope(`${head}.${payload}.${signature}`, request, keys)).toEqual({
        refusal: "another algorithm or kind",
      });
    }
  });

  test("whatever a stranger sends is refused and breaks nothing", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        expect(await judgeEnvelope(text, request, keys)).toHaveProperty("refusal");
      }),
    );
  });
});

describe("reports that another page wrote", () => {
  test("whatever lies inside a seal becomes a report; what is not understood is told in its text", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()), (written) => {
        const { report } = migrateReport({ description: "it began so", ...written });
        expect(SubmitReport.safeParse(report).success).toBe(true);
      }),
    );
    const { report, isWhole } = migrateReport({ description: "told", language: "en", colour: "red", answerBy: "owl" });
    expect(isWhole).toBe(false);
    expect(report.description).toContain("colour: red");
    expect(report.description).toContain("answerBy: owl");
    expect(migrateReport({ description: "told", language: "mn" })).toMatchObject({ isWhole: true });
  });
});

describe("the short form", () => {
  test("whatever is typed is a report or named mistakes", () => {
    const field = fc.constantFrom(
      "about",
      "story",
      "started",
      "ongoing",
      "organisation",
      "reply",
      "name",
      "email",
      "phone",
    );
    const part = fc.string({ unit: fc.constantFrom("a", ".", "-", "'", "1", "@", "_", "+", "é") });
    const value = fc.oneof(
      fc.tuple(part, part).map(([name, host]) => `${name}@${host}.ml`),
      fc.string(),
      fc.constantFrom("citizen", "mail", "phone", "a@b.example", "today", "yes"),
    );
    fc.assert(
      fc.property(fc.dictionary(field, value), (values) => {
        const { report, mistakes } = readShort(values, { language: "mn", now });
        expect(mistakes.length > 0 || SubmitReport.safeParse(report).success).toBe(true);
      }),
    );
  });

  test("its longest text is the schema's", () => {
    expect(longestStory).toBe(limits.description);
  });
});

test("reports without a sum wait once there are too many in an hour; one with a sum never does", () => {
  expect(isHeldAtEdge({ hasProof: false, withoutProofThisHour: freeWithoutProofAnHour })).toBe(false);
  expect(isHeldAtEdge({ hasProof: false, withoutProofThisHour: freeWithoutProofAnHour + 1 })).toBe(true);
  expect(isHeldAtEdge({ hasProof: true, withoutProofThisHour: 1_000_000 })).toBe(false);
});

test("a phone waits longer after each try, between a few seconds and half an hour, and no two the same", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.double({ min: 0, max: 1, noNaN: true }), (tries, random) => {
      const wait = waitAfter(tries, random);
      expect(wait).toBeGreaterThanOrEqual(7_500);
      expect(wait).toBeLessThanOrEqual(1_800_000);
    }),
  );
  expect(waitAfter(3, 0)).toBe(30_000);
  expect(waitAfter(3, 1)).toBe(60_000);
});
