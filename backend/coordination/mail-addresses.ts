// Addresses and Message-IDs of our mails: made from the cause, so that a mail sent twice is recognised as one and no stranger can make one up.
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Services } from "../platform/context/index.ts";

/** "Toguna <cert@example.org>" as its address. */
export function ownAddress(mailFrom: string): string {
  return (/<([^<>\s]+)>\s*$/.exec(mailFrom)?.[1] ?? mailFrom).trim();
}

/** The same for the same cause, on every try. */
export function messageIdOf(services: Pick<Services, "secrets" | "config">, cause: string): string {
  const domain = ownAddress(services.config.mailFrom).split("@")[1] ?? "localhost";
  return `<${sign(services, `message:${cause}`)}@${domain}>`;
}

/** "cert+tg-2026-0431.<token>@example.org": a mail to it belongs to that report, whatever its headers say. */
export function replyAddressOf(services: Pick<Services, "secrets" | "config">, reference: string): string {
  const [local = "", domain = "localhost"] = ownAddress(services.config.mailFrom).split("@");
  return `${local}+${reference.toLowerCase()}.${sign(services, `reply:${reference}`)}@${domain}`;
}

/** The reference that one of these addresses names with a token of ours. */
export function referenceInAddresses(
  services: Pick<Services, "secrets">,
  addresses: readonly string[],
): string | undefined {
  for (const address of addresses) {
    const [, written, token] = /\+([a-z]{2,6}-\d{4}-\d{4,12})\.([0-9a-f]{24})@/i.exec(address) ?? [];
    if (written === undefined || token === undefined) continue;
    const reference = written.toUpperCase();
    const expected = sign(services, `reply:${reference}`);
    if (timingSafeEqual(Buffer.from(token.toLowerCase()), Buffer.from(expected))) return reference;
  }
  return undefined;
}

function sign(services: Pick<Services, "secrets">, text: string): string {
  return createHmac("sha256", services.secrets.derive("session-key", "mail")).update(text).digest("hex").slice(0, 24);
}
