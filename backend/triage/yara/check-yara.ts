// Reads a YARA file without running it: what the compiler has against it, and what each rule says of itself.
import type { Level } from "../model.ts";
import type { YaraSource } from "./engine.ts";
import { chooseEngine } from "./prepare-rules.ts";
import { readRules } from "./read-rules.ts";
import { describeMeta } from "./to-finding.ts";

export interface YaraRuleFacts {
  /** What its findings carry: meta `id`, else the rule's name. */
  id: string;
  name: string;
  title: string;
  level: Level;
  author: string;
  licence: string;
  description: string;
}

export interface CheckedYara {
  problems: { line: number | null; column: number | null; reason: string }[];
  /** Rules that others can see, in order. */
  rules: YaraRuleFacts[];
}

export function checkYara(source: YaraSource): CheckedYara {
  const problems = chooseEngine("auto")
    .validate(source)
    .map(({ line, column, reason }) => ({ line, column, reason }));
  const spans = readRules(source.text)?.filter((rule) => !rule.modifiers.includes("private")) ?? [];
  const rules = spans.map((span): YaraRuleFacts => {
    const meta = describeMeta(readMetaSection(source.text.slice(span.start, span.conditionStart)), span.name);
    return { ...meta, name: span.name };
  });
  return { problems, rules };
}

/** Name and value of a meta part; values as the engines give them. */
function readMetaSection(head: string): Record<string, string | number | boolean> {
  const section = /\bmeta\s*:([^]*?)(?:\b(?:strings|variables|condition)\s*:(?!\/\/)|$)/.exec(head)?.[1] ?? "";
  const meta: Record<string, string | number | boolean> = {};
  for (const [, name = "", text, word] of section.matchAll(
    /([A-Za-z_]\w*)\s*=\s*(?:"((?:\\.|[^"\\\n])*)"|(-?\d+|true|false))/g,
  )) {
    if (text !== undefined)
      meta[name] = text.replace(/\\(.)/g, (_whole, char: string) => ({ n: "\n", t: "\t" })[char] ?? char);
    else meta[name] = word === "true" ? true : word === "false" ? false : Number(word);
  }
  return meta;
}
