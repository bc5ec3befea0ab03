// The page's side of the rule worker: one question at a time, each with an end after which the worker is thrown away.
import type { AnswerTo, WorkRequest } from "./messages.ts";

/** The rule or the sample took longer than it may; the worker was ended. */
export class TookTooLong extends Error {
  override name = "TookTooLong";
}

/** The worker could not do it; `message` is the engine's own. */
export class WorkFailed extends Error {
  override name = "WorkFailed";
}

const limitsMs = { check: 5_000, try: 10_000 } as const;
/** Until the worker has begun: YARA's engine comes over the line first. */
const loadLimitMs = 90_000;

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
  timer: ReturnType<typeof setTimeout>;
  limitMs: number;
}

interface Answer {
  id: number;
  isStarted?: true;
  result?: unknown;
  failure?: string;
}

export interface RuleWorker {
  /** @throws TookTooLong, WorkFailed */
  ask<Request extends WorkRequest>(request: Request): Promise<AnswerTo<Request>>;
  end(): void;
}

export function createRuleWorker(): RuleWorker {
  let worker: Worker | undefined;
  let lastId = 0;
  const waiting = new Map<number, Waiting>();

  const fail = (error: Error): void => {
    worker?.terminate();
    worker = undefined;
    for (const one of waiting.values()) {
      clearTimeout(one.timer);
      one.reject(error);
    }
    waiting.clear();
  };
  const start = (): Worker => {
    const fresh = new Worker(new URL("./rule-worker.ts", import.meta.url), { type: "module" });
    fresh.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
      const one = waiting.get(data.id);
      if (!one) return;
      clearTimeout(one.timer);
      if (data.isStarted) {
        one.timer = setTimeout(() => fail(new TookTooLong()), one.limitMs);
        return;
      }
      waiting.delete(data.id);
      if (data.failure === undefined) one.resolve(data.result);
      else one.reject(new WorkFailed(data.failure));
    });
    fresh.addEventListener("error", (event) => fail(new WorkFailed(event.message)));
    return fresh;
  };
  return {
    ask: async <Request extends WorkRequest>(request: Request) => {
      worker ??= start();
      const to = worker;
      const result = await new Promise<unknown>((resolve, reject) => {
        const id = ++lastId;
        const timer = setTimeout(() => fail(new TookTooLong()), loadLimitMs);
        waiting.set(id, { resolve, reject, timer, limitMs: limitsMs[request.act] });
        to.postMessage({ id, request });
      });
      return result as AnswerTo<Request>;
    },
    end: () => fail(new WorkFailed("ended")),
  };
}
