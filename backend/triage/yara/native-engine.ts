// The native YARA-X engine behind a thin typed adapter; its package ships no types and may be missing on this machine.
import { createRequire } from "node:module";
import {
  type Externals,
  externalNames,
  type LoadedRules,
  type MetaValue,
  readCompilerError,
  type ScanLimits,
  type YaraEngine,
  type YaraMatch,
  type YaraSource,
  YaraTimeout,
} from "./engine.ts";

const packageName = "@litko/yara-x-linux-x64-gnu";

interface NativeMatch {
  ruleIdentifier: string;
  namespace: string;
  meta: Record<string, MetaValue>;
  tags: string[];
  matches: { offset: number; length: number; data: string; identifier: string }[];
}

interface NativeRules {
  addRuleSources(sources: { source: string; namespace?: string }[]): void;
  defineVariable(name: string, value: string): void;
  scan(bytes: Buffer, variables: Record<string, string>): NativeMatch[];
  serialize(): Buffer;
  setMaxMatchesPerPattern(count: number): void;
  setTimeout(timeoutMs: number): void;
}

interface NativeModule {
  create(): NativeRules;
  deserialize(bytes: Buffer): NativeRules;
  validate(
    source: string,
    options: { defineVariables: Record<string, string>; enableIncludes: boolean },
  ): { errors: { code: string; message: string }[] };
}

const noExternals = Object.fromEntries(externalNames.map((name) => [name, ""])) as Externals;

/** Loads the native engine; null where its package is missing or does not fit this machine. */
export function loadNativeEngine(): YaraEngine | null {
  const require = createRequire(import.meta.url);
  let native: NativeModule;
  let version: string;
  try {
    native = require(packageName) as NativeModule;
    version = (require(`${packageName}/package.json`) as { version: string }).version;
  } catch {
    return null;
  }
  return {
    name: "yara-x-native",
    version,
    validate: (source) =>
      native
        .validate(source.text, { defineVariables: noExternals, enableIncludes: false })
        .errors.map((error) => readCompilerError(source.path, error.message)),
    compile: (sources, limits) => compileRules(native, sources, limits),
    load: (compiled, limits) => wrapRules(native.deserialize(asBuffer(compiled)), limits),
  };
}

function compileRules(native: NativeModule, sources: readonly YaraSource[], limits: ScanLimits): LoadedRules {
  const rules = native.create();
  for (const name of externalNames) rules.defineVariable(name, "");
  if (sources.length > 0) {
    rules.addRuleSources(sources.map((source) => ({ source: source.text, namespace: source.path })));
  }
  return wrapRules(rules, limits);
}

function wrapRules(rules: NativeRules, limits: ScanLimits): LoadedRules {
  rules.setTimeout(limits.timeoutMs);
  rules.setMaxMatchesPerPattern(limits.matchesPerString);
  return {
    serialize: () => rules.serialize(),
    scan(bytes, externals) {
      try {
        return rules.scan(asBuffer(bytes), keepTexts(externals)).map(toMatch);
      } catch (error) {
        if (error instanceof Error && /timed? ?out/i.test(error.message)) throw new YaraTimeout(error.message);
        throw error;
      }
    },
  };
}

/** The package takes a text that reads as a number or a truth value for one, and then refuses it as an external. */
const keepTexts = (externals: Externals): Externals =>
  Object.fromEntries(
    externalNames.map((name) => {
      const value = externals[name];
      return [name, /^(?:[+-]?\d+|true|false)$/i.test(value) ? `${value} ` : value];
    }),
  ) as Externals;

const toMatch = (match: NativeMatch): YaraMatch => ({
  rule: match.ruleIdentifier,
  namespace: match.namespace,
  tags: match.tags,
  meta: match.meta,
  hits: match.matches.map((hit) => ({ string: hit.identifier, offset: hit.offset, length: hit.length })),
});

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
