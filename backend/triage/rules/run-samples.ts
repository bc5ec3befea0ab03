// The gate of samples: in the worker, within limits, what must hit hits and what must not does not.
import { setImmediate } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { extractObservables } from "../extract/index.ts";
import { createIndicatorIndex, matchObservables, normaliseValue, readIndicatorList } from "../indicators/index.ts";
import { compileSigma, parseSigma } from "../sigma/index.ts";
import { readEvents } from "../sigma/readers/index.ts";
import { createYaraPool } from "../yara/index.ts";
import type { RuleKind, RuleSample } from "./model.ts";
import { missingSamples } from "./rules.ts";

/** For one sample, and for one part of it: a rule that needs longer is not fit for reports. */
const sampleTimeMs = 10_000;
const partTimeMs = 5_000;

interface Tested {
  kind: RuleKind;
  source: string;
  samples: RuleSample[];
  names: string[];
  path: string;
}

/** Says whether a sample made the rule fire; throws an Error with the reason where it could not be tried. */
type Trying = (sample: RuleSample) => Promise<boolean>;

/** The job. A version whose samples were run before is run again: the engine may be another one now. */
export async function runSamples(ctx: Context, ruleId: string, version: number): Promise<void> {
  requirePermission(ctx, "rule.write");
  const tested = await readOnly(ctx, async (tx) => {
    const [row] = await tx.execute<
      Tested & Record<string, unknown>
    >(sql`select r.kind, v.source, v.samples, v.names, r.id::text as path
      from rule_versions v join rules r on r.id = v.rule_id where v.rule_id = ${ruleId} and v.version = ${version}`);
    return row;
  });
  if (!tested) return;
  const problems = await testSamples(tested);
  await withTransaction(ctx, async (tx) => {
    const state = problems.length === 0 ? "passed" : "failed";
    await tx.execute(sql`update rule_checks set state = ${state}, problems = ${JSON.stringify(problems.slice(0, 50))}::jsonb,
      checked_at = ${ctx.now().toISOString()}::timestamptz where rule_id = ${ruleId} and version = ${version} and gate = 'samples'`);
    const detail = { version, state, samples: tested.samples.length, problems: problems.length };
    await writeAudit(tx, ctx, { action: "rule.run_samples", objectType: "rule", objectId: ruleId, detail });
  });
}

/** @returns what is wrong, one sentence each; empty when the rule does what its samples say. */
export async function testSamples(rule: Tested): Promise<string[]> {
  if (rule.kind === "indicator") return testList(rule);
  const problems: string[] = missingSamples(rule.samples).map((expects) =>
    expects === "hit" ? "It has no sample that must hit." : "It has no sample that must not hit.",
  );
  const { trying, close } = rule.kind === "sigma" ? trySigma(rule) : await tryYara(rule);
  try {
    for (const sample of rule.samples) {
      await setImmediate();
      try {
        if ((await trying(sample)) !== (sample.expects === "hit"))
          problems.push(
            sample.expects === "hit"
              ? `Should hit and does not: ${sample.name}`
              : `Should not hit and does: ${sample.name}`,
          );
      } catch (error) {
        problems.push(`${sample.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  } finally {
    await close();
  }
  return problems;
}

const bytesOf = ({ encoding, content }: RuleSample): Buffer<ArrayBuffer> =>
  Buffer.from(content, encoding === "base64" ? "base64" : "utf8");

function trySigma({ source, path }: Tested): { trying: Trying; close: () => Promise<void> } {
  const engine = compileSigma(parseSigma(source, path));
  // The last document is the rule that is meant; the ones before it feed it.
  const meant = engine.rules.at(-1)?.id;
  const trying: Trying = async (sample) => {
    const read = await readEvents(sample.name, bytesOf(sample));
    if (!read.isLog) throw new Error(`cannot be read as a log (${read.reason})`);
    const run = engine.startRun();
    const endsAt = performance.now() + sampleTimeMs;
    let isHit = false;
    for (const item of read.events) {
      for (const match of run.add(item, sample.name)) isHit ||= match.rule.id === meant;
      if (performance.now() > endsAt) throw new Error(`took more than ${sampleTimeMs / 1000} s`);
    }
    for (const match of run.finish()) isHit ||= match.rule.id === meant;
    const [problem] = read.problems;
    if (problem !== undefined) throw new Error(problem);
    return isHit;
  };
  return { trying, close: async () => {} };
}

async function tryYara({ source, path, names }: Tested): Promise<{ trying: Trying; close: () => Promise<void> }> {
  const limits = { timeMs: sampleTimeMs, partTimeMs };
  const pool = await createYaraPool({ rules: [{ path, text: source }], workers: 1, limits });
  const trying: Trying = async (sample) => {
    const bytes = new Uint8Array(bytesOf(sample));
    const { findings, failure } = await pool.scan({ name: sample.name, input: { bytes } });
    if (failure !== null) throw new Error(failure);
    return findings.some((finding) => finding.engine === "yara" && names.includes(finding.ruleId));
  };
  return { trying, close: async () => await pool.close() };
}

/** Values are looked up as of the day on which the list last saw one, so that samples outlive the indicators. */
function testList({ source, path, samples }: Tested): string[] {
  const read = readIndicatorList(source, path);
  if (Array.isArray(read)) return read.map(({ field, reason }) => `${field}: ${reason}`);
  const index = createIndicatorIndex();
  index.add(read.list, read.indicators);
  const now = Math.max(0, ...read.indicators.map(({ firstSeen, lastSeen }) => lastSeen ?? firstSeen ?? 0));
  const kinds = new Set(read.indicators.map(({ kind }) => kind));
  const isHit = (value: string): boolean =>
    matchObservables(index, extractObservables(value, { part: "sample" }), { now }).length > 0 ||
    // Numbers of a country that has no plan here are still numbers: they are looked up as what the list holds.
    [...kinds].some((kind) => {
      const normal = normaliseValue(kind, value);
      return (
        "value" in normal &&
        index.lookup(kind, normal.value, now).some((hit) => hit.sources.some((one) => !one.isExpired))
      );
    });
  const values = {
    hit: [
      ...read.samples.hit,
      ...samples.filter(({ expects }) => expects === "hit").map((one) => bytesOf(one).toString("utf8")),
    ],
    miss: [
      ...read.samples.miss,
      ...samples.filter(({ expects }) => expects === "miss").map((one) => bytesOf(one).toString("utf8")),
    ],
  };
  const problems = [
    ...values.hit.filter((value) => !isHit(value)).map((value) => `Should hit and does not: ${value.slice(0, 200)}`),
    ...values.miss.filter(isHit).map((value) => `Should not hit and does: ${value.slice(0, 200)}`),
  ];
  index.close();
  if (values.hit.length === 0) problems.push("It has no sample that must hit.");
  if (values.miss.length === 0) problems.push("It has no sample that must not hit.");
  return problems;
}
