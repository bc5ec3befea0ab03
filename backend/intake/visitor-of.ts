// Who is at the door of an HTTP request, for limits only.
import type { Context } from "../platform/context/index.ts";
import { type HttpContext, peerAddressOf } from "../platform/http/index.ts";
import type { Visitor } from "./model.ts";

/** The address is never stored. */
export function visitorOf(ctx: Context, c: HttpContext): Visitor {
  return {
    address: peerAddressOf(c),
    isExempt: ctx.actor.kind === "person" || ctx.actor.kind === "api_key",
  };
}
