// The whole history of one object (a case): every row about it with its proof, and as the last row the log's own statement that these are all.
import { sha256 } from "@noble/hashes/sha2.js";
import { fromHex, join, toHex } from "./bytes.ts";
import { Refused } from "./findings.ts";
import { leafOfRecord, type LogRecord } from "./leaf.ts";
import { type Hash, verifyInclusion } from "./merkle.ts";
import type { Checkpoint } from "./note.ts";
import { readHash, readRecord } from "./tlog-proof.ts";

export const historyFormat = "toguna-log-history/1";
/** The act by which the log says that it has given out all rows about one object. */
export const historyAct = "log.attest_history";

export interface HistoryHead {
  format: typeof historyFormat;
  verifierKey: string;
  checkpoint: string;
  objectType: string;
  objectId: string;
}

/** What the statement's detail holds: of the rows before `size`, how many there are, and SHA-256 over their leaf hashes in order, as hexadecimal. */
export interface HistoryStatement {
  size: number;
  rows: number;
  leaves: string;
}

export function summarise(leaves: readonly Hash[]): Omit<HistoryStatement, "size"> {
  return { rows: leaves.length, leaves: toHex(sha256(join(leaves))) };
}

/**
 * Checks the lines after the head against a checkpoint: every row is in the tree, in order, about that one object, and the statement at
 * the end names as many rows with the same leaves. @throws Refused; Error when a line is malformed.
 */
export function checkHistory(lines: readonly string[], head: HistoryHead, checkpoint: Checkpoint): LogRecord[] {
  const rows = lines.map((line) => readLine(line));
  let before = -1;
  for (const { index, record, leaf, path } of rows) {
    if (index <= before) throw new Refused("out_of_order", { index });
    if (record !== undefined && (record.objectType !== head.objectType || record.objectId !== head.objectId))
      throw new Refused("foreign_row", { index });
    if (!verifyInclusion(leaf, index, checkpoint.size, path, checkpoint.root))
      throw new Refused("not_in_tree", { index });
    before = index;
  }
  const last = rows.at(-1);
  if (last?.record?.action !== historyAct) throw new Refused("history_without_end");
  const stated = last.record.detail as Partial<HistoryStatement>;
  const found = summarise(rows.slice(0, -1).map(({ leaf }) => leaf));
  if (rows.slice(0, -1).some(({ index }) => index >= Number(stated.size))) throw new Refused("history_without_end");
  if (stated.rows !== found.rows || stated.leaves !== found.leaves)
    throw new Refused("history_with_gap", { stated: Number(stated.rows ?? 0), found: found.rows });
  return rows.flatMap(({ record }) => (record ? [record] : []));
}

interface HistoryRow {
  index: number;
  /** Undefined for a row whose content was destroyed: its leaf is still there. */
  record: LogRecord | undefined;
  leaf: Hash;
  path: Hash[];
}

function readLine(line: string): HistoryRow {
  const value = JSON.parse(line) as Record<string, unknown>;
  const { index, proof, salt, leaf } = value;
  if (typeof index !== "number" || !Array.isArray(proof)) throw new Error("expected rows with an index and a proof");
  const path = proof.map((part) => readHash(String(part)));
  if (value["record"] === undefined) {
    if (typeof leaf !== "string") throw new Error("expected a row, or the leaf of one that was destroyed");
    return { index, record: undefined, leaf: fromHex(leaf), path };
  }
  if (typeof salt !== "string") throw new Error("expected a salt");
  const record = readRecord(value["record"]);
  return { index, record, leaf: leafOfRecord(fromHex(salt), record), path };
}
