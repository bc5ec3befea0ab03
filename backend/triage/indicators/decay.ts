// How confidence in an indicator wears off with time. Pure; `now` is given.
import type { ObservableKind } from "../model.ts";

const dayMs = 86_400_000;
/** Lifetime in days where the source gives no expiry: addresses change hands fast, a hash stays what it is. */
const lifetimeDays: Partial<Record<ObservableKind, number>> = {
  ipv4: 90,
  ipv6: 90,
  cidr: 180,
  domain: 365,
  url: 180,
  phone: 365,
  email: 730,
};
/** Above 1 the score falls late, below early (the delta of the model). */
const decaySpeed = 2;

/**
 * Score left at `now`, by the polynomial of MISP's decaying model: base × (1 − (t/τ)^(1/δ)) with δ = 1/`decaySpeed`
 * (Mokaddem et al., "Taxonomy driven indicator scoring in MISP threat intelligence platforms", 2019).
 * τ runs from the last sighting to the expiry, or over the kind's lifetime; kinds without one do not decay.
 */
export function scoreAt(
  indicator: {
    kind: ObservableKind;
    confidence: number;
    lastSeen: number | null;
    firstSeen: number | null;
    expiresAt: number | null;
  },
  now: number,
): number {
  const { kind, confidence, expiresAt } = indicator;
  if (expiresAt !== null && now >= expiresAt) return 0;
  const seen = indicator.lastSeen ?? indicator.firstSeen;
  if (seen === null || now <= seen) return confidence;
  const days = lifetimeDays[kind];
  const lifetimeMs =
    expiresAt !== null && expiresAt > seen ? expiresAt - seen : days === undefined ? null : days * dayMs;
  if (lifetimeMs === null) return confidence;
  const part = (now - seen) / lifetimeMs;
  return part >= 1 ? 0 : confidence * (1 - part ** decaySpeed);
}
