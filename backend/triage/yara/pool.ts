// A pool of worker threads that scan files with YARA; a worker over its limit is ended and replaced, and what it found is kept.
import { Worker } from "node:worker_threads";
import type { Finding } from "../model.ts";
import { toObstacleFinding } from "../unpack/index.ts";
import type { YaraProblem, YaraSource } from "./engine.ts";
import type { EngineChoice } from "./prepare-rules.ts";
import { readRules } from "./read-rules.ts";
import {
  defaultPoolLimits,
  FileUnreadable,
  type PoolLimits,
  type ScanJob,
  type ScannedPart,
  type ScanReport,
  type WorkerData,
  type WorkerMessage,
  type WorkerReady,
} from "./scan-model.ts";

export interface YaraPoolOptions {
  /** Rule files; those that do not compile are refused with a reason and the others are used. */
  rules: readonly YaraSource[];
  workers: number;
  limits?: Partial<PoolLimits>;
  /** A folder of ours for compiled rules, made with mode 0700; null or left out compiles at each start. */
  cacheFolder?: string | null;
  engine?: EngineChoice;
}

export interface YaraPool {
  engineName: string;
  engineVersion: string;
  /** Rules that are in use, and the files that are not, with the reason. */
  ruleCount: number;
  refused: YaraProblem[];
  isFromCache: boolean;
  /** Until every worker had its rules, milliseconds. */
  loadMs: number;
  /** Scans one file. Rejects with `FileUnreadable` when its path cannot be read; anything else ends in the report. */
  scan(job: ScanJob): Promise<ScanReport>;
  /** Jobs that wait for a worker. */
  waitingCount(): number;
  /** Waits for running and waiting jobs, then ends the workers. */
  close(): Promise<void>;
}

interface Pending {
  id: number;
  job: ScanJob;
  startedAt: number;
  findings: Finding[];
  parts: ScannedPart[];
  resolve(report: ScanReport): void;
  reject(error: Error): void;
}

interface Lane {
  worker: Worker;
  current: Pending | null;
  timer: NodeJS.Timeout | null;
}

/** Beyond a worker's own clocks, before it is ended from outside; the WebAssembly engine has no clock to wait for. */
const graceMs = { native: 5_000, wasm: 250 };

/**
 * Starts the workers and waits until they have their rules: the first compiles where the cache has nothing, the others
 * then load what it saved. Rejects where no engine can be started.
 */
