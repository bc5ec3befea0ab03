// Warninglists in MISP's form: values that are known to be everywhere, whose hits are held back with the list's name.
import { z } from "zod";
import { RE2JS } from "re2js";
import { parseAddress, parsePrefix, prefixOf, formatPrefix } from "#backend/platform/addresses/index.ts";
import type { ObservableKind } from "../model.ts";
import { domainsAbove, hostOfUrlKey, prefixAround, urlKey } from "./keys.ts";
import type { Refusal } from "./model.ts";

/** `list.json` of MISP/misp-warninglists; unknown keys are allowed, as the schema there grows. */
export const warninglistFile = z.object({
  name: z.string().min(1),
  version: z.union([z.number(), z.string()]).optional(),
  description: z.string().optional(),
  type: z.enum(["string", "substring", "hostname", "cidr", "regex"]),
  matching_attributes: z.array(z.string()).default([]),
  list: z.array(z.string()),
});

/** MISP attribute types → our kinds; types that we never see are left out. */
// A Map: feeds may name a type "toString".
const kindsOfAttribute = new Map<string, ObservableKind[]>(
  Object.entries({
    "ip-src": ["ipv4", "ipv6", "cidr"],
    "ip-dst": ["ipv4", "ipv6", "cidr"],
    "ip-src|port": ["ipv4", "ipv6"],
    "ip-dst|port": ["ipv4", "ipv6"],
    domain: ["domain"],
    hostname: ["domain"],
    "hostname|port": ["domain"],
    "domain|ip": ["domain", "ipv4", "ipv6"],
    url: ["url"],
    uri: ["url"],
    link: ["url"],
    email: ["email"],
    "email-src": ["email"],
    "email-dst": ["email"],
    "target-email": ["email"],
    md5: ["md5"],
    sha1: ["sha1"],
    sha256: ["sha256"],
    sha512: ["sha512"],
    "filename|md5": ["md5"],
    "filename|sha1": ["sha1"],
    "filename|sha256": ["sha256"],
    "filename|sha512": ["sha512"],
    filename: ["file_name"],
    btc: ["wallet"],
    xmr: ["wallet"],
    iban: ["iban"],
    "phone-number": ["phone"],
    AS: ["asn"],
    "mac-address": ["mac"],
    vulnerability: ["cve"],
    "user-agent": ["user_agent"],
  }),
);

export interface Warninglists {
  /** Names of the lists that hold a value in normal form, in the order they were read. */
  listsWith(kind: ObservableKind, value: string): string[];
  names(): string[];
}

interface Matcher {
  name: string;
  kinds: Set<ObservableKind> | null;
  matches(kind: ObservableKind, value: string): boolean;
}

/** Host of a value that has one. */
function hostOf(kind: ObservableKind, value: string): string | null {
  if (kind === "domain") return value;
  if (kind === "url") return hostOfUrlKey(urlKey(value));
  return kind === "email" ? value.slice(value.lastIndexOf("@") + 1) : null;
}

function cidrMatcher(values: readonly string[]): (kind: ObservableKind, value: string) => boolean {
  const prefixes = new Set<string>();
  const lengths = new Set<string>();
  for (const value of values) {
    const address = parseAddress(value.split("/")[0] ?? "");
    // Lists hold prefixes with host bits now and then; the block around is meant.
    const length = value.includes("/") ? Number(value.split("/")[1]) : address?.version === 4 ? 32 : 128;
    if (address === null || !Number.isInteger(length) || length < 0 || length > (address.version === 4 ? 32 : 128))
      continue;
    prefixes.add(formatPrefix(prefixOf(address, length)));
    lengths.add(`${address.version}/${length}`);
  }
  return (kind, value) => {
    const seen = kind === "url" ? parsePrefix(hostOfUrlKey(urlKey(value))) : prefixAround(value);
    if (seen === null) return false;
    for (let length = seen.length; length >= 0; length--)
      if (lengths.has(`${seen.version}/${length}`) && prefixes.has(formatPrefix(prefixOf(seen, length)))) return true;
    return false;
  };
}

function regexMatcher(values: readonly string[]): (kind: ObservableKind, value: string) => boolean {
  const patterns = values.map((value) => {
    const [, body = value, flags = ""] = /^\/(.*)\/([a-z]*)$/s.exec(value) ?? [];
    return RE2JS.compile(body, flags.includes("i") ? RE2JS.CASE_INSENSITIVE : 0);
  });
  return (_kind, value) => patterns.some((pattern) => pattern.matcher(value).find());
}

function matcherOf(file: z.output<typeof warninglistFile>): Matcher {
  const kinds = new Set(file.matching_attributes.flatMap((attribute) => kindsOfAttribute.get(attribute) ?? []));
  const base = { name: file.name, kinds: file.matching_attributes.length === 0 ? null : kinds };
  if (file.type === "cidr") return { ...base, matches: cidrMatcher(file.list) };
  if (file.type === "regex") return { ...base, matches: regexMatcher(file.list) };
  const lower = file.list.map((value) => value.toLowerCase());
  if (file.type === "substring")
    return { ...base, matches: (_kind, value) => lower.some((part) => value.toLowerCase().includes(part)) };
  const values = new Set(lower);
  if (file.type === "string")
    return {
      ...base,
      matches: (kind, value) => values.has(value.toLowerCase()) || (kind === "url" && values.has(urlKey(value))),
    };
  // MISP's hostname lists hold the name and everything below it; a leading dot means the same.
  const names = new Set(lower.map((value) => value.replace(/^\./, "")));
  return {
    ...base,
    matches(kind, value) {
      const host = hostOf(kind, value);
      return host !== null && (names.has(host) || domainsAbove(host).some((above) => names.has(above)));
    },
  };
}

/** Builds the lists from the texts of `list.json` files; a wrong file is refused with its reason and the others stand. */
export function readWarninglists(files: Iterable<{ path: string; text: string }>): {
  warninglists: Warninglists;
  refused: Refusal[];
} {
  const matchers: Matcher[] = [];
  const refused: Refusal[] = [];
  for (const { path, text } of files) {
    try {
      const parsed = warninglistFile.safeParse(JSON.parse(text));
      if (parsed.success) matchers.push(matcherOf(parsed.data));
      else
        for (const issue of parsed.error.issues)
          refused.push({ path, field: issue.path.join("."), reason: issue.message });
    } catch (error) {
      refused.push({
        path,
        field: "",
        reason: `expected a warninglist in MISP's form: ${error instanceof Error ? error.message : String(error)}`,
      });
    }
  }
  return {
    refused,
    warninglists: {
      names: () => matchers.map((matcher) => matcher.name),
      listsWith: (kind, value) =>
        matchers
          .filter((matcher) => (matcher.kinds === null || matcher.kinds.has(kind)) && matcher.matches(kind, value))
          .map((matcher) => matcher.name),
    },
  };
}
