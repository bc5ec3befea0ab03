// Where an indicator is filed and where a seen value looks: the key spaces, and every key a value may be known under.
import {
  addressFromBigInt,
  addressToBigInt,
  type Address,
  coverRange,
  parseAddress,
  type Prefix,
  parsePrefix,
  prefixOf,
} from "#backend/platform/addresses/index.ts";
import { type ObservableKind, observableKinds } from "../model.ts";
import { skeletonOf } from "./homoglyphs.ts";
import type { MatchedBy } from "./model.ts";

/** Key spaces beyond the kinds: prefixes by version, skeletons of names. */
export const spaces = { prefix4: 100, prefix6: 101, skeleton: 102 } as const;

/** Space of a kind: its place in `observableKinds`, which is append-only because snapshots store it. */
export function spaceOf(kind: ObservableKind): number {
  return observableKinds.indexOf(kind);
}

export type Key =
  | { space: number; text: string; matchedBy: MatchedBy }
  | { space: number; prefix: Prefix; matchedBy: MatchedBy };

/** "host[:port]/path?query" of a URL in normal form: http and https are one, a closing slash does not count. */
export function urlKey(url: string): string {
  const cut = url.indexOf("://");
  const rest = (cut < 0 ? url : url.slice(cut + 3)).replace(/#.*$/s, "");
  const slash = rest.search(/[/?]/);
  const authority = (slash < 0 ? rest : rest.slice(0, slash)).replace(/^.*@/, "").toLowerCase();
  return (authority + (slash < 0 ? "" : rest.slice(slash))).replace(/\/$/, "");
}

/** Host of a `urlKey`, without port and brackets. */
export function hostOfUrlKey(key: string): string {
  const host = /^(\[[^\]]*\]|[^/?:]*)/.exec(key)?.[1] ?? "";
  return host.replace(/^\[|\]$/g, "");
}

/** Every cut of a URL at a "/" or at its query, longest first; at most 40. */
export function urlPrefixes(key: string): string[] {
  const cuts = [key];
  const query = key.indexOf("?");
  if (query > 0) cuts.push(key.slice(0, query).replace(/\/$/, ""));
  const path = query > 0 ? key.slice(0, query) : key;
  for (let slash = path.lastIndexOf("/"); slash > 0 && cuts.length < 40; slash = path.lastIndexOf("/", slash - 1))
    cuts.push(path.slice(0, slash));
  return [...new Set(cuts)];
}

/** The host and its parents down to two labels; at most 20. */
export function domainsAbove(host: string): string[] {
  const above = [host];
  for (let dot = host.indexOf("."); dot >= 0 && above.length < 20; dot = host.indexOf(".", dot + 1)) {
    const parent = host.slice(dot + 1);
    if (!parent.includes(".")) break;
    above.push(parent);
  }
  return above;
}

/** Smallest prefix that holds both addresses. */
function commonPrefix(first: Address, last: Address): Prefix {
  const differing = (addressToBigInt(first) ^ addressToBigInt(last)).toString(2).replace(/^0$/, "").length;
  return prefixOf(first, (first.version === 4 ? 32 : 128) - differing);
}

/** A prefix or a "first-last" range as one prefix around it; null when it is neither. */
export function prefixAround(value: string): Prefix | null {
  const dash = value.indexOf("-");
  if (dash < 0) return parsePrefix(value);
  const first = parseAddress(value.slice(0, dash));
  const last = parseAddress(value.slice(dash + 1));
  return first === null || last === null || first.version !== last.version ? null : commonPrefix(first, last);
}

/** Prefixes to file a range indicator under. */
export function prefixesOfRange(value: string): Prefix[] {
  const dash = value.indexOf("-");
  if (dash < 0) return [parsePrefix(value)].filter((prefix) => prefix !== null);
  const first = parseAddress(value.slice(0, dash));
  const last = parseAddress(value.slice(dash + 1));
  return first === null || last === null || first.version !== last.version ? [] : coverRange(first, last);
}

/** Lengths in use, so that an address is looked up under those only. */
export interface PrefixLengths {
  v4: Uint32Array;
  v6: Uint32Array;
}

