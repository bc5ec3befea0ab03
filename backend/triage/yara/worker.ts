// The thread in which rules run: loads them once, then scans one file after another until it is told to end, or ended.
import { parentPort, workerData } from "node:worker_threads";
import { hashSource, prepareRules } from "./prepare-rules.ts";
import { scanJob } from "./scan-job.ts";
import { FileUnreadable, type WorkerData, type WorkerMessage, type WorkerRequest } from "./scan-model.ts";

const port = parentPort;
if (port === null) throw new Error("This file runs as a worker thread.");
const send = (message: WorkerMessage, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);

const { sources, engine, cacheFolder, limits } = workerData as WorkerData;
try {
  const prepared = prepareRules(sources, engine, cacheFolder, {
    timeoutMs: limits.partTimeMs,
    matchesPerString: limits.matchesPerString,
  });
  const fileVersions = new Map(sources.map((source) => [source.path, hashSource(source)]));
  port.on("message", ({ id, job }: WorkerRequest) => {
    scanJob(job, {
      rules: prepared.rules,
      limits,
      fileVersions,
      tell: (part, findings) =>
        send({ kind: "part", id, part, findings }, part?.bytes === undefined ? [] : [part.bytes.buffer as ArrayBuffer]),
    }).then(
      () => send({ kind: "done", id }),
      (error: unknown) => {
        if (!(error instanceof FileUnreadable)) throw error;
        send({ kind: "unreadable", id, reason: error.message });
      },
    );
  });
  send({
    kind: "ready",
    engineName: prepared.engine.name,
    engineVersion: prepared.engine.version,
    refused: prepared.refused,
    isFromCache: prepared.isFromCache,
    loadMs: prepared.timeMs,
  });
} catch (error) {
  send({ kind: "start-failed", reason: error instanceof Error ? error.message : String(error) });
}
