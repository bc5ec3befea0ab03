// Brings rules into memory: from the cache where they are there, else compiled, with what does not compile set aside and said.
import { createHash } from "node:crypto";
import { Buffer } from "node:buffer";
import { arrangeRules, isProgram, type RuleList } from "./arrange-rules.ts";
import type { LoadedRules, ScanLimits, YaraEngine, YaraProblem, YaraSource } from "./engine.ts";
import { loadNativeEngine } from "./native-engine.ts";
import { type CachedRules, cacheKey, dropCache, openCacheFolder, readCache, writeCache } from "./rules-cache.ts";
import { loadWasmEngine } from "./wasm-engine.ts";

export type EngineChoice = "auto" | "native" | "wasm";

/** Rules ready to scan, however many compiled forms they are in. */
export type RuleSet = Pick<LoadedRules, "scan">;

export interface PreparedRules {
  engine: YaraEngine;
  rules: RuleSet;
  refused: YaraProblem[];
  isFromCache: boolean;
  /** Time to compile or load, milliseconds. */
  timeMs: number;
}

/** The native engine where it fits this machine, unless one is asked for by name. */
export function chooseEngine(choice: EngineChoice): YaraEngine {
  if (choice === "wasm") return loadWasmEngine();
  const native = loadNativeEngine();
  if (native !== null) return native;
  if (choice === "native") throw new Error("The native YARA-X engine is not installed on this machine.");
  return loadWasmEngine();
}

/**
 * @param cacheFolder folder of ours for compiled rules; null compiles each time
 * @returns rules without the files that were refused; throws only where the engine itself is broken
 */
export function prepareRules(
  sources: readonly YaraSource[],
  choice: EngineChoice,
  cacheFolder: string | null,
  limits: ScanLimits,
): PreparedRules {
  const engine = chooseEngine(choice);
  const startedAt = performance.now();
  const done = (rules: RuleSet, refused: YaraProblem[], isFromCache: boolean): PreparedRules => ({
    engine,
    rules,
    refused,
    isFromCache,
    timeMs: performance.now() - startedAt,
  });
  if (cacheFolder === null || engine.name === "yara-x-wasm") {
    const { sets, refused } = compileGood(engine, sources, limits);
    return done(joinSets(sets), refused, false);
  }
  openCacheFolder(cacheFolder);
  const key = cacheKey(engine, sources);
  const cached = readCache(cacheFolder, key);
  if (cached !== null) {
    try {
      return done(joinSets(loadSets(engine, cached, sources, limits)), cached.refused, true);
    } catch {
      dropCache(cacheFolder, key);
    }
  }
  const { sets, refused } = compileGood(engine, sources, limits);
  const saved = sets.flatMap(({ gate, rules }) => {
    const compiled = rules.serialize();
    return compiled === null ? [] : [{ gate, compiled }];
  });
  writeCache(cacheFolder, key, { sets: saved, refused });
  return done(joinSets(sets), refused, false);
}

/**
 * Rules on programs are only loaded when the first one comes, since loading is half of a short scan's time. Should their
 * part of the entry be damaged, they are compiled then.
 */
function loadSets(
  engine: YaraEngine,
  cached: CachedRules,
  sources: readonly YaraSource[],
  limits: ScanLimits,
): GatedRules[] {
  const refusedPaths = new Set(cached.refused.map((problem) => problem.path));
  const compileAgain = (at: number): LoadedRules => {
    const good = sources.filter((source) => !refusedPaths.has(source.path));
    return engine.compile(arrangeRules(good)[at]?.sources ?? [], limits);
  };
  return cached.sets.map(({ gate, read }, at) => {
    if (gate === "every file") return { gate, rules: engine.load(read(), limits) };
    let loaded: LoadedRules | null = null;
    const load = (): LoadedRules => {
      try {
        return engine.load(read(), limits);
      } catch {
        return compileAgain(at);
      }
    };
    return {
      gate,
      rules: {
        serialize: () => null,
        scan(bytes, externals) {
          loaded ??= load();
          return loaded.scan(bytes, externals);
        },
      },
    };
  });
}

interface GatedRules {
  gate: RuleList["gate"];
  rules: LoadedRules;
}

function joinSets(sets: GatedRules[]): RuleSet {
  return {
    scan: (bytes, externals) =>
      sets.flatMap(({ gate, rules }) => (gate === "programs" && !isProgram(bytes) ? [] : rules.scan(bytes, externals))),
  };
}

/** Compiles all at once, which is the usual case; only when that fails is each file asked on its own. */
function compileGood(
  engine: YaraEngine,
  sources: readonly YaraSource[],
  limits: ScanLimits,
): { sets: GatedRules[]; refused: YaraProblem[] } {
  try {
    return { sets: compileLists(engine, arrangeRules(sources), limits), refused: [] };
  } catch {
    const refused = sources.flatMap((source) => engine.validate(source).slice(0, 1));
    const refusedPaths = new Set(refused.map((problem) => problem.path));
    const good = sources.filter((source) => !refusedPaths.has(source.path));
    return { sets: compileLists(engine, arrangeRules(good), limits), refused };
  }
}

const compileLists = (engine: YaraEngine, lists: RuleList[], limits: ScanLimits): GatedRules[] =>
  lists.map(({ gate, sources }) => ({ gate, rules: engine.compile(sources, limits) }));

/** One good file in the calling thread, without a cache, for samples that are ours. */
export const compileTrusted = (source: YaraSource): RuleSet =>
  joinSets(compileLists(chooseEngine("auto"), arrangeRules([source]), trustedLimits));

/** One good file in the calling thread, with a limit on each scan; for a thread that may be ended. */
export const compileLimited = (source: YaraSource, timeoutMs: number): RuleSet =>
  joinSets(compileLists(chooseEngine("auto"), arrangeRules([source]), { ...trustedLimits, timeoutMs }));

const trustedLimits: ScanLimits = { timeoutMs: 60_000, matchesPerString: 10_000 };

/** Twelve hex digits of the file's SHA-256: the version of rules that carry none. */
export const hashSource = (source: YaraSource): string =>
  createHash("sha256").update(Buffer.from(source.text, "utf8")).digest("hex").slice(0, 12);
