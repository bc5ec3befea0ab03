// The gate of form: reads a rule's text with the engine that will run it, and says what it is called or what is wrong, where.
import { parseSigma, compileSigma } from "../sigma/index.ts";
import { checkYara } from "../yara/index.ts";
import { readIndicatorList } from "../indicators/index.ts";
import { type RuleKind, ruleLimits, type SourceCheck, type SourceFacts, type SourceProblem } from "./model.ts";
import { placeOf } from "./place-of.ts";

const shownProblems = 50;

/** @param path how problems and correlations call the file; Sigma and YARA give each rule of it a name of its own */
export function checkSource(kind: RuleKind, source: string, path: string): SourceCheck {
  const most = kind === "indicator" ? ruleLimits.listSource : ruleLimits.source;
  if (source.length > most)
    return { problems: [whole(`Expected at most ${most} characters, got ${source.length}.`)], facts: null };
  const found = { sigma: checkSigma, yara: checkYaraSource, indicator: checkList }[kind](source, path);
  return { ...found, problems: found.problems.slice(0, shownProblems) };
}

const whole = (reason: string): SourceProblem => ({ line: null, column: null, reason });

function checkSigma(source: string, path: string): SourceCheck {
  const documents = parseSigma(source, path);
  const engine = compileSigma(documents);
  const problems = engine.refused.map(({ reason, ruleId, title }) => {
    const name = documents.length > 1 && title !== path ? ` (${title === "" ? ruleId : title})` : "";
    return { ...placeOf(source, reason), reason: `${reason}${name}` };
  });
  // The last document is the rule that is meant; the ones before it feed it.
  const infos = documents.flatMap((document) => (document.kind === "refused" ? [] : [document.info]));
  const info = infos.at(-1);
  if (problems.length === 0 && engine.rules.length === 0)
    problems.push(whole("detection: expected a rule or a correlation; a filter alone finds nothing"));
  if (!info) return { problems, facts: null };
  const facts: SourceFacts = {
    title: info.title.slice(0, 300),
    level: info.level,
    author: info.author.slice(0, 300),
    licence: (info.license ?? "").slice(0, 200),
    description: info.description.slice(0, 4_000),
    names: [...new Set(engine.rules.map(({ id }) => id))],
  };
  return { problems, facts };
}

function checkYaraSource(source: string, path: string): SourceCheck {
  const { problems, rules } = checkYara({ path, text: source });
  const first = rules[0];
  if (!first)
    return {
      problems: problems.length > 0 ? problems : [whole("Expected at least one rule that is not private.")],
      facts: null,
    };
  const facts: SourceFacts = {
    title: first.title.slice(0, 300),
    level: first.level,
    author: first.author.slice(0, 300),
    licence: first.licence.slice(0, 200),
    description: first.description.slice(0, 4_000),
    names: [...new Set(rules.map(({ id }) => id))],
  };
  return { problems, facts };
}

function checkList(source: string, path: string): SourceCheck {
  const read = readIndicatorList(source, path);
  const refusals = Array.isArray(read) ? read : read.refused;
  const problems = refusals.map(({ field, reason }) => ({
    ...placeOf(source, `${field}: ${reason}`),
    reason: field === "" ? reason : `${field}: ${reason}`,
  }));
  if (Array.isArray(read)) return { problems, facts: null };
  const { list } = read;
  const best = read.indicators.reduce((most, one) => Math.max(most, one.confidence), 0);
  const facts: SourceFacts = {
    title: list.title.slice(0, 300),
    level: best >= 75 ? "high" : best >= 40 ? "medium" : "low",
    author: (list.author ?? "").slice(0, 300),
    licence: (list.licence ?? "").slice(0, 200),
    description: list.reason.slice(0, 4_000),
    names: [list.id],
  };
  return { problems, facts };
}
