// The link by which a contact answers: made from the recipient's id with a key of this installation, kept nowhere, good for this one notification.
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Services } from "../../platform/context/index.ts";
import { isId } from "../../platform/ids/index.ts";

type Keys = Pick<Services, "secrets" | "config">;

/** Stands in a stored text until it leaves. */
export const linkPlace = (recipientId: string): string => `{notify-link:${recipientId}}`;

export function notifyLink(services: Keys, recipientId: string): string {
  return `${services.config.publicUrl}/n/${recipientId}.${sign(services, recipientId)}`;
}

/** The recipient that a link's last part names, or undefined for one that is not ours. */
export function recipientOfLink(services: Keys, token: string): string | undefined {
  const [id = "", mac = ""] = token.split(".", 2);
  if (!isId(id) || !/^[0-9a-f]{40}$/.test(mac)) return undefined;
  return timingSafeEqual(Buffer.from(mac), Buffer.from(sign(services, id))) ? id : undefined;
}

/** A mail's text as it leaves. */
export function fillNotifyLinks(services: Keys, text: string): string {
  return text.replaceAll(/\{notify-link:([0-9a-f-]{36})\}/g, (_, id: string) => notifyLink(services, id));
}

function sign(services: Keys, id: string): string {
  return createHmac("sha256", services.secrets.derive("session-key", "notify-link"))
    .update(id)
    .digest("hex")
    .slice(0, 40);
}
