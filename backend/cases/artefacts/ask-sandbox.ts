// Asks that an artefact go to the outside sandbox, and the second person's word where the labels or the house want it.
import { sql } from "drizzle-orm";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { bindRun, DecideRun } from "./model.ts";
import { readContract } from "./read-contract.ts";
import { decideLeave, refusal } from "./rules.ts";
import { analystOf, type ArtefactRow, labelsOf, loadArtefact } from "./store.ts";

export const runSandboxJob = "cases.run_sandbox";
const mostTries = 8;

/** @throws not_found; gone; conflict while it is there already; refused by labels, in an exercise, and where no sandbox is set up. */
export async function askSandbox(
  ctx: Context,
  artefactId: string,
): Promise<{ runId: string; state: "waiting" | "queued" }> {
  requirePermission(ctx, "case.change");
  const asker = analystOf(ctx);
  const contract = readContract(ctx.config);
  const now = ctx.now();
  return await withTransaction(ctx, async (tx) => {
    const row = await loadArtefact(tx, artefactId, "for_update");
    if (!contract) throw refusal("no_sandbox", "No sandbox is set up.");
    const mark = await requireMayLeave(tx, row, contract.secondPerson);
    const runId = newId(now);
    const state = mark.needsSecond ? ("waiting" as const) : ("queued" as const);
    const made = await tx.execute(sql`
      insert into sandbox_runs (id, artefact_id, sandbox, address, marking, pap, sha256, needs_second, state, asked_by, asked_at)
      values (${runId}, ${artefactId}, ${contract.name}, ${contract.submit.url}, ${mark.marking}, ${mark.pap}, ${Buffer.from(row.sha256, "hex")},
        ${mark.needsSecond}, ${state}, ${asker}, ${now.toISOString()}::timestamptz)
      on conflict (artefact_id) where state in ('waiting', 'queued', 'sent') do nothing returning id`);
    if (made.length === 0)
      throw new AppError("conflict", "It is on its way already.", { words: "artefacts.refusal.on_its_way" });
    if (state === "queued") await addRunJob(tx, runId);
    const detail = { artefactId, reference: row.reference, runId, sandbox: contract.name, state };
    await writeAudit(tx, ctx, { action: "artefact.ask_sandbox", objectType: "case", objectId: row.caseId, detail });
    return { runId, state };
  });
}

/** The second person agrees with the passkey, or refuses. @throws not_found; conflict when it was settled; refused to the one who asked, and where labels became stricter. */
export async function decideRun(ctx: Context, runId: string, input: DecideRun): Promise<void> {
  requirePermission(ctx, "release.approve");
  const asked = DecideRun.parse(input);
  const me = analystOf(ctx);
  await withTransaction(ctx, async (tx) => {
    const [run] = isId(runId)
      ? await tx.execute<{ artefactId: string; state: string; askedBy: string }>(
          sql`select artefact_id as "artefactId", state, asked_by as "askedBy" from sandbox_runs where id = ${runId} for update`,
        )
      : [];
    if (!run) throw notFound("sandbox run");
    const row = await loadArtefact(tx, run.artefactId, "for_update");
    if (run.state !== "waiting")
      throw new AppError("conflict", "This was settled already.", { words: "artefacts.refusal.settled" });
    if (run.askedBy === me) throw refusal("own", "It takes another person than the one who asked.");
    const isAgreed = asked.decision === "agree";
    if (isAgreed) {
      await requireMayLeave(tx, row, readContract(ctx.config)?.secondPerson ?? "always");
      await requireStepUp(tx, ctx, bindRun(runId));
    }
    await tx.execute(sql`update sandbox_runs set state = ${isAgreed ? "queued" : "refused"}, decided_by = ${me}, decided_at = ${ctx.now().toISOString()}::timestamptz,
      decide_reason = ${asked.decision === "refuse" ? asked.reason : null}, ended_at = ${isAgreed ? null : ctx.now().toISOString()}::timestamptz where id = ${runId}`);
    if (isAgreed) await addRunJob(tx, runId);
    const detail = { artefactId: row.id, reference: row.reference, runId };
    const action = isAgreed ? "artefact.agree_sandbox" : "artefact.refuse_sandbox";
    await writeAudit(tx, ctx, { action, objectType: "case", objectId: row.caseId, detail });
  });
}

async function addRunJob(tx: Tx, runId: string): Promise<void> {
  await addJob(tx, runSandboxJob, { runId }, { key: `sandbox:${runId}`, maxAttempts: mostTries });
}

/** @throws refused with the words of why; gone when the bytes are. */
export async function requireMayLeave(
  tx: Tx,
  row: ArtefactRow,
  secondPerson: "green" | "always",
): Promise<{ marking: string; pap: string; needsSecond: boolean }> {
  const mark = await labelsOf(tx, row);
  const leave = decideLeave(mark, secondPerson);
  if (leave.may === "no") throw refusal(`leave_${leave.why}`, "Its labels keep it inside.");
  if (row.objectId === null)
    throw new AppError("gone", "This evidence was disposed of.", { words: "evidence.refusal.disposed" });
  return { marking: mark.marking, pap: mark.pap, needsSecond: leave.may === "second" };
}
