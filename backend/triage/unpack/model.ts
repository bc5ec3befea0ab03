// What unpacking speaks about: limits, parts, and why something could not be opened. Pure.

export interface UnpackLimits {
  /** How many containers may lie within each other. */
  depth: number;
  /** Parts from one file, the file itself not counted. */
  parts: number;
  /** Bytes kept of one part; what is longer is looked at up to here and said to be cut. */
  partBytes: number;
  /** Bytes unpacked from one file, over all depths. */
  totalBytes: number;
  /** Unpacked bytes for each packed byte of one container, once more than `ratioFloorBytes` came out. */
  ratio: number;
  ratioFloorBytes: number;
  timeMs: number;
}

/** For what people send: a report's file is 25 MB at most, and honest logs pack a hundredfold. */
export const defaultUnpackLimits: UnpackLimits = {
  depth: 6,
  parts: 2_000,
  partBytes: 64 * 2 ** 20,
  totalBytes: 256 * 2 ** 20,
  ratio: 250,
  ratioFloorBytes: 16 * 2 ** 20,
  timeMs: 60_000,
};

/** Types that the opening bytes tell; null for everything that is scanned as it is. */
export const containerTypes = [
  "zip",
  "gzip",
  "tar",
  "zstd",
  "7z",
  "rar",
  "cab",
  "xz",
  "bzip2",
  "iso",
  "archive",
  "mail",
  "pdf",
  "ole",
  "rtf",
  "lnk",
  "onenote",
] as const;
export type ContainerType = (typeof containerTypes)[number];

export const obstacleKinds = [
  "encrypted",
  "too_deep",
  "too_many_parts",
  "too_large",
  "ratio_bomb",
  "time_limit",
  "overlapping_entries",
  "broken",
  "unsupported",
] as const;
export type ObstacleKind = (typeof obstacleKinds)[number];

/** Something that could not be opened, or not wholly. */
export interface Obstacle {
  kind: ObstacleKind;
  /** What exactly, in plain English, without control characters. */
  detail: string;
}

/** What an opener gives for one entry: its bytes (maybe only the head), an obstacle, or both. */
export interface Entry {
  /** The entry's own name; only ever a label, never a path that is written to. */
  name: string;
  bytes: Buffer | null;
  obstacle: Obstacle | null;
}

/** One part of a file: the file itself (depth 0), or something found inside. */
export interface Part {
  /** "mail.eml", "mail.eml!/invoice.zip!/invoice.js". */
  path: string;
  /** The last component, for rules that look at file names. */
  name: string;
  depth: number;
  bytes: Buffer;
  type: ContainerType | null;
}

export type WalkStep = { part: Part } | { obstacle: Obstacle; path: string };
