// Opens a sign-in ceremony: any passkey of this site may answer, so nothing is told about who exists.
import { generateAuthenticationOptions, type PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import type { Context } from "../platform/context/index.ts";
import { requirePermission } from "./access.ts";
import { issueChallenge } from "./ceremony/challenge-store.ts";
import { relyingPartyOf } from "./ceremony/relying-party.ts";
import { lifetimes } from "./rules.ts";

export interface BegunAssertion {
  ceremonyId: string;
  options: PublicKeyCredentialRequestOptionsJSON;
}

/** A challenge of five minutes for `navigator.credentials.get`, discoverable, user verification required. */
export async function beginSignIn(ctx: Context): Promise<BegunAssertion> {
  requirePermission(ctx, "session.open");
  const { id, challenge } = await issueChallenge(ctx, { purpose: "sign_in" });
  return { ceremonyId: id, options: await assertionOptions(ctx, challenge, []) };
}

/** Request options with our policy; `allowed` empty: any discoverable passkey. */
export async function assertionOptions(
  ctx: Context,
  challenge: Uint8Array,
  allowed: { id: string; transports: string[] }[],
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return await generateAuthenticationOptions({
    rpID: relyingPartyOf(ctx.config).id,
    challenge: new Uint8Array(challenge),
    allowCredentials: allowed,
    userVerification: "required",
    timeout: lifetimes.ceremonyMs,
  });
}
