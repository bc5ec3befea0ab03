// Arranges rule files for the engine: works around a defect that loses matches, and spares files that are no programs half of the rules.
import type { YaraSource } from "./engine.ts";
import { type RuleSpan, readRules } from "./read-rules.ts";

/** Which files a set of rules is evaluated on. */
export const setGates = ["every file", "programs"] as const;

/** One list of files that is compiled together. */
export interface RuleList {
  gate: (typeof setGates)[number];
  sources: YaraSource[];
}

export const isProgram = (bytes: Uint8Array): boolean => bytes[0] === 0x4d && bytes[1] === 0x5a;

/**
 * The same rules, told so that YARA-X 1.20 evaluates them rightly and fast. Nothing about what they match changes.
 *
 * Rightly: when two rules have the same text string, the engine looks for it under the first rule's bounds on `filesize`
 * and header only, and the second rule misses its matches. Bounds are read from conditions that are conjunctions; so each
 * condition becomes `(condition) or filesize < 0`, which is none and is always worth the same.
 *
 * Fast: half of public rules ask for `uint16(0) == 0x5a4d`. They go into a list of their own for files that begin with
 * "MZ", so that the others (mails, documents, scripts, logs) are not searched for their strings.
 *
 * @returns up to three lists; files that cannot be read here go into the last one untouched, apart from the others
 */
export function arrangeRules(sources: readonly YaraSource[]): RuleList[] {
  const general: YaraSource[] = [];
  const programs: YaraSource[] = [];
  const unread: YaraSource[] = [];
  for (const source of sources) {
    const rules = readRules(source.text);
    if (rules === null) {
      unread.push(source);
      continue;
    }
    const forPrograms = isSeparable(rules) ? rules.filter(needsProgram) : [];
    const others = rules.filter((rule) => !forPrograms.includes(rule));
    if (forPrograms.length > 0) programs.push({ path: source.path, text: rewrite(source.text, forPrograms, others) });
    if (others.length > 0) general.push({ path: source.path, text: rewrite(source.text, others, forPrograms) });
  }
  const lists: RuleList[] = [
    { gate: "every file", sources: general },
    { gate: "programs", sources: programs },
    { gate: "every file", sources: unread },
  ];
  return lists.filter((list) => list.sources.length > 0);
}

/** Global and private rules act on the others of their file, and a condition may name other rules: such files stay whole. */
function isSeparable(rules: RuleSpan[]): boolean {
  const names = new Set(rules.map((rule) => rule.name));
  const isNamed = (word: string, next: string | undefined): boolean =>
    next === "*" ? rules.some((rule) => rule.name.startsWith(word)) : names.has(word);
  return rules.every(
    (rule) => rule.modifiers.length === 0 && !rule.condition.some((word, at) => isNamed(word, rule.condition[at + 1])),
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

/** Loosens the kept rules' conditions and blanks the others out, so that lines stay what they were. */
function rewrite(text: string, kept: RuleSpan[], dropped: RuleSpan[]): string {
  const edits = [
    ...kept.map((rule) => ({
      start: rule.conditionStart,
      end: rule.conditionEnd,
      text: `(${text.slice(rule.conditionStart, rule.conditionEnd)}) or filesize < 0`,
    })),
    ...dropped.map((rule) => ({
      start: rule.start,
      end: rule.end,
      text: text.slice(rule.start, rule.end).replace(/[^\n]/g, " "),
    })),
  ].sort((left, right) => left.start - right.start);
  let out = "";
  let at = 0;
  for (const edit of edits) {
    out += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return out + text.slice(at);
}
