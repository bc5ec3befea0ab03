// An advisory is written and changed as a draft, also after it was published: the public keeps reading the last edition until two persons release a revision.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { askForRelease } from "../four-eyes/ask-for-release.ts";
import { ActOnAdvisory, type AdvisoryTexts, ChangeAdvisory, textIn, WithdrawAdvisory, WriteAdvisory } from "./model.ts";

/** @throws AppError invalid_input by field. */
export async function createAdvisory(ctx: Context, input: WriteAdvisory): Promise<{ id: string }> {
  requirePermission(ctx, "advisory.write");
  const { severity, texts, note, exerciseId } = WriteAdvisory.parse(input);
  return await withTransaction(ctx, async (tx) => {
    if (exerciseId !== null) await requireRunning(tx, exerciseId);
    const id = newId(ctx.now());
    const now = ctx.now().toISOString();
    await tx.execute(sql`insert into advisories (id, severity, texts, note, state, created_by, created_at, changed_at, is_exercise, exercise_id)
      values (${id}, ${severity}, ${JSON.stringify(texts)}::jsonb, ${JSON.stringify(note)}::jsonb, 'draft',
        ${ctx.actor.kind === "person" ? ctx.actor.personId : null}, ${now}::timestamptz, ${now}::timestamptz, ${exerciseId !== null}, ${exerciseId}::uuid)`);
    await writeAudit(tx, ctx, { action: "advisory.write", objectType: "advisory", objectId: id });
    return { id };
  });
}

/** @throws AppError invalid_input for one that does not run. */
async function requireRunning(tx: Tx, exerciseId: string): Promise<void> {
  const [running] = await tx.execute(
    sql`select 1 from exercises where id = ${exerciseId} and state in ('running', 'paused')`,
  );
  if (!running) throw invalidInput([{ path: "exerciseId", message: "Expected an exercise that runs." }]);
}

/** @throws AppError not_found; conflict on an older version or while somebody is asked to release it. */
export async function changeAdvisory(ctx: Context, advisoryId: string, input: ChangeAdvisory): Promise<void> {
  requirePermission(ctx, "advisory.write");
  const { version, advisory } = ChangeAdvisory.parse(input);
  await withTransaction(ctx, async (tx) => {
    await lockAdvisory(tx, advisoryId, ["draft", "published"], version);
    await tx.execute(sql`update advisories set severity = ${advisory.severity}, texts = ${JSON.stringify(advisory.texts)}::jsonb,
      note = ${JSON.stringify(advisory.note ?? {})}::jsonb, state = 'draft', version = version + 1, changed_at = ${ctx.now().toISOString()}::timestamptz where id = ${advisoryId}`);
    await writeAudit(tx, ctx, { action: "advisory.change", objectType: "advisory", objectId: advisoryId });
  });
}

/** @throws AppError not_found; conflict on an older version, or when there is nothing new. */
export async function askToPublish(
  ctx: Context,
  advisoryId: string,
  input: ActOnAdvisory,
): Promise<{ requestId: string }> {
  requirePermission(ctx, "advisory.write");
  const { version } = ActOnAdvisory.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const { texts } = await lockAdvisory(tx, advisoryId, ["draft"], version);
    await tx.execute(sql`update advisories set state = 'waiting' where id = ${advisoryId}`);
    const title = textIn(texts, "fr")?.text.title ?? "";
    const requestId = await askForRelease(tx, ctx, { kind: "advisory", id: advisoryId, version, title });
    await writeAudit(tx, ctx, {
      action: "advisory.ask",
      objectType: "advisory",
      objectId: advisoryId,
      detail: { requestId, version },
    });
    return { requestId };
  });
}

/**
 * Withdraws what was published, by four eyes as it was published: an edition that says so, with its reason, in the list, the feeds and a mail.
 * @throws AppError not_found; conflict on an older version, beside a draft, and when it was withdrawn.
 */
export async function askToWithdraw(
  ctx: Context,
  advisoryId: string,
  input: WithdrawAdvisory,
): Promise<{ requestId: string }> {
  requirePermission(ctx, "advisory.write");
  const { version, note } = WithdrawAdvisory.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const { texts } = await lockAdvisory(tx, advisoryId, ["published"], version);
    const [last] = await tx.execute<{ kind: string }>(
      sql`select kind from advisory_editions where advisory_id = ${advisoryId} order by edition desc limit 1`,
    );
    if (last?.kind === "withdrawn")
      throw new AppError("conflict", "This advisory was withdrawn already.", { words: "advisories.refused.state" });
    await tx.execute(sql`update advisories set state = 'waiting', is_withdrawing = true, note = ${JSON.stringify(note)}::jsonb, version = version + 1,
      changed_at = ${ctx.now().toISOString()}::timestamptz where id = ${advisoryId}`);
    const title = `✕ ${textIn(texts, "fr")?.text.title ?? ""}`;
    const requestId = await askForRelease(tx, ctx, { kind: "advisory", id: advisoryId, version: version + 1, title });
    const detail = { requestId, version: version + 1 };
    await writeAudit(tx, ctx, {
      action: "advisory.ask_withdraw",
      objectType: "advisory",
      objectId: advisoryId,
      detail,
    });
    return { requestId };
  });
}

/** Locks an advisory. @throws AppError not_found; conflict in another state or version. */
export async function lockAdvisory(
  tx: Tx,
  advisoryId: string,
  states: readonly string[],
  version?: number,
): Promise<{ state: string; version: number; texts: AdvisoryTexts }> {
  const [advisory] = isId(advisoryId)
    ? await tx.execute<{ state: string; version: number; texts: AdvisoryTexts }>(
        sql`select state, version, texts from advisories where id = ${advisoryId} for update`,
      )
    : [];
  if (!advisory) throw notFound("advisory");
  if (version !== undefined && advisory.version !== version)
    throw new AppError("conflict", "Somebody changed this advisory meanwhile. Read it again.", {
      words: "notify.refused.changed",
    });
  if (!states.includes(advisory.state))
    throw new AppError("conflict", "This advisory is no longer as this needs it.", {
      words: "advisories.refused.state",
    });
  return advisory;
}
