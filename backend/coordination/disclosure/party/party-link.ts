// A vendor's link to its part of a case: made from the party's id with a key of this installation, opened with a one-time code that comes on another way.
import { createHmac, timingSafeEqual } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Context, Services } from "../../../platform/context/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { isId, newId } from "../../../platform/ids/index.ts";

type Keys = Pick<Services, "secrets" | "config">;

/** A case lasts longer than a message: an embargo of the usual length, and a while for what follows. */
const linkDays = 120;

/** One link a party; inviting again makes it last anew, with fresh codes. */
export async function openPartyLink(tx: Tx, ctx: Context, party: { partyId: string; caseId: string }): Promise<void> {
  const now = ctx.now();
  const expiresAt = new Date(now.getTime() + linkDays * 86_400_000).toISOString();
  await tx.execute(sql`insert into secure_links (id, party_id, case_id, made_at, expires_at)
    values (${newId(now)}, ${party.partyId}, ${party.caseId}, ${now.toISOString()}::timestamptz, ${expiresAt}::timestamptz)
    on conflict (party_id) do update set expires_at = excluded.expires_at`);
}

/** Stands in the stored text for the link. */
export function partyLinkPlaceOf(partyId: string): string {
  return `{party-link:${partyId}}`;
}

/** A mail's text as it leaves. */
export function fillPartyLinks(services: Keys, text: string): string {
  return text.replaceAll(/\{party-link:([0-9a-f-]{36})\}/g, (_, id: string) => partyLink(services, id));
}

export function partyLink(services: Keys, partyId: string): string {
  return `${services.config.publicUrl}/v/${partyId}.${sign(services, partyId)}`;
}

/** The party that a link's last part names, or undefined for one that is not ours. */
export function partyOfLink(services: Keys, token: string): string | undefined {
  const [partyId = "", mac = ""] = token.split(".", 2);
  if (!isId(partyId) || !/^[0-9a-f]{40}$/.test(mac)) return undefined;
  return timingSafeEqual(Buffer.from(mac), Buffer.from(sign(services, partyId))) ? partyId : undefined;
}

function sign(services: Keys, partyId: string): string {
  const key = services.secrets.derive("session-key", "party-link");
  return createHmac("sha256", key).update(partyId).digest("hex").slice(0, 40);
}
