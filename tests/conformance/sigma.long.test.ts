// All Windows events of the corpus, and SigmaHQ's samples, under the fast engine and the plain evaluator.
import { describe, expect, test } from "vitest";
import { compileSigma, createPlainEvaluator } from "../../backend/triage/sigma/index.ts";
import { readEvents } from "../../backend/triage/sigma/readers/index.ts";
import { findCorpora, readEventSets, readRegression, readRules } from "./sigma-corpus.ts";

const corpora = findCorpora();

describe.skipIf(corpora === null)("the whole corpus", () => {
  test("is judged alike by both evaluators", async () => {
    if (corpora === null) return;
    const documents = readRules(corpora);
    const engine = compileSigma(documents);
    const plain = createPlainEvaluator(documents);
    const samples = readRegression(corpora).flatMap(({ ruleId, events }) =>
      events === null ? [] : [{ name: ruleId, bytes: events }],
    );
    let compared = 0;
    const differences: unknown[] = [];
    for (const { name, bytes } of [...readEventSets(corpora), ...samples]) {
      const read = await readEvents(name, bytes);
      if (!read.isLog) throw new Error(`${name}: ${read.reason}`);
      for (const { event, ordinal } of read.events) {
        compared++;
        const fast = engine
          .match(event, ordinal, name)
          .map((match) => match.rule.id)
          .join();
        const slow = plain.match(event as Record<string, unknown>).join();
        if (fast !== slow) differences.push({ name, ordinal, fast, slow });
      }
    }
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(59_794);
  });
});
