// Hands hostile files to one worker thread, one at a time, within memory and time; a worker that overruns is ended and replaced.
import { Worker } from "node:worker_threads";
import { AppError } from "../../platform/errors/index.ts";
import type { RenderAnswer, RenderTask } from "./render-worker.ts";

const timeLimitMs = 12_000;
const idleLimitMs = 30_000;
const maxWaiting = 50;

let worker: Worker | undefined;
let tail: Promise<unknown> = Promise.resolve();
let waiting = 0;
let idleTimer: NodeJS.Timeout | undefined;

/**
 * Renders one file in the limited worker.
 * @throws AppError refused when the file cannot be shown safely, unavailable when too many wait or it took over 12 s.
 */
export async function render(task: RenderTask): Promise<Exclude<RenderAnswer, { refused: string }>> {
  if (waiting >= maxWaiting)
    throw new AppError("unavailable", "Too many previews are being made.", { retryAfterSeconds: 5 });
  waiting += 1;
  const turn = tail.then(async () => await renderNow(task));
  tail = turn.catch(() => {});
  try {
    const answer = await turn;
    if ("refused" in answer)
      throw new AppError("refused", "This file cannot be shown safely. It can be taken out as an archive.", {
        words: "refusals.file_not_shown",
      });
    return answer;
  } finally {
    waiting -= 1;
  }
}

async function renderNow(task: RenderTask): Promise<RenderAnswer> {
  clearTimeout(idleTimer);
  const current = (worker ??= start());
  current.ref();
  try {
    return await new Promise<RenderAnswer>((resolve, reject) => {
      const timer = setTimeout(
        () => finish(() => reject(new AppError("unavailable", "Showing this file took too long."))),
        timeLimitMs,
      );
      const onMessage = (answer: RenderAnswer): void => finish(() => resolve(answer), true);
      const onFailure = (): void => finish(() => resolve({ refused: "ended" }));
      const finish = (settle: () => void, isWell = false): void => {
        clearTimeout(timer);
        current.off("message", onMessage).off("error", onFailure).off("exit", onFailure);
        if (!isWell) drop(current);
        settle();
      };
      current.on("message", onMessage).on("error", onFailure).on("exit", onFailure);
      current.postMessage(task);
    });
  } finally {
    current.unref();
    idleTimer = setTimeout(() => worker && drop(worker), idleLimitMs);
    idleTimer.unref();
  }
}

function start(): Worker {
  const fresh = new Worker(new URL("./render-worker.ts", import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
    env: {},
  });
  fresh.unref();
  return fresh;
}

function drop(ended: Worker): void {
  if (worker === ended) worker = undefined;
  // A listener stays, so that the end of a broken worker is not an uncaught error.
  ended.on("error", () => {});
  void ended.terminate();
}
