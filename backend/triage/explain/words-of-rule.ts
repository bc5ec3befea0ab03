// A rule's text in words, before anything matched: for its page and for the editor. Pure.
import { parseSigma } from "../sigma/parse-sigma.ts";
import { readRules } from "../yara/read-rules.ts";
import type { RuleWords } from "./model.ts";
import { sigmaWords } from "./sigma-words.ts";
import { findYaraRule, yaraWords } from "./yara-words.ts";

const toldRules = 20;

/** @returns one entry a document or rule of the text, at most 20; a list of indicators is told by its entries and has none */
export function wordsOfRule(
  kind: "sigma" | "yara" | "indicator",
  source: string,
): { title: string; words: RuleWords[] }[] {
  if (kind === "sigma")
    return parseSigma(source, "rule")
      .slice(0, toldRules)
      .map((document) => ({
        title: document.kind === "refused" ? document.title : document.info.title,
        words: sigmaWords(document),
      }));
  if (kind === "indicator") return [];
  return (readRules(source) ?? []).slice(0, toldRules).flatMap(({ name }) => {
    const rule = findYaraRule(source, name);
    return rule ? [{ title: name, words: yaraWords(rule) }] : [];
  });
}