export async function createYaraPool(options: YaraPoolOptions): Promise<YaraPool> {
  const limits: PoolLimits = { ...defaultPoolLimits, ...options.limits };
  const startedAt = performance.now();
  const waiting: Pending[] = [];
  const lanes = new Set<Lane>();
  let nextId = 1;
  let isClosing = false;
  let isNative = true;
  let onIdle: (() => void) | null = null;

  const startWorker = async (): Promise<{ worker: Worker; ready: WorkerReady }> => {
    const workerData: WorkerData = {
      sources: options.rules,
      engine: options.engine ?? "auto",
      cacheFolder: options.cacheFolder ?? null,
      limits,
    };
    const worker = new Worker(new URL("./worker.ts", import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: limits.workerHeapMb },
    });
    const ready = await firstMessage(worker);
    return { worker, ready };
  };

  const openLane = (worker: Worker): void => {
    const lane: Lane = { worker, current: null, timer: null };
    lanes.add(lane);
    worker.on("message", (message: WorkerMessage) => onMessage(lane, message));
    worker.on("error", (error: Error) => replaceLane(lane, `the scanning worker failed: ${error.message}`));
    worker.on("exit", () => replaceLane(lane, "the scanning worker ended"));
    feed(lane);
  };

  const feed = (lane: Lane): void => {
    const next = waiting.shift();
    if (next === undefined) {
      if (isClosing && [...lanes].every(({ current }) => current === null)) onIdle?.();
      return;
    }
    lane.current = next;
    next.startedAt = performance.now();
    lane.timer = setTimeout(
      () => replaceLane(lane, `scanning took more than ${limits.timeMs / 1000} s`),
      limits.timeMs + (isNative ? graceMs.native : graceMs.wasm),
    );
    const { input } = next.job;
    // A view of a larger buffer (Node's own pool, for one) is copied: handing over the buffer would take the rest along.
    const isOwnBuffer = "bytes" in input && input.bytes.byteLength === input.bytes.buffer.byteLength;
    lane.worker.postMessage({ id: next.id, job: next.job }, isOwnBuffer ? [input.bytes.buffer] : []);
  };

  const settle = (lane: Lane, finish: (pending: Pending) => void): void => {
    const pending = lane.current;
    if (lane.timer !== null) clearTimeout(lane.timer);
    lane.timer = null;
    lane.current = null;
    if (pending !== null) finish(pending);
  };

  const onMessage = (lane: Lane, message: WorkerMessage): void => {
    const pending = lane.current;
    if (pending === null || !("id" in message) || message.id !== pending.id) return;
    if (message.kind === "part") {
      if (message.part !== null) pending.parts.push(message.part);
      for (const finding of message.findings) pending.findings.push(finding);
      return;
    }
    settle(lane, () => {
      if (message.kind === "done") pending.resolve(report(pending, null));
      else pending.reject(new FileUnreadable(message.reason));
    });
    feed(lane);
  };

  const replaceLane = (lane: Lane, reason: string): void => {
    if (!lanes.delete(lane)) return;
    settle(lane, (pending) => {
      pending.findings.push(toObstacleFinding({ kind: "time_limit", detail: reason }, pending.job.name));
      pending.resolve(report(pending, reason));
    });
    void lane.worker.terminate();
    startWorker().then(
      ({ worker }) => openLane(worker),
      (error: Error) => failWaiting(error),
    );
  };

  /** Without a worker nothing will ever be scanned: say so rather than wait forever. */
  const failWaiting = (error: Error): void => {
    if (lanes.size > 0) return;
    for (const pending of waiting.splice(0)) pending.reject(error);
    onIdle?.();
  };

  const { worker: first, ready } = await startWorker();
  isNative = ready.engineName === "yara-x-native";
  const refusedPaths = new Set(ready.refused.map((problem) => problem.path));
  const used = options.rules.filter((source) => !refusedPaths.has(source.path));
  openLane(first);
  const others = await Promise.all(Array.from({ length: Math.max(0, options.workers - 1) }, startWorker));
  for (const { worker } of others) openLane(worker);

  return {
    engineName: ready.engineName,
    engineVersion: ready.engineVersion,
    ruleCount: used.reduce((count, source) => count + (readRules(source.text)?.length ?? 0), 0),
    refused: ready.refused,
    isFromCache: ready.isFromCache,
    loadMs: performance.now() - startedAt,
    waitingCount: () => waiting.length,
    scan(job) {
      if (isClosing) return Promise.reject(new Error("The YARA pool is closed."));
      return new Promise((resolve, reject) => {
        waiting.push({ id: nextId, job, startedAt: 0, findings: [], parts: [], resolve, reject });
        nextId += 1;
        const idle = [...lanes].find((lane) => lane.current === null);
        if (idle !== undefined) feed(idle);
      });
    },
    async close() {
      isClosing = true;
      if (waiting.length > 0 || [...lanes].some((lane) => lane.current !== null)) {
        await new Promise<void>((resolve) => {
          onIdle = resolve;
        });
      }
      const open = [...lanes];
      lanes.clear();
      await Promise.all(open.map((lane) => lane.worker.terminate()));
    },
  };
}

function report(pending: Pending, failure: string | null): ScanReport {
  return {
    findings: pending.findings,
    parts: pending.parts,
    scannedBytes: pending.parts.reduce((sum, part) => sum + part.size, 0),
    failure,
    timeMs: performance.now() - pending.startedAt,
  };
}

function firstMessage(worker: Worker): Promise<WorkerReady> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(error);
    worker.once("error", fail);
    worker.once("message", (message: WorkerMessage) => {
      worker.off("error", fail);
      if (message.kind === "ready") resolve(message);
      else reject(new Error(message.kind === "start-failed" ? message.reason : "unexpected first message"));
    });
  });
}
