// What goes in and out of a YARA worker: jobs, limits and reports. Pure.
import type { Finding } from "../model.ts";
import { type ContainerType, defaultUnpackLimits, type UnpackLimits } from "../unpack/model.ts";
import type { YaraProblem, YaraSource } from "./engine.ts";
import type { EngineChoice } from "./prepare-rules.ts";

export interface PoolLimits {
  /** For one file with everything in it; past it the worker is ended and replaced. */
  timeMs: number;
  /** For one part against all rules. The native engine looks at its clock about once a second. */
  partTimeMs: number;
  /** Bytes read of a file; what is longer is scanned up to here and said to be cut. */
  fileBytes: number;
  matchesPerString: number;
  /** Places kept of one finding. */
  locations: number;
  /** Findings kept of one file. */
  findings: number;
  unpack: UnpackLimits;
  /** Heap of one worker, JavaScript objects only, MiB. */
  workerHeapMb: number;
}

export const defaultPoolLimits: PoolLimits = {
  timeMs: 120_000,
  partTimeMs: 20_000,
  fileBytes: 256 * 2 ** 20,
  matchesPerString: 10_000,
  locations: 32,
  findings: 5_000,
  unpack: defaultUnpackLimits,
  workerHeapMb: 512,
};

/** One file to scan: from a path, or from bytes that are handed over (their buffer is empty afterwards). */
export interface ScanJob {
  /** How the file is called in findings: its path as given, or "files/<name>". */
  name: string;
  input: { path: string } | { bytes: Uint8Array<ArrayBuffer> };
  /** False scans the file as it is and opens nothing. True when left out. */
  isUnpacked?: boolean;
  /** Gives back each part's hashes; not when left out. */
  hasHashes?: boolean;
  /** Gives back the bytes of parts that are text or an event log, for the other engines; none when left out. */
  keep?: { partBytes: number; totalBytes: number };
}

/** One part that was looked at, the file itself first. */
export interface ScannedPart {
  path: string;
  depth: number;
  size: number;
  type: ContainerType | null;
  /** Lower-case hex; only where the job asked for them. */
  hashes?: { sha256: string; sha1: string; md5: string };
  /** Only where the job asked for it and the part is text or an event log. */
  bytes?: Uint8Array;
}

export interface ScanReport {
  findings: Finding[];
  parts: ScannedPart[];
  /** Bytes over all parts. */
  scannedBytes: number;
  /** Null when done; else why the rest was not scanned, which is a finding as well. */
  failure: string | null;
  timeMs: number;
}

/** Reading the file failed, which is the caller's business and no finding. */
export class FileUnreadable extends Error {
  override name = "FileUnreadable";
}

export interface WorkerData {
  sources: readonly YaraSource[];
  engine: EngineChoice;
  cacheFolder: string | null;
  limits: PoolLimits;
}

export interface WorkerReady {
  kind: "ready";
  engineName: string;
  engineVersion: string;
  refused: YaraProblem[];
  isFromCache: boolean;
  loadMs: number;
}

/** A worker tells each part as it is done, so that what was found survives the worker's end. */
export type WorkerMessage =
  | WorkerReady
  | { kind: "start-failed"; reason: string }
  | { kind: "part"; id: number; part: ScannedPart | null; findings: Finding[] }
  | { kind: "unreadable"; id: number; reason: string }
  | { kind: "done"; id: number };

export interface WorkerRequest {
  id: number;
  job: ScanJob;
}