function prefixKeys(prefix: Prefix, lengths: PrefixLengths): Key[] {
  const counts = prefix.version === 4 ? lengths.v4 : lengths.v6;
  const space = prefix.version === 4 ? spaces.prefix4 : spaces.prefix6;
  const keys: Key[] = [];
  for (let length = prefix.length; length >= 0; length--) {
    if ((counts[length] ?? 0) === 0) continue;
    const matchedBy = length === prefix.length ? "exact" : "range";
    keys.push({ space, prefix: prefixOf(prefix, length), matchedBy });
  }
  return keys;
}

/** Single addresses of a small seen range, so that a range that holds a known address hits. */
function insideKeys(prefix: Prefix, lengths: PrefixLengths): Key[] {
  if (prefix.version !== 4 || prefix.length < 24 || prefix.length === 32 || (lengths.v4[32] ?? 0) === 0) return [];
  const first = addressToBigInt(prefix);
  return Array.from({ length: 2 ** (32 - prefix.length) }, (_, index) => ({
    space: spaces.prefix4,
    prefix: { ...addressFromBigInt(4, first + BigInt(index)), length: 32 },
    matchedBy: "inside-range" as const,
  }));
}

function hostKeys(host: string, lengths: PrefixLengths, matchedBy: "exact" | "host" | "mail-domain"): Key[] {
  const address = parseAddress(host);
  if (address !== null)
    return prefixKeys({ ...address, length: address.version === 4 ? 32 : 128 }, lengths).map((key) => ({
      ...key,
      matchedBy: key.matchedBy === "exact" ? matchedBy : key.matchedBy,
    }));
  const keys: Key[] = domainsAbove(host).map((text) => ({
    space: spaceOf("domain"),
    text,
    matchedBy: text === host ? matchedBy : matchedBy === "exact" ? "subdomain" : matchedBy,
  }));
  // Only a name that is not its own skeleton can be a look-alike: the genuine "apple.com" never hits by its looks.
  const skeleton = skeletonOf(host);
  if (skeleton !== host)
    for (const text of domainsAbove(skeleton))
      keys.push(
        { space: spaceOf("domain"), text, matchedBy: "lookalike" },
        { space: spaces.skeleton, text, matchedBy: "lookalike" },
      );
  return keys;
}

/** Every key under which a seen value, in normal form, may be known; nearest first. */
export function keysOfSeen(kind: ObservableKind, value: string, lengths: PrefixLengths): Key[] {
  if (kind === "ipv4" || kind === "ipv6" || kind === "cidr") {
    const prefix = prefixAround(value);
    return prefix === null ? [] : [...prefixKeys(prefix, lengths), ...insideKeys(prefix, lengths)];
  }
  if (kind === "domain") return hostKeys(value, lengths, "exact");
  if (kind === "email")
    return [
      { space: spaceOf("email"), text: value, matchedBy: "exact" },
      ...hostKeys(value.slice(value.lastIndexOf("@") + 1), lengths, "mail-domain"),
    ];
  if (kind === "url") {
    const key = urlKey(value);
    const cuts: Key[] = urlPrefixes(key).map((text) => ({
      space: spaceOf("url"),
      text,
      matchedBy: text === key ? "exact" : "url-prefix",
    }));
    return [...cuts, ...hostKeys(hostOfUrlKey(key), lengths, "host")];
  }
  return [{ space: spaceOf(kind), text: value, matchedBy: "exact" }];
}

/** Keys that an indicator is filed under. */
export function keysOfKnown(kind: ObservableKind, value: string, isLookalike: boolean): Key[] {
  if (kind === "ipv4" || kind === "ipv6" || kind === "cidr")
    return prefixesOfRange(value).map((prefix) => ({
      space: prefix.version === 4 ? spaces.prefix4 : spaces.prefix6,
      prefix,
      matchedBy: "exact",
    }));
  if (kind === "url") return [{ space: spaceOf("url"), text: urlKey(value), matchedBy: "exact" }];
  if (kind !== "domain") return [{ space: spaceOf(kind), text: value, matchedBy: "exact" }];
  const skeleton = skeletonOf(value);
  const keys: Key[] = isLookalike ? [] : [{ space: spaceOf("domain"), text: value, matchedBy: "exact" }];
  if (isLookalike || skeleton !== value) keys.push({ space: spaces.skeleton, text: skeleton, matchedBy: "lookalike" });
  return keys;
}
