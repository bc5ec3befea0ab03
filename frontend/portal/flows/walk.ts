// Where a person is in a flow: the questions on their way so far, and the first one that still waits. Pure.
import { type Answers, checkPage, type FlowGraph, type Question } from "./graph.ts";

export interface Way {
  /** Questions already passed, in order. */
  passed: Question[];
  /** The first question that was not yet passed; undefined when all were. */
  waiting: Question | undefined;
}

/** Whether a question was passed: all its fields have a value, if only "nothing". */
export function isPassed(question: Question, answers: Answers): boolean {
  if (question.fields.length === 0) return answers[seenKey(question)] !== undefined;
  return question.fields.every((field) => answers[field.id] !== undefined);
}

/** The key that says a page of advice was seen. */
export function seenKey(question: Pick<Question, "id">): string {
  return `_seen_${question.id}`;
}

/** Follows the answers from the first question. A branch that was left has no part in the way. */
export function walk(graph: FlowGraph, answers: Answers): Way {
  const passed: Question[] = [];
  let id = graph.first;
  while (id !== checkPage) {
    const question = graph.questions[id];
    if (!question) throw new Error(`the flow ${graph.flow} has no question ${id}`);
    if (passed.includes(question)) throw new Error(`the flow ${graph.flow} goes in a circle at ${id}`);
    if (!isPassed(question, answers)) return { passed, waiting: question };
    passed.push(question);
    id = question.next(answers);
  }
  return { passed, waiting: undefined };
}
