// What a question flow is: questions as data, each with its fields and the question that follows. Pure.
import type { Flow } from "../../../backend/intake/model.ts";

/** Answers so far, field id to value; an optional question that was passed by holds "" or []. Keys that begin with "_" are the portal's own. */
export type Answers = Record<string, string | string[]>;

export type FieldKind =
  | "radio"
  | "boxes"
  | "line"
  | "text"
  | "email"
  | "phone"
  | "date"
  | "time"
  | "zone"
  | "area"
  | "files";

/** One thing that is asked. Its words are `portal.f.<id>` (label), `.hint`, `.o.<option>` and `portal.e.<id>` (what to do when it is missing). */
export interface Field {
  id: string;
  kind: FieldKind;
  options?: readonly string[];
  isRequired?: boolean;
  /** Most characters of a line or text. */
  max?: number;
  rows?: number;
  autocomplete?: string;
  /** Who a person is or how to reach them: kept apart from the report's answers. */
  isIdentity?: boolean;
  /** Asked only where names can be given in confidence. */
  needsKeepers?: boolean;
}

/** Who may know who reports: everyone who answers; custodians only; the same, and a mail may say that an answer waits. */
export const confidenceField: Field = {
  id: "confidence",
  kind: "radio",
  options: ["team", "sealed", "routed"],
  needsKeepers: true,
};

/** What a page asks here, after the answers so far: without keepers no confidence, without an address no mail in confidence. */
export function askedFields(question: Question, answers: Answers, canSeal: boolean): readonly Field[] {
  const hasNoMail = ["phone", "sms"].includes(answerOf(answers, "reply"));
  return question.fields
    .filter((field) => canSeal || !field.needsKeepers)
    .map((field) => (field.id === confidenceField.id && hasNoMail ? { ...field, options: ["team", "sealed"] } : field));
}

/** One page. Several fields only where they are one thought (a date and its hour). Without fields it is a page of advice. */
export interface Question {
  id: string;
  fields: readonly Field[];
  /** Words key of a text that stands above the fields. */
  notice?: string;
  next: (answers: Answers) => string;
}

export interface FlowGraph {
  flow: Flow;
  first: string;
  questions: Readonly<Record<string, Question>>;
}

/** Where a flow ends: the page that shows all answers. */
export const checkPage = "check";

/** The value of a field as one string; a list gives its first. */
export function answerOf(answers: Answers, id: string): string {
  const value = answers[id];
  return (typeof value === "string" ? value : value?.[0]) ?? "";
}

/** The values of a field as a list, empty when nothing was chosen. */
export function answersOf(answers: Answers, id: string): string[] {
  const value = answers[id];
  if (value === undefined || value === "") return [];
  return typeof value === "string" ? [value] : value;
}

/** Makes a graph from its questions in order; `next` may be left out where the following one in the list comes next. */
export function makeGraph(
  flow: Flow,
  list: readonly (Omit<Question, "next"> & { next?: (answers: Answers) => string })[],
): FlowGraph {
  const questions: Record<string, Question> = {};
  for (const [at, question] of list.entries()) {
    const following = list[at + 1]?.id ?? checkPage;
    questions[question.id] = { ...question, next: question.next ?? (() => following) };
  }
  const first = list[0];
  if (!first) throw new Error(`the flow ${flow} has no question`);
  return { flow, first: first.id, questions };
}
