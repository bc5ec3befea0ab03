// The WebAssembly YARA-X engine, for machines without the native one. It ignores time limits: only ever run it in a worker that is ended.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Compiler, initSync, type Rules } from "@virustotal/yara-x";
import {
  externalNames,
  type LoadedRules,
  type MetaValue,
  readCompilerError,
  type ScanLimits,
  type YaraEngine,
  type YaraMatch,
  type YaraProblem,
  type YaraSource,
} from "./engine.ts";

interface WasmScan {
  errors: string[];
  matches: {
    identifier: string;
    namespace: string;
    isPrivate: boolean;
    tags: string[];
    metadata: { identifier: string; value: MetaValue | bigint }[];
    patterns: { identifier: string; isPrivate: boolean; matches: { offset: number; length: number }[] }[];
  }[];
}

let isReady = false;

/** Loads the WebAssembly engine; throws when the package is broken, since there is nothing to fall back to. */
export function loadWasmEngine(): YaraEngine {
  const require = createRequire(import.meta.url);
  const packageFile = require.resolve("@virustotal/yara-x/package.json");
  if (!isReady) {
    // `init()` fetches a file:// address, which Node refuses; so the bytes are read here.
    const wasm = readFileSync(packageFile.replace(/package\.json$/, "pkg/yara_x_js_bg.wasm"));
    initSync({ module: new WebAssembly.Module(wasm) });
    isReady = true;
  }
  const version = (JSON.parse(readFileSync(packageFile, "utf8")) as { version: string }).version;
  return {
    name: "yara-x-wasm",
    version,
    validate: validateSource,
    compile: (sources, limits) => wrapRules(compileSources(sources), limits),
    load: () => {
      throw new Error("yara-x-wasm has no saved form of rules");
    },
  };
}

function createCompiler(): Compiler {
  const compiler = new Compiler();
  for (const name of externalNames) compiler.defineGlobal(name, "");
  return compiler;
}

function validateSource(source: YaraSource): YaraProblem[] {
  const compiler = createCompiler();
  try {
    compiler.addSource(source.text);
    return [];
  } catch (error) {
    return [readCompilerError(source.path, error instanceof Error ? error.message : String(error))];
  } finally {
    compiler.free();
  }
}

function compileSources(sources: readonly YaraSource[]): Rules {
  const compiler = createCompiler();
  for (const source of sources) {
    compiler.newNamespace(source.path);
    compiler.addSource(source.text);
  }
  return compiler.build();
}

function wrapRules(rules: Rules, limits: ScanLimits): LoadedRules {
  const scanner = rules.scanner();
  scanner.setMaxMatchesPerPattern(limits.matchesPerString);
  scanner.setTimeoutMs(limits.timeoutMs);
  return {
    serialize: () => null,
    scan(bytes, externals) {
      for (const name of externalNames) scanner.setGlobal(name, externals[name]);
      const scan = scanner.scan(bytes) as WasmScan;
      if (scan.errors.length > 0) throw new Error(scan.errors.join("; "));
      return scan.matches.filter((match) => !match.isPrivate).map(toMatch);
    },
  };
}

const toMatch = (match: WasmScan["matches"][number]): YaraMatch => ({
  rule: match.identifier,
  namespace: match.namespace,
  tags: match.tags,
  meta: Object.fromEntries(
    match.metadata.map(({ identifier, value }) => [identifier, typeof value === "bigint" ? Number(value) : value]),
  ),
  hits: match.patterns.flatMap((pattern) =>
    pattern.matches.map((hit) => ({ string: pattern.identifier, offset: hit.offset, length: hit.length })),
  ),
});
