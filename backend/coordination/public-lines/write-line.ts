// A line for the public is written, looked at by a second person, and published; what was published is never changed, only withdrawn where all can see it.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { askForRelease } from "../four-eyes/ask-for-release.ts";
import { ActOnLine, ChangeLine, type LineTexts, WithdrawLine, WriteLine } from "./model.ts";

/** @throws invalid_input by field; not_found for a crisis that is not there or closed. */
export async function createLine(ctx: Context, input: WriteLine): Promise<{ id: string }> {
  requirePermission(ctx, "line.write");
  const line = WriteLine.parse(input);
  return await withTransaction(ctx, async (tx) => {
    await requireOpenCrisis(tx, line.crisisId);
    const id = newId(ctx.now());
    const now = ctx.now().toISOString();
    await tx.execute(sql`insert into public_lines (id, crisis_id, texts, valid_from, valid_until, state, created_by, created_at, changed_at)
      values (${id}, ${line.crisisId}::uuid, ${JSON.stringify(line.texts)}::jsonb, ${line.validFrom}::timestamptz, ${line.validUntil}::timestamptz, 'draft',
        ${ctx.actor.kind === "person" ? ctx.actor.personId : null}, ${now}::timestamptz, ${now}::timestamptz)`);
    await writeAudit(tx, ctx, { action: "public_line.write", objectType: "public_line", objectId: id });
    return { id };
  });
}

/** @throws not_found; conflict on an older version, while somebody is asked, or once it is published. */
export async function changeLine(ctx: Context, lineId: string, input: ChangeLine): Promise<void> {
  requirePermission(ctx, "line.write");
  const { version, line } = ChangeLine.parse(input);
  await withTransaction(ctx, async (tx) => {
    await lockLine(tx, lineId, "draft", version);
    await requireOpenCrisis(tx, line.crisisId);
    await tx.execute(sql`update public_lines set crisis_id = ${line.crisisId}::uuid, texts = ${JSON.stringify(line.texts)}::jsonb, valid_from = ${line.validFrom}::timestamptz,
      valid_until = ${line.validUntil}::timestamptz, version = version + 1, changed_at = ${ctx.now().toISOString()}::timestamptz where id = ${lineId}`);
    await writeAudit(tx, ctx, { action: "public_line.change", objectType: "public_line", objectId: lineId });
  });
}

/** @throws not_found; conflict on an older version, or when it waits or is published. */
export async function askToSay(ctx: Context, lineId: string, input: ActOnLine): Promise<{ requestId: string }> {
  requirePermission(ctx, "line.write");
  const { version } = ActOnLine.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const { texts } = await lockLine(tx, lineId, "draft", version);
    await tx.execute(sql`update public_lines set state = 'waiting' where id = ${lineId}`);
    const requestId = await askForRelease(tx, ctx, { kind: "public_line", id: lineId, version, title: texts.fr });
    const detail = { requestId, version };
    await writeAudit(tx, ctx, { action: "public_line.ask", objectType: "public_line", objectId: lineId, detail });
    return { requestId };
  });
}

/** In the transaction of the approval. @throws conflict when it is another version than the one that was looked at. */
export async function publishApprovedLine(
  tx: Tx,
  ctx: Context,
  lineId: string,
  version: number,
  fourEyesId: string,
): Promise<void> {
  await lockLine(tx, lineId, "waiting", version);
  await tx.execute(sql`update public_lines set state = 'published', four_eyes_id = ${fourEyesId}, published_at = ${ctx.now().toISOString()}::timestamptz
    where id = ${lineId}`);
}

/** Refused or taken back: it can be changed again. */
export async function unlockLine(tx: Tx, lineId: string): Promise<void> {
  await tx.execute(sql`update public_lines set state = 'draft' where id = ${lineId} and state = 'waiting'`);
}

/** One person is enough to stop saying something. The portal shows that it was withdrawn; the reason stands at the desk. @throws not_found; conflict. */
export async function withdrawLine(ctx: Context, lineId: string, input: WithdrawLine): Promise<void> {
  requirePermission(ctx, "line.write");
  const { reason } = WithdrawLine.parse(input);
  await withTransaction(ctx, async (tx) => {
    await lockLine(tx, lineId, "published");
    await tx.execute(sql`update public_lines set state = 'withdrawn', withdrawn_by = ${ctx.actor.kind === "person" ? ctx.actor.personId : null},
      withdrawn_at = ${ctx.now().toISOString()}::timestamptz, withdrawn_why = ${reason} where id = ${lineId}`);
    await writeAudit(tx, ctx, { action: "public_line.withdraw", objectType: "public_line", objectId: lineId });
  });
}

async function lockLine(
  tx: Tx,
  lineId: string,
  state: "draft" | "waiting" | "published",
  version?: number,
): Promise<{ texts: LineTexts }> {
  const [line] = isId(lineId)
    ? await tx.execute<{ state: string; version: number; texts: LineTexts }>(
        sql`select state, version, texts from public_lines where id = ${lineId} for update`,
      )
    : [];
  if (!line) throw notFound("line");
  if (version !== undefined && line.version !== version)
    throw new AppError("conflict", "Somebody changed this meanwhile. Read it again.", {
      words: "notify.refused.changed",
    });
  if (line.state !== state)
    throw new AppError("conflict", "This line is no longer as this needs it.", { words: "crisis.refused.line_state" });
  return line;
}

async function requireOpenCrisis(tx: Tx, crisisId: string | null): Promise<void> {
  if (crisisId === null) return;
  const known = await tx.execute(sql`select 1 from crises where id = ${crisisId} and closed_at is null`);
  if (known.length === 0) throw notFound("open crisis");
}
