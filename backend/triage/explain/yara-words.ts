// A YARA rule as sentences: its condition part by part, its strings, and which of them were found. Pure.
import { readRules } from "../yara/read-rules.ts";
import { conditionWords } from "./condition-words.ts";
import type { RuleWords } from "./model.ts";
import { judge, type JudgedTree } from "./truth.ts";
import { readYaraCondition, type YaraLeaf } from "./yara-condition.ts";
import { readStrings, type YaraString } from "./yara-strings.ts";

/** The part of a rule file that is about one rule. */
export interface YaraRulePart {
  name: string;
  text: string;
  condition: string;
  strings: YaraString[];
}

/** @param ruleId the rule's name or its meta `id`; a file of one rule is that rule. Undefined where the file has no such rule or no shape. */
export function findYaraRule(source: string, ruleId: string): YaraRulePart | undefined {
  const rules = readRules(source) ?? [];
  const textOf = (rule: { start: number; end: number }): string => source.slice(rule.start, rule.end);
  const rule =
    rules.find((one) => one.name === ruleId) ??
    rules.find((one) => textOf(one).includes(`"${ruleId}"`)) ??
    (rules.length === 1 ? rules[0] : undefined);
  if (rule === undefined) return undefined;
  return {
    name: rule.name,
    text: textOf(rule),
    condition: source.slice(rule.conditionStart, rule.conditionEnd),
    strings: readStrings(textOf(rule)),
  };
}

/** @param found names of the strings that were found in a match; left out where the rule is only read */
export function yaraWords(rule: YaraRulePart, found?: readonly string[]): RuleWords[] {
  const tree = readYaraCondition(rule.condition);
  const truthOf = (leaf: YaraLeaf): boolean | undefined => (found ? truthOfLeaf(leaf, rule.strings, found) : undefined);
  const said = tree
    ? conditionWords(judge(tree, truthOf, found && true), (leaf) => sayLeaf(leaf, rule.strings))
    : asWritten(rule.condition);
  return [
    { key: "rules.words.yara.true_when", values: {}, kids: [said] },
    ...rule.strings.map((string) => sayString(string, found)),
  ];
}

/** The parts of a true condition that were true, as written; what cannot be told stays, since the whole was true. */
export function trueCode(rule: YaraRulePart, found: readonly string[]): string | null {
  const tree = readYaraCondition(rule.condition);
  if (tree === null) return null;
  const write = (part: JudgedTree<YaraLeaf>): string => {
    if (part.op === "leaf") return part.leaf.code;
    if (part.op === "not") return part.kid.op === "leaf" ? `not ${write(part.kid)}` : `not (${write(part.kid)})`;
    const kids = part.op === "or" && part.isTrue ? part.kids.filter((kid) => kid.isTrue !== false) : part.kids;
    const codes = kids.map(write);
    return part.op === "or" && codes.length > 1 ? `(${codes.join(" or ")})` : codes.join(` ${part.op} `);
  };
  return write(judge(tree, (leaf) => truthOfLeaf(leaf, rule.strings, found), true));
}

function namesIn(patterns: readonly string[], strings: readonly YaraString[]): string[] {
  const names = strings.map((string) => string.name);
  if (patterns.length === 0) return names;
  return names.filter((name) =>
    patterns.some((pattern) => (pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern)),
  );
}

/** A private string is never told by the engine, so nothing is known of it. */
function truthOfLeaf(leaf: YaraLeaf, strings: readonly YaraString[], found: readonly string[]): boolean | undefined {
  const isKnown = (name: string): boolean =>
    found.includes(name) || !strings.some((one) => one.name === name && one.modifiers.includes("private"));
  if (leaf.kind === "constant") return leaf.isTrue;
  if (leaf.kind === "string") {
    if (!isKnown(leaf.name)) return undefined;
    if (!found.includes(leaf.name)) return false;
    return leaf.isExact ? true : undefined;
  }
  if (leaf.kind !== "of") return undefined;
  const names = namesIn(leaf.names, strings);
  const count = names.filter((name) => found.includes(name)).length;
  if (!leaf.isExact || !names.every(isKnown)) return undefined;
  if (leaf.quantifier === "none") return count === 0;
  if (leaf.quantifier === "any") return count > 0;
  if (leaf.quantifier === "all") return count === names.length;
  return leaf.least === null ? undefined : count >= leaf.least;
}

function sayLeaf(leaf: YaraLeaf, strings: readonly YaraString[]): RuleWords {
  switch (leaf.kind) {
    case "string":
      return leaf.isExact ? { key: "rules.words.yara.found", values: { name: leaf.name } } : asWritten(leaf.code);
    case "of":
      if (!leaf.isExact || (leaf.quantifier === "number" && leaf.least === null)) return asWritten(leaf.code);
      return {
        key: `rules.words.yara.of_${leaf.quantifier}`,
        values: { least: leaf.least ?? 0 },
        items: namesIn(leaf.names, strings).map((text) => ({ text })),
      };
    case "size":
      return {
        key: leaf.comparison.startsWith("<") ? "rules.words.yara.smaller" : "rules.words.yara.larger",
        values: { size: leaf.size, orEqual: leaf.comparison.endsWith("=") ? "yes" : "no" },
      };
    case "begins_mz":
      return { key: "rules.words.yara.begins_mz", values: {} };
    case "constant":
      return { key: `rules.words.yara.always_${leaf.isTrue ? "true" : "false"}`, values: {} };
    case "other":
      return asWritten(leaf.code);
  }
}

const asWritten = (code: string): RuleWords => ({
  key: "rules.words.yara.as_written",
  values: {},
  items: [{ text: code }],
});

const toldModifiers = ["nocase", "wide", "ascii", "fullword", "xor", "base64", "base64wide", "private"];

function sayString(string: YaraString, found: readonly string[] | undefined): RuleWords {
  const isFound = found?.includes(string.name);
  const told = string.modifiers.filter((modifier) => toldModifiers.includes(modifier));
  return {
    key: `rules.words.yara.string_${string.kind}`,
    values: { name: string.name },
    items: [{ text: string.value, ...(isFound === undefined ? {} : { isTrue: isFound }) }],
    ...(isFound === undefined ? {} : { isTrue: isFound }),
    ...(told.length === 0 ? {} : { kids: told.map((name) => ({ key: `rules.words.note.${name}`, values: {} })) }),
  };
}
