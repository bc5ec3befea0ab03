// Decisions on the life of a rule: which gates are passed, who may publish, what is too dear. Pure.
import { AppError } from "../../platform/errors/index.ts";
import {
  type Gate,
  type GateView,
  type PublicationState,
  type RuleKind,
  type RuleOrigin,
  ruleLimits,
  type RuleRecord,
  type RuleSample,
  type RuleState,
  type TrialState,
} from "./model.ts";

const dayMs = 86_400_000;

const refused = (detail: string, key: string): AppError =>
  new AppError("refused", detail, { words: `rulelife.refusal.${key}` });

/** true / (true + false), rounded to three places; benign findings were right about what happened and say nothing of the rule. */
export function precisionOf({ true: right, false: wrong }: Pick<RuleRecord, "true" | "false">): number | null {
  return right + wrong === 0 ? null : Math.round((right / (right + wrong)) * 1000) / 1000;
}

export interface CheckRow {
  gate: "form" | "samples";
  state: "waiting" | "running" | "passed" | "failed";
  problems: string[];
  at: string | null;
}
export interface TrialOfVersion {
  id: string;
  state: TrialState;
  sinceAt: Date | null;
  askedAt: Date;
  finishedAt: string | null;
  problem: string;
}

/**
 * The three gates of a version. The back-test counts when one is done over at least the last 90 days before it was asked
 * for, or over everything; the latest that counts stands, else the latest.
 */
export function gatesOf(
  version: { origin: RuleOrigin; samples: Pick<RuleSample, "expects">[] },
  checks: readonly CheckRow[],
  trials: readonly TrialOfVersion[],
): GateView[] {
  const check = (gate: "form" | "samples"): GateView => {
    const row = checks.find((one) => one.gate === gate);
    if (gate === "samples" && version.origin === "pack" && version.samples.length === 0)
      return { gate, state: "excused", problems: [], at: row?.at ?? null, trialId: null };
    return { gate, state: row?.state ?? "none", problems: row?.problems ?? [], at: row?.at ?? null, trialId: null };
  };
  const trial = trials.find((one) => one.state === "done" && reachesBack(one)) ?? trials[0];
  return [check("form"), check("samples"), backtestGate(trial)];
}

function reachesBack({ sinceAt, askedAt }: Pick<TrialOfVersion, "sinceAt" | "askedAt">): boolean {
  return sinceAt === null || askedAt.getTime() - sinceAt.getTime() >= ruleLimits.trialDays * dayMs;
}

function backtestGate(trial: TrialOfVersion | undefined): GateView {
  const gate = "backtest";
  if (!trial) return { gate, state: "none", problems: [], at: null, trialId: null };
  const at = trial.finishedAt;
  const found = { gate, at, trialId: trial.id } as const;
  if (trial.state === "waiting" || trial.state === "running") return { ...found, state: trial.state, problems: [] };
  if (trial.state !== "done") return { ...found, state: "none", problems: [] };
  if (trial.problem !== "") return { ...found, state: "failed", problems: [trial.problem] };
  return reachesBack(trial)
    ? { ...found, state: "passed", problems: [] }
    : { ...found, state: "none", problems: [`It looked at fewer than ${ruleLimits.trialDays} days.`] };
}

/** The first gate that is not passed; undefined when the version may be published. */
export function missingGate(gates: readonly GateView[]): Gate | undefined {
  return gates.find(({ state }) => state !== "passed" && state !== "excused")?.gate;
}

export interface ToPublish {
  state: RuleState;
  /** The version that somebody wants in force. */
  version: number;
  latestVersion: number | null;
  activeVersion: number | null;
  gates: readonly GateView[];
  /** Another publication waits for a second person. */
  hasWaiting: boolean;
}

/** Whether a version may go to publication now, by two persons or alone. @throws AppError conflict or refused with the reason. */
export function decideReady({ state, version, latestVersion, activeVersion, gates, hasWaiting }: ToPublish): void {
  if (version !== latestVersion)
    throw new AppError("conflict", "There is a newer version of this rule. Load the page again.", {
      words: "forms.conflict.changed",
    });
  if (version === activeVersion) throw refused("This version is in force already.", "in_force");
  if (state === "retired") throw refused("A retired rule comes back as a new version.", "retired");
  if (hasWaiting) throw refused("A publication of this rule waits already.", "waiting");
  const gate = missingGate(gates);
  if (gate !== undefined)
    throw refused(
      {
        form: "Its form was not checked.",
        samples: "Its samples have not passed.",
        backtest: "It has not been back-tested over the last 90 days or everything.",
      }[gate],
      `gate_${gate}`,
    );
}

