// Verifies an exported log without the server: every row against its leaf, all leaves against the signed root. Small on purpose; docs/log.md tells how to write it again.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { openCheckpoint, parseVerifierKey } from "./note.ts";
import { addLeaf, emptyFrontier, rootOf } from "./proof/frontier.ts";
import { hashLeaf } from "./proof/merkle.ts";
import { commit } from "./commit.ts";

export interface Verdict {
  isGood: boolean;
  /** Rows that were read. */
  rows: number;
  /** What is wrong, or what holds, as a sentence. */
  says: string;
}

/** `trustedKey` is the verifier key as its reader got it from elsewhere; without it the file's own is used, and the verdict says so. */
export async function verifyExport(path: string, trustedKey?: string): Promise<Verdict> {
  let rows = 0;
  const bad = (says: string): Verdict => ({ isGood: false, rows, says });
  const lines = createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Number.POSITIVE_INFINITY });
  let head: { format?: string; verifierKey?: string; checkpoint?: string } | undefined;
  let frontier = emptyFrontier;
  try {
    for await (const line of lines) {
      if (line === "") continue;
      const parsed = JSON.parse(line) as Record<string, unknown>;
      if (!head) {
        head = parsed;
        if (head.format !== "toguna-log-export/1") return bad("the first line is not the head of a log export");
        continue;
      }
      const { seq, record, salt } = parsed as { seq: number; record: Record<string, unknown>; salt: string };
      if (seq !== rows) return bad(`row ${rows} is missing or out of order (found ${String(seq)})`);
      frontier = addLeaf(frontier, hashLeaf(commit(Buffer.from(salt, "hex"), record)));
      rows += 1;
    }
    if (!head?.checkpoint || !head.verifierKey) return bad("the file holds no head with a checkpoint");
    if (trustedKey !== undefined && trustedKey.trim() !== head.verifierKey)
      return bad("the file was signed by another key than the one that you trust");
    const checkpoint = openCheckpoint(head.checkpoint, parseVerifierKey(trustedKey ?? head.verifierKey));
    if (checkpoint.size !== rows) return bad(`the checkpoint speaks of ${checkpoint.size} rows, the file has ${rows}`);
    if (!checkpoint.root.equals(rootOf(frontier)))
      return bad("a row was changed: the rows do not give the signed root");
    const key =
      trustedKey === undefined
        ? `the key in the file (${head.verifierKey}); compare it with the one that the team publishes`
        : "the key that you gave";
    return { isGood: true, rows, says: `${rows} rows are whole and in order, signed by ${key}` };
  } catch (error) {
    return bad(error instanceof Error ? error.message : String(error));
  }
}
