// A crisis is opened on cases by a lead with the passkey, moves between levels with a reason, and is closed with a review.
import { sql } from "drizzle-orm";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { AddCases, bindCrisis, CloseCrisis, MoveCrisis, OpenCrisis, staffRoles } from "./model.ts";
import { openDraft } from "./write-situation.ts";

/** @throws not_found for a case or level that is not there; invalid_input by field; step_up_required. */
export async function openCrisis(ctx: Context, input: OpenCrisis): Promise<{ id: string; reference: string }> {
  requirePermission(ctx, "crisis.lead");
  const { title, levelId, caseIds, reason, marking } = OpenCrisis.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const level = await readLevel(tx, levelId);
    await refuseUnknownCases(tx, caseIds);
    await requireStepUp(tx, ctx, bindCrisis.open(caseIds));
    const now = ctx.now();
    const id = newId(now);
    const [made] = await tx.execute<{ reference: string }>(sql`
      insert into crises (id, reference, title, level_id, report_hours, marking, opened_by, opened_at, is_demo)
      select ${id}, ${`CR-${now.getUTCFullYear()}-`} || lpad(n::text, greatest(4, length(n::text)), '0'), ${title}, ${levelId}, ${level.reportHours}, ${marking},
        ${personOf(ctx)}, ${now.toISOString()}::timestamptz, ${ctx.config.isDemo} from nextval('crisis_number') n returning reference`);
    const reference = made?.reference ?? "";
    await insertCases(tx, ctx, id, caseIds);
    await insertChange(tx, ctx, { crisisId: id, kind: "opened", levelId, reason });
    // Whoever leads reads from the beginning; others are added.
    for (const role of staffRoles.filter((one) => one === "lead" || one === "on_call"))
      await tx.execute(sql`insert into crisis_recipients (id, crisis_id, kind, role, added_by, added_at)
        values (${newId(now)}, ${id}, 'role', ${role}, ${personOf(ctx)}, ${now.toISOString()}::timestamptz)`);
    await openDraft(tx, ctx, {
      crisisId: id,
      marking,
      dueAt: new Date(now.getTime() + level.reportHours * 3_600_000),
    });
    await writeAudit(tx, ctx, {
      action: "crisis.open",
      objectType: "crisis",
      objectId: id,
      detail: { reference, levelId, rank: level.rank, cases: caseIds.length },
    });
    return { id, reference };
  });
}

/** @throws not_found; conflict on an older version or a closed crisis; invalid_input for the level it stands at. */
export async function moveCrisis(ctx: Context, crisisId: string, input: MoveCrisis): Promise<void> {
  requirePermission(ctx, "crisis.lead");
  const { version, levelId, reason } = MoveCrisis.parse(input);
  await withTransaction(ctx, async (tx) => {
    const crisis = await lockCrisis(tx, crisisId, version);
    const level = await readLevel(tx, levelId);
    if (crisis.levelId === levelId)
      throw invalidInput([{ path: "levelId", message: "Expected another level than the one it stands at." }]);
    await tx.execute(
      sql`update crises set level_id = ${levelId}, report_hours = ${level.reportHours}, version = version + 1 where id = ${crisisId}`,
    );
    // A shorter interval counts from now; a longer one with the next report.
    const soonest = new Date(ctx.now().getTime() + level.reportHours * 3_600_000).toISOString();
    await tx.execute(sql`update situation_reports set due_at = least(due_at, ${soonest}::timestamptz), reminded_at = null
      where crisis_id = ${crisisId} and state = 'draft'`);
    await insertChange(tx, ctx, { crisisId, kind: "level", levelId, reason });
    await writeAudit(tx, ctx, {
      action: "crisis.change_level_of",
      objectType: "crisis",
      objectId: crisisId,
      detail: { before: crisis.levelId, levelId, rank: level.rank },
    });
  });
}

/** Those that belong to it already stay. @throws not_found; conflict for a closed crisis. */
export async function addCases(ctx: Context, crisisId: string, input: AddCases): Promise<void> {
  requirePermission(ctx, "crisis.work");
  const { caseIds } = AddCases.parse(input);
  await withTransaction(ctx, async (tx) => {
    await lockCrisis(tx, crisisId);
    await refuseUnknownCases(tx, caseIds);
    await insertCases(tx, ctx, crisisId, caseIds);
    await writeAudit(tx, ctx, {
      action: "crisis.add_cases",
      objectType: "crisis",
      objectId: crisisId,
      detail: { cases: caseIds.length },
    });
  });
}

