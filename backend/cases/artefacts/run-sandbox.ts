// One run at the sandbox as a job: the labels are asked once more, the file is handed over once, the state is asked for until it is there, the findings become a result.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "../../identity/index.ts";
import { type AuditEntry, writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { addJob, type JobContext } from "../../platform/jobs/index.ts";
import { addCustody, chainOf, lastOf, loadEvidence, makeCustody } from "../evidence/store.ts";
import { runSandboxJob, requireMayLeave } from "./ask-sandbox.ts";
import { askAbout, SandboxFault, submitFile } from "./call-sandbox.ts";
import { readFindings, readRunId, readRunState, type SandboxContract } from "./contract.ts";
import { readContract } from "./read-contract.ts";
import { type ArtefactRow, loadArtefact } from "./store.ts";
import { addResult, readValue, unique } from "./write-result.ts";

const Payload = z.strictObject({ runId: z.string().refine(isId) });

interface Run extends Record<string, unknown> {
  id: string;
  artefactId: string;
  state: string;
  address: string;
  askedBy: string;
  remoteId: string | null;
  sentAt: string | null;
}

/** @throws to be tried again, when the sandbox could not be reached. */
export async function runSandbox(ctx: JobContext, payload: unknown): Promise<void> {
  const { runId } = Payload.parse(payload);
  const contract = readContract(ctx.config);
  try {
    const run = await begin(ctx, runId, contract);
    if (!run || !contract) return;
    const door = { contract, token: ctx.config.sandboxToken };
    let { remoteId } = run;
    if (remoteId === null) {
      const answer = await submitFile(door, { path: run.path, name: `${run.sha256.slice(0, 16)}.bin` });
      remoteId = readRunId(answer, contract) ?? null;
      if (remoteId === null)
        throw new SandboxFault(`its answer has no name for the run at ${contract.submit.id}`, false);
      await noteSent(ctx, runId, remoteId);
    }
    const state = await askAbout(door, contract.poll.url, remoteId);
    const said = readRunState(state, contract);
    if (said === "failed") throw new SandboxFault("it says that its analysis failed", false);
    if (said === "again") return await waitMore(ctx, runId, contract, run.sentAt);
    const url = contract.result.url;
    await finish(ctx, runId, contract, url === undefined ? state : await askAbout(door, url, remoteId));
  } catch (error) {
    if (!(error instanceof SandboxFault)) throw error;
    const isOver = !error.isPassing || ctx.attempt >= ctx.maxAttempts;
    if (isOver) await fail(ctx, runId, error.message);
    else throw error;
  }
}

/** What is to be handed over, the labels being what they were; undefined where the run is over. */
async function begin(
  ctx: Context,
  runId: string,
  contract: SandboxContract | undefined,
): Promise<(Run & { path: string; sha256: string }) | undefined> {
  requirePermission(ctx, "case.change");
  return await withTransaction(ctx, async (tx) => {
    const run = await load(tx, runId);
    if (!run) return undefined;
    const row = await loadArtefact(tx, run.artefactId, "for_update");
    if (run.remoteId === null) {
      const why = await whyNot(tx, row, run, contract);
      if (why !== null) {
        await writeAudit(tx, ctx, await settle(tx, ctx, row, runId, "failed", why));
        return undefined;
      }
    }
    await writeAudit(tx, ctx, {
      action: "artefact.sandbox_step",
      objectType: "case",
      objectId: row.caseId,
      detail: { artefactId: row.id, runId, isSent: run.remoteId !== null },
    });
    return { ...run, path: row.objectId === null ? "" : ctx.objects.path(row.objectId), sha256: row.sha256 };
  });
}

/** Labels may have become stricter since, and the operator's contract another one than was shown. */
async function whyNot(
  tx: Tx,
  row: ArtefactRow,
  run: Run,
  contract: SandboxContract | undefined,
): Promise<string | null> {
  if (contract?.submit.url !== run.address) return "the sandbox is another one now than the one that was asked for";
  try {
    await requireMayLeave(tx, row, contract.secondPerson);
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.detail ?? "its labels keep it inside";
    throw error;
  }
}

async function noteSent(ctx: Context, runId: string, remoteId: string): Promise<void> {
  requirePermission(ctx, "case.change");
  await withTransaction(ctx, async (tx) => {
    const run = await load(tx, runId);
    if (!run) return;
    const row = await loadArtefact(tx, run.artefactId, "for_update");
    await tx.execute(
      sql`update sandbox_runs set state = 'sent', remote_id = ${remoteId}, sent_at = ${ctx.now().toISOString()}::timestamptz where id = ${runId}`,
    );
    // Its bytes were read and left: the one who asked is the hand.
    const piece = await loadEvidence(tx, row.evidenceId, "for_update");
    const asker = {
      ...ctx,
      actor: { kind: "person" as const, personId: run.askedBy, organisationId: "", roles: [], sessionId: "" },
    };
    const note = `${row.reference}: ${run.address}`.slice(0, 2000);
    const made = makeCustody(asker, piece, lastOf(await chainOf(tx, piece.id)), { kind: "exported", note });
    await addCustody(tx, made, await writeAudit(tx, ctx, made.entry), ctx.now());
  });
}

async function waitMore(ctx: Context, runId: string, contract: SandboxContract, sentAt: string | null): Promise<void> {
  requirePermission(ctx, "case.change");
  const { everySeconds, mostMinutes } = contract.poll;
  const began = sentAt === null ? ctx.now().getTime() : Date.parse(sentAt);
  if (ctx.now().getTime() - began > mostMinutes * 60_000)
    return await fail(ctx, runId, `no result within ${mostMinutes} minutes`);
  await withTransaction(ctx, async (tx) => {
    const runAt = new Date(ctx.now().getTime() + everySeconds * 1000);
    // Under another key than the job that asks for it, which is still running.
    await addJob(tx, runSandboxJob, { runId }, { key: `sandbox:${runId}:${runAt.getTime()}`, runAt, maxAttempts: 8 });
    await writeAudit(tx, ctx, { action: "artefact.sandbox_wait", objectType: "sandbox_run", objectId: runId });
  });
}

async function finish(ctx: Context, runId: string, contract: SandboxContract, answer: unknown): Promise<void> {
  requirePermission(ctx, "case.change");
  const findings = readFindings(answer, contract);
  await withTransaction(ctx, async (tx) => {
    const run = await load(tx, runId);
    if (!run) return;
    const row = await loadArtefact(tx, run.artefactId, "for_update");
    const found = unique(findings.values.map(readValue).filter((value) => value !== null));
    // A machine's word; a person who looked says how sure it is with a result of their own.
    const result = { ...findings, found, confidence: "low" as const, tools: contract.name, byPerson: null, runId };
    await addResult(tx, ctx, row, result);
    await tx.execute(sql`update sandbox_runs set answer = ${JSON.stringify(findings)}::jsonb where id = ${runId}`);
    await writeAudit(tx, ctx, await settle(tx, ctx, row, runId, "done", null));
  });
}

async function fail(ctx: Context, runId: string, fault: string): Promise<void> {
  requirePermission(ctx, "case.change");
  await withTransaction(ctx, async (tx) => {
    const run = await load(tx, runId);
    if (!run) return;
    const row = await loadArtefact(tx, run.artefactId, "for_update");
    await writeAudit(tx, ctx, await settle(tx, ctx, row, runId, "failed", fault));
  });
}

/** @returns the row of the log that the caller writes. */
async function settle(
  tx: Tx,
  ctx: Context,
  row: ArtefactRow,
  runId: string,
  state: "done" | "failed",
  fault: string | null,
): Promise<AuditEntry> {
  await tx.execute(
    sql`update sandbox_runs set state = ${state}, fault = ${fault}, ended_at = ${ctx.now().toISOString()}::timestamptz where id = ${runId}`,
  );
  const detail = { artefactId: row.id, reference: row.reference, runId };
  return { action: `artefact.sandbox_${state}`, objectType: "case", objectId: row.caseId, detail };
}

/** One that is under way, locked. */
async function load(tx: Tx, runId: string): Promise<Run | undefined> {
  const [run] =
    await tx.execute<Run>(sql`select id, artefact_id as "artefactId", state, address, asked_by as "askedBy", remote_id as "remoteId",
    ${iso(sql`sent_at`)} as "sentAt" from sandbox_runs where id = ${runId} and state in ('queued', 'sent') for update`);
  return run;
}
