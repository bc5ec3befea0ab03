// The door to the question flows.
import type { FlowGraph } from "./graph.ts";
import { citizenFlow } from "./citizen.ts";
import { organisationFlow } from "./organisation.ts";
import { vulnerabilityFlow } from "./vulnerability.ts";

export {
  type Answers,
  answerOf,
  answersOf,
  askedFields,
  checkPage,
  type Field,
  type FlowGraph,
  type Question,
} from "./graph.ts";
export { seenKey, walk } from "./walk.ts";
export { citizenFlow, organisationFlow, vulnerabilityFlow };

/** The flows that go page by page, by the name in their address. */
export const pagedFlows: Readonly<Record<string, FlowGraph>> = {
  citizen: citizenFlow,
  organisation: organisationFlow,
  vulnerability: vulnerabilityFlow,
};
