// Brings indicator values into the normal form that extraction gives observables, or says what was expected instead.
import { formatAddress, formatPrefix, parseAddress, parsePrefix } from "#backend/platform/addresses/index.ts";
import { readHostName, toAsciiHost } from "../extract/hosts.ts";
import { refang } from "../extract/refang.ts";
import { normaliseUrl } from "../extract/scan-urls.ts";
import { readWallet } from "../extract/scan-wallets.ts";
import type { ObservableKind } from "../model.ts";
import { prefixAround } from "./keys.ts";

const hashLengths = { md5: 32, sha1: 40, sha256: 64, sha512: 128 } as const;

/** The value in normal form, or why it is none of its kind ("expected 64 hexadecimal digits"). Defanged forms are read. */
export function normaliseValue(kind: ObservableKind, written: string): { value: string } | { reason: string } {
  const text = refang(written.trim()).text.trim();
  switch (kind) {
    case "md5":
    case "sha1":
    case "sha256":
    case "sha512": {
      const length = hashLengths[kind];
      return new RegExp(`^[0-9a-fA-F]{${length}}$`).test(text)
        ? { value: text.toLowerCase() }
        : { reason: `expected ${length} hexadecimal digits` };
    }
    case "ipv4":
    case "ipv6": {
      const address = parseAddress(text);
      return address !== null && `ipv${address.version}` === kind
        ? { value: formatAddress(address) }
        : { reason: `expected an IPv${kind.slice(3)} address` };
    }
    case "cidr":
      return normaliseRange(text);
    case "domain": {
      const ascii = toAsciiHost(text.replace(/\.$/, "").replace(/^\*\./, ""));
      return ascii?.includes(".") === true && !/\.\d+$/.test(ascii)
        ? { value: ascii }
        : { reason: "expected a domain name such as pay.example" };
    }
    case "url": {
      const [, scheme = "http", rest = ""] = /^(?:([a-z][a-z0-9+.-]{1,15}):\/\/)?(.+)$/is.exec(text) ?? [];
      const normal = normaliseUrl(scheme.toLowerCase(), rest);
      return normal === null ? { reason: "expected a URL such as https://pay.example/login" } : { value: normal.value };
    }
    case "email": {
      const at = text.lastIndexOf("@");
      const name = at > 0 ? readHostName(text.slice(at + 1)) : null;
      return name === null || /\s/.test(text)
        ? { reason: "expected a mail address" }
        : { value: `${text.slice(0, at).toLowerCase()}@${name.ascii}` };
    }
    case "phone": {
      const digits = text.replace(/[\s().-]/g, "").replace(/^00/, "+");
      return /^\+[1-9]\d{6,14}$/.test(digits)
        ? { value: digits }
        : { reason: "expected an international telephone number such as +22376123456" };
    }
    case "wallet": {
      const wallet = readWallet(text);
      return wallet === null ? { reason: "expected a wallet whose checksum holds" } : { value: wallet.value };
    }
    case "iban": {
      const compact = text.replace(/[\s-]/g, "").toUpperCase();
      return /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(compact) ? { value: compact } : { reason: "expected an IBAN" };
    }
    case "asn": {
      const number = Number(/^(?:AS ?)?(\d{1,10})$/i.exec(text)?.[1] ?? "0");
      return number >= 1 && number <= 4294967295
        ? { value: `AS${number}` }
        : { reason: "expected an AS number such as AS64500" };
    }
    case "short_code":
      return /^[*#\d]{2,20}$/.test(text) ? { value: text } : { reason: "expected a short code such as *000# or 36000" };
    case "cve":
      return /^CVE-\d{4}-\d{4,19}$/i.test(text)
        ? { value: text.toUpperCase() }
        : { reason: "expected a CVE number such as CVE-2024-3094" };
    case "mac": {
      const digits = text.replace(/[:.-]/g, "").toLowerCase();
      return /^[0-9a-f]{12}$/.test(digits)
        ? { value: digits.replace(/(..)(?=.)/g, "$1:") }
        : { reason: "expected a hardware address such as 00:1a:2b:3c:4d:5e" };
    }
    case "handle":
      return /^\S{2,64}$/.test(text)
        ? { value: text.toLowerCase() }
        : { reason: "expected an account name such as @name" };
    case "payment_reference":
      return /^\S{3,64}$/.test(text)
        ? { value: text.toUpperCase() }
        : { reason: "expected a payment reference without spaces" };
    case "file_name":
    case "user_agent": {
      // Written forms count here: a bracket or a backslash may be part of the name.
      const kept = written.trim();
      return kept === "" ? { reason: "expected a name" } : { value: kept };
    }
  }
}

function normaliseRange(text: string): { value: string } | { reason: string } {
  const dash = /^(\S+?)\s*[-–]\s*(\S+)$/.exec(text);
  if (dash !== null) {
    const [first, last] = [parseAddress(dash[1] ?? ""), parseAddress(dash[2] ?? "")];
    if (first === null || last === null || first.version !== last.version)
      return { reason: "expected a range such as 203.0.113.5-203.0.113.9" };
    const value = `${formatAddress(first)}-${formatAddress(last)}`;
    return prefixAround(value) === null ? { reason: "expected a range of addresses" } : { value };
  }
  const prefix = parsePrefix(text);
  return prefix === null
    ? { reason: "expected a prefix such as 203.0.113.0/24 with zero host bits" }
    : { value: formatPrefix(prefix) };
}

/** Kind of a bare value, as plain lists give them; null when it is nothing that is compared. */
export function guessKind(written: string): ObservableKind | null {
  const text = refang(written.trim()).text.trim();
  const hash = ({ 32: "md5", 40: "sha1", 64: "sha256", 128: "sha512" } as const)[text.length];
  if (hash !== undefined && /^[0-9a-fA-F]+$/.test(text)) return hash;
  const address = parseAddress(text);
  if (address !== null) return address.version === 4 ? "ipv4" : "ipv6";
  const tries: ObservableKind[] = text.includes("://")
    ? ["url"]
    : text.includes("@")
      ? ["email"]
      : ["cidr", "cve", "mac", "wallet", "phone", "domain", "url"];
  for (const kind of tries) {
    if (!("value" in normaliseValue(kind, text))) continue;
    if (kind === "domain" && readHostName(text.replace(/^\*\./, "")) === null) continue;
    return kind;
  }
  return /^AS\d{1,10}$/i.test(text) ? "asn" : null;
}
