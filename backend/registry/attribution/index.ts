// The door of attribution: who held an address, a name, a URL, an AS number or a short code at a given time. Pure, no database.
import { parseIpv4, parseIpv6Into, parsePrefix } from "#backend/platform/addresses/index.ts";
import { type AttributionClaim, readClaimValue, readHost, readUrl, readWord } from "./claim.ts";
import { createDomainTable } from "./domain-table.ts";
import { collectHeld, nobody } from "./holding-times.ts";
import { createPrefixTree } from "./prefix-tree.ts";

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
   * The list is shared with other questions: read it, never change it.
   * @param value address, prefix ("203.0.113.0/28" is answered by what holds all of it), host, mail address, URL, "AS64496" or short code
   * @param at epoch milliseconds; a claim counts from `heldFrom` until before `heldUntil`
   */
  whoHeld(value: string, at: number): readonly AttributionClaim[];
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

/** Builds the tables; refused claims (with a reason) are given to `onRefused` and left out. */
export function createAttribution(
  claims: Iterable<AttributionClaim> = [],
  onRefused: (claim: AttributionClaim, reason: string) => void = () => {},
): Attribution {
  const v4 = createPrefixTree(4);
  const v6 = createPrefixTree(6);
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

  /** Null when the text is neither an address nor a prefix. */
  const askAddress = (text: string, at: number): readonly AttributionClaim[] | null => {
    const number = parseIpv4(text);
    if (number >= 0) return v4.whoHeld(number, 0, 0, 0, 32, at);
    if (!text.includes(":") && !text.includes("/")) return null;
    if (parseIpv6Into(text, v6Words)) {
      const [a, b, c, d] = v6Words;
      const own = v6.whoHeld(a, b, c, d, 128, at);
      // A v4 address in v6 clothes (::ffff:192.0.2.1) belongs to who holds the v4 one.
      return a === 0 && b === 0 && c === 0xffff ? [...v4.whoHeld(d, 0, 0, 0, 32, at), ...own] : own;
    }
    const prefix = text.includes("/") ? parsePrefix(text) : null;
    if (prefix === null) return null;
    const [a, b, c, d] = prefix.words;
    return prefix.version === 4 ? v4.whoHeld(d, 0, 0, 0, prefix.length, at) : v6.whoHeld(a, b, c, d, prefix.length, at);
  };

  const askHost = (host: string, at: number) => askAddress(host, at) ?? domains.whoHeld(host, at) ?? nobody;

  const askUrl = (text: string, at: number): readonly AttributionClaim[] => {
    const url = readUrl(text);
    if (url === null) return nobody;
    const host = askHost(url.host, at);
    const claimed = urls.get(url.host);
    if (claimed === undefined) return host;
    const into: AttributionClaim[] = [];
    for (const { path, claim } of claimed) if (covers(path, url.path)) collectHeld([claim], at, into);
    return [...into, ...host];
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
      // Most questions are plain names, which end with a letter, and plain addresses; each is told in one look at its units.
      const named = domains.whoHeld(value, at) ?? askAddress(value, at);
      if (named !== null) return named;
      if (value.includes("/")) return askUrl(value, at);
      const claimedWord = words.get(readWord(value));
      if (claimedWord !== undefined) {
        const into: AttributionClaim[] = [];
        collectHeld(claimedWord, at, into);
        return into;
      }
      const host = readHost(value.slice(value.lastIndexOf("@") + 1));
      // A host may be claimed by one of its URLs only at its root ("https://host.example/").
      return host === null ? nobody : askHost(host, at);
    },
  };
}
