// Signed words that a page carries: when a flow was begun, and that one answer about it may be given. Each counts once; nothing is stored.
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Context, Services } from "../../platform/context/index.ts";
import { measuredFlows, type MeasuredFlow } from "./model.ts";

const kinds = { begun: "b", opinion: "o" } as const;
export type TicketKind = keyof typeof kinds;

/** A draft lives for 14 days. */
const lifeS = 14 * 86_400;
const mostRemembered = 200_000;

// By the connection pool, which lives exactly as long as the process's services: what was used, and until when it would count.
const usedBy = new WeakMap<Services["db"], Map<string, number>>();

/** "b.citizen.<seconds in base 36>.<random>.<signature>"; the second is the only thing in it. */
export function makeTicket(ctx: Context, kind: TicketKind, flow: MeasuredFlow): string {
  const second = Math.floor(ctx.now().getTime() / 1000).toString(36);
  const body = `${kinds[kind]}.${flow}.${second}.${randomBytes(6).toString("base64url")}`;
  return `${body}.${sign(ctx, body)}`;
}

/** The flow and the seconds since it was made, the first time it is shown; undefined for one that is not ours, used or too old. */
export function takeTicket(
  ctx: Context,
  kind: TicketKind,
  ticket: string,
): { flow: MeasuredFlow; seconds: number } | undefined {
  const [, body, letter, name, second, signature] =
    /^(([bo])\.([a-z]{2,20})\.([0-9a-z]{1,9})\.[\w-]{8})\.([\w-]{22})$/.exec(ticket) ?? [];
  if (body === undefined || signature === undefined || letter !== kinds[kind]) return undefined;
  if (!timingSafeEqual(Buffer.from(signature), Buffer.from(sign(ctx, body)))) return undefined;
  const flow = measuredFlows.find((known) => known === name);
  const nowS = ctx.now().getTime() / 1000;
  const madeS = Number.parseInt(second ?? "", 36);
  if (!flow || nowS - madeS > lifeS) return undefined;
  return isFirst(ctx, body) ? { flow, seconds: Math.max(0, nowS - madeS) } : undefined;
}

/** Whether something is seen here for the first time in 14 days. Only a keyed hash of it is kept, in memory. */
export function isFirst(ctx: Context, text: string): boolean {
  const nowS = ctx.now().getTime() / 1000;
  const key = sign(ctx, `seen:${text}`);
  const used = usedBy.get(ctx.db) ?? new Map<string, number>();
  usedBy.set(ctx.db, used);
  if (used.has(key)) return false;
  used.set(key, nowS + lifeS);
  for (const [known, untilS] of used) {
    if (untilS > nowS && used.size <= mostRemembered) break;
    used.delete(known);
  }
  return true;
}

function sign(ctx: Context, body: string): string {
  const key = ctx.secrets.derive("session-key", "flow-times");
  return createHmac("sha256", key).update(body).digest("base64url").slice(0, 22);
}
