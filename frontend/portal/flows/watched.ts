// Who may have somebody near who looks at the screen. Pure.
import { type Answers, answerOf, type FlowGraph } from "./graph.ts";

/** Blackmail, misuse of one's name, something shown. */
export function isWatched(graph: Pick<FlowGraph, "flow">, answers: Answers): boolean {
  return graph.flow === "citizen" && ["threat", "identity", "shown"].includes(answerOf(answers, "what"));
}
