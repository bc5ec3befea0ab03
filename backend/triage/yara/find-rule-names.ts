// Says which rules of one file are true of a sample or of something in it: for testing rules, in the calling thread.
import { walkParts } from "../unpack/index.ts";
import { defaultUnpackLimits } from "../unpack/model.ts";
import { chooseEngine, compileTrusted } from "./prepare-rules.ts";
import type { YaraSource } from "./engine.ts";
import { readRules } from "./read-rules.ts";
import { describeExternals } from "./scan-job.ts";

export type RuleFinder = { find(name: string, bytes: Buffer): Promise<Set<string>> } | { problem: string };

/** Only for rules and samples of our own: nothing ends a rule that never does. */
export function findRuleNames(source: YaraSource): RuleFinder {
  const problem = chooseEngine("auto").validate(source)[0];
  if (problem !== undefined)
    return { problem: `${problem.line === null ? "" : `line ${problem.line}: `}${problem.reason}` };
  const rules = compileTrusted(source);
  return {
    async find(name, bytes) {
      const found = new Set<string>();
      for await (const step of walkParts(name, bytes, defaultUnpackLimits)) {
        if (!("part" in step)) continue;
        for (const match of rules.scan(step.part.bytes, describeExternals(step.part))) found.add(match.rule);
      }
      return found;
    },
  };
}

/** Names of the rules in a file that others can see, in order; null when it is not shaped like a rule file. */
export const readYaraRules = (text: string): string[] | null =>
  readRules(text)
    ?.filter((rule) => !rule.modifiers.includes("private"))
    .map((rule) => rule.name) ?? null;
