// The verifier: takes texts of proofs, histories, exports, checkpoints and consistency, and the keys that one trusts; says what each shows. No network, no server.
import { checkConsistency, isConsistencyText, readConsistencyText } from "./consistency.ts";
import { exportFormat, makeExportChecker } from "./export.ts";
import { type Attested, type Finding, refusalOf, Refused } from "./findings.ts";
import { checkHistory, type HistoryHead, historyFormat } from "./history.ts";
import { readVerifierKey, type VerifierKey, writeVerifierKey } from "./keys.ts";
import { leafOfRecord } from "./leaf.ts";
import { verifyInclusion } from "./merkle.ts";
import { type Checkpoint, openCheckpointNote, type Signature } from "./note.ts";
import { isQuorum, type Policy } from "./policy.ts";
import { isTlogProof, readTlogProof } from "./tlog-proof.ts";

export interface Trust {
  /** Keys of logs that the reader has from elsewhere. Without one, the key that a file brings is used where it brings one, and the finding says so. */
  logs: readonly VerifierKey[];
  /** Witnesses and quorum; "none" asks for nobody. */
  policy: Policy;
  /** Every row must have been there by then. */
  before?: Date | undefined;
}

interface Opened extends Checkpoint {
  attested: Attested[];
}

/** One finding for each text. Consistency needs the older checkpoint among the texts, alone or in a proof. */
export function verifyTexts(files: readonly { name: string; text: string }[], trust: Trust): Finding[] {
  return files.map(({ name, text }) => {
    try {
      return verifyOne(name, text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n"), files, trust);
    } catch (error) {
      return refusalOf(name, error);
    }
  });
}

function verifyOne(name: string, text: string, files: readonly { text: string }[], trust: Trust): Finding {
  if (isTlogProof(text)) return verifyProof(name, text, trust);
  if (isConsistencyText(text)) return verifyGrowth(name, text, files, trust);
  if (text.startsWith("{")) {
    const format = (JSON.parse(text.slice(0, text.indexOf("\n") + 1 || undefined)) as { format?: unknown }).format;
    if (format === historyFormat) return verifyHistory(name, text, trust);
    if (format === exportFormat) return verifyExportText(name, text, trust);
    throw new Refused("unknown_file");
  }
  if (!text.includes("\n— ")) throw new Refused("unknown_file");
  const opened = open(text, trust, trust.logs);
  return good(name, "checkpoint", { origin: opened.origin, size: opened.size }, opened);
}

function verifyProof(name: string, text: string, trust: Trust): Finding {
  const { entry, index, path, checkpoint } = readTlogProof(text);
  const opened = open(checkpoint, trust, trust.logs);
  if (!verifyInclusion(leafOfRecord(entry.salt, entry.record), index, opened.size, path, opened.root))
    throw new Refused("not_in_tree", { index });
  const values = { index, size: opened.size, origin: opened.origin };
  return inTime({ ...good(name, "included", values, opened), records: [entry.record] }, trust);
}

function verifyGrowth(name: string, text: string, files: readonly { text: string }[], trust: Trust): Finding {
  const { oldSize, path, checkpoint } = readConsistencyText(text);
  const newer = open(checkpoint, trust, trust.logs);
  const older = files.flatMap((file) => checkpointIn(file.text, trust)).find((one) => one.size === oldSize);
  if (!older) throw new Refused("older_missing", { size: oldSize });
  checkConsistency(older, newer, path);
  return good(name, "consistent", { older: older.size, newer: newer.size, origin: newer.origin }, newer);
}

/** The checkpoint of a file, where it has one that opens. */
function checkpointIn(text: string, trust: Trust): Checkpoint[] {
  try {
    if (isConsistencyText(text)) return [];
    const note = isTlogProof(text) ? readTlogProof(text).checkpoint : text;
    return [openCheckpointNote(note, [...trust.logs, ...trust.policy.logs])];
  } catch {
    return [];
  }
}

function verifyHistory(name: string, text: string, trust: Trust): Finding {
  const [first = "", ...lines] = text.split("\n").filter((line) => line !== "");
  const head = JSON.parse(first) as HistoryHead;
  const { keys, note } = keysFor(head.verifierKey, trust);
  const opened = open(head.checkpoint, trust, keys);
  const records = checkHistory(lines, head, opened);
  const values = { rows: lines.length - 1, object: head.objectType, id: head.objectId, origin: opened.origin };
  const finding = good(name, "history", values, opened);
  return inTime({ ...finding, records, notes: [...finding.notes, ...note] }, trust);
}

function verifyExportText(name: string, text: string, trust: Trust): Finding {
  const checker = makeExportChecker();
  let from = 0;
  while (from < text.length) {
    const end = text.indexOf("\n", from);
    checker.push(text.slice(from, end < 0 ? undefined : end));
    from = end < 0 ? text.length : end + 1;
  }
  return exportFinding(name, checker, trust);
}

/** The finding of an export whose lines were all pushed. @throws as the checker's `end`. */
export function exportFinding(name: string, checker: ReturnType<typeof makeExportChecker>, trust: Trust): Finding {
  const verdict = checker.end([...trust.logs, ...trust.policy.logs, ...trust.policy.witnesses.map(({ key }) => key)]);
  const { note } = keysFor(verdict.verifierKey, trust);
  const attested = requireQuorum(verdict.cosignatures, trust);
  const { rows, padding, destroyed } = verdict;
  return {
    file: name,
    isGood: true,
    says: "export",
    values: { rows, padding, destroyed },
    records: [],
    attested,
    notes: note,
  };
}

/** Keys that may open a file which brings its own: the trusted ones, else its own with a note that it is only that. */
function keysFor(own: string, trust: Trust): { keys: readonly VerifierKey[]; note: Finding["notes"] } {
  const trusted = [...trust.logs, ...trust.policy.logs];
  if (trusted.length === 0) return { keys: [readVerifierKey(own)], note: [{ says: "own_key", values: { key: own } }] };
  if (!trusted.some((key) => writeVerifierKey(key) === own)) throw new Refused("other_key");
  return { keys: trusted, note: [] };
}

function open(note: string, trust: Trust, logs: readonly VerifierKey[]): Opened {
  const keys = [...logs, ...trust.policy.logs];
  if (keys.length === 0) throw new Refused("no_key");
  const opened = openCheckpointNote(note, [...keys, ...trust.policy.witnesses.map(({ key }) => key)]);
  return { ...opened, attested: requireQuorum(opened.cosignatures, trust) };
}

function requireQuorum(cosignatures: readonly Signature[], { policy }: Trust): Attested[] {
  const cosigned = policy.witnesses.filter(({ key }) => cosignatures.some((one) => one.key.name === key.name));
  const names = new Set(cosigned.map(({ name }) => name));
  if (!isQuorum(policy, names)) throw new Refused("no_quorum", { found: names.size, quorum: policy.quorum });
  return cosigned.flatMap(({ name, key }) => {
    const at = cosignatures.find((one) => one.key.name === key.name)?.signedAt;
    return at === undefined ? [] : [{ witness: name, at: new Date(at * 1000).toISOString() }];
  });
}

/** In time: a witness saw the tree by then, or, where none did, the log itself says so, which is noted. */
function inTime(finding: Finding, { before }: Trust): Finding {
  if (!before) return finding;
  const late = finding.records.find(({ at }) => new Date(at) > before);
  if (late) throw new Refused("late", { at: late.at, before: before.toISOString() });
  const seen = finding.attested.find(({ at }) => new Date(at) <= before);
  const note = seen
    ? { says: "in_time_witnessed", values: { before: before.toISOString(), witness: seen.witness, at: seen.at } }
    : { says: "in_time_claimed", values: { before: before.toISOString() } };
  return { ...finding, notes: [...finding.notes, note] };
}

function good(file: string, says: string, values: Finding["values"], { attested }: Opened): Finding {
  return { file, isGood: true, says, values, records: [], attested, notes: [] };
}
