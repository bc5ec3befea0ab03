// The address that belongs to one conversation, where the mail system delivers name+anything@: a reply to it is found whatever its headers say.
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Services } from "../../platform/context/index.ts";
import { ownAddress } from "../mail-addresses.ts";

/** "cert+c48219937.<token>@example.org". */
export function conversationAddressOf(services: Pick<Services, "secrets" | "config">, number: string): string {
  const [local = "", domain = "localhost"] = ownAddress(services.config.mailFrom).split("@");
  return `${local}+c${number}.${sign(services, number)}@${domain}`;
}

/** The number of a conversation that one of these addresses names with a token of ours. */
export function numberInAddresses(
  services: Pick<Services, "secrets">,
  addresses: readonly string[],
): string | undefined {
  for (const address of addresses) {
    const [, number, token] = /\+c(\d{8})\.([0-9a-f]{24})@/i.exec(address) ?? [];
    if (number === undefined || token === undefined) continue;
    if (timingSafeEqual(Buffer.from(token.toLowerCase()), Buffer.from(sign(services, number)))) return number;
  }
  return undefined;
}

function sign(services: Pick<Services, "secrets">, number: string): string {
  const key = services.secrets.derive("session-key", "conversation-address");
  return createHmac("sha256", key).update(number).digest("hex").slice(0, 24);
}
