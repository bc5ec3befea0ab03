// Decides what a claim's value covers, where its proof by DNS must stand, what follows from proofs, and what a settlement does. Pure.
import type { Prefix } from "../../platform/addresses/index.ts";
import { parsePrefix } from "../../platform/addresses/index.ts";
import { AppError, invalidInput } from "../../platform/errors/index.ts";
import type { ClaimKind } from "../model.ts";
import { approvalsNeeded, type ClaimState, type Outcome, type Period, statesInForce } from "./model.ts";

/** How a second value lies to a first one of the same kind. */
export type Relation = "same" | "inside" | "around" | "apart";

/** Values in normal form. `inside`: the second is a part of the first. */
export function relationOf(kind: ClaimKind, first: string, second: string): Relation {
  if (first === second) return "same";
  if (kind === "prefix") {
    const [one, two] = [parsePrefix(first), parsePrefix(second)];
    if (!one || !two || one.version !== two.version) return "apart";
    if (one.length === two.length) return holds(one, two) ? "same" : "apart";
    if (one.length < two.length) return holds(one, two) ? "inside" : "apart";
    return holds(two, one) ? "around" : "apart";
  }
  if (kind === "domain") {
    if (second.endsWith(`.${first}`)) return "inside";
    return first.endsWith(`.${second}`) ? "around" : "apart";
  }
  if (kind === "url_prefix") {
    if (second.startsWith(first)) return "inside";
    return first.startsWith(second) ? "around" : "apart";
  }
  return "apart";
}

function holds(outer: Prefix, inner: Prefix): boolean {
  const shift = outer.version === 4 ? 96 : 0;
  return outer.words.every((word, index) => {
    const bits = Math.min(32, Math.max(0, outer.length + shift - index * 32));
    const mask = bits === 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0;
    return (word & mask) >>> 0 === ((inner.words[index] ?? 0) & mask) >>> 0;
  });
}

/** Whether two periods, each from its first instant to before its last, share an instant; an open end has none. */
export function doPeriodsMeet(one: Period, two: Period): boolean {
  const from = (period: Period) => (period.heldFrom === null ? Number.NEGATIVE_INFINITY : Date.parse(period.heldFrom));
  const until = (period: Period) =>
    period.heldUntil === null ? Number.POSITIVE_INFINITY : Date.parse(period.heldUntil);
  return Math.max(from(one), from(two)) < Math.min(until(one), until(two));
}

/** What must stand in DNS for a token. */
export const recordOf = (token: string): string => `toguna-claim=${token}`;
const challengeLabel = "_toguna-challenge";
const mostZones = 16;

/**
 * Where the record must stand: every inner list is one zone, and one of its names is enough for it.
 * Ranges are proven in the reverse zones that cover them (RFC 1035 section 3.5, RFC 3596 section 2.5); one smaller than an octet of IPv4 in
 * a classless zone named as RFC 2317 section 4 shows, in either of its customary spellings.
 */
export function zonesOf(
  kind: ClaimKind,
  value: string,
): { zones: string[][] } | { impossible: "kind" | "too_many_zones" } {
  if (kind === "domain") return { zones: [[`${challengeLabel}.${value}`]] };
  if (kind !== "prefix") return { impossible: "kind" };
  const prefix = parsePrefix(value);
  if (!prefix) return { impossible: "kind" };
  return prefix.version === 4 ? zonesOfV4(prefix) : zonesOfV6(prefix);
}

function zonesOfV4({ words, length }: Prefix): ReturnType<typeof zonesOf> {
  const address = words[3];
  const octet = (at: number, of = address) => (of >>> (24 - 8 * at)) & 255;
  if (length > 24) {
    const [first, last] = [octet(3), octet(3) + 2 ** (32 - length) - 1];
    const parent = `${octet(2)}.${octet(1)}.${octet(0)}.in-addr.arpa`;
    const labels = length === 32 ? [`${first}`] : [`${first}/${length}`, `${first}-${length}`, `${first}-${last}`];
    return { zones: [labels.map((label) => `${challengeLabel}.${label}.${parent}`)] };
  }
  if (length === 0) return { impossible: "too_many_zones" };
  const octets = Math.ceil(length / 8);
  const count = 2 ** (octets * 8 - length);
  if (count > mostZones) return { impossible: "too_many_zones" };
  return {
    zones: Array.from({ length: count }, (_, index) => {
      const zone = (address + index * 2 ** (32 - octets * 8)) >>> 0;
      const parts = Array.from({ length: octets }, (_unused, at) => octet(octets - 1 - at, zone));
      return [`${challengeLabel}.${parts.join(".")}.in-addr.arpa`];
    }),
  };
}

