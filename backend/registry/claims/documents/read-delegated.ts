// Reads a delegated-extended statistics file of a regional internet registry, version 2.3 or 2: who was given which range and number. Pure.
import {
  addressFromBigInt,
  addressToBigInt,
  coverRange,
  formatPrefix,
  parseAddress,
  parsePrefix,
} from "../../../platform/addresses/index.ts";

export interface DelegatedRecord {
  /** From 1. */
  line: number;
  country: string;
  kind: "prefix" | "asn";
  /** Ranges of IPv4 are counts of addresses and may be several prefixes. */
  prefixes: string[];
  asnFrom: number | null;
  asnTo: number | null;
  allocatedOn: string | null;
  status: string;
  /** The same for all that one account of the registry holds; null on what nobody holds. */
  opaqueId: string | null;
}

export interface DelegatedFile {
  registry: string;
  serial: string;
  coversUntil: string | null;
  records: DelegatedRecord[];
}

export interface DelegatedProblem {
  line: number;
  expected: string;
}

const mostProblems = 50;
const statuses = ["allocated", "assigned", "available", "reserved"];

/**
 * Lines are "registry|cc|type|start|value|date|status|opaque-id[|…]", after a version line and summaries.
 * The first problems are told by line; a file with any is not to be taken.
 */
export function readDelegated(text: string): { file: DelegatedFile; problems: DelegatedProblem[] } {
  const file: DelegatedFile = { registry: "", serial: "", coversUntil: null, records: [] };
  const problems: DelegatedProblem[] = [];
  const announced = new Map<string, number>();
  const counted = new Map<string, number>();
  let hasVersion = false;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = index + 1;
    const words = raw.trim();
    if (words === "" || words.startsWith("#")) continue;
    if (problems.length >= mostProblems) break;
    const fields = words.split("|");
    if (!hasVersion) {
      hasVersion = true;
      if (!/^2(\.\d)?$/.test(fields[0] ?? "") || fields.length < 7) {
        problems.push({
          line,
          expected: "the version line, such as 2.3|afrinic|20260301|4512|19930101|20260301|+0000",
        });
        break;
      }
      file.registry = (fields[1] ?? "").toLowerCase().slice(0, 12);
      file.serial = (fields[2] ?? "").slice(0, 40);
      file.coversUntil = dayOf(fields[5] ?? "");
      if (!/^[a-z]{2,12}$/.test(file.registry))
        problems.push({ line, expected: "the registry's name in the second field" });
      continue;
    }
    if (fields.at(-1) === "summary") {
      announced.set(fields[2] ?? "", Number(fields[4]));
      continue;
    }
    const record = readRecord(line, fields, file.registry);
    if ("expected" in record) problems.push(record);
    else {
      file.records.push(record);
      counted.set(fields[2] ?? "", (counted.get(fields[2] ?? "") ?? 0) + 1);
    }
  }
  if (!hasVersion) problems.push({ line: 1, expected: "a delegated-extended file with its version line" });
  // A file that was cut off on its way reads well to its end; its own summary tells.
  for (const [type, count] of announced)
    if (problems.length === 0 && (counted.get(type) ?? 0) !== count)
      problems.push({
        line: 1,
        expected: `${count} records of ${type}, as the summary says, where there are ${counted.get(type) ?? 0}`,
      });
  return { file, problems };
}

function readRecord(line: number, fields: string[], registry: string): DelegatedRecord | DelegatedProblem {
  const [from = "", country = "", type = "", start = "", value = "", date = "", status = "", opaqueId = ""] = fields;
  if (from.toLowerCase() !== registry) return { line, expected: `the registry "${registry}" in the first field` };
  if (!/^([A-Z]{2}|\*)?$/i.test(country)) return { line, expected: "a country's two letters in the second field" };
  if (!statuses.includes(status)) return { line, expected: `one of ${statuses.join(", ")} in the seventh field` };
  const rest = {
    line,
    country: country.toUpperCase(),
    allocatedOn: dayOf(date),
    status,
    opaqueId: opaqueId === "" ? null : opaqueId.slice(0, 100),
  };
  const count = /^\d{1,10}$/.test(value) ? Number(value) : 0;
  if (type === "asn") {
    const first = /^\d{1,10}$/.test(start) ? Number(start) : -1;
    if (first < 0 || count < 1 || first + count - 1 > 4_294_967_295)
      return { line, expected: "an AS number and how many from it" };
    return { ...rest, kind: "asn", prefixes: [], asnFrom: first, asnTo: first + count - 1 };
  }
  if (type === "ipv4") {
    const first = parseAddress(start);
    if (first?.version !== 4 || count < 1 || addressToBigInt(first) + BigInt(count) > 2n ** 32n)
      return { line, expected: "an IPv4 address and how many from it" };
    const last = addressFromBigInt(4, addressToBigInt(first) + BigInt(count) - 1n);
    return { ...rest, kind: "prefix", prefixes: coverRange(first, last).map(formatPrefix), asnFrom: null, asnTo: null };
  }
  if (type === "ipv6") {
    const prefix = parsePrefix(`${start}/${value}`);
    if (prefix?.version !== 6) return { line, expected: "an IPv6 address and the length of its prefix" };
    return { ...rest, kind: "prefix", prefixes: [formatPrefix(prefix)], asnFrom: null, asnTo: null };
  }
  return { line, expected: "asn, ipv4 or ipv6 in the third field" };
}

/** "20260301" as a day; "00000000" and the like are none. */
function dayOf(text: string): string | null {
  const found = /^(\d{4})(\d{2})(\d{2})$/.exec(text.trim());
  const day = found ? `${found[1]}-${found[2]}-${found[3]}` : "";
  return day !== "" &&
    !Number.isNaN(Date.parse(`${day}T00:00:00Z`)) &&
    new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
    ? day
    : null;
}
