// What stands in the link of a claim: its id and a keyed hash of it, so that every mail about the claim can carry the same link and the secret is stored nowhere.
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Services } from "../../platform/context/index.ts";
import { isId } from "../../platform/ids/index.ts";

type Keys = Pick<Services, "secrets">;

export function claimToken(services: Keys, claimId: string): string {
  return `${claimId}.${sign(services, claimId)}`;
}

/** The claim's id, or undefined for a token that is not ours. */
export function readClaimToken(services: Keys, token: string): string | undefined {
  const [id = "", given = "", ...more] = token.split(".");
  if (more.length > 0 || !isId(id) || !/^[A-Za-z0-9_-]{43}$/.test(given)) return undefined;
  return timingSafeEqual(Buffer.from(given), Buffer.from(sign(services, id))) ? id : undefined;
}

/** The address of a claim's page. */
export function claimUrl(services: Pick<Services, "secrets" | "config">, claimId: string): string {
  return `${services.config.publicUrl}/claim/open?c=${claimToken(services, claimId)}`;
}

function sign(services: Keys, claimId: string): string {
  return createHmac("sha256", services.secrets.derive("session-key", "entry-claim"))
    .update(claimId)
    .digest("base64url");
}
