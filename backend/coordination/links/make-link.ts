// The link of a mail that holds no content: made from the message's id with a key of this installation, kept nowhere; and the one-time codes that open it.
import { createHmac, timingSafeEqual } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Context, Services } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { linkDays } from "./model.ts";

type Keys = Pick<Services, "secrets" | "config">;

/** Idempotent: one link a message. */
export async function makeLink(tx: Tx, ctx: Context, message: { messageId: string; caseId: string }): Promise<void> {
  const now = ctx.now();
  await tx.execute(sql`insert into secure_links (id, message_id, case_id, made_at, expires_at)
    values (${newId(now)}, ${message.messageId}, ${message.caseId}, ${now.toISOString()}::timestamptz,
      ${new Date(now.getTime() + linkDays * 86_400_000).toISOString()}::timestamptz) on conflict (message_id) do nothing`);
}

/** Stands in the stored text for the link. */
export function linkPlaceOf(messageId: string): string {
  return `{secure-link:${messageId}}`;
}

/** A mail's text as it leaves. */
export function fillSecureLinks(services: Keys, text: string): string {
  return text.replaceAll(/\{secure-link:([0-9a-f-]{36})\}/g, (_, id: string) => secureLink(services, id));
}

export function secureLink(services: Keys, messageId: string): string {
  return `${services.config.publicUrl}/m/${messageId}.${sign(services, messageId)}`;
}

/** The message that a link's last part names, or undefined for one that is not ours. */
export function messageOfLink(services: Keys, token: string): string | undefined {
  const [messageId = "", mac = ""] = token.split(".", 2);
  if (!isId(messageId) || !/^[0-9a-f]{40}$/.test(mac)) return undefined;
  return timingSafeEqual(Buffer.from(mac), Buffer.from(sign(services, messageId))) ? messageId : undefined;
}

/** The n-th code of a link: eight digits that nobody stores. */
export function codeOf(services: Pick<Services, "secrets">, linkId: string, number: number): string {
  const key = services.secrets.derive("session-key", "secure-link-code");
  const drawn = createHmac("sha256", key).update(`${linkId}:${number}`).digest().readBigUInt64BE();
  return String(drawn % 100_000_000n).padStart(8, "0");
}

function sign(services: Keys, messageId: string): string {
  const key = services.secrets.derive("session-key", "secure-link");
  return createHmac("sha256", key).update(messageId).digest("hex").slice(0, 40);
}