function zonesOfV6({ words, length }: Prefix): ReturnType<typeof zonesOf> {
  if (length === 0) return { impossible: "too_many_zones" };
  const nibbles = Math.ceil(length / 4);
  const digits = words.map((word) => word.toString(16).padStart(8, "0")).join("");
  const last = Number.parseInt(digits[nibbles - 1] ?? "0", 16);
  return {
    zones: Array.from({ length: 2 ** (nibbles * 4 - length) }, (_, index) => {
      const own = [...digits.slice(0, nibbles - 1).split(""), (last + index).toString(16)].reverse().join(".");
      return [`${challengeLabel}.${own}.ip6.arpa`];
    }),
  };
}

/** The state of a claim whose proof was just held against it, where an earlier claim on the same by somebody else is in force or not. */
export function stateWhenProven(state: ClaimState, isOverlapped: boolean): ClaimState {
  if (statesInForce.includes(state) || state === "contesting") return state;
  if (state === "refused" || state === "withdrawn")
    throw new AppError("conflict", "This claim was closed. Make a new one.", { words: "claims.refusal.closed" });
  return isOverlapped ? "contesting" : "active";
}

/** How many more officers must approve. */
export function approvalsLeft(proof: string, approvals: number): number {
  return Math.max(0, (approvalsNeeded[proof] ?? 0) - approvals);
}

export interface SettledClaim {
  state: ClaimState;
  heldFrom: Date | null;
  heldUntil: Date | null;
}

export interface DisputedClaims {
  standing: SettledClaim;
  challenger: SettledClaim;
}

/**
 * What a settlement makes of both claims. `kept`: a challenger that only contested is refused, one in force on a wider range stays.
 * `moved`: the standing claim never held. `split`: it held until `splitAt`, and the challenger from then on.
 * @throws AppError invalid_input naming `splitAt` when it does not lie inside both periods.
 */
export function settle(
  { standing, challenger }: DisputedClaims,
  outcome: Outcome,
  splitAt: Date | null,
): DisputedClaims {
  const isContesting = challenger.state === "contesting";
  if (outcome !== "split" && splitAt !== null)
    throw invalidInput([{ path: "splitAt", message: "Expected only where the time is split." }]);
  switch (outcome) {
    case "kept":
      return {
        standing: { ...standing, state: "active" },
        challenger: isContesting ? { ...challenger, state: "refused" } : challenger,
      };
    case "moved":
      return {
        standing: { ...standing, state: "refused" },
        challenger: isContesting ? { ...challenger, state: "active" } : challenger,
      };
    case "split": {
      if (splitAt === null) throw invalidInput([{ path: "splitAt", message: "Expected the time of the change." }]);
      const isInside = ({ heldFrom, heldUntil }: SettledClaim) =>
        (heldFrom === null || heldFrom < splitAt) && (heldUntil === null || splitAt < heldUntil);
      if (!isInside(standing) || (challenger.heldUntil !== null && splitAt >= challenger.heldUntil))
        throw invalidInput([
          { path: "splitAt", message: "Expected a time at which the first holder's claim was running." },
        ]);
      return {
        standing: { ...standing, state: "active", heldUntil: splitAt },
        challenger: isContesting ? { ...challenger, state: "active", heldFrom: splitAt } : challenger,
      };
    }
  }
}

/** A name without case, accents, signs and the letters of legal forms, for telling "SARL Banque-du-Nord" from another bank. */
export function foldName(name: string): string {
  return name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .replace(/\b(?:sa|sarl|sas|ltd|llc|inc|co|plc|ххк|хк)\b/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
}
