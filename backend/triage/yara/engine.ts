// What any YARA engine must do for us, so that the native one and the WebAssembly one are exchangeable.

/** One rule file: `path` becomes the namespace, so that two files may hold rules of the same name. */
export interface YaraSource {
  path: string;
  text: string;
}

/** Why a rule file, or a part of it, was refused; `line` and `column` count from 1 where the engine says them. */
export interface YaraProblem {
  path: string;
  code: string;
  line: number | null;
  column: number | null;
  reason: string;
}

export type MetaValue = string | number | boolean;

/** One string of a rule found in the scanned bytes; offset and length in bytes. */
export interface YaraHit {
  string: string;
  offset: number;
  length: number;
}

/** One rule that is true for the scanned bytes. */
export interface YaraMatch {
  rule: string;
  namespace: string;
  tags: string[];
  meta: Record<string, MetaValue>;
  hits: YaraHit[];
}

/** The externals that public rule sets ask for (THOR, LOKI, signature-base). */
export const externalNames = ["filename", "filepath", "extension", "filetype", "owner"] as const;
export type Externals = Record<(typeof externalNames)[number], string>;

/** Rules in memory, ready to scan. */
export interface LoadedRules {
  /** Bytes of the compiled form, or null where the engine has none (WebAssembly). */
  serialize(): Uint8Array | null;
  /** Throws `YaraTimeout` past the limit, and an Error for anything else. */
  scan(bytes: Uint8Array, externals: Externals): YaraMatch[];
}

export interface ScanLimits {
  /** Time one scan of one part may take. */
  timeoutMs: number;
  /** Matches kept of one string; conditions that count (`#a > n`) count no further. */
  matchesPerString: number;
}

export interface YaraEngine {
  name: "yara-x-native" | "yara-x-wasm";
  /** Goes into the cache key: compiled rules are only valid for the engine that made them. */
  version: string;
  /** Problems of one file on its own; an empty list when it compiles. */
  validate(source: YaraSource): YaraProblem[];
  /** Compiles all files at once; throws when one does not compile. */
  compile(sources: readonly YaraSource[], limits: ScanLimits): LoadedRules;
  /** Loads what `serialize` gave. Only ever called on files of our own cache. */
  load(compiled: Uint8Array, limits: ScanLimits): LoadedRules;
}

/** The scan ran past its limit; nothing is known about the part. */
export class YaraTimeout extends Error {
  override name = "YaraTimeout";
}

/** Takes code, line and a reason of one paragraph out of the compiler's drawing of an error. */
export function readCompilerError(path: string, message: string): YaraProblem {
  const code = /error\[(\w+)\]/.exec(message)?.[1] ?? "error";
  const place = /-->[^\n]{0,1000}?(?<!\d)(\d{1,9}):(\d{1,9})/.exec(message);
  const head = /error\[\w+\]:\s*([^\n]*)/.exec(message)?.[1] ?? message.split("\n")[0] ?? "";
  const label = /\^+\s*([^\n]+)/.exec(message)?.[1];
  return {
    path,
    code,
    line: place === null ? null : Number(place[1]),
    column: place === null ? null : Number(place[2]),
    reason: label === undefined ? head.trim() : `${head.trim()}: ${label.trim()}`,
  };
}
