// What makes a name a host: IDN to A-labels, known top-level domains, and names that only look like hosts.
import { parse } from "tldts";
import { formatIpv4, parseAddress, parseIpv4 } from "#backend/platform/addresses/index.ts";

/** RFC 2606 and RFC 7686 names that are not in the public suffix list but are written in reports. */
const reservedTlds = new Set(["example", "test", "onion"]);

/** Lower-case A-label form of a host name; null when a label breaks the rules of RFC 1123 or IDNA (UTS 46). */
export function toAsciiHost(host: string): string | null {
  let ascii = host.toLowerCase();
  // oxlint-disable-next-line no-control-regex
  if (/[^\x00-\x7f]/.test(ascii)) {
    try {
      ascii = new URL(`http://${ascii}/`).hostname;
    } catch {
      return null;
    }
  }
  if (ascii.length > 253) return null;
  for (const label of ascii.split(".")) {
    if (label.length === 0 || label.length > 63) return null;
    if (!/^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?$/.test(label)) return null;
  }
  return ascii;
}

/** A name in readable form where it holds A-labels; browsers and Node decode none, so punycode (RFC 3492) is decoded here. */
export function toUnicodeHost(ascii: string): string {
  return ascii
    .split(".")
    .map((label) => (label.startsWith("xn--") ? (decodePunycode(label.slice(4)) ?? label) : label))
    .join(".");
}

function decodePunycode(input: string): string | null {
  const basic = input.lastIndexOf("-");
  const output = basic > 0 ? Array.from(input.slice(0, basic), (char) => char.charCodeAt(0)) : [];
  let n = 128;
  let i = 0;
  let bias = 72;
  for (let index = basic > 0 ? basic + 1 : 0; index < input.length; ) {
    const before = i;
    let weight = 1;
    for (let k = 36; ; k += 36) {
      if (index >= input.length) return null;
      const digit = Number.parseInt(input.charAt(index++), 36);
      if (Number.isNaN(digit)) return null;
      // Base 36 in RFC 3492 is a–z then 0–9; parseInt's is 0–9 then a–z.
      const value = digit < 10 ? digit + 26 : digit - 10;
      i += value * weight;
      const threshold = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
      if (value < threshold) break;
      weight *= 36 - threshold;
      if (i > 0x10ffff * 64) return null;
    }
    const count = output.length + 1;
    let delta = before === 0 ? Math.floor((i - before) / 700) : (i - before) >> 1;
    delta += Math.floor(delta / count);
    let k = 0;
    while (delta > 455) {
      delta = Math.floor(delta / 35);
      k += 36;
    }
    bias = k + Math.floor((36 * delta) / (delta + 38));
    n += Math.floor(i / count);
    if (n > 0x10ffff) return null;
    i %= count;
    output.splice(i++, 0, n);
  }
  return String.fromCodePoint(...output);
}

export interface HostName {
  ascii: string;
  unicode: string;
  /** Name that was registered ("bank.com.ml" of "www.bank.com.ml"). */
  registrable: string;
  suffix: string;
}

/** Reads a host name that ends in a known top-level domain and has a registrable part; null otherwise. */
export function readHostName(host: string): HostName | null {
  const ascii = toAsciiHost(host);
  if (ascii === null || !ascii.includes(".")) return null;
  const { publicSuffix, domain, isIcann, isIp } = parse(ascii, { allowPrivateDomains: false });
  if (isIp === true || publicSuffix === null || domain === null) return null;
  if (isIcann !== true && !reservedTlds.has(publicSuffix)) return null;
  if (publicSuffix === "onion" && !/^[a-z2-7]{56}$|^[a-z2-7]{16}$/.test(domain.slice(0, -6))) return null;
  return {
    ascii,
    unicode: ascii.includes("xn--") ? toUnicodeHost(ascii) : ascii,
    registrable: domain,
    suffix: publicSuffix,
  };
}

/** A host as it stands in a URL: a known name, an address, a bracketed v6 address, or an address in a disguise ("0x7f000001"). */
export function isUrlHost(host: string): boolean {
  if (host.startsWith("[")) return parseAddress(host.slice(1, -1)) !== null;
  if (parseIpv4(host) >= 0) return true;
  if (/^(?:0x[0-9a-f]{7,8}|\d{8,10})$/i.test(host))
    return Number(host) <= 0xffffffff && formatIpv4(Number(host)) !== "";
  return readHostName(host) !== null;
}
