// The door of attribution: who held an address, a name, a URL, an AS number or a short code at a given time. Pure, no database.
import { parseIpv4, parseIpv6Into, parsePrefix } from "#backend/platform/addresses/index.ts";
import { type AttributionClaim, readClaimValue, readHost, readUrl, readWord } from "./claim.ts";
import { createDomainTable } from "./domain-table.ts";
import { collectHeld, createPrefixTable } from "./prefix-table.ts";

export type { AttributionClaim } from "./claim.ts";

export interface Attribution {
  /** Claims held now. */
  size(): number;
  /** Adds a claim, or replaces the one with its id, at once; returns null, or why it was refused. */
  add(claim: AttributionClaim): string | null;
  /** Takes a claim away at once; false when there is none with that id. */
  remove(id: string): boolean;
  /**
   * Every claim that covered a value at a time, most specific first: longest prefix, longest URL, longest name.
   * @param value address, prefix ("203.0.113.0/28" is answered by what holds all of it), host, mail address, URL, "AS64496" or short code
   * @param at epoch milliseconds; a claim counts from `heldFrom` until before `heldUntil`
   */
  whoHeld(value: string, at: number): AttributionClaim[];
}

interface UrlClaim {
  path: string;
  claim: AttributionClaim;
}

/** "/a" covers "/a", "/a/b" and "/a?x", not "/ab". */
function covers(claimed: string, path: string): boolean {
  if (!path.startsWith(claimed)) return false;
  if (path.length === claimed.length || claimed.endsWith("/")) return true;
  const next = path.charCodeAt(claimed.length);
  return next === 47 || next === 63 || next === 38;
}

/** True for a lower-case ASCII host with a dot whose last label is no number: a name in normal form, and no address. */
function isPlainHost(text: string): boolean {
  if (text.length > 253) return false;
  const last = text.charCodeAt(text.length - 1);
  if (!(last >= 97 && last <= 122) || text.charCodeAt(0) === 46) return false;
  let hasDot = false;
  for (let i = text.length - 1; i >= 0; i--) {
    const code = text.charCodeAt(i);
    if (code === 46) {
      if (text.charCodeAt(i + 1) === 46) return false;
      hasDot = true;
    } else if (!((code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 45 || code === 95)) return false;
  }
  return hasDot;
}

/** Builds the tables; refused claims (with a reason) are given to `onRefused` and left out. */
export function createAttribution(
  claims: Iterable<AttributionClaim> = [],
  onRefused: (claim: AttributionClaim, reason: string) => void = () => {},
): Attribution {
  const v4 = createPrefixTable(4);
  const v6 = createPrefixTable(6);
  const domains = createDomainTable();
  const urls = new Map<string, UrlClaim[]>();
  const words = new Map<string, AttributionClaim[]>();
  const byId = new Map<string, AttributionClaim>();
  const v6Words: [number, number, number, number] = [0, 0, 0, 0];

  const add = (claim: AttributionClaim): string | null => {
    const value = readClaimValue(claim.kind, claim.value);
    if ("reason" in value) return value.reason;
    if (claim.heldFrom !== null && claim.heldUntil !== null && claim.heldUntil <= claim.heldFrom)
      return "expected heldUntil after heldFrom";
    remove(claim.id);
    byId.set(claim.id, claim);
    if (value.kind === "prefix") (value.prefix.version === 4 ? v4 : v6).add(value.prefix, claim);
    else if (value.kind === "domain") domains.add(value.host, claim);
    else if (value.kind === "word") words.set(value.word, [...(words.get(value.word) ?? []), claim]);
    else {
      const list = [...(urls.get(value.host) ?? []), { path: value.path, claim }];
      urls.set(
        value.host,
        list.sort((a, b) => b.path.length - a.path.length),
      );
    }
    return null;
  };

  const remove = (id: string): boolean => {
    const claim = byId.get(id);
    if (claim === undefined) return false;
    byId.delete(id);
    const value = readClaimValue(claim.kind, claim.value);
    if ("reason" in value) return true;
    if (value.kind === "prefix") (value.prefix.version === 4 ? v4 : v6).remove(value.prefix, claim);
    else if (value.kind === "domain") domains.remove(value.host, claim);
    else if (value.kind === "word")
      words.set(
        value.word,
        (words.get(value.word) ?? []).filter((other) => other !== claim),
      );
    else
      urls.set(
        value.host,
        (urls.get(value.host) ?? []).filter((other) => other.claim !== claim),
      );
    return true;
  };

  /** True when the text was an address or a prefix, whoever held it. */
  const collectAddress = (text: string, at: number, into: AttributionClaim[]): boolean => {
    const number = parseIpv4(text);
    if (number >= 0) {
      v4.collect(0, 0, 0, number, 32, at, into);
      return true;
    }
    if (text.includes(":") && parseIpv6Into(text, v6Words)) {
      const [a, b, c, d] = v6Words;
      // A v4 address in v6 clothes (::ffff:192.0.2.1) belongs to who holds the v4 one.
      if (a === 0 && b === 0 && c === 0xffff) v4.collect(0, 0, 0, d, 32, at, into);
      v6.collect(a, b, c, d, 128, at, into);
      return true;
    }
    const prefix = text.includes("/") ? parsePrefix(text) : null;
    if (prefix === null) return false;
    const [a, b, c, d] = prefix.words;
    (prefix.version === 4 ? v4 : v6).collect(a, b, c, d, prefix.length, at, into);
    return true;
  };

  const collectHost = (host: string, at: number, into: AttributionClaim[]) => {
    if (!collectAddress(host, at, into)) domains.collect(host, at, into);
  };

  const collectUrl = (text: string, at: number, into: AttributionClaim[]): boolean => {
    const url = readUrl(text);
    if (url === null) return false;
    for (const { path, claim } of urls.get(url.host) ?? []) if (covers(path, url.path)) collectHeld([claim], at, into);
    collectHost(url.host, at, into);
    return true;
  };

  for (const claim of claims) {
    const reason = add(claim);
    if (reason !== null) onRefused(claim, reason);
  }

  return {
    size: () => byId.size,
    add,
    remove,
    whoHeld(value, at) {
      const into: AttributionClaim[] = [];
      // Most questions are plain addresses and plain names, so these are told apart first, in one look at each unit.
      if (isPlainHost(value)) {
        domains.collect(value, at, into);
        return into;
      }
      if (collectAddress(value, at, into)) return into;
      if (value.includes("/")) {
        collectUrl(value, at, into);
        return into;
      }
      const claimedWord = words.get(readWord(value));
      if (claimedWord !== undefined) {
        collectHeld(claimedWord, at, into);
        return into;
      }
      const host = readHost(value.slice(value.lastIndexOf("@") + 1));
      // A host may be claimed by one of its URLs only at its root ("https://host.example/").
      if (host !== null) collectHost(host, at, into);
      return into;
    },
  };
}
