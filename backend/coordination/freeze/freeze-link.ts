// The link by which a partner answers: made from the request's id with a key of this installation, kept nowhere, good for this one request.
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Services } from "../../platform/context/index.ts";
import { isId } from "../../platform/ids/index.ts";

type Keys = Pick<Services, "secrets" | "config">;

export function freezeLink(services: Keys, requestId: string): string {
  return `${services.config.publicUrl}/freeze/${requestId}.${sign(services, requestId)}`;
}

/** The request that a link's last part names, or undefined for one that is not ours. */
export function requestOfLink(services: Keys, token: string): string | undefined {
  const [requestId = "", mac = ""] = token.split(".", 2);
  if (!isId(requestId) || !/^[0-9a-f]{40}$/.test(mac)) return undefined;
  return timingSafeEqual(Buffer.from(mac), Buffer.from(sign(services, requestId))) ? requestId : undefined;
}

/** A mail's text as it leaves. */
export function fillFreezeLinks(services: Keys, text: string): string {
  return text.replaceAll(/\{freeze-link:([0-9a-f-]{36})\}/g, (_, id: string) => freezeLink(services, id));
}

function sign(services: Keys, requestId: string): string {
  const key = services.secrets.derive("session-key", "freeze-link");
  return createHmac("sha256", key).update(requestId).digest("hex").slice(0, 40);
}
