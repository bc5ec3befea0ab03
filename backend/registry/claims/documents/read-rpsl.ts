// Reads what `whois` of an address or domain registry printed: objects of attributes (RPSL, RFC 2622 section 2). Pure.
import { coverRange, formatPrefix, parseAddress, parsePrefix } from "../../../platform/addresses/index.ts";
import { normaliseClaim } from "../../rules.ts";
import type { ReadObject } from "../model.ts";

const mostObjects = 200;

/** Blocks of "name: value" lines; comments (% and #), continued lines (space, tab, +) and anything else in between are taken as they come. */
function readBlocks(text: string): [string, string][][] {
  const blocks: [string, string][][] = [[]];
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (/^[%#]/.test(line)) continue;
    const current = blocks.at(-1) ?? [];
    if (line.trim() === "") {
      if (current.length > 0) blocks.push([]);
      continue;
    }
    const continued = /^[ \t+](.*)$/.exec(line)?.[1];
    const last = current.at(-1);
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).trim().toLowerCase();
    if (continued !== undefined && last && colon < 0) last[1] = `${last[1]} ${withoutComment(continued)}`.trim();
    else if (colon > 0 && name.length <= 60) current.push([name, withoutComment(line.slice(colon + 1))]);
  }
  return blocks.filter((block) => block.length > 0).slice(0, mostObjects);
}

const withoutComment = (value: string): string => value.replace(/(^|\s)#.*$/, "").trim();

/** Objects on ranges, numbers and names; others only lend the names of organisations that they describe. */
export function readRpsl(text: string): ReadObject[] {
  const blocks = readBlocks(text);
  const names = new Map<string, string>();
  for (const block of blocks) {
    const of = attributesOf(block);
    const handle = of("organisation")[0] ?? of("orgid")[0];
    const name = of("org-name")[0] ?? of("orgname")[0];
    if (handle !== undefined && name !== undefined) names.set(handle.toLowerCase(), name);
  }
  return blocks.flatMap((block) => {
    const of = attributesOf(block);
    const object = valuesOf(of);
    if (object === undefined) return [];
    const organisations = of("org").map((handle) => names.get(handle.toLowerCase()) ?? handle);
    const said = [
      "org-name",
      "orgname",
      "organization",
      "owner",
      "descr",
      "registrant organization",
      "registrant",
      "registrant name",
    ];
    return [
      {
        ...object,
        name: of("netname")[0] ?? of("as-name")[0] ?? of("asname")[0] ?? "",
        holders: unique([...organisations, ...said.flatMap((name) => of(name))]).slice(0, 20),
        country: of("country")[0]?.toUpperCase().slice(0, 2) ?? null,
        registeredOn: dayIn(of("created")[0] ?? of("creation date")[0] ?? of("regdate")[0] ?? ""),
        changedOn: dayIn(of("last-modified")[0] ?? of("updated date")[0] ?? of("changed").at(-1) ?? ""),
      },
    ];
  });
}

type Attributes = (name: string) => string[];

function attributesOf(block: [string, string][]): Attributes {
  return (name) => block.filter(([key, value]) => key === name && value !== "").map(([, value]) => value.slice(0, 300));
}

function valuesOf(of: Attributes): Pick<ReadObject, "kind" | "values"> | undefined {
  const range =
    of("inetnum")[0] ?? of("inet6num")[0] ?? of("cidr")[0] ?? of("netrange")[0] ?? of("route")[0] ?? of("route6")[0];
  if (range !== undefined) return { kind: "prefix", values: prefixesOf(range) };
  const number = of("aut-num")[0] ?? of("asnumber")[0];
  if (number !== undefined) return { kind: "asn", values: normalOf("asn", number) };
  const domain = of("domain")[0] ?? of("domain name")[0];
  return domain === undefined ? undefined : { kind: "domain", values: normalOf("domain", domain) };
}

function normalOf(kind: "asn" | "domain", value: string): string[] {
  const normal = normaliseClaim(kind, value);
  return "value" in normal ? [normal.value] : [];
}

/** "a - b", "a/n", or several of these with commas, as prefixes; what cannot be read is none. */
export function prefixesOf(range: string): string[] {
  return range
    .split(",")
    .slice(0, 64)
    .flatMap((part) => {
      const [first = "", last] = part.split(/\s+-\s+|-(?=[\d])/).map((side) => side.trim());
      if (last === undefined) {
        const prefix = parsePrefix(first);
        return prefix ? [formatPrefix(prefix)] : [];
      }
      const [from, to] = [parseAddress(first), parseAddress(last)];
      return from && to && from.version === to.version ? coverRange(from, to).map(formatPrefix) : [];
    });
}

/** The first "2019-03-07" or "20190307" of a text. */
function dayIn(text: string): string | null {
  const found = /(\d{4})-?(\d{2})-?(\d{2})/.exec(text);
  if (!found) return null;
  const day = `${found[1]}-${found[2]}-${found[3]}`;
  return Number.isNaN(Date.parse(`${day}T00:00:00Z`)) ? null : day;
}

const unique = (values: string[]): string[] => [...new Set(values)];
