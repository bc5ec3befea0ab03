// Judges the files of an evidence bundle: manifests, hashes on arrival, the chain of custody, and each act's place in the log. Pure: no file, no network, no server.
import { readVerifierKey } from "../../platform/audit/proof/keys.ts";
import { type Trust, verifyTexts } from "../../platform/audit/proof/verify.ts";
import { bagNames, type BundleDocument, bundleFormat, proofName, readManifest } from "./bag.ts";
import { findBreak } from "./chain.ts";

/** One file of the bag, by its path below the bag's folder. `text` only of small ones. */
export interface BagFile {
  path: string;
  size: number;
  sha256: string;
  blake3: string;
  text: string | undefined;
}

/** One thing that was checked: a key below "check." of the words' room `evidence`, and its values. */
export interface Said {
  isGood: boolean;
  says: string;
  values: Record<string, string | number>;
}

/** An act and its row in the log are of one transaction; their clocks were read a moment apart. */
const mostApartMs = 60_000;

const good = (says: string, values: Said["values"] = {}): Said => ({ isGood: true, says, values });
const bad = (says: string, values: Said["values"] = {}): Said => ({ isGood: false, says, values });

/** Everything that holds, and everything that does not, each with the file or the act it is about. */
export function checkBundle(files: readonly BagFile[], trust: Trust): Said[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const declaration = byPath.get(bagNames.declaration)?.text ?? "";
  if (!/^BagIt-Version: 1\.0\s/.test(declaration) || !/Tag-File-Character-Encoding: UTF-8/i.test(declaration))
    return [bad("no_bag")];
  const manifests = [
    ...checkManifest(byPath, bagNames.manifest, (path) => path.startsWith("data/")),
    ...checkManifest(
      byPath,
      bagNames.tagManifest,
      (path) => !path.startsWith("data/") && path !== bagNames.tagManifest,
    ),
  ];
  const document = readDocument(byPath.get(bagNames.custody)?.text);
  if (!document) return [...manifests, bad("no_custody")];
  return [
    ...manifests,
    ...checkPayload(byPath, document),
    ...checkChain(document),
    ...checkProofs(byPath, document, trust),
  ];
}

function checkManifest(files: ReadonlyMap<string, BagFile>, name: string, belongs: (path: string) => boolean): Said[] {
  const text = files.get(name)?.text;
  if (text === undefined) return [bad("missing", { path: name })];
  let listed: Map<string, string>;
  try {
    listed = readManifest(text);
  } catch (error) {
    return [bad("manifest_malformed", { path: name, reason: error instanceof Error ? error.message : "" })];
  }
  const wrong: Said[] = [];
  for (const [path, hash] of listed) {
    const file = files.get(path);
    if (!file) wrong.push(bad("missing", { path }));
    else if (file.sha256 !== hash) wrong.push(bad("changed", { path }));
  }
  for (const path of files.keys()) if (belongs(path) && !listed.has(path)) wrong.push(bad("unlisted", { path }));
  return wrong.length > 0 ? wrong : [good("manifest", { path: name, files: listed.size })];
}

function readDocument(text: string | undefined): BundleDocument | undefined {
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Partial<BundleDocument> | null;
    const isWhole =
      value?.format === bundleFormat && value.facts && Array.isArray(value.chain) && Array.isArray(value.withoutProof);
    return isWhole ? (value as BundleDocument) : undefined;
  } catch {
    return undefined;
  }
}

function checkPayload(files: ReadonlyMap<string, BagFile>, { facts, payload }: BundleDocument): Said[] {
  if (payload === null) return [good(facts.kind === "thing" ? "thing" : "disposed", { reference: facts.reference })];
  const file = files.get(payload);
  if (!file) return [bad("missing", { path: payload })];
  if (file.sha256 !== facts.sha256 || file.blake3 !== facts.blake3 || file.size !== facts.size)
    return [bad("not_as_arrived", { path: payload, at: facts.arrivedAt })];
  return [good("as_arrived", { path: payload, at: facts.arrivedAt, sha256: file.sha256 })];
}

function checkChain({ facts, chain }: BundleDocument): Said[] {
  const broken = findBreak(facts, chain);
  if (broken === 0) return [bad("facts_changed", { reference: facts.reference })];
  if (broken !== undefined) return [bad("chain_broken", { position: broken })];
  return [good("chain", { rows: chain.length, reference: facts.reference })];
}

/** Each act's proof, made over the very hash of its row. Without a key of one's own, the key that the bundle brings is used, and that is said. */
function checkProofs(files: ReadonlyMap<string, BagFile>, document: BundleDocument, trust: Trust): Said[] {
  const said: Said[] = [];
  let logs = [...trust.logs];
  if (logs.length === 0 && trust.policy.logs.length === 0) {
    const own = (files.get(bagNames.logKey)?.text ?? "").trim();
    try {
      logs = [readVerifierKey(own)];
      said.push(good("own_key", { key: own }));
    } catch {
      return [bad("no_key")];
    }
  }
  const pathless = new Set(document.withoutProof);
  let proved = 0;
  for (const row of document.chain) {
    const text = files.get(proofName(row.position))?.text;
    if (text === undefined) {
      said.push(
        pathless.has(row.position)
          ? good("proof_destroyed", { position: row.position })
          : bad("proof_missing", { position: row.position }),
      );
      continue;
    }
    const [finding] = verifyTexts([{ name: proofName(row.position), text }], { ...trust, logs });
    const record = finding?.records[0];
    const isThis =
      record?.action === `evidence.${row.kind}` &&
      record.actorId === row.personId &&
      Math.abs(Date.parse(record.at) - Date.parse(row.at)) < mostApartMs &&
      record.detail["custodyHash"] === row.hash &&
      record.detail["evidenceId"] === document.facts.id &&
      record.detail["position"] === row.position;
    if (!finding?.isGood) said.push(bad("proof_bad", { position: row.position, why: finding?.says ?? "" }));
    else if (!isThis) said.push(bad("proof_of_other", { position: row.position }));
    else proved += 1;
  }
  return proved > 0 ? [...said, good("proved", { rows: proved })] : said;
}
