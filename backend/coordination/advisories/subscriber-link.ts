// The links of a subscriber: to confirm, and to leave with one click. Made from the subscriber's id with keys of this installation, kept nowhere.
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Services } from "../../platform/context/index.ts";
import { isId } from "../../platform/ids/index.ts";

type Keys = Pick<Services, "secrets" | "config">;
type Use = "subscribe" | "unsubscribe";

export function subscriberLink(services: Keys, use: Use, id: string): string {
  return `${services.config.publicUrl}/${use}/${id}.${sign(services, use, id)}`;
}

export function subscriberOfLink(services: Keys, use: Use, token: string): string | undefined {
  const [id = "", mac = ""] = token.split(".", 2);
  if (!isId(id) || !/^[0-9a-f]{40}$/.test(mac)) return undefined;
  return timingSafeEqual(Buffer.from(mac), Buffer.from(sign(services, use, id))) ? id : undefined;
}

/** A mail's text or header as it leaves. */
export function fillSubscriberLinks(services: Keys, text: string): string {
  return text.replaceAll(/\{(subscribe|unsubscribe)-link:([0-9a-f-]{36})\}/g, (_, use: Use, id: string) =>
    subscriberLink(services, use, id),
  );
}

function sign(services: Keys, use: Use, id: string): string {
  const key = services.secrets.derive("session-key", `${use}-link`);
  return createHmac("sha256", key).update(id).digest("hex").slice(0, 40);
}
