// Where a matter stands after its steps, and which step may come next. Pure: the same fold is asked by verbs, screens and tests.
import { AppError, invalidInput } from "../../platform/errors/index.ts";
import type { EntityStep, Ladder, MatterState, OfficeStep } from "./model.ts";

/** A step with what the verb knows beside it. `on` is the day at the authority. */
export type LadderStep = ((OfficeStep & { side: "authority" }) | (EntityStep & { side: "entity" })) & {
  on: string;
  decided?: { kind: string; currency: string | null };
};

export const emptyLadder: Ladder = {
  state: "draft",
  dueOn: null,
  askedUntil: null,
  isReportedDone: false,
  sanction: null,
  amount: null,
  paid: 0,
  isReferred: false,
  isNotified: false,
  isSuspended: false,
  outcome: null,
};

const from: Record<OfficeStep["kind"] | EntityStep["kind"], readonly MatterState[]> = {
  notify: ["draft"],
  grant_time: ["noticed", "correcting"],
  refuse_time: ["noticed", "correcting"],
  accept_plan: ["plan_filed"],
  refuse_plan: ["plan_filed"],
  check: ["correcting", "plan_filed", "noticed"],
  find_default: ["noticed", "correcting"],
  drop: ["draft", "noticed", "plan_filed", "correcting", "to_decide"],
  sanction: ["to_decide"],
  payment: ["sanctioned", "appealed"],
  appeal: ["sanctioned"],
  appeal_result: ["appealed"],
  refer: ["noticed", "plan_filed", "correcting", "to_decide", "sanctioned", "appealed"],
  close: ["sanctioned"],
  answer: ["noticed"],
  ask_time: ["noticed", "correcting"],
  report_done: ["correcting"],
};

/** What may come next on one side. `isObstruction`: who hindered the inspection is judged without a formal notice. */
export function nextSteps(ladder: Ladder, side: "authority" | "entity", isObstruction = false): string[] {
  const entity = ["answer", "ask_time", "report_done", "appeal"];
  return Object.entries(from)
    .filter(([kind, states]) =>
      entity.includes(kind) === (side === "entity") || kind === "appeal" ? states.includes(ladder.state) : false,
    )
    .map(([kind]) => kind)
    .filter((kind) => !(kind === "refuse_time" && ladder.askedUntil === null))
    .filter((kind) => !(kind === "ask_time" && ladder.askedUntil !== null))
    .filter((kind) => !(kind === "payment" && (ladder.amount === null || ladder.paid >= ladder.amount)))
    .concat(isObstruction && ladder.state === "draft" && side === "authority" ? ["find_default"] : []);
}

/**
 * The matter after one more step.
 * @throws AppError refused with what may be done instead; invalid_input naming a field that does not fit.
 */
