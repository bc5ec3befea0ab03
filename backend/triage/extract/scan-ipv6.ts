// Finds v6 addresses, their prefixes and ranges, and hardware addresses, which share the colon.
import {
  addressToBigInt,
  coverRange,
  formatAddress,
  formatPrefix,
  parseAddress,
  parsePrefix,
} from "#backend/platform/addresses/index.ts";
import { isFree, type Sheet, setAside, take } from "./sheet.ts";

const colonRuns = /[0-9A-Fa-f:]+(?:\.\d{1,3}){0,3}/g;
const longestV6 = 45;

interface Candidate {
  start: number;
  end: number;
  value: string;
}

function readCandidate(text: string, start: number, run: string): Candidate | null {
  if (run.length > longestV6 || run.length < 3) return null;
  const before = text.charAt(start - 1);
  if (/[0-9A-Za-z_.:]/.test(before)) return null;
  let body = run;
  if (/[^:]:$/.test(body)) body = body.slice(0, -1);
  const colons = body.split(":").length - 1;
  if (colons < 2 || (!body.includes("::") && colons !== 7 && !body.includes("."))) return null;
  if (!/\d/.test(body)) return null;
  const address = parseAddress(body);
  const after = text.charAt(start + body.length);
  if (address === null || /[A-Za-z0-9_]/.test(after)) return null;
  return { start, end: start + body.length, value: formatAddress(address) };
}

/** Takes v6 addresses; "address/length" with zero host bits is a prefix, "first-last" a range. */
export function scanIpv6(sheet: Sheet): void {
  const { text } = sheet;
  if (!text.includes("::") && !/(?:[0-9A-Fa-f]{1,4}:){7}/.test(text)) return;
  let done = 0;
  for (const match of text.matchAll(colonRuns)) {
    if (match.index < done) continue;
    const candidate = readCandidate(text, match.index, match[0]);
    if (candidate === null || !isFree(sheet, candidate.start, candidate.end)) continue;
    const { start, value } = candidate;
    let { end } = candidate;
    const zone = /^%[0-9A-Za-z._~-]{1,32}/.exec(text.slice(end, end + 33));
    if (zone !== null) end += zone[0].replace(/[.]+$/, "").length;
    const mask = /^\/(\d{1,3})(?!\d|\.\d)/.exec(text.slice(end, end + 6));
    const prefix = mask === null ? null : parsePrefix(`${value}/${mask[1]}`);
    const dash = /^ ?[-–] ?([0-9A-Fa-f:]{3,45})/.exec(text.slice(end, end + 50));
    const last = dash === null ? null : parseAddress((dash[1] ?? "").replace(/([^:]):$/, "$1"));
    const first = parseAddress(value);
    if (mask !== null && Number(mask[1]) > 128) {
      setAside(sheet, start, end + mask[0].length);
    } else if (prefix !== null && prefix.length < 128) {
      take(sheet, {
        kind: "cidr",
        value: formatPrefix(prefix),
        start,
        end: end + (mask?.[0].length ?? 0),
        isChecked: true,
      });
    } else if (first !== null && last !== null && dash !== null && addressToBigInt(last) > addressToBigInt(first)) {
      const blocks = coverRange(first, last);
      const only = blocks.length === 1 ? blocks[0] : undefined;
      done = end + dash[0].replace(/([^:]):$/, "$1").length;
      take(sheet, {
        kind: "cidr",
        value: only ? formatPrefix(only) : `${value}-${formatAddress(last)}`,
        start,
        end: done,
        isChecked: true,
      });
    } else {
      take(sheet, { kind: "ipv6", value, start, end, isChecked: true, ...portAfter(text, end) });
    }
  }
}

function portAfter(text: string, end: number): { details?: Record<string, string> } {
  const port = /^\]:(\d{1,5})(?!\d)/.exec(text.slice(end, end + 8))?.[1];
  return port === undefined || Number(port) > 65535 ? {} : { details: { port } };
}

const macs =
  /(?<![0-9A-Fa-f][:-]|[0-9A-Za-z])[0-9A-Fa-f]{2}([:-])[0-9A-Fa-f]{2}(?:\1[0-9A-Fa-f]{2}){4}(?![:-]?[0-9A-Fa-f]|[0-9A-Za-z_])/g;
const ciscoMacs = /(?<![0-9A-Za-z.])[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}(?![0-9A-Za-z]|\.[0-9A-Za-z])/g;

/** Takes EUI-48 hardware addresses in colon, hyphen and dotted form. */
export function scanHardwareAddresses(sheet: Sheet): void {
  for (const pattern of [macs, ciscoMacs])
    for (const match of sheet.text.matchAll(pattern)) {
      const digits = match[0].replace(/[:.-]/g, "").toLowerCase();
      const value = digits.replace(/(..)(?=.)/g, "$1:");
      take(sheet, { kind: "mac", value, start: match.index, end: match.index + match[0].length, isChecked: false });
    }
}
