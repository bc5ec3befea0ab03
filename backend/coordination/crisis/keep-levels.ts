// The operator's own levels of a crisis: names, what changes, how often a report is written. A level that is in use keeps its id when its words change.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { wordsIn } from "../../platform/words/index.ts";
import { ChangeLevel, crisisLanguages, type LevelView, WriteLevel } from "./model.ts";

/** Those in force, the mildest first. */
export async function levelsIn(tx: Tx): Promise<LevelView[]> {
  return await tx.execute<
    LevelView & Record<string, unknown>
  >(sql`select id, rank, names, changes, is_public as "isPublic",
    report_hours as "reportHours", version from crisis_levels where ended_at is null order by rank`);
}

/** @throws invalid_input for a rank that another level has. */
export async function addLevel(ctx: Context, input: WriteLevel): Promise<{ id: string }> {
  requirePermission(ctx, "crisis.lead");
  const level = WriteLevel.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const id = await insertLevel(tx, ctx, level);
    await writeAudit(tx, ctx, { action: "crisis.add_level", objectType: "crisis_level", objectId: id, detail: level });
    return { id };
  });
}

/** Three levels to begin with, in the platform's own words; only where there are none. @throws conflict. */
export async function addProposedLevels(ctx: Context): Promise<void> {
  requirePermission(ctx, "crisis.lead");
  await withTransaction(ctx, async (tx) => {
    if ((await levelsIn(tx)).length > 0)
      throw new AppError("conflict", "There are levels already.", { words: "crisis.refused.levels" });
    const inAll = (key: string) =>
      Object.fromEntries(crisisLanguages.map((language) => [language, wordsIn(language)(`crisis.proposed.${key}`)]));
    for (const [index, reportHours] of [24, 12, 4].entries()) {
      const rank = index + 1;
      const proposed = {
        rank,
        names: inAll(`${rank}.name`),
        changes: inAll(`${rank}.changes`),
        isPublic: rank === 3,
        reportHours,
      };
      const id = await insertLevel(tx, ctx, WriteLevel.parse(proposed));
      await writeAudit(tx, ctx, {
        action: "crisis.add_level",
        objectType: "crisis_level",
        objectId: id,
        detail: proposed,
      });
    }
  });
}

/** @throws not_found; conflict on an older version; invalid_input for a rank that another level has. */
export async function changeLevel(ctx: Context, levelId: string, input: ChangeLevel): Promise<void> {
  requirePermission(ctx, "crisis.lead");
  const { version, level } = ChangeLevel.parse(input);
  await withTransaction(ctx, async (tx) => {
    await lockLevel(tx, levelId, version);
    await refuseTakenRank(tx, level.rank, levelId);
    await tx.execute(sql`update crisis_levels set rank = ${level.rank}, names = ${JSON.stringify(level.names)}::jsonb, changes = ${JSON.stringify(level.changes)}::jsonb,
      is_public = ${level.isPublic}, report_hours = ${level.reportHours}, version = version + 1, changed_by = ${personOf(ctx)}, changed_at = ${ctx.now().toISOString()}::timestamptz
      where id = ${levelId}`);
    await writeAudit(tx, ctx, {
      action: "crisis.change_level",
      objectType: "crisis_level",
      objectId: levelId,
      detail: level,
    });
  });
}

/** @throws not_found; conflict while an open crisis stands at it. */
export async function endLevel(ctx: Context, levelId: string): Promise<void> {
  requirePermission(ctx, "crisis.lead");
  await withTransaction(ctx, async (tx) => {
    await lockLevel(tx, levelId);
    const inUse = await tx.execute(sql`select 1 from crises where level_id = ${levelId} and closed_at is null limit 1`);
    if (inUse.length > 0)
      throw new AppError("conflict", "An open crisis stands at this level.", { words: "crisis.refused.in_use" });
    await tx.execute(
      sql`update crisis_levels set ended_at = ${ctx.now().toISOString()}::timestamptz, version = version + 1 where id = ${levelId}`,
    );
    await writeAudit(tx, ctx, { action: "crisis.end_level", objectType: "crisis_level", objectId: levelId });
  });
}

async function insertLevel(tx: Tx, ctx: Context, level: ReturnType<typeof WriteLevel.parse>): Promise<string> {
  await refuseTakenRank(tx, level.rank, null);
  const id = newId(ctx.now());
  await tx.execute(sql`insert into crisis_levels (id, rank, names, changes, is_public, report_hours, changed_by, changed_at)
    values (${id}, ${level.rank}, ${JSON.stringify(level.names)}::jsonb, ${JSON.stringify(level.changes)}::jsonb, ${level.isPublic}, ${level.reportHours},
      ${personOf(ctx)}, ${ctx.now().toISOString()}::timestamptz)`);
  return id;
}

async function refuseTakenRank(tx: Tx, rank: number, except: string | null): Promise<void> {
  const taken = await tx.execute(
    sql`select 1 from crisis_levels where rank = ${rank} and ended_at is null and id is distinct from ${except}::uuid`,
  );
  if (taken.length > 0) throw invalidInput([{ path: "rank", message: "Expected a rank that no other level has." }]);
}

async function lockLevel(tx: Tx, levelId: string, version?: number): Promise<void> {
  const [level] = isId(levelId)
    ? await tx.execute<{ version: number }>(
        sql`select version from crisis_levels where id = ${levelId} and ended_at is null for update`,
      )
    : [];
  if (!level) throw notFound("level");
  if (version !== undefined && level.version !== version)
    throw new AppError("conflict", "Somebody changed this meanwhile. Read it again.", {
      words: "notify.refused.changed",
    });
}

function personOf({ actor }: Context): string | null {
  return actor.kind === "person" ? actor.personId : null;
}
