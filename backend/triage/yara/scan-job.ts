// Scans one file with everything in it: walks its parts, runs the rules over each, and hands on what it learns part by part.
import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { extname } from "node:path";
import type { Finding } from "../model.ts";
import { type Part, toObstacleFinding, walkParts } from "../unpack/index.ts";
import { type Externals, YaraTimeout } from "./engine.ts";
import type { RuleSet } from "./prepare-rules.ts";
import { FileUnreadable, type PoolLimits, type ScanJob, type ScannedPart } from "./scan-model.ts";
import { toFinding } from "./to-finding.ts";

export interface JobContext {
  rules: RuleSet;
  limits: PoolLimits;
  /** Version of a rule that carries none, by the path of its file. */
  fileVersions: ReadonlyMap<string, string>;
  tell: (part: ScannedPart | null, findings: Finding[]) => void;
}

/** Throws `FileUnreadable` where the file cannot be read; everything else that goes wrong is told as a finding. */
export async function scanJob(job: ScanJob, context: JobContext): Promise<void> {
  const { limits, tell } = context;
  const { bytes, isCut } = readInput(job, limits.fileBytes);
  const endsAt = performance.now() + limits.timeMs;
  let keptBytes = 0;
  let findingCount = 0;
  const unpackLimits = job.isUnpacked === false ? { ...limits.unpack, depth: 0 } : limits.unpack;
  if (isCut) {
    const detail = `only its first ${Math.round(limits.fileBytes / 2 ** 20)} MB were looked at`;
    tell(null, [toObstacleFinding({ kind: "too_large", detail }, job.name)]);
  }
  for await (const step of walkParts(job.name, bytes, unpackLimits)) {
    if ("obstacle" in step) {
      const isWanted = job.isUnpacked !== false || step.obstacle.kind !== "too_deep";
      if (isWanted) tell(null, [toObstacleFinding(step.obstacle, step.path)]);
      continue;
    }
    const { part } = step;
    const found = scanPart(part, context).slice(0, limits.findings - findingCount);
    findingCount += found.length;
    const isKept =
      job.keep !== undefined &&
      part.bytes.length <= job.keep.partBytes &&
      keptBytes + part.bytes.length <= job.keep.totalBytes &&
      isReadable(part.bytes);
    if (isKept) keptBytes += part.bytes.length;
    tell(describePart(part, job.hasHashes === true, isKept), found);
    if (performance.now() > endsAt) {
      const detail = `scanning took more than ${limits.timeMs / 1000} s`;
      tell(null, [toObstacleFinding({ kind: "time_limit", detail }, job.name)]);
      return;
    }
  }
}

function scanPart(part: Part, { rules, limits, fileVersions }: JobContext): Finding[] {
  try {
    return rules
      .scan(part.bytes, describeExternals(part))
      .map((match) =>
        toFinding(match, part.path, part.bytes, fileVersions.get(match.namespace) ?? "unknown", limits.locations),
      );
  } catch (error) {
    const detail =
      error instanceof YaraTimeout
        ? `the YARA rules took more than ${limits.partTimeMs / 1000} s on this part`
        : `the YARA engine failed on this part: ${error instanceof Error ? error.message : String(error)}`;
    return [
      toObstacleFinding({ kind: error instanceof YaraTimeout ? "time_limit" : "unsupported", detail }, part.path),
    ];
  }
}

/** As LOKI and THOR fill them: the type in capitals where the opening bytes tell it. */
export function describeExternals(part: Part): Externals {
  return {
    filename: part.name,
    filepath: part.path.slice(0, Math.max(0, part.path.length - part.name.length - 1)),
    extension: extname(part.name).toLowerCase(),
    filetype: part.bytes.toString("latin1", 0, 2) === "MZ" ? "EXE" : (part.type ?? "").toUpperCase(),
    owner: "",
  };
}

function describePart(part: Part, hasHashes: boolean, isKept: boolean): ScannedPart {
  const hash = (algorithm: string): string => createHash(algorithm).update(part.bytes).digest("hex");
  return {
    path: part.path,
    depth: part.depth,
    size: part.bytes.length,
    type: part.type,
    ...(hasHashes ? { hashes: { sha256: hash("sha256"), sha1: hash("sha1"), md5: hash("md5") } } : {}),
    ...(isKept ? { bytes: new Uint8Array(part.bytes) } : {}),
  };
}

/** Text by its first 4 KiB (UTF-16 with its mark included), or a Windows event log. */
function isReadable(bytes: Buffer): boolean {
  if (bytes.toString("latin1", 0, 8) === "ElfFile\0") return true;
  const mark = bytes.toString("latin1", 0, 2);
  if (mark === "\xff\xfe" || mark === "\xfe\xff") return true;
  return !bytes.subarray(0, 4096).includes(0);
}

/** Reads at most `limit` bytes. The size is taken from the open file, so that one that shrinks meanwhile does no harm. */
function readInput(job: ScanJob, limit: number): { bytes: Buffer; isCut: boolean } {
  if ("bytes" in job.input) {
    const { bytes } = job.input;
    const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return { bytes: whole.subarray(0, limit), isCut: whole.length > limit };
  }
  let file: number | null = null;
  try {
    file = openSync(job.input.path, "r");
    const { size } = fstatSync(file);
    const bytes = Buffer.allocUnsafeSlow(Math.min(size, limit));
    let filled = 0;
    while (filled < bytes.length) {
      const count = readSync(file, bytes, filled, bytes.length - filled, filled);
      if (count === 0) break;
      filled += count;
    }
    return { bytes: bytes.subarray(0, filled), isCut: size > limit };
  } catch (error) {
    throw new FileUnreadable(error instanceof Error ? error.message : String(error));
  } finally {
    if (file !== null) closeSync(file);
  }
}