export type WhyNotApprove = "asked_it" | "wrote_it";

/** Nobody is both halves of one act: neither who asked nor anybody who wrote at the version approves it. */
export function whyNotApprove(
  by: string,
  publication: { askedBy: string; writtenBy: readonly string[] },
): WhyNotApprove | null {
  if (publication.writtenBy.includes(by)) return "wrote_it";
  return publication.askedBy === by ? "asked_it" : null;
}

/** @throws AppError refused for the author and for who asked; conflict when it does not wait for a second person. */
export function decideApproval(
  by: string,
  publication: { askedBy: string; writtenBy: readonly string[]; state: PublicationState; isApproved: boolean },
): void {
  if (publication.isApproved || (publication.state !== "waiting" && publication.state !== "live"))
    throw new AppError("conflict", "This publication does not wait for anybody any more.", {
      words: "refusals.publication_settled",
    });
  const why = whyNotApprove(by, publication);
  if (why === "wrote_it") throw refused("Who wrote a rule does not approve it.", "wrote_it");
  if (why === "asked_it") throw refused("Who asked for a publication does not approve it.", "asked_it");
}

/** @throws AppError refused where the act does not fit the state. */
export function decideStop(state: RuleState, wanted: "quarantined" | "retired"): void {
  if (state === wanted) throw refused("It is so already.", "already");
  if (wanted === "quarantined" && state !== "active")
    throw refused("Only a rule in force can be quarantined.", "not_active");
}

/** When a publication by the on-call alone ends without a countersignature. */
export const aloneUntil = (now: Date): Date => new Date(now.getTime() + ruleLimits.aloneHours * 3_600_000);

/**
 * What a Sigma rule may cost here: its share of the time of all rules in a stretch in which they worked `windowMs`, and only
 * where one evaluation takes longer than `leastMeanMicroseconds`, so that a cheap rule among few is never taken out. It has to
 * be above in `windows` stretches one after the other: a pause of the process in one timed evaluation is no fault of a rule.
 */
export const costLimits = {
  share: 0.25,
  windowMs: 1_000,
  windows: 3,
  leastEvaluations: 100,
  leastMeanMicroseconds: 60,
} as const;

export interface RunningCost {
  kind: RuleKind;
  name: string;
  evaluations: number;
  timeMs: number;
}

/** The rules of one kind that were above their share in one stretch, dearest first; none while the stretch is too short. */
export function findTooDear(costs: readonly RunningCost[]): (RunningCost & { share: number })[] {
  const total = costs.reduce((sum, one) => sum + one.timeMs, 0);
  if (total < costLimits.windowMs) return [];
  return costs
    .map((one) => ({ ...one, share: one.timeMs / total }))
    .filter(
      (one) =>
        one.share > costLimits.share &&
        one.evaluations >= costLimits.leastEvaluations &&
        (one.timeMs * 1000) / one.evaluations >= costLimits.leastMeanMicroseconds,
    )
    .sort((a, b) => b.timeMs - a.timeMs);
}

/** What a YARA rule may cost on a sample of files, each rule tried by itself. */
export const yaraCostLimits = { share: 0.25, timesMedian: 10, leastTimeMs: 250, leastRules: 5 } as const;

/**
 * The YARA rules that are above their share: those that did not end, and those that take a quarter of the time of all rules
 * and ten times the median rule's. Fewer than five rules have no share to speak of.
 */
export function findTooDearYara<Measured extends { timeMs: number; hasEnded: boolean }>(
  measured: readonly Measured[],
): (Measured & { share: number })[] {
  const total = measured.reduce((sum, one) => sum + one.timeMs, 0);
  const sorted = measured.map(({ timeMs }) => timeMs).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const isDear = ({ timeMs, hasEnded }: Measured): boolean =>
    !hasEnded ||
    (measured.length >= yaraCostLimits.leastRules &&
      timeMs >= yaraCostLimits.leastTimeMs &&
      timeMs > total * yaraCostLimits.share &&
      timeMs > median * yaraCostLimits.timesMedian);
  return measured.filter(isDear).map((one) => ({ ...one, share: total === 0 ? 0 : one.timeMs / total }));
}

/** At least one sample that must hit and one that must not, for rules that are written here. */
export function missingSamples(samples: readonly Pick<RuleSample, "expects">[]): ("hit" | "miss")[] {
  return (["hit", "miss"] as const).filter((expects) => !samples.some((one) => one.expects === expects));
}
