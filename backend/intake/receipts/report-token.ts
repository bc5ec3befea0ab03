// The token that an opened receipt gives: names one report for half an hour, signed, kept nowhere.
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Context, Services } from "../../platform/context/index.ts";

export const reportTokenMs = 30 * 60_000;

/** A token for a report, good until `reportTokenMs` after now. */
export function signReportToken(services: Pick<Services, "secrets">, reportId: string, now: Date): string {
  const payload = Buffer.alloc(22);
  Buffer.from(reportId.replaceAll("-", ""), "hex").copy(payload);
  payload.writeUIntBE(now.getTime() + reportTokenMs, 16, 6);
  return Buffer.concat([payload, sign(services, payload)]).toString("base64url");
}

/** The report that a token opens, or undefined when it is not ours or its time is over. */
export function readReportToken(services: Pick<Services, "secrets">, token: string, now: Date): string | undefined {
  if (!/^[A-Za-z0-9_-]{72}$/.test(token)) return undefined;
  const bytes = Buffer.from(token, "base64url");
  const payload = bytes.subarray(0, 22);
  if (!timingSafeEqual(bytes.subarray(22), sign(services, payload))) return undefined;
  if (payload.readUIntBE(16, 6) <= now.getTime()) return undefined;
  const hex = payload.toString("hex", 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The same context with the reporter of the token as the actor, or undefined. */
export function asReporter<C extends Context>(ctx: C, token: string): C | undefined {
  const reportId = readReportToken(ctx, token, ctx.now());
  return reportId === undefined ? undefined : { ...ctx, actor: { kind: "reporter", reportId } };
}

function sign(services: Pick<Services, "secrets">, payload: Buffer): Buffer {
  return createHmac("sha256", services.secrets.derive("session-key", "report-token")).update(payload).digest();
}
