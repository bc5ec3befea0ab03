// Who is at the door of an HTTP request, for limits only.
import { isLoopback } from "../platform/config/index.ts";
import type { Context } from "../platform/context/index.ts";
import type { HttpContext } from "../platform/http/index.ts";
import type { Visitor } from "./model.ts";

/** The peer's address; behind a reverse proxy on this machine the last address that the proxy wrote. Never stored. */
export function visitorOf(ctx: Context, c: HttpContext): Visitor {
  const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
  const peer = (env?.incoming?.socket?.remoteAddress ?? "unknown").replace(/^::ffff:/, "");
  const forwarded = c.req.header("x-forwarded-for")?.split(",").at(-1)?.trim();
  return {
    address: isLoopback(peer) && forwarded ? forwarded : peer,
    isExempt: ctx.actor.kind === "person" || ctx.actor.kind === "api_key",
  };
}
