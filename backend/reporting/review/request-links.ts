// The link with which a ministry answers a request: made from the request's id with a key of the installation, so that a reminder repeats it.
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Context } from "../../platform/context/index.ts";
import { isId } from "../../platform/ids/index.ts";

function mac(ctx: Context, id: string): string {
  return createHmac("sha256", ctx.secrets.derive("session-key", "data-request")).update(id).digest("base64url");
}

/** The address of the page that answers the request. */
export function requestLink(ctx: Context, id: string): string {
  return `${ctx.config.publicUrl}/data-requests/${id}.${mac(ctx, id)}`;
}

/** The request's id if the last part of the address was made here, else undefined. */
export function readRequestToken(ctx: Context, token: string): string | undefined {
  const [id = "", given = ""] = token.split(".");
  if (!isId(id)) return undefined;
  const [wanted, got] = [Buffer.from(mac(ctx, id)), Buffer.from(given)];
  return wanted.length === got.length && timingSafeEqual(wanted, got) ? id : undefined;
}
