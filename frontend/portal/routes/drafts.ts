// The draft of a flow: found by its cookie, kept at each Continue, with the files that were already taken in.
import type { StoredFile } from "../../../backend/intake/model.ts";
import type { Draft } from "../core.ts";
import { type Answers, answerOf, type FlowGraph } from "../flows/index.ts";
import { readCookie, writeCookie } from "../request/cookies.ts";
import { randomSeed } from "../request/submit.ts";
import type { PortalContext } from "./answer.ts";

/** Key of the sealed receipt in a draft whose report was sent. */
export const sentKey = "_sent";
/** Key of the signed second at which the flow was begun. */
export const begunKey = "_begun";

export interface Held {
  token: string | undefined;
  answers: Answers;
  hasDraft: boolean;
}

/** The draft on this device; one that was sent counts as none. */
export async function holdDraft(c: PortalContext, graph: FlowGraph): Promise<Held> {
  const token = readCookie(c, "draft", graph.flow);
  const draft = token ? await c.get("core").loadDraft(token) : undefined;
  const isOpen = draft !== undefined && draft.flow === graph.flow && draft.answers[sentKey] === undefined;
  return { token, answers: isOpen ? draft.answers : {}, hasDraft: isOpen };
}

/** The first question, where it is said that what was begun is no longer kept. */
export function overPath({ flow }: FlowGraph): string {
  return `/report/${flow}?over=1`;
}

export async function keepAnswers(c: PortalContext, graph: FlowGraph, held: Held, answers: Answers): Promise<void> {
  const draft: Draft = {
    flow: graph.flow,
    language: c.get("view").language,
    answers: { _key: randomSeed(), ...held.answers, ...answers },
  };
  writeCookie(c, "draft", await c.get("core").saveDraft(held.token, draft), graph.flow);
}

export function filesOf(answers: Answers): StoredFile[] {
  const kept = answerOf(answers, "_files");
  return kept ? (JSON.parse(kept) as StoredFile[]) : [];
}

/** Files as they stand in a draft: what to send, and their names as the answer to the question. */
export function withFiles(files: readonly StoredFile[], onDevice: readonly string[]): Answers {
  return {
    _files: JSON.stringify(files),
    filesOnDevice: [...onDevice],
    files: [...files.map(({ name }) => name), ...onDevice],
  };
}
