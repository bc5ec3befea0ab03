// Decides whether a claimed value is well formed, and gives its normal form. Pure.
import { parse as parseDomain } from "tldts";
import {
  type Address,
  formatAddress,
  formatIpv4,
  formatPrefix,
  parseAddress,
  parsePrefix,
} from "../platform/addresses/index.ts";
import type { ClaimKind } from "./model.ts";

/** The normal form, or what was expected instead. */
export function normaliseClaim(
  kind: ClaimKind,
  value: string,
): { value: string; isPrefix: boolean } | { expected: string } {
  const text = value.trim();
  switch (kind) {
    case "prefix": {
      const prefix = parsePrefix(text);
      return prefix
        ? { value: formatPrefix(prefix), isPrefix: true }
        : { expected: "a range from its first address, such as 203.0.113.0/26 or 2001:db8::/48" };
    }
    case "asn": {
      const digits = /^(?:as)?(\d{1,10})$/i.exec(text)?.[1];
      return digits && Number(digits) <= 4_294_967_295
        ? { value: `AS${Number(digits)}`, isPrefix: false }
        : { expected: "an autonomous system number such as AS64496" };
    }
    case "domain": {
      const host = text
        .toLowerCase()
        .replace(/^\*?\./, "")
        .replace(/\.$/, "");
      const { hostname, isIp, domain } = parseDomain(host, { allowPrivateDomains: true });
      return hostname === host && !isIp && domain !== null
        ? { value: asciiOf(host), isPrefix: false }
        : { expected: "a domain such as bank.example" };
    }
    case "url_prefix": {
      if (!URL.canParse(text)) return { expected: "a web address such as https://host.example/path" };
      const url = new URL(text);
      return /^https?:$/.test(url.protocol)
        ? { value: url.href, isPrefix: false }
        : { expected: "an address that begins with http:// or https://" };
    }
    case "short_code":
      return /^[*#0-9]{2,20}$/.test(text)
        ? { value: text, isPrefix: false }
        : { expected: "a short code such as 36000 or *000#" };
  }
}

function asciiOf(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : host;
}

/** A host and every parent of it, longest first, so that a claim on any of them is found. */
export function hostAndParents(host: string): string[] {
  const labels = host.toLowerCase().split(".");
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join("."));
}

/**
 * What a claim on web addresses that covers this one may be written as, the longest first: every beginning that ends where a part of the path or of the query
 * does, under http and https, with the port and without. Empty for what is no web address.
 */
export function urlBeginnings(text: string): string[] {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return [];
  const tail = url.pathname + url.search;
  const ends = new Set([tail.length]);
  for (let at = 0; at < tail.length && ends.size < 200; at++) {
    const unit = tail.charAt(at);
    if (unit === "/") ends.add(at + 1);
    if (at > 0 && (unit === "/" || unit === "?" || unit === "&")) ends.add(at);
  }
  const hosts = [...new Set([url.host, url.hostname])];
  return [...ends]
    .sort((one, other) => other - one)
    .flatMap((end) =>
      hosts.flatMap((host) => ["https", "http"].map((scheme) => `${scheme}://${host}${tail.slice(0, end)}`)),
    );
}

/** The host of a web address, as an address or a name; both lists are empty for what is none. */
export function hostOfUrl(text: string): { addresses: string[]; hosts: string[] } {
  const host = URL.canParse(text) ? new URL(text).hostname.replace(/^\[|\]$/g, "") : "";
  if (host === "") return { addresses: [], hosts: [] };
  return parseAddress(host) ? { addresses: [host], hosts: [] } : { addresses: [], hosts: [host] };
}

/** The v4 address that a v6 one is written for (RFC 4291, section 2.5.5.2), or null. */
export function v4Within({ version, words: [a, b, c, d] }: Address): string | null {
  return version === 6 && a === 0 && b === 0 && c === 0xffff ? formatIpv4(d) : null;
}

/**
 * What a person asks a holder for: an address or a host, also out of a web address, an e-mail address or a defanged form. A v4 address
 * in v6 clothes (::ffff:192.0.2.1) is the v4 one. Null when it is neither.
 */
export function readHeldValue(text: string): { address: string } | { host: string } | null {
  const plain = text
    .trim()
    .replace(/^hxxp/i, "http")
    .replace(/\[(\.|:)\]|\((\.)\)/g, "$1$2")
    .replace(/\[?@\]?/, "@");
  const address = parseAddress(plain);
  if (address) return { address: v4Within(address) ?? formatAddress(address) };
  const { hostname, isIp, domain } = parseDomain(plain, { allowPrivateDomains: true });
  if (hostname === null || hostname === "") return null;
  const literal = isIp ? parseAddress(hostname) : null;
  if (literal) return { address: v4Within(literal) ?? formatAddress(literal) };
  return domain === null ? null : { host: asciiOf(hostname) };
}
