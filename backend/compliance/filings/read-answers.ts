// Answers of the form as the law library reads them, and what keeps them from being sent. Pure.
import { Temporal } from "temporal-polyfill";
import type { ComposedPart, Composition, Happening } from "./compose-filing.ts";
import {
  type Answers,
  conditionField,
  copyField,
  eventField,
  incidentFields,
  lateReasons,
  touchesPeople,
} from "./model.ts";

const valueOf = (answers: Answers, id: string): string => {
  const answer = answers[id];
  return answer && !answer.isUnknown ? answer.value.trim() : "";
};

function instantOf(answers: Answers, id: string): string | undefined {
  const text = valueOf(answers, id);
  try {
    return text === "" ? undefined : Temporal.Instant.from(text).toString();
  } catch {
    return undefined;
  }
}

/** @param filed what was filed of this incident before */
export function readHappening(answers: Answers, filed: Happening["filed"]): Happening {
  const events: Record<string, string> = {};
  const aware = instantOf(answers, "time_aware");
  const detected = instantOf(answers, "time_detected");
  if (aware !== undefined) events["aware"] = aware;
  if (detected !== undefined) events["detected"] = detected;
  const conditions: Record<string, boolean> = {};
  for (const id of Object.keys(answers)) {
    const event = id.startsWith(eventField("")) ? id.slice(eventField("").length) : undefined;
    const at = event === undefined ? undefined : instantOf(answers, id);
    if (event !== undefined && at !== undefined) events[event] = at;
    const value = valueOf(answers, id);
    if (id.startsWith(conditionField("")) && (value === "yes" || value === "no"))
      conditions[id.slice(conditionField("").length)] = value === "yes";
  }
  return { events, conditions, mayTouchPeople: valueOf(answers, touchesPeople) !== "no", filed };
}

/** The parts that go out: all that the law asks for now, and the copies that were ticked. */
export function chosenParts(composition: Composition, answers: Answers): ComposedPart[] {
  const wanted = composition.copies.filter(({ addressee }) => valueOf(answers, copyField(addressee)) === "yes");
  return [...composition.parts, ...wanted];
}

/** Late under the law that counts: its time is past when it is filed. */
export function isLate(part: ComposedPart, at: Temporal.Instant): boolean {
  const due = part.judged?.duty.due ?? null;
  return due !== null && Temporal.Instant.compare(at, Temporal.Instant.from(due)) > 0;
}

export interface FilingProblem {
  field: string;
  /** Key of the room `filings`, after `problem.`. */
  code: "missing" | "not_a_moment" | "ahead" | "not_a_number" | "late_reason" | "nobody" | "ternary";
}

export function findProblems(composition: Composition, answers: Answers, now: Temporal.Instant): FilingProblem[] {
  const problems: FilingProblem[] = [];
  const parts = chosenParts(composition, answers);
  if (parts.length === 0) problems.push({ field: touchesPeople, code: "nobody" });
  if (valueOf(answers, touchesPeople) === "") problems.push({ field: touchesPeople, code: "missing" });
  const sent = new Set(parts.flatMap((part) => part.fields.map(({ id }) => id)));
  for (const { id } of composition.fields) {
    const { kind, isRequired = false } = incidentFields[id] ?? {};
    const value = valueOf(answers, id);
    if (value === "") {
      if (isRequired && (sent.has(id) || id === "time_aware")) problems.push({ field: id, code: "missing" });
      continue;
    }
    if (kind === "moment") problems.push(...momentProblems(answers, id, now));
    if (kind === "number" && !/^[0-9][0-9 \u00a0\u202f.,’'–-]*$/.test(value))
      problems.push({ field: id, code: "not_a_number" });
    if (kind === "ternary" && !["yes", "no", "unknown"].includes(value)) problems.push({ field: id, code: "ternary" });
  }
  for (const event of composition.events)
    if (valueOf(answers, eventField(event)) !== "") problems.push(...momentProblems(answers, eventField(event), now));
  if (parts.some((part) => part.asksLateReason && isLate(part, now)) && valueOf(answers, lateReasons) === "")
    problems.push({ field: lateReasons, code: "late_reason" });
  return problems;
}

function momentProblems(answers: Answers, field: string, now: Temporal.Instant): FilingProblem[] {
  const at = instantOf(answers, field);
  if (at === undefined) return [{ field, code: "not_a_moment" }];
  // Clocks of machines differ by minutes; more than that lies ahead.
  const latest = now.add({ minutes: 5 });
  return Temporal.Instant.compare(Temporal.Instant.from(at), latest) > 0 ? [{ field, code: "ahead" }] : [];
}

export interface FiledField {
  id: string;
  value: string;
  isUnknown: boolean;
  /** The pack that lets this addressee see it. */
  pack: string;
}

/** Exactly what one addressee gets: its fields alone; a question that was left out reads as not known. */
export function fieldsOfPart(part: ComposedPart, answers: Answers): FiledField[] {
  return part.fields.map(({ id, pack }) => {
    const value = valueOf(answers, id);
    return { id, value, isUnknown: value === "", pack };
  });
}