export function takeStep(ladder: Ladder, step: LadderStep, isObstruction = false): Ladder {
  if (!nextSteps(ladder, step.side, isObstruction).includes(step.kind))
    throw new AppError("refused", `This step (${step.kind}) cannot follow while the matter is ${ladder.state}.`, {
      words: "decisions.refusal.not_now",
    });
  switch (step.kind) {
    case "notify":
      requireAhead(step.dueOn, step.on);
      return { ...ladder, state: "noticed", dueOn: step.dueOn, isNotified: true };
    case "answer":
      return { ...ladder, state: "plan_filed", askedUntil: null };
    case "ask_time":
      if (ladder.dueOn !== null && step.until <= ladder.dueOn)
        throw invalidInput([{ path: "until", message: `Expected a day after ${ladder.dueOn}.` }]);
      return { ...ladder, askedUntil: step.until };
    case "grant_time":
      if (ladder.dueOn !== null && step.dueOn <= ladder.dueOn)
        throw invalidInput([{ path: "dueOn", message: `Expected a day after ${ladder.dueOn}.` }]);
      requireAhead(step.dueOn, step.on);
      return { ...ladder, dueOn: step.dueOn, askedUntil: null };
    case "refuse_time":
      return { ...ladder, askedUntil: null };
    case "accept_plan":
      requireAhead(step.dueOn, step.on);
      return { ...ladder, state: "correcting", dueOn: step.dueOn, isReportedDone: false };
    case "refuse_plan":
      requireAhead(step.dueOn, step.on);
      return { ...ladder, state: "noticed", dueOn: step.dueOn };
    case "report_done":
      return { ...ladder, isReportedDone: true };
    case "check":
      return step.isCompliant
        ? { ...ladder, state: "closed", dueOn: null, askedUntil: null, outcome: "compliant" }
        : { ...ladder, state: "to_decide", dueOn: null, askedUntil: null };
    case "find_default":
      // Nobody is in default before the time that they were given has passed.
      if (ladder.dueOn !== null && step.on <= ladder.dueOn)
        throw new AppError("refused", `The entity has until ${ladder.dueOn}.`, { words: "decisions.refusal.has_time" });
      return { ...ladder, state: "to_decide", dueOn: null, askedUntil: null };
    case "drop":
      return { ...ladder, state: "closed", dueOn: null, askedUntil: null, outcome: "dropped" };
    case "sanction": {
      const { kind, currency } = step.decided ?? { kind: "", currency: null };
      const sanction = { id: step.sanctionId, kind, ground: step.ground, amount: step.amount, currency };
      return { ...ladder, state: "sanctioned", sanction, amount: step.amount, dueOn: step.dueOn, isNotified: true };
    }
    case "payment":
      return pay(ladder, step.amount);
    case "appeal":
      if (step.filedOn > step.on)
        throw invalidInput([{ path: "filedOn", message: "Expected a day that is not ahead." }]);
      return { ...ladder, state: "appealed", isSuspended: step.isSuspensive };
    case "appeal_result":
      return settle(ladder, step);
    case "refer":
      return { ...ladder, isReferred: true };
    case "close":
      if (ladder.amount !== null && ladder.paid < ladder.amount)
        throw new AppError("refused", "What is owed is not paid yet.", { words: "decisions.refusal.owed" });
      return { ...ladder, state: "closed", dueOn: null, outcome: ladder.amount === null ? "carried_out" : "paid" };
  }
}

/** The matter after all of its steps. */
export function replay(steps: readonly LadderStep[], isObstruction = false): Ladder {
  return steps.reduce<Ladder>((ladder, step) => takeStep(ladder, step, isObstruction), emptyLadder);
}

function pay(ladder: Ladder, amount: number): Ladder {
  const paid = round(ladder.paid + amount);
  if (ladder.amount === null || paid > ladder.amount)
    throw invalidInput([
      { path: "amount", message: `Expected at most ${round((ladder.amount ?? 0) - ladder.paid)}, what is still owed.` },
    ]);
  return { ...ladder, paid };
}

function settle(ladder: Ladder, step: Extract<OfficeStep, { kind: "appeal_result" }>): Ladder {
  const settled = { ...ladder, isSuspended: false };
  if (step.result === "upheld") return { ...settled, state: "sanctioned" };
  if (step.result === "annulled")
    return {
      ...settled,
      state: "closed",
      amount: ladder.paid === 0 ? null : ladder.paid,
      dueOn: null,
      outcome: "annulled",
    };
  if (ladder.amount === null)
    throw invalidInput([{ path: "result", message: "Expected upheld or annulled: this sanction has no amount." }]);
  // A court may go below the law's bounds for the authority, never above what was decided, nor below what was paid already.
  if (step.amount === undefined || step.amount >= ladder.amount || step.amount < ladder.paid)
    throw invalidInput([
      {
        path: "amount",
        message: `Expected an amount below ${ladder.amount}, and not below what is paid (${ladder.paid}).`,
      },
    ]);
  return { ...settled, state: "sanctioned", amount: step.amount };
}

function requireAhead(dueOn: string, on: string): void {
  if (dueOn <= on) throw invalidInput([{ path: "dueOn", message: "Expected a day that is still ahead." }]);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
