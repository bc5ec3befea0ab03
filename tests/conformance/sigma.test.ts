// SigmaHQ's own rules and regression samples, and a sample of Windows events under both evaluators.
import { describe, expect, test } from "vitest";
import { compileSigma, createPlainEvaluator } from "../../backend/triage/sigma/index.ts";
import { readEvents } from "../../backend/triage/sigma/readers/index.ts";
import { findCorpora, readEventSets, readRegression, readRules } from "./sigma-corpus.ts";

const corpora = findCorpora();

describe.skipIf(corpora === null)("SigmaHQ's corpus", () => {
  const documents = corpora === null ? [] : readRules(corpora);
  const engine = compileSigma(documents);

  test("every rule compiles, or is refused for a placeholder without values", () => {
    expect(documents.length).toBeGreaterThan(1_900);
    expect(engine.refused.filter(({ reason }) => !reason.includes("placeholder"))).toEqual([]);
    expect(engine.rules.length + engine.refused.length).toBe(documents.length);
  });

  test("every regression sample hits its rule as often as its publisher says", async () => {
    const samples = corpora === null ? [] : readRegression(corpora);
    const missed: unknown[] = [];
    let withEvents = 0;
    for (const { ruleId, events, matchCount } of samples) {
      if (events === null) continue;
      withEvents++;
      const read = await readEvents(`${ruleId}.json`, events);
      const hits = read.isLog
        ? [...engine.matchAll(read.events, ruleId)].filter((match) => match.rule.id === ruleId)
        : [];
      if (hits.length < matchCount || hits.some((hit) => hit.fields.length === 0 || hit.condition === ""))
        missed.push({ ruleId, hits: hits.length, matchCount });
    }
    expect(missed).toEqual([]);
    expect(withEvents).toBeGreaterThanOrEqual(samples.length - 1);
  });

  // Its publisher commented its sample out, so that 100 come with events; the line is of the form that the rule is about.
  const switchRule = "ef0ff092-a24a-4fbc-beea-06c08d53e085";
  const hasSwitchRule = documents.some((one) => JSON.stringify(one).includes(switchRule));
  test.skipIf(!hasSwitchRule)(
    "the one regression rule that comes without a sample (ef0ff092…, Cisco) hits a line of a switch's own log",
    async () => {
      const samples = corpora === null ? [] : readRegression(corpora);
      expect(samples.filter(({ events }) => events === null).map(({ ruleId }) => ruleId)).toEqual([switchRule]);
      const line =
        "10.9.8.7 204: Nov 20 09:15:33.120: %PARSER-5-CFGLOG_LOGGEDCMD: User:ops  logged command:no dot1x system-auth-control";
      for (const name of ["switch.log", "switch.raw"]) {
        const read = await readEvents(name, Buffer.from(`${line}\n`));
        const hits = read.isLog ? [...engine.matchAll(read.events, name)].map((match) => match.rule.id) : [];
        expect(hits).toContain(switchRule);
      }
    },
  );

  test("both evaluators agree on one in forty of the Windows events", async () => {
    const plain = createPlainEvaluator(documents);
    let compared = 0;
    for (const { name, bytes } of corpora === null ? [] : readEventSets(corpora)) {
      const read = await readEvents(name, bytes);
      if (!read.isLog) throw new Error(`${name}: ${read.reason}`);
      for (const { event, ordinal } of read.events) {
        if (ordinal % 40 !== 0) continue;
        compared++;
        const found = engine.match(event, ordinal, name).map((match) => match.rule.id);
        expect([name, ordinal, found]).toEqual([name, ordinal, plain.match(event as Record<string, unknown>)]);
      }
      expect(read.problems).toEqual([]);
    }
    expect(compared).toBeGreaterThan(1_400);
  });
});
