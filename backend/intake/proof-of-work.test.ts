// Proof of work: what the solver finds the verifier accepts, and nothing else passes by luck more often than it should.
import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isProofOfWork, leadingZeroBits, searchProofOfWork, solveProofOfWork } from "./proof-of-work.ts";

test("a solved challenge verifies, and only against its own challenge and no higher difficulty than its hash has", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 80 }), (challenge) => {
      const nonce = solveProofOfWork(challenge, 8);
      expect(isProofOfWork(challenge, nonce, 8)).toBe(true);
      const bits = leadingZeroBits(createHash("sha256").update(`${challenge}:${nonce}`).digest());
      expect(isProofOfWork(challenge, nonce, bits + 1)).toBe(false);
    }),
    { numRuns: 30 },
  );
});

test("zero bits are counted from the left, across bytes", () => {
  expect(leadingZeroBits(Uint8Array.of(0x80))).toBe(0);
  expect(leadingZeroBits(Uint8Array.of(0x00, 0x1f))).toBe(11);
  expect(leadingZeroBits(Uint8Array.of(0, 0))).toBe(16);
});

test("a round that finds nothing says so, and the next round goes on where it ended", () => {
  const challenge = "a challenge of some length, so that its first block is hashed once";
  const nonce = Number(solveProofOfWork(challenge, 10));
  expect(searchProofOfWork(challenge, 10, 0, nonce)).toBeUndefined();
  expect(searchProofOfWork(challenge, 10, nonce, 1)).toBe(String(nonce));
});
