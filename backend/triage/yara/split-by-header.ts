// Parts rules that can only be true of Windows programs from the rest, since the engine pays for every rule on every file.
import type { YaraSource } from "./engine.ts";
import { type RuleSpan, readRules } from "./read-rules.ts";

/**
 * YARA-X spends about a millisecond a file on 5,000 rules before it reads a byte (it marks the strings that this file's
 * size and header rule out, one by one). Half of public rules begin with `uint16(0) == 0x5a4d`; leaving those aside for
 * files that do not begin with "MZ" makes small files ten times and mixed ones two to three times as fast.
 */
export interface SplitSources {
  /** Evaluated on everything. */
  general: YaraSource[];
  /** Evaluated on files that begin with "MZ" only. */
  programs: YaraSource[];
}

export const isProgram = (bytes: Uint8Array): boolean => bytes[0] === 0x4d && bytes[1] === 0x5a;

/** The same rules in two lists; what is taken out of a file is blanked, so that offsets and lines stay. */
export function splitByHeader(sources: readonly YaraSource[]): SplitSources {
  const split: SplitSources = { general: [], programs: [] };
  for (const source of sources) {
    const rules = readRules(source.text);
    const programs = rules === null || !isSeparable(rules) ? [] : rules.filter(needsProgram);
    const others = rules?.filter((rule) => !programs.includes(rule)) ?? [];
    if (programs.length === 0) split.general.push(source);
    else {
      split.programs.push({ path: source.path, text: blankOut(source.text, others) });
      if (others.length > 0) split.general.push({ path: source.path, text: blankOut(source.text, programs) });
    }
  }
  return split;
}

/** Global and private rules act on the others of their file, and a condition may name other rules: such files stay whole. */
function isSeparable(rules: RuleSpan[]): boolean {
  const names = rules.map((rule) => rule.name);
  return rules.every(
    (rule) =>
      rule.modifiers.length === 0 &&
      rule.condition.every((word, at) =>
        rule.condition[at + 1] === "*" ? !names.some((name) => name.startsWith(word)) : !names.includes(word),
      ),
  );
}

/** True when the condition is a conjunction, and one of what it joins is `uint16(0) == 0x5a4d`. */
function needsProgram(rule: RuleSpan): boolean {
  const { condition } = rule;
  let depth = 0;
  let isFound = false;
  for (const [at, word] of condition.entries()) {
    if (word === "(") depth += 1;
    else if (word === ")") depth -= 1;
    if (depth > 0) continue;
    if (word === "or") return false;
    if (word === "uint16" && (at === 0 || condition[at - 1] === "and")) {
      const after = condition[at + 6];
      const test = condition
        .slice(at, at + 6)
        .join(" ")
        .toLowerCase();
      if (test === "uint16 ( 0 ) == 0x5a4d" && (after === undefined || after === "and")) isFound = true;
    }
  }
  return isFound;
}

function blankOut(text: string, rules: RuleSpan[]): string {
  let out = "";
  let at = 0;
  for (const rule of rules) {
    out += text.slice(at, rule.start) + text.slice(rule.start, rule.end).replace(/[^\n]/g, " ");
    at = rule.end;
  }
  return out + text.slice(at);
}
