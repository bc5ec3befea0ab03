// Runs every rule's samples: what must hit hits that rule, what must miss does not; a rule without both is a failure.
import { basename, dirname, join } from "node:path";
import { extractObservables } from "../extract/index.ts";
import { createIndicatorIndex, matchObservables, normaliseValue, readIndicatorList } from "../indicators/index.ts";
import { compileSigma, parseSigma } from "../sigma/index.ts";
import { readEvents } from "../sigma/readers/index.ts";
import { findRuleNames, readYaraRules } from "../yara/index.ts";
import type { BadInput } from "./list-files.ts";
import { loadRuleFiles, type RuleFile } from "./load-rules.ts";
import { readSamples, type Sample, type Samples } from "./read-samples.ts";

export interface RuleTest {
  engine: "sigma" | "yara" | "indicator";
  path: string;
  rule: string;
  hits: number;
  misses: number;
  /** What is wrong, one sentence each; empty when the rule does what its samples say. */
  failures: string[];
}

/** Tests all rules of a folder laid out like `rules/`; files that cannot be read go to `bad`. */
export async function testRules(folder: string, bad: BadInput[]): Promise<RuleTest[]> {
  const files = loadRuleFiles([folder], bad);
  const tests: RuleTest[] = [];
  for (const file of files.sigma) tests.push(await testSigma(file));
  for (const file of files.yara) tests.push(...(await testYara(file)));
  // Feeds beside our own lists carry no samples.
  for (const file of files.indicators.filter(({ path }) => /\.ya?ml$/i.test(path))) tests.push(testIndicators(file));
  return tests;
}

/** The last document of a file is the rule that is meant; the ones before it feed it. */
async function testSigma(file: RuleFile): Promise<RuleTest> {
  const name = basename(file.path).replace(/\.ya?ml$/i, "");
  const samples = readSamples(join(dirname(file.path), "samples", name));
  const engine = compileSigma(parseSigma(file.text, file.path));
  const rule = engine.rules.at(-1);
  const test = begin("sigma", file.path, rule?.title ?? name, samples);
  for (const { ruleId, reason } of engine.refused) test.failures.push(`refused: ${ruleId}: ${reason}`);
  if (rule === undefined) return test;
  await judge(test, samples, async (sample) => {
    const run = engine.startRun();
    const ids: string[] = [];
    const read = await readEvents(sample.name, sample.bytes);
    if (!read.isLog) {
      test.failures.push(`cannot be read as a log (${read.reason}): ${sample.path}`);
      return false;
    }
    for (const item of read.events) for (const match of run.add(item, sample.path)) ids.push(match.rule.id);
    for (const match of run.finish()) ids.push(match.rule.id);
    for (const problem of read.problems) test.failures.push(`${problem}: ${sample.path}`);
    return ids.includes(rule.id);
  });
  return test;
}

async function testYara(file: RuleFile): Promise<RuleTest[]> {
  const names = readYaraRules(file.text);
  const finder = findRuleNames(file);
  const tests: RuleTest[] = [];
  for (const name of names ?? []) {
    const samples = readSamples(join(dirname(file.path), "samples", name));
    const test = begin("yara", file.path, name, samples);
    tests.push(test);
    if ("problem" in finder) test.failures.push(`refused: ${finder.problem}`);
    else await judge(test, samples, async (sample) => (await finder.find(sample.name, sample.bytes)).has(name));
  }
  if (names === null || names.length === 0)
    tests.push({
      ...begin("yara", file.path, basename(file.path), { hit: [], miss: [] }),
      failures: ["holds no rule that can be read"],
    });
  return tests;
}

/** Values are looked up as of the day on which the list last saw one, so that samples outlive the indicators. */
function testIndicators(file: RuleFile): RuleTest {
  const read = readIndicatorList(file.text, file.path);
  if (Array.isArray(read)) {
    const failures = read.map(({ field, reason }) => `refused: ${field}: ${reason}`);
    return { engine: "indicator", path: file.path, rule: basename(file.path), hits: 0, misses: 0, failures };
  }
  const { list, indicators, samples, refused } = read;
  const failures = refused.map(({ field, reason }) => `refused: ${field}: ${reason}`);
  const index = createIndicatorIndex();
  index.add(list, indicators);
  const now = Math.max(0, ...indicators.flatMap(({ firstSeen, lastSeen }) => [firstSeen ?? 0, lastSeen ?? 0]));
  const kinds = new Set(indicators.map(({ kind }) => kind));
  const isHit = (value: string): boolean => {
    if (matchObservables(index, extractObservables(value, { part: "sample" }), { now }).length > 0) return true;
    // Numbers of a country that has no plan here are still numbers: they are looked up as what the list holds.
    return [...kinds].some((kind) => {
      const normal = normaliseValue(kind, value);
      return (
        "value" in normal &&
        index.lookup(kind, normal.value, now).some((hit) => hit.sources.some((source) => !source.isExpired))
      );
    });
  };
  for (const value of samples.hit) if (!isHit(value)) failures.push(`should hit and does not: ${value}`);
  for (const value of samples.miss) if (isHit(value)) failures.push(`should miss and hits: ${value}`);
  if (samples.hit.length === 0) failures.push("has no sample that must hit");
  if (samples.miss.length === 0) failures.push("has no sample that must miss");
  return {
    engine: "indicator",
    path: file.path,
    rule: list.title,
    hits: samples.hit.length,
    misses: samples.miss.length,
    failures,
  };
}

function begin(engine: RuleTest["engine"], path: string, rule: string, samples: Samples): RuleTest {
  const failures: string[] = [];
  if (samples.hit.length === 0) failures.push("has no sample that must hit");
  if (samples.miss.length === 0) failures.push("has no sample that must miss");
  return { engine, path, rule, hits: samples.hit.length, misses: samples.miss.length, failures };
}

async function judge(test: RuleTest, samples: Samples, fires: (sample: Sample) => Promise<boolean>): Promise<void> {
  for (const sample of samples.hit)
    if (!(await fires(sample))) test.failures.push(`should hit and does not: ${sample.path}`);
  for (const sample of samples.miss)
    if (await fires(sample)) test.failures.push(`should miss and hits: ${sample.path}`);
}
