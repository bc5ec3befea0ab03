// Links that are made from a row's id with a key of this installation and kept nowhere: of an alarm's step, of a request for advice. A stored mail holds a place for it.
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Services } from "../../platform/context/index.ts";
import { isId } from "../../platform/ids/index.ts";

type Keys = Pick<Services, "secrets" | "config">;
type LinkUse = "alarm" | "advice" | "handed";

/** Where each leads at the portal. */
const pathOf: Record<LinkUse, string> = { handed: "handed", alarm: "alarm", advice: "questions/mine" };

/** Stands in the stored text for the link. */
export function signedPlace(use: LinkUse, id: string): string {
  return `{signed-link:${use}:${id}}`;
}

export function signedLink(services: Keys, use: LinkUse, id: string): string {
  return `${services.config.publicUrl}/${pathOf[use]}/${id}.${sign(services, use, id)}`;
}

/** A mail's text as it leaves. */
export function fillSignedLinks(services: Keys, text: string): string {
  return text.replaceAll(/\{signed-link:(handed|alarm|advice):([0-9a-f-]{36})\}/g, (_, use: LinkUse, id: string) =>
    signedLink(services, use, id),
  );
}

/** The row that a link's last part names, or undefined for one that is not ours. */
export function idOfLink(services: Keys, use: LinkUse, token: string): string | undefined {
  const [id = "", mac = ""] = token.split(".", 2);
  if (!isId(id) || !/^[0-9a-f]{40}$/.test(mac)) return undefined;
  return timingSafeEqual(Buffer.from(mac), Buffer.from(sign(services, use, id))) ? id : undefined;
}

function sign(services: Keys, use: LinkUse, id: string): string {
  const key = services.secrets.derive("session-key", `signed-link:${use}`);
  return createHmac("sha256", key).update(id).digest("hex").slice(0, 40);
}
