// Which advice follows from the answers: a citizen's answer, or the worst of what an organisation saw. Pure.
import { whats } from "./citizen.ts";
import { type Answers, answerOf, answersOf, type FlowGraph } from "./graph.ts";
import { sights } from "./organisation.ts";

const urgent = new Set(["money", "threat", "locked", "files", "strangers", "payments"]);

/** Every topic that has three things to do. */
export const adviceTopics: readonly string[] = [
  ...new Set([...whats, ...sights].filter((topic) => topic !== "unknown")),
];

export function topicOf(graph: FlowGraph, answers: Answers): string {
  const seen = answersOf(answers, "seen");
  const topic =
    graph.flow === "organisation" ? sights.find((sight) => seen.includes(sight)) : answerOf(answers, "what");
  return topic === undefined || topic === "unknown" || topic === "" ? "other" : topic;
}

/** Where hours count: the page says "do this now". */
export function isUrgentTopic(topic: string): boolean {
  return urgent.has(topic);
}
