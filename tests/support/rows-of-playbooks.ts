// Rows of playbooks at work for the test of what the database itself shows to each scope.
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

const desk = { staff: 2, system: 2 } as const;
export const seenOfPlaybooks = { case_playbooks: desk, case_playbook_steps: desk } as const;

/** One run with two steps: a question that waits, and one before it that is done. */
export async function addPlaybookRows(
  { owner }: Pick<TestWorld, "owner">,
  of: { caseId: string; startedBy?: string; kind?: "choice" | "approval" | "wait" },
): Promise<{ runId: string }> {
  const runId = newId();
  const words = { fr: "Question", en: "Question", mn: "Асуулт" };
  const kind = of.kind ?? "choice";
  const options = ["yes", "no"].map((id) => ({ id, titles: words }));
  const asked = { id: "asked", kind, titles: words, after: ["first"] };
  const definition = {
    id: "phishing",
    version: 1,
    titles: words,
    about: words,
    source: { kind: "own_proposal", text: "A test" },
    trigger: { kinds: ["fraud"], start: "offered" },
    steps: [
      { id: "first", kind: "notify", to: "owner", titles: words, after: [] },
      { ...asked, ...(kind === "choice" ? { options } : kind === "wait" ? { for: "P1D" } : {}) },
    ],
  };
  await owner`insert into case_playbooks (id, case_id, playbook_id, playbook_version, sha256, definition, language, started_by, started_at)
    values (${runId}, ${of.caseId}, 'phishing', 1, ${"a".repeat(64)}, ${owner.json(definition)}, 'fr', ${of.startedBy ?? null}, now())`;
  await owner`insert into case_playbook_steps (run_id, case_id, step_id, state, began_at, ended_at) values (${runId}, ${of.caseId}, 'first', 'done', now(), now())`;
  await owner`insert into case_playbook_steps (run_id, case_id, step_id, state, began_at) values (${runId}, ${of.caseId}, 'asked', 'ready', now())`;
  return { runId };
}