/** A draft that nobody froze goes; what was frozen stays. @throws not_found; conflict on an older version or a closed crisis. */
export async function closeCrisis(ctx: Context, crisisId: string, input: CloseCrisis): Promise<void> {
  requirePermission(ctx, "crisis.lead");
  const { version, reason, reviewWell, reviewChange } = CloseCrisis.parse(input);
  await withTransaction(ctx, async (tx) => {
    const crisis = await lockCrisis(tx, crisisId, version);
    await tx.execute(sql`update crises set closed_at = ${ctx.now().toISOString()}::timestamptz, closed_by = ${personOf(ctx)}, review_well = ${reviewWell},
      review_change = ${reviewChange}, version = version + 1 where id = ${crisisId}`);
    await tx.execute(sql`delete from situation_reports where crisis_id = ${crisisId} and state = 'draft'`);
    await insertChange(tx, ctx, { crisisId, kind: "closed", levelId: crisis.levelId, reason });
    await writeAudit(tx, ctx, { action: "crisis.close", objectType: "crisis", objectId: crisisId });
  });
}

interface OpenCrisisRow extends Record<string, unknown> {
  reference: string;
  title: string;
  levelId: string;
  reportHours: number;
  version: number;
}

/** Locks an open crisis. @throws not_found; conflict when it is closed, or on an older version. */
export async function lockCrisis(tx: Tx, crisisId: string, version?: number): Promise<OpenCrisisRow> {
  const [crisis] = isId(crisisId)
    ? await tx.execute<
        OpenCrisisRow & { isClosed: boolean }
      >(sql`select reference, title, level_id as "levelId", report_hours as "reportHours", version,
        closed_at is not null as "isClosed" from crises where id = ${crisisId} for update`)
    : [];
  if (!crisis) throw notFound("crisis");
  if (version !== undefined && crisis.version !== version)
    throw new AppError("conflict", "Somebody changed this meanwhile. Read it again.", {
      words: "notify.refused.changed",
    });
  if (crisis.isClosed) throw new AppError("conflict", "This crisis is closed.", { words: "crisis.refused.closed" });
  return crisis;
}

async function readLevel(tx: Tx, levelId: string): Promise<{ rank: number; reportHours: number }> {
  const [level] = await tx.execute<{ rank: number; reportHours: number }>(
    sql`select rank, report_hours as "reportHours" from crisis_levels where id = ${levelId} and ended_at is null for share`,
  );
  if (!level) throw notFound("level");
  return level;
}

/** A case that the asker may not see is one that is not there. */
async function refuseUnknownCases(tx: Tx, caseIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(caseIds)];
  const known = await tx.execute(sql`select 1 from cases where id = any (${sql.param(wanted)}::uuid[])`);
  if (known.length < wanted.length) throw notFound("case");
}

async function insertCases(tx: Tx, ctx: Context, crisisId: string, caseIds: readonly string[]): Promise<void> {
  await tx.execute(sql`insert into crisis_cases (crisis_id, case_id, added_by, added_at)
    select ${crisisId}, c, ${personOf(ctx)}::uuid, ${ctx.now().toISOString()}::timestamptz from unnest(${sql.param([...new Set(caseIds)])}::uuid[]) c
    on conflict do nothing`);
}

async function insertChange(
  tx: Tx,
  ctx: Context,
  change: { crisisId: string; kind: "opened" | "level" | "closed"; levelId: string; reason: string },
): Promise<void> {
  await tx.execute(sql`insert into crisis_changes (id, crisis_id, kind, level_id, reason, by_person, at)
    values (${newId(ctx.now())}, ${change.crisisId}, ${change.kind}, ${change.levelId}, ${change.reason}, ${personOf(ctx)}, ${ctx.now().toISOString()}::timestamptz)`);
}

function personOf({ actor }: Context): string | null {
  return actor.kind === "person" ? actor.personId : null;
}
