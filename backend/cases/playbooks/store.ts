// SQL of playbooks at work: a run with its steps, what is known of its case, and how a step's state is written.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import { iso, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { personOf } from "../store.ts";
import type { Playbook, PlaybookFacts, StepState } from "./model.ts";

export interface RunRow {
  id: string;
  caseId: string;
  definition: Playbook;
  language: "fr" | "en" | "mn";
  state: "running" | "finished" | "stopped";
  startedBy: string | null;
  version: number;
}

export interface StepRow {
  stepId: string;
  state: Exclude<StepState, "waiting">;
  outcome: string | null;
  taskId: string | null;
  taskState: string | null;
  isTaskRemoved: boolean;
  wakesAt: string | null;
}

/** Which case a run belongs to. @throws not_found, also for one of a case that is hidden. */
export async function caseOfRun(tx: Tx, runId: string): Promise<string> {
  const [row] = await tx.execute<{ caseId: string }>(
    sql`select case_id as "caseId" from case_playbooks where id = ${runId}`,
  );
  if (!row) throw notFound("playbook run");
  return row.caseId;
}

/** @throws not_found. Its case is locked already. */
export async function runRow(tx: Tx, runId: string): Promise<RunRow> {
  const [row] = await tx.execute<RunRow & Record<string, unknown>>(
    sql`select id, case_id as "caseId", definition, language, state, started_by as "startedBy", version from case_playbooks where id = ${runId}`,
  );
  if (!row) throw notFound("playbook run");
  return row;
}

export async function stepRows(tx: Tx, runId: string): Promise<StepRow[]> {
  const rows = await tx.execute<StepRow & Record<string, unknown>>(
    sql`select s.step_id as "stepId", s.state, s.outcome, s.task_id as "taskId", t.state as "taskState", t.removed_at is not null as "isTaskRemoved",
      ${iso(sql`s.wakes_at`)} as "wakesAt" from case_playbook_steps s left join case_tasks t on t.id = s.task_id where s.run_id = ${runId}`,
  );
  return [...rows];
}

/** Class and severity as the case has them, sectors of the constituents that its reports concern. @throws not_found */
export async function factsOf(tx: Tx, caseId: string): Promise<PlaybookFacts> {
  const [row] = await tx.execute<{
    rsitClass: string | null;
    rsitType: string | null;
    severity: string;
    sectors: string[];
  }>(
    sql`select k.rsit_class as "rsitClass", k.rsit_type as "rsitType", k.severity, coalesce((select array_agg(distinct c.sector)
      from case_reports j join report_constituents r on r.report_id = j.report_id join constituents c on c.id = r.constituent_id
      where j.case_id = k.id), '{}') as sectors from cases k where k.id = ${caseId}`,
  );
  if (!row) throw notFound("case");
  return row;
}

/** Ends a step that is ready. */
export async function endStep(
  tx: Tx,
  ctx: Context,
  runId: string,
  step: { stepId: string; state: "done" | "skipped"; outcome?: string; note?: string },
): Promise<void> {
  await tx.execute(sql`update case_playbook_steps set state = ${step.state}, outcome = ${step.outcome ?? null}, note = ${step.note ?? ""},
    ended_at = ${ctx.now().toISOString()}, ended_by = ${personOf(ctx)} where run_id = ${runId} and step_id = ${step.stepId}`);
}
