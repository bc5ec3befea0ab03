// A dated claim as attribution takes it, and its value in the form that is looked up. Pure.
import { parse } from "tldts";
import { parsePrefix, type Prefix } from "#backend/platform/addresses/index.ts";
import type { ClaimKind } from "../model.ts";

export interface AttributionClaim {
  id: string;
  constituentId: string;
  kind: ClaimKind;
  /** "203.0.113.0/26", "AS64496", "bank.example", "https://host.example/path", "*000#". */
  value: string;
  /** Epoch milliseconds; null means since ever. */
  heldFrom: number | null;
  /** Epoch milliseconds, the first instant at which it was no longer held; null means still. */
  heldUntil: number | null;
}

/** A claim's value, read. */
export type ReadValue =
  | { kind: "prefix"; prefix: Prefix }
  | { kind: "domain"; host: string }
  | { kind: "url_prefix"; host: string; path: string }
  | { kind: "word"; word: string };

/** Lower-case A-label form of a host; null when it is none. */
export function readHost(text: string): string | null {
  const trimmed = text.trim().toLowerCase().replace(/\.$/, "");
  if (/^[a-z0-9_.-]+$/.test(trimmed))
    return trimmed.length <= 253 && /^[^.]+(?:\.[^.]+)+$/.test(trimmed) ? trimmed : null;
  try {
    const host = new URL(`http://${trimmed}/`).hostname;
    return host.includes(".") && !/[[\]:]/.test(host) ? host : null;
  } catch {
    return null;
  }
}

/** "host" and "/path" of a URL, port kept out; a missing path is "/". Null when it is no http(s) URL. */
export function readUrl(text: string): { host: string; path: string } | null {
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
    if (!/^https?:$|^ftp:$|^wss?:$/.test(url.protocol)) return null;
    return { host: url.hostname.replace(/\.$/, "").replace(/^\[|\]$/g, ""), path: url.pathname + url.search };
  } catch {
    return null;
  }
}

/** AS number, or a short code, in the one form that is compared. */
export function readWord(text: string): string {
  const asn = /^AS[N ]?\s?0*(\d{1,10})$/i.exec(text.trim());
  return asn === null ? text.replace(/\s/g, "").toLowerCase() : `as${asn[1]}`;
}

/** Reads a claim's value, or says what was expected. Nobody can claim a public suffix ("com.ml"): it is nobody's name. */
export function readClaimValue(kind: ClaimKind, value: string): ReadValue | { reason: string } {
  switch (kind) {
    case "prefix": {
      const prefix = parsePrefix(value.trim());
      return prefix === null
        ? { reason: "expected a prefix such as 203.0.113.0/26 with zero host bits" }
        : { kind, prefix };
    }
    case "domain": {
      const host = readHost(value.replace(/^\*\./, ""));
      if (host === null) return { reason: "expected a domain such as bank.example" };
      const isSuffix = parse(host, { allowPrivateDomains: false }).domain === null;
      return isSuffix ? { reason: `expected a registered name; ${host} is a public suffix` } : { kind, host };
    }
    case "url_prefix": {
      const url = readUrl(value);
      return url === null || !/[.:]/.test(url.host)
        ? { reason: "expected a URL such as https://host.example/path" }
        : { kind, ...url };
    }
    case "asn":
      return /^as\d+$/.test(readWord(value))
        ? { kind: "word", word: readWord(value) }
        : { reason: "expected an AS number such as AS64496" };
    case "short_code":
      return /^[*#+]?[\d*#]{2,20}$/.test(readWord(value))
        ? { kind: "word", word: readWord(value) }
        : { reason: "expected a short code such as *000#" };
  }
}
