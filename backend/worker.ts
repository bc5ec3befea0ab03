// The worker process: runs jobs and hands events to their listeners. Ends with its parent.
import { parseArgs } from "node:util";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Logger, run, type Task } from "graphile-worker";
import { beginnings, crontab, jobs, subscriptions } from "./work.ts";
import { sealLog } from "./platform/audit/index.ts";
import { systemClock } from "./platform/clock/index.ts";
import { parseConfig } from "./platform/config/index.ts";
import { makeContext, type Services } from "./platform/context/index.ts";
import { connectionString } from "./platform/db/index.ts";
import { type JobContext, sayAlive } from "./platform/jobs/index.ts";
import { makeLog } from "./platform/log/index.ts";
import { openObjectStore } from "./platform/objects/index.ts";
import { connectAsApp, findDatabase } from "./platform/run/index.ts";
import { openSecrets } from "./platform/secrets/index.ts";

// Its parent may have been killed before this line: then there is nobody to work for.
let end = (): void => process.exit(0);
for (const name of ["SIGTERM", "SIGINT", "disconnect"]) process.on(name, () => end());
if (process.send !== undefined && !process.connected) end();

const { values } = parseArgs({ options: { data: { type: "string" }, demo: { type: "boolean" } } });
const config = parseConfig(process.env, {
  isDemo: values.demo ?? false,
  ...(values.data === undefined ? {} : { dataDir: values.data }),
});
const secrets = openSecrets(config.dataDir);
const addresses = findDatabase(config, secrets);
const log = makeLog(config.logLevel, "worker");
const services: Services = {
  config,
  clock: systemClock,
  db: connectAsApp(addresses, "toguna-worker", 6),
  objects: openObjectStore(config.dataDir),
  secrets,
  log,
};

function contextFor(name: string, attempt: number, maxAttempts: number): JobContext {
  const ctx = makeContext(services, { kind: "system", job: name }, randomUUID());
  return { ...ctx, attempt, maxAttempts };
}

const taskList: Record<string, Task> = {};
for (const [name, handle] of Object.entries(jobs)) {
  const task: Task = async (payload, helpers) =>
    await handle(contextFor(name, helpers.job.attempts, helpers.job.max_attempts), payload);
  taskList[name] = task;
  taskList[name.replaceAll(".", ":")] = task;
}
for (const [type, listeners] of Object.entries(subscriptions)) {
  for (const [listener, handle] of Object.entries(listeners)) {
    const name = `on:${type}:${listener}`;
    taskList[name] = async (payload, helpers) =>
      await handle(contextFor(name, helpers.job.attempts, helpers.job.max_attempts), payload as never);
  }
}
// One event becomes one job a listener: each is tried again on its own.
taskList["event"] = async (payload, helpers) => {
  const { type } = payload as { type: keyof typeof subscriptions };
  for (const listener of Object.keys(subscriptions[type] ?? {}))
    await helpers.addJob(`on:${type}:${listener}`, payload as never, { priority: helpers.job.priority });
};

const logger = new Logger(() => (level, message) => {
  if (level === "error") log.error({ queue: message }, "a job failed and will be tried again");
  else log.debug(message);
});
// Before the first job is taken: what is locked by now belongs to workers that came before.
const alive = await sayAlive(addresses.owner);
const runner = await run({
  connectionString: connectionString(addresses.owner),
  taskList,
  crontab,
  concurrency: 4,
  pollInterval: 1000,
  noHandleSignals: true,
  logger,
});

let isEnding = false;
void alive.release().then(
  (count) => count > 0 && log.warn({ count }, "jobs of a worker that was killed are done again"),
  (error: unknown) => {
    if (!isEnding) log.error({ err: error }, "jobs of a worker that was killed could not be released");
  },
);
for (const [name, begin] of Object.entries(beginnings))
  void begin(contextFor(name, 1, 1)).catch((error: unknown) => {
    if (!isEnding) log.error({ err: error, name }, "a beginning failed and will be tried again with the first job");
  });

// Acts are sealed within 200 ms while there are any, and looked for once a second otherwise.
async function sealForEver(): Promise<void> {
  while (!isEnding) {
    const sealed = await sealLog(contextFor("log.seal", 1, 1)).catch((error: unknown) => {
      if (!isEnding) log.error({ err: error }, "the log could not be sealed and will be tried again");
      return 0;
    });
    await sleep(sealed > 0 ? 200 : 1_000, undefined, { ref: false });
  }
}
void sealForEver();

end = (): void => {
  if (isEnding) return;
  isEnding = true;
  setTimeout(() => process.exit(0), 1_800).unref();
  void runner
    .stop()
    .catch(() => {})
    .then(() => alive.close())
    .catch(() => {})
    .then(() => services.db.close())
    .catch(() => {})
    .then(() => process.exit(0));
};
