// The operational log: JSON lines on standard error, secrets and reporters' identities redacted. It is not the audit log.
import { pino } from "pino";

export type Log = Pick<ReturnType<typeof pino>, "debug" | "info" | "warn" | "error">;

const secretKeys = [
  "password",
  "secret",
  "token",
  "receipt",
  "cookie",
  "authorization",
  "email",
  "phone",
  "name",
  "description",
  "body",
];
const redacted = secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

/** A log for one process ("web", "worker"). `level` is pino's; addresses and agents of visitors are never given to it. */
export function makeLog(level: string, processName: string): Log {
  return pino(
    { level, base: { process: processName }, redact: { paths: redacted, censor: "[redacted]" } },
    process.stderr,
  );
}

/** A log that says nothing, for tests and one-shot commands. */
export const silentLog: Log = pino({ level: "silent" });
