// What the mail tests share: the jobs run as the worker runs them, a mail server that keeps what it gets, and mails as people's programs write them.
import { createTransport } from "nodemailer";
import { Logger, runOnce, type TaskList } from "graphile-worker";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { simpleParser, type ParsedMail } from "mailparser";
import { afterAll } from "vitest";
import { coordinationJobs, coordinationSubscriptions } from "../../../backend/coordination/index.ts";
import { intakeJobs, intakeSubscriptions } from "../../../backend/intake/index.ts";
import { makeContext, type Services } from "../../../backend/platform/context/index.ts";
import { connectionString } from "../../../backend/platform/db/index.ts";
import type { JobContext } from "../../../backend/platform/jobs/index.ts";
import type { IntakeWorld } from "../intake/support.ts";

const quiet = new Logger(() => () => {});

/** Runs every job that is due, and those they add; a failed one waits for its next try. `dueNow` makes waiting ones due first. */
export async function runJobs(
  world: IntakeWorld,
  options: { dueNow?: boolean; services?: Services } = {},
): Promise<void> {
  if (options.dueNow) await world.owner`update graphile_worker._private_jobs set run_at = now()`;
  const services = options.services ?? world.services;
  const contextFor = (name: string, attempt: number, maxAttempts: number): JobContext => ({
    ...makeContext(services, { kind: "system", job: name }, `job-${name}`),
    attempt,
    maxAttempts,
  });
  const taskList: TaskList = {};
  for (const [name, handle] of Object.entries({ ...intakeJobs, ...coordinationJobs }))
    taskList[name] = async (payload, helpers) =>
      await handle(contextFor(name, helpers.job.attempts, helpers.job.max_attempts), payload);
  const listeners: Record<string, Record<string, (ctx: JobContext, event: never) => Promise<void>>> = {};
  for (const part of [intakeSubscriptions, coordinationSubscriptions])
    for (const [type, some] of Object.entries(part)) listeners[type] = { ...listeners[type], ...some };
  for (const [type, some] of Object.entries(listeners))
    for (const [name, handle] of Object.entries(some))
      taskList[`on:${type}:${name}`] = async (payload, helpers) =>
        await handle(contextFor(name, helpers.job.attempts, helpers.job.max_attempts), payload as never);
  taskList["event"] = async (payload, helpers) => {
    for (const name of Object.keys(listeners[(payload as { type: string }).type] ?? {}))
      await helpers.addJob(`on:${(payload as { type: string }).type}:${name}`, payload as never);
  };
  await runOnce({
    connectionString: connectionString(world.ownerAddress),
    taskList,
    noHandleSignals: true,
    logger: quiet,
    concurrency: 2,
  });
}

export interface MailSink {
  url: string;
  port: number;
  mails: { from: string; to: string[]; raw: string; mail: ParsedMail }[];
  /** Refuses with this code until undefined. */
  refuseWith: number | undefined;
  close(): Promise<void>;
}

/** A real SMTP server on loopback that keeps what it takes. */
export async function startMailSink(port = 0): Promise<MailSink> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 100,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        void (async () => {
          if (sink.refuseWith !== undefined)
            return done(Object.assign(new Error("refused by the test"), { responseCode: sink.refuseWith }));
          const raw = Buffer.concat(chunks).toString("utf8");
          const { mailFrom, rcptTo } = session.envelope;
          sink.mails.push({
            from: mailFrom ? mailFrom.address : "",
            to: rcptTo.map((recipient) => recipient.address),
            raw,
            mail: await simpleParser(raw),
          });
          done(null, "kept");
        })();
      });
    },
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => void server.listen(port, "127.0.0.1", () => resolve()));
  const bound = (server.server.address() as AddressInfo).port;
  const sink: MailSink = {
    url: `smtp://127.0.0.1:${bound}`,
    port: bound,
    mails: [],
    refuseWith: undefined,
    close: async () =>
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      }),
  };
  afterAll(async () => await sink.close());
  return sink;
}

/** Hands a mail to a listener the way a mail program does. */
export async function sendTo(
  port: number,
  mail: Parameters<ReturnType<typeof createTransport>["sendMail"]>[0],
): Promise<void> {
  const transport = createTransport({ host: "127.0.0.1", port, secure: false, ignoreTLS: true } as never);
  try {
    await transport.sendMail(mail);
  } finally {
    transport.close();
  }
}
