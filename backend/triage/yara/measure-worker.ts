// The thread that tries rules one by one on a sample of parts, so that each one's own cost is known; it may be ended at any time.
import { readFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { walkParts } from "../unpack/index.ts";
import { defaultUnpackLimits, type Part } from "../unpack/model.ts";
import type { MeasureData, MeasureMessage } from "./measure-model.ts";
import { compileLimited } from "./prepare-rules.ts";
import { describeExternals } from "./scan-job.ts";

const port = parentPort;
if (port === null) throw new Error("This file runs as a worker thread.");
const send = (message: MeasureMessage): void => port.postMessage(message);
const { rules, files, sampleBytes, ruleTimeMs } = workerData as MeasureData;

const parts: Part[] = [];
let bytes = 0;
for (const { name, path } of files) {
  if (bytes >= sampleBytes) break;
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch {
    // A file that is no longer kept is no sample.
    continue;
  }
  for await (const step of walkParts(name, content, defaultUnpackLimits)) {
    if (!("part" in step) || bytes + step.part.bytes.length > sampleBytes) continue;
    bytes += step.part.bytes.length;
    parts.push(step.part);
  }
}

for (const source of rules) {
  send({ kind: "begun", path: source.path, parts: parts.length, bytes });
  const done = { path: source.path, parts: parts.length, bytes, matches: 0, timeMs: 0, hasEnded: true };
  let startedAt = performance.now();
  try {
    const set = compileLimited(source, ruleTimeMs);
    // Compiling happens once, whatever comes in.
    startedAt = performance.now();
    for (const part of parts) done.matches += set.scan(part.bytes, describeExternals(part)).length;
  } catch {
    done.hasEnded = false;
  }
  done.timeMs = performance.now() - startedAt;
  send({ kind: "rule", rule: done });
}
send({ kind: "done" });
