// From which address a request came: for limits, and for keys that are held to a network.
import { isLoopback } from "../config/index.ts";
import type { HttpContext } from "./env.ts";

/** The peer's address; behind a reverse proxy on this machine the last address that the proxy wrote. "unknown" without a socket. */
export function peerAddressOf(c: HttpContext): string {
  const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
  const peer = (env?.incoming?.socket?.remoteAddress ?? "unknown").replace(/^::ffff:/, "");
  const forwarded = c.req.header("x-forwarded-for")?.split(",").at(-1)?.trim();
  return isLoopback(peer) && forwarded ? forwarded : peer;
}
