// Addresses of hash tiles (C2SP tlog-tiles): "<level>/<x001/x234/067>[.p/<width>]", 256 hashes wide.

export const tileWidth = 256;

export interface Tile {
  level: number;
  index: number;
  /** 256 for a full tile. */
  width: number;
}

export function writeTilePath({ level, index, width }: Tile): string {
  const groups: string[] = [];
  let rest = index;
  do {
    groups.unshift(String(rest % 1000).padStart(3, "0"));
    rest = Math.floor(rest / 1000);
  } while (rest > 0);
  const path = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join("/");
  return `${level}/${path}${width === tileWidth ? "" : `.p/${width}`}`;
}

/** Undefined when the text is not written as the specification says: no other spelling of a tile is answered. */
export function readTilePath(text: string): Tile | undefined {
  const [, level, groups, width] = /^(\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(text) ?? [];
  if (level === undefined || groups === undefined) return undefined;
  const tile = {
    level: Number(level),
    index: Number(groups.replaceAll(/[x/]/g, "")),
    width: width === undefined ? tileWidth : Number(width),
  };
  const isIn = tile.level <= 63 && tile.width >= 1 && tile.width <= tileWidth && Number.isSafeInteger(tile.index);
  return isIn && writeTilePath(tile) === text ? tile : undefined;
}

/** How many hashes a tile has in a tree of `size` leaves: 0 when it is not there. */
export function widthIn(size: number, level: number, index: number): number {
  const hashes = Math.floor(size / tileWidth ** level) - index * tileWidth;
  return Math.max(0, Math.min(tileWidth, hashes));
}
