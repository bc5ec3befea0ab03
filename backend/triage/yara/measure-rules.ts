// Measures what each rule file costs by itself on a sample of files; a rule that does not end is stopped and the others go on.
import { Worker } from "node:worker_threads";
import type { MeasureData, MeasuredRule, MeasureMessage } from "./measure-model.ts";

/** Beyond a rule's own clock, before its thread is ended from outside. */
const graceMs = 3_000;

/**
 * @param totalMs when this is over, the rules that had no turn are left out
 * @returns in the order of `rules`
 */
export async function measureYaraRules(data: MeasureData, totalMs: number): Promise<MeasuredRule[]> {
  const measured: MeasuredRule[] = [];
  const endsAt = performance.now() + totalMs;
  let left = data.rules;
  while (left.length > 0 && performance.now() < endsAt) {
    const before = measured.length;
    await runThread({ ...data, rules: left }, endsAt, measured);
    // A thread that failed before its first rule would fail again.
    if (measured.length === before) break;
    left = left.slice(measured.length - before);
  }
  return measured;
}

/** Ends when all rules had their turn, at the limit of one of them, or at the end of the time. */
async function runThread(data: MeasureData, endsAt: number, measured: MeasuredRule[]): Promise<void> {
  const worker = new Worker(new URL("./measure-worker.ts", import.meta.url), { workerData: data });
  let begun: Extract<MeasureMessage, { kind: "begun" }> | null = null;
  let timer: NodeJS.Timeout | undefined;
  await new Promise<void>((resolve) => {
    const stop = (): void => {
      if (begun !== null && performance.now() < endsAt) {
        const { path, parts, bytes } = begun;
        measured.push({ path, parts, bytes, matches: 0, timeMs: data.ruleTimeMs, hasEnded: false });
      }
      resolve();
    };
    worker.on("message", (message: MeasureMessage) => {
      if (timer !== undefined) clearTimeout(timer);
      if (message.kind === "done") return resolve();
      if (message.kind === "rule") {
        measured.push(message.rule);
        begun = null;
        if (performance.now() >= endsAt) resolve();
        return;
      }
      begun = message;
      const leftMs = Math.max(0, endsAt - performance.now());
      timer = setTimeout(stop, Math.min(data.ruleTimeMs + graceMs, leftMs));
    });
    worker.once("error", stop);
    worker.once("exit", () => resolve());
  });
  if (timer !== undefined) clearTimeout(timer);
  await worker.terminate();
}
