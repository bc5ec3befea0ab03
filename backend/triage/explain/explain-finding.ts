// Explains one finding: the rule in words with the truth of each part, and what matched in place. Pure.
import type { Engine, Evidence, Location } from "../model.ts";
import { parseSigma } from "../sigma/parse-sigma.ts";
import type { SigmaDocument } from "../sigma/model.ts";
import { indicatorWords } from "./indicator-words.ts";
import type { Explanation, RuleWords, ShownEvidence } from "./model.ts";
import { showBytes } from "./show-bytes.ts";
import { showEvent, showFields } from "./show-event.ts";
import { showText } from "./show-text.ts";
import { sigmaWords, type SigmaTruth } from "./sigma-words.ts";
import { findYaraRule, trueCode, yaraWords } from "./yara-words.ts";

export interface FindingToExplain {
  engine: Engine;
  ruleId: string;
  /** As the `locations` column holds them: places first, then what was kept for this. */
  kept: readonly (Location | Evidence)[];
}

/**
 * @param source the rule's text in the version that fired; null where it is not known any more
 * @param texts the report's own texts by part ("subject", "description")
 */
export function explainFinding(
  finding: FindingToExplain,
  source: string | null,
  texts: Readonly<Record<string, string>> = {},
): Explanation {
  const { engine, kept } = finding;
  const known = kept.filter((one) => one.kind === "known");
  const truth = engine === "sigma" ? sigmaTruth(kept) : undefined;
  const strings = kept.find((one) => one.kind === "strings")?.strings;
  const yara = engine === "yara" && source !== null ? findYaraRule(source, finding.ruleId) : undefined;
  const words: RuleWords[] =
    engine === "indicator"
      ? known.flatMap(indicatorWords)
      : yara
        ? yaraWords(yara, strings)
        : engine === "sigma" && source !== null
          ? wordsOfSigma(source, finding.ruleId, truth)
          : [];
  return {
    words,
    truePart: truth?.condition ?? (yara && strings ? trueCode(yara, strings) : null),
    evidence: [
      ...eventOf(kept, truth),
      ...bytesOf(kept),
      ...showText(
        kept.filter((one) => one.kind === "text"),
        kept.filter((one) => one.kind === "excerpt"),
        texts,
        known[0]?.known ?? finding.ruleId,
      ),
    ],
  };
}

/** A correlation is told with the rules of its file that it counts. */
function wordsOfSigma(source: string, ruleId: string, truth: SigmaTruth | undefined): RuleWords[] {
  const documents = parseSigma(source, ruleId);
  const own = documents.find((one) => idOf(one) === ruleId) ?? (documents.length === 1 ? documents[0] : undefined);
  if (own === undefined) return [];
  if (own.kind !== "correlation") return sigmaWords(own, truth);
  const counted = documents.filter(
    (one) =>
      one.kind === "rule" && (own.rules.includes(one.info.id) || own.rules.includes(one.info.name ?? one.info.id)),
  );
  return [
    ...sigmaWords(own, truth),
    ...counted.map((one) => ({
      key: "rules.words.correlation.counted",
      values: { title: one.kind === "refused" ? one.title : one.info.title },
      kids: sigmaWords(one),
    })),
  ];
}

function idOf(document: SigmaDocument): string {
  return document.kind === "refused" ? document.ruleId : document.info.id;
}

function sigmaTruth(kept: FindingToExplain["kept"]): (SigmaTruth & { condition: string }) | undefined {
  const told = kept.find((one) => one.kind === "event" || one.kind === "counted");
  if (told === undefined) return undefined;
  const fields = kept.filter((one) => one.kind === "field").map(toField);
  return { identifiers: told.identifiers, condition: told.condition, fields };
}

const toField = ({ field, value, pattern }: Extract<Location, { kind: "field" }>) => ({
  field,
  value,
  pattern: pattern ?? "",
});

function eventOf(kept: FindingToExplain["kept"], truth: SigmaTruth | undefined): ShownEvidence[] {
  const places = kept.filter((one) => one.kind === "field");
  const [first] = places;
  const event = kept.find((one) => one.kind === "event");
  const counted = kept.find((one) => one.kind === "counted");
  const fields = truth?.fields ?? places.map(toField);
  const shown: ShownEvidence[] = [];
  const part = event?.part ?? first?.part;
  if (part !== undefined && (fields.length > 0 || event)) {
    const whole = event ? showEvent(event.json, fields) : null;
    const ordinal = event?.event ?? first?.event ?? 0;
    shown.push({ kind: "event", part, event: ordinal, isWhole: whole !== null, ...(whole ?? showFields(fields)) });
  }
  if (counted)
    shown.push({
      kind: "counted",
      events: counted.events.map(({ atMs, ...one }) => ({ ...one, at: instantOf(atMs) })),
    });
  return shown;
}

/** A log may claim a time that no calendar has. */
function instantOf(atMs: number | null): string | null {
  return atMs === null || !(Math.abs(atMs) <= 8.64e15) ? null : new Date(atMs).toISOString();
}

function bytesOf(kept: FindingToExplain["kept"]): ShownEvidence[] {
  const hits = kept.filter((one) => one.kind === "bytes");
  const windows = Map.groupBy(
    kept.filter((one) => one.kind === "around"),
    (one) => one.part,
  );
  return [...windows].map(([part, around]) => ({
    kind: "bytes",
    part,
    rows: showBytes(
      around,
      hits.filter((hit) => hit.part === part),
    ),
  }));
}
