// Two checkpoints of one log: the newer tree begins with all of the older. As text: "old N", the proof's hashes, an empty line, the newer checkpoint.
import { toBase64 } from "./bytes.ts";
import { Refused } from "./findings.ts";
import { type Hash, isSame, verifyConsistency } from "./merkle.ts";
import type { Checkpoint } from "./note.ts";
import { readHash } from "./tlog-proof.ts";

export interface ConsistencyText {
  oldSize: number;
  path: Hash[];
  /** The newer note, verbatim. */
  checkpoint: string;
}

export function isConsistencyText(text: string): boolean {
  return /^old \d/.test(text);
}

/** Also the body of a request to a witness (tlog-witness, add-checkpoint). */
export function writeConsistencyText({ oldSize, path, checkpoint }: ConsistencyText): string {
  return [`old ${oldSize}`, ...path.map(toBase64), "", checkpoint].join("\n");
}

/** @throws with what was expected. */
export function readConsistencyText(text: string): ConsistencyText {
  const split = text.indexOf("\n\n");
  const [old = "", ...path] = text.slice(0, Math.max(split, 0)).split("\n");
  const size = /^old (0|[1-9]\d{0,15})$/.exec(old)?.[1];
  if (split < 0 || size === undefined) throw new Error("expected a first line such as: old 42");
  if (path.length > 63) throw new Error("the proof has more than 63 hashes");
  return { oldSize: Number(size), path: path.map(readHash), checkpoint: text.slice(split + 2) };
}

/** @throws Refused when the newer tree does not begin with the older one. */
export function checkConsistency(older: Checkpoint, newer: Checkpoint, path: readonly Hash[]): void {
  if (older.origin !== newer.origin) throw new Refused("other_log", { one: older.origin, other: newer.origin });
  if (older.size === newer.size && !isSame(older.root, newer.root)) throw new Refused("fork", { size: older.size });
  if (!verifyConsistency(older.size, newer.size, older.root, newer.root, [...path]))
    throw new Refused("inconsistent", { older: older.size, newer: newer.size });
}
