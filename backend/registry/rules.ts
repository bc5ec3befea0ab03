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
