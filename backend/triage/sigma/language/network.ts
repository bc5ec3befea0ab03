// Address ranges of the `cidr` modifier, versions 4 and 6, on strings as logs write them.

export interface Network {
  /** 4 or 6. */
  version: number;
  /** 16-bit groups: 2 for version 4, 8 for version 6. */
  groups: number[];
  prefixLength: number;
}

/** @returns null where the text is no range ("10.0.0.0/8", "fe80::/10", or one address) */
export function readNetwork(text: string): Network | null {
  const [address = "", length, ...rest] = text.trim().split("/");
  const groups = readAddress(address);
  if (groups === null || rest.length > 0) return null;
  const bits = groups.length * 16;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return null;
  const prefixLength = length === undefined ? bits : Number(length);
  if (prefixLength > bits) return null;
  return { version: groups.length === 2 ? 4 : 6, groups, prefixLength };
}

/** An address written as `::ffff:10.0.0.1` counts as the version 4 address inside. */
export function isInNetwork(text: string, network: Network): boolean {
  const first = text.charCodeAt(0);
  const isPlausible = (first >= 48 && first <= 58) || (first >= 65 && first <= 70) || (first >= 97 && first <= 102);
  if (!isPlausible) return false;
  let groups = readAddress(text);
  if (groups === null) return false;
  if (groups.length === 8 && network.version === 4) {
    const isMapped = groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
    if (!isMapped) return false;
    groups = groups.slice(6);
  }
  if (groups.length !== network.groups.length) return false;
  let bits = network.prefixLength;
  for (let index = 0; index < groups.length && bits > 0; index++, bits -= 16) {
    const shift = bits >= 16 ? 0 : 16 - bits;
    if ((groups[index] ?? 0) >> shift !== (network.groups[index] ?? 0) >> shift) return false;
  }
  return true;
}

/** Groups of 16 bits, two for version 4 and eight for version 6 (a zone such as %eth0 is dropped); null for no address. */
function readAddress(text: string): number[] | null {
  const version4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (version4 !== null) {
    const [a = 0, b = 0, c = 0, d = 0] = version4.slice(1).map(Number);
    return Math.max(a, b, c, d) > 255 ? null : [a * 256 + b, c * 256 + d];
  }
  if (!text.includes(":") || text.length > 64) return null;
  const address = text.split("%", 1)[0] ?? "";
  const halves = address.split("::");
  if (halves.length > 2) return null;
  const head = readGroups(halves[0] ?? "");
  const tail = halves.length === 2 ? readGroups(halves[1] ?? "") : [];
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  return [...head, ...Array.from({ length: missing }, () => 0), ...tail];
}

function readGroups(text: string): number[] | null {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    if (index === parts.length - 1 && part.includes(".")) {
      const embedded = readAddress(part);
      if (embedded === null) return null;
      groups.push(...embedded);
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return null;
  }
  return groups;
}
