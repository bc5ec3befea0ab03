// Whose passkeys they are: the name and origin that every ceremony is bound to, from DESK_URL. Pure.
import type { SignInAvailability } from "../model.ts";

/** WebAuthn's relying party. `id` is a host name and can never change without losing every passkey; `origin` is compared exactly. */
export interface RelyingParty {
  id: string;
  origin: string;
  name: string;
}

export function relyingPartyOf(config: { deskUrl: string }): RelyingParty {
  const url = new URL(config.deskUrl);
  return { id: url.hostname, origin: url.origin, name: "Toguna" };
}

/**
 * Whether passkeys can work at all, and whether this request came to the place where they do.
 * `requestHost` is the Host header ("localhost:8080"); undefined skips that question. Browsers give WebAuthn to https and to
 * `localhost` only, and an address is no RP ID (WebAuthn Level 3 §5.1.3, §5.1.4.1; Secure Contexts §3.1).
 */
export function signInAvailability(config: { deskUrl: string }, requestHost?: string): SignInAvailability {
  const desk = new URL(config.deskUrl);
  if (isAddress(desk.hostname)) return { isAvailable: false, reason: "needs_name" };
  if (desk.protocol !== "https:" && !isLocalhost(desk.hostname)) return { isAvailable: false, reason: "needs_https" };
  if (requestHost !== undefined && requestHost.toLowerCase() !== desk.host)
    return { isAvailable: false, reason: "other_host" };
  return { isAvailable: true };
}

function isAddress(hostname: string): boolean {
  return hostname.startsWith("[") || /^\d{1,3}(\.\d{1,3}){3}$/.test(hostname);
}

function isLocalhost(hostname: string): boolean {
  return hostname === "localhost" || hostname.endsWith(".localhost");
}
