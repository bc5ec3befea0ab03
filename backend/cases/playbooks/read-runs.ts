// Readings of playbooks: the list, one with its steps, a run's picture, and what is at work or offered in a case.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { wordsFor } from "../../platform/words/index.ts";
import { mayApprove } from "./answer-step.ts";
import { drawPlaybook } from "./draw-playbook.ts";
import {
  approvalOutcomes,
  type CasePlaybooks,
  type Playbook,
  type RunView,
  type StepState,
  type TriedPlaybook,
  TryPlaybook,
} from "./model.ts";
import { readPlaybooks } from "./read-playbooks.ts";
import { isTriggered, tryPlaybook } from "./rules.ts";
import { caseOfRun, factsOf, runRow, stepRows } from "./store.ts";

type Language = "fr" | "en" | "mn";

/** @throws forbidden. */
export function listPlaybooks(ctx: Context): Playbook[] {
  requirePermission(ctx, "case.read");
  return readPlaybooks().map(({ playbook }) => playbook);
}

/** @throws forbidden, not_found. */
export function readPlaybook(ctx: Context, id: string): Playbook & { sha256: string } {
  requirePermission(ctx, "case.read");
  const found = readPlaybooks().find(({ playbook }) => playbook.id === id);
  if (!found) throw notFound("playbook");
  return { ...found.playbook, sha256: found.sha256 };
}

/** What would happen; nothing is written. @throws forbidden, not_found, invalid_input. */
export function dryRunPlaybook(ctx: Context, id: string, language: Language, input: TryPlaybook): TriedPlaybook {
  const { startAt, outcomes, ...facts } = TryPlaybook.parse(input);
  return tryPlaybook(readPlaybook(ctx, id), facts, new Date(startAt), outcomes, language);
}

/** An SVG document. @throws forbidden, not_found. */
export function readPlaybookPicture(ctx: Context, id: string, language: Language, isDark: boolean): Response {
  return pictureOf(ctx, readPlaybook(ctx, id), language, isDark);
}

/** The picture of a run: what is done, what waits, what was left out. @throws forbidden, not_found. */
export async function readRunPicture(
  ctx: Context,
  runId: string,
  language: Language,
  isDark: boolean,
): Promise<Response> {
  requirePermission(ctx, "case.read");
  const [run, steps] = await readOnly(
    ctx,
    async (tx) => {
      await caseOfRun(tx, runId);
      return [await runRow(tx, runId), await stepRows(tx, runId)] as const;
    },
    "staff",
  );
  return pictureOf(ctx, run.definition, language, isDark, new Map(steps.map(({ stepId, state }) => [stepId, state])));
}

function pictureOf(
  ctx: Context,
  playbook: Playbook,
  language: Language,
  isDark: boolean,
  standing?: ReadonlyMap<string, StepState>,
): Response {
  const t = wordsFor(ctx, language);
  const svg = drawPlaybook(playbook, {
    language,
    isDark,
    kind: (kind) => t(`playbooks.kind.${kind}`),
    outcome: (outcome) => t(`playbooks.outcome.${outcome}`),
    ...(standing ? { standing } : {}),
  });
  return new Response(svg, { headers: { "content-type": "image/svg+xml", "cache-control": "private, no-cache" } });
}

/** @throws forbidden, not_found for a case that is hidden. */
export async function readCasePlaybooks(ctx: Context, caseId: string, language: Language): Promise<CasePlaybooks> {
  requirePermission(ctx, "case.read");
  return await readOnly(
    ctx,
    async (tx) => {
      const facts = await factsOf(tx, caseId);
      const runs = await tx.execute<RunHead & Record<string, unknown>>(sql`
        select r.id, r.playbook_id as "playbookId", r.playbook_version as "playbookVersion", r.definition, r.state, ${iso(sql`r.started_at`)} as "startedAt",
          r.started_by as "startedById", p.name as "startedByName", ${iso(sql`r.ended_at`)} as "endedAt", r.stop_reason as "stopReason", r.version
        from case_playbooks r left join people p on p.id = r.started_by where r.case_id = ${caseId} order by r.started_at, r.id`);
      const steps = await tx.execute<RunStep & Record<string, unknown>>(sql`
        select s.run_id as "runId", s.step_id as "stepId", s.state, s.outcome, s.task_id as "taskId", ${iso(sql`s.wakes_at`)} as "wakesAt",
          ${iso(sql`s.ended_at`)} as "endedAt", s.ended_by as "endedById", p.name as "endedByName", s.note
        from case_playbook_steps s left join people p on p.id = s.ended_by where s.case_id = ${caseId}`);
      const atWork = new Set(runs.filter(({ state }) => state === "running").map(({ playbookId }) => playbookId));
      return {
        runs: runs.map((run) =>
          viewOf(
            ctx,
            run,
            steps.filter(({ runId }) => runId === run.id),
            language,
          ),
        ),
        offered: readPlaybooks()
          .filter(({ playbook }) => !atWork.has(playbook.id))
          .map(({ playbook }) => ({
            id: playbook.id,
            title: playbook.titles[language],
            about: playbook.about[language],
            isTriggered: isTriggered(playbook, facts),
          })),
      };
    },
    "staff",
  );
}

interface RunHead extends Omit<RunView, "title" | "steps" | "canApprove" | "startedBy"> {
  definition: Playbook;
  startedById: string | null;
  startedByName: string | null;
}
interface RunStep {
  runId: string;
  stepId: string;
  state: "ready" | "done" | "skipped";
  outcome: string | null;
  taskId: string | null;
  wakesAt: string | null;
  endedAt: string | null;
  endedById: string | null;
  endedByName: string | null;
  note: string;
}

function viewOf(ctx: Context, run: RunHead, rows: readonly RunStep[], language: Language): RunView {
  const t = wordsFor(ctx, language);
  const known = new Map(rows.map((row) => [row.stepId, row]));
  const { definition, startedById, startedByName, ...head } = run;
  return {
    ...head,
    title: definition.titles[language],
    startedBy: startedById && startedByName ? { id: startedById, name: startedByName } : null,
    canApprove: mayApprove(ctx, startedById),
    steps: definition.steps.map((step) => {
      const row = known.get(step.id);
      return {
        stepId: step.id,
        kind: step.kind,
        title: step.titles[language],
        state: row?.state ?? "waiting",
        outcome: row?.outcome ?? null,
        options:
          step.kind === "choice"
            ? step.options.map((option) => ({ id: option.id, title: option.titles[language] }))
            : step.kind === "approval"
              ? approvalOutcomes.map((id) => ({ id, title: t(`playbooks.outcome.${id}`) }))
              : [],
        taskId: row?.taskId ?? null,
        wakesAt: row?.wakesAt ?? null,
        endedAt: row?.endedAt ?? null,
        endedBy: row?.endedById && row.endedByName ? { id: row.endedById, name: row.endedByName } : null,
        note: row?.note ?? "",
      };
    }),
  };
}
