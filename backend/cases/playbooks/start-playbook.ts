// Begins a playbook in a case: by somebody of the desk, or with the case where the playbook says so.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addToTimeline, personOf } from "../store.ts";
import { openCaseOf } from "../work/open-case-of.ts";
import type { Changed } from "../work/shapes.ts";
import { advanceRun } from "./advance-run.ts";
import { StartPlaybook } from "./model.ts";
import { readPlaybooks, type ShippedPlaybook } from "./read-playbooks.ts";
import { isTriggered, refusal } from "./rules.ts";
import { factsOf } from "./store.ts";

/** @throws not_found for a case or playbook; refused when the case is closed or the playbook is at work in it already. */
export async function startPlaybook(ctx: Context, input: StartPlaybook): Promise<Changed> {
  requirePermission(ctx, "case.change");
  const { caseId, playbookId, language } = StartPlaybook.parse(input);
  const found = readPlaybooks().find(({ playbook }) => playbook.id === playbookId);
  if (!found) throw notFound("playbook");
  return await withTransaction(ctx, async (tx) => {
    await openCaseOf(tx, caseId);
    const detail = await begin(tx, ctx, caseId, found, language);
    if (!detail) throw refusal("at_work", "This playbook is at work in the case already.");
    await writeAudit(tx, ctx, { action: "case.start_playbook", objectType: "case", objectId: caseId, detail });
    await advanceRun(tx, ctx, detail.runId);
    return { id: detail.runId, version: 1 };
  });
}

/** With a case that was just opened: those that begin by themselves. One run each, however often the event is told. */
export async function startByThemselves(ctx: Context, caseId: string, playbooks = readPlaybooks()): Promise<void> {
  requirePermission(ctx, "case.change");
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx.execute<{ status: string; kind: string }>(
      sql`select status, kind from cases where id = ${caseId} for update`,
    );
    // Nothing has happened where advice was asked.
    if (!row || row.status === "closed" || row.kind === "advice") return;
    const facts = await factsOf(tx, caseId);
    for (const shipped of playbooks) {
      if (shipped.playbook.trigger.start !== "by_itself" || !isTriggered(shipped.playbook, facts)) continue;
      const before = await tx.execute(
        sql`select 1 from case_playbooks where case_id = ${caseId} and playbook_id = ${shipped.playbook.id} limit 1`,
      );
      const detail = before.length > 0 ? null : await begin(tx, ctx, caseId, shipped, "fr");
      if (!detail) continue;
      await writeAudit(tx, ctx, { action: "case.start_playbook", objectType: "case", objectId: caseId, detail });
      await advanceRun(tx, ctx, detail.runId);
    }
  });
}

/** Writes the run; null when one of this playbook is at work in the case already. */
async function begin(
  tx: Tx,
  ctx: Context,
  caseId: string,
  { playbook, sha256 }: ShippedPlaybook,
  language: "fr" | "en" | "mn",
): Promise<{ runId: string; playbook: string; version: number; sha256: string } | null> {
  const runId = newId(ctx.now());
  const rows =
    await tx.execute(sql`insert into case_playbooks (id, case_id, playbook_id, playbook_version, sha256, definition, language, started_by, started_at)
    values (${runId}, ${caseId}, ${playbook.id}, ${playbook.version}, ${sha256}, ${JSON.stringify(playbook)}::jsonb, ${language}, ${personOf(ctx)},
      ${ctx.now().toISOString()}) on conflict (case_id, playbook_id) where state = 'running' do nothing returning id`);
  if (rows.length === 0) return null;
  const detail = { runId, playbook: playbook.id, version: playbook.version, sha256 };
  await addToTimeline(tx, ctx, { caseId, kind: "playbook_started", body: playbook.titles[language], detail });
  return detail;
}
