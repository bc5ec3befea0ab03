// The text of one proof (C2SP tlog-proof): index, path, checkpoint; and in `extra` the row with its salt, so that the leaf can be made again.
import { fromBase64, fromHex, fromUtf8, toBase64, utf8 } from "./bytes.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { LogRecord } from "./leaf.ts";
import type { Hash } from "./merkle.ts";

const firstLine = "c2sp.org/tlog-proof@v1";
const entryFormat = "toguna-log-entry/1";
const longestPath = 63;

export interface LogEntry {
  record: LogRecord;
  salt: Uint8Array;
}

export interface TlogProof {
  /** What `extra` holds; it is bound by the leaf hash that is made of it. */
  entry: LogEntry;
  index: number;
  path: Hash[];
  /** The signed note, verbatim. */
  checkpoint: string;
}

export function isTlogProof(text: string): boolean {
  return text.startsWith(`${firstLine}\n`);
}

export function writeTlogProof(proof: Omit<TlogProof, "entry"> & { entry: { record: unknown; salt: string } }): string {
  const { record, salt } = proof.entry;
  const extra = toBase64(utf8(canonicalJson({ format: entryFormat, record, salt })));
  return [firstLine, `extra ${extra}`, `index ${proof.index}`, ...proof.path.map(toBase64), "", proof.checkpoint].join(
    "\n",
  );
}

/** @throws with what was expected. */
export function readTlogProof(text: string): TlogProof {
  const split = text.indexOf("\n\n");
  if (!isTlogProof(text) || split < 0) throw new Error(`expected a proof that begins with ${firstLine}`);
  const [, extra = "", index = "", ...path] = text.slice(0, split).split("\n");
  if (!extra.startsWith("extra ")) throw new Error("expected the row in an extra line");
  if (!/^index (0|[1-9]\d*)$/.test(index)) throw new Error("expected a line such as: index 42");
  if (path.length > longestPath) throw new Error("the path is longer than any tree is high");
  return {
    entry: readEntry(extra.slice("extra ".length)),
    index: Number(index.slice("index ".length)),
    path: path.map(readHash),
    checkpoint: text.slice(split + 2),
  };
}

/** One hash in base64. @throws when it has not 32 bytes. */
export function readHash(text: string): Hash {
  let bytes: Uint8Array | undefined;
  try {
    bytes = fromBase64(text);
  } catch {
    // Told below, with what was expected.
  }
  if (bytes?.length !== 32) throw new Error("expected hashes of 32 bytes in base64");
  return bytes;
}

function readEntry(encoded: string): LogEntry {
  let value: { format?: unknown; record?: unknown; salt?: unknown };
  try {
    value = JSON.parse(fromUtf8(fromBase64(encoded))) as typeof value;
  } catch {
    throw new Error("the extra line is not base64 of JSON");
  }
  if (value?.format !== entryFormat || typeof value.salt !== "string" || !/^[0-9a-f]{64}$/.test(value.salt))
    throw new Error(`the extra line is not a row (${entryFormat})`);
  return { record: readRecord(value.record), salt: fromHex(value.salt) };
}

const texts = ["id", "at", "actorKind", "action", "objectType", "objectId", "requestId"] as const;

/** A row with exactly the fields that are committed to. @throws naming the field. */
export function readRecord(value: unknown): LogRecord {
  if (typeof value !== "object" || value === null) throw new Error("the row is not an object");
  const record = value as Record<string, unknown>;
  for (const name of texts) if (typeof record[name] !== "string") throw new Error(`the row's ${name} is not a text`);
  for (const name of ["actorId", "organisationId"])
    if (record[name] !== null && typeof record[name] !== "string") throw new Error(`the row's ${name} is not a text`);
  if (typeof record["detail"] !== "object" || record["detail"] === null)
    throw new Error("the row's detail is not an object");
  const other = Object.keys(record).find((name) => ![...texts, "actorId", "organisationId", "detail"].includes(name));
  if (other !== undefined) throw new Error(`the row has a field that rows do not have: ${other}`);
  return record as unknown as LogRecord;
}
