// The link with which a contact says that a situation report has arrived: made from the delivery's id with a key of this installation, kept nowhere.
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Services } from "../../platform/context/index.ts";
import { isId } from "../../platform/ids/index.ts";

type Keys = Pick<Services, "secrets" | "config">;

/** Stands in a stored text until the party reads it: who reads the database cannot answer for others. */
export const situationLinkPlace = (deliveryId: string): string => `{situation-link:${deliveryId}}`;

export function situationLink(services: Keys, deliveryId: string): string {
  return `${services.config.publicUrl}/s/${deliveryId}.${sign(services, deliveryId)}`;
}

/** The delivery that a link's last part names, or undefined for one that is not ours. */
export function deliveryOfLink(services: Keys, token: string): string | undefined {
  const [id = "", mac = ""] = token.split(".", 2);
  if (!isId(id) || !/^[0-9a-f]{40}$/.test(mac)) return undefined;
  return timingSafeEqual(Buffer.from(mac), Buffer.from(sign(services, id))) ? id : undefined;
}

/** A text as the party reads it. */
export function fillSituationLinks(services: Keys, text: string): string {
  return text.replaceAll(/\{situation-link:([0-9a-f-]{36})\}/g, (_, id: string) => situationLink(services, id));
}

function sign(services: Keys, id: string): string {
  const key = services.secrets.derive("session-key", "situation-link");
  return createHmac("sha256", key).update(id).digest("hex").slice(0, 40);
}
