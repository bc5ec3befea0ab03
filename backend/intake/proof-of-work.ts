// Proof of work: a nonce that makes SHA-256(challenge ":" nonce) begin with zero bits. Pure; browsers solve it in a worker.
import { sha256 } from "@noble/hashes/sha2.js";

const encoder = new TextEncoder();

/** How many zero bits a hash begins with. */
export function leadingZeroBits(hash: Uint8Array): number {
  let bits = 0;
  for (const byte of hash) {
    if (byte !== 0) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}

/** Whether the nonce answers the challenge at `difficulty` leading zero bits. */
export function isProofOfWork(challenge: string, nonce: string, difficulty: number): boolean {
  return leadingZeroBits(sha256(encoder.encode(`${challenge}:${nonce}`))) >= difficulty;
}

/**
 * Looks for a nonce, counting from `from`, for at most `tries` hashes; undefined when none was among them, so that a page can pause
 * between rounds. About 2^difficulty hashes are needed: 65,536 at 16, one to two seconds on a phone of 2016.
 */
export function searchProofOfWork(
  challenge: string,
  difficulty: number,
  from: number,
  tries: number,
): string | undefined {
  // The first block of the message is the same for every nonce: hashed once, then copied.
  const prefix = sha256.create().update(encoder.encode(`${challenge}:`));
  for (let nonce = from; nonce < from + tries; nonce++) {
    if (
      leadingZeroBits(
        prefix
          .clone()
          .update(encoder.encode(String(nonce)))
          .digest(),
      ) >= difficulty
    )
      return String(nonce);
  }
  return undefined;
}

/** Searches until found. For workers and the command line; a page uses `searchProofOfWork` in rounds. */
export function solveProofOfWork(challenge: string, difficulty: number): string {
  const round = 4096;
  for (let from = 0; ; from += round) {
    const nonce = searchProofOfWork(challenge, difficulty, from, round);
    if (nonce !== undefined) return nonce;
  }
}
