// Makes two entries one, and takes that back to the last bit: every row that moved is kept as it was and as it became.
import { sql } from "drizzle-orm";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { type ChosenFact, MergeConstituents, mergeStepUp, NotDuplicates } from "./model.ts";
import {
  type Image,
  imageOf,
  isUntouched,
  putImage,
  type RowChange,
  setRowBack,
  tellWhy,
  whereKey,
} from "../row-images.ts";
import { movedTables } from "./moved-tables.ts";

const columnOf: Record<ChosenFact, string> = {
  name: "name",
  sector: "sector",
  isic: "isic",
  areaId: "area_id",
  parentId: "parent_id",
  languages: "languages",
};

/** @throws AppError not_found; conflict when one of them has ended; step_up_required. What cannot stand twice at the survivor stays with the other. */
export async function mergeConstituents(
  ctx: Context,
  input: MergeConstituents,
): Promise<{ id: string; moved: number; left: number }> {
  requirePermission(ctx, "registry.change");
  const { survivorId, mergedId, take, reason } = MergeConstituents.parse(input);
  return await withTransaction(
    ctx,
    async (tx) => {
      const [survivor, merged] = await lockBoth(tx, survivorId, mergedId);
      await requireStepUp(tx, ctx, mergeStepUp.merge(survivorId, mergedId));
      const changes: RowChange[] = [];
      let left = 0;
      for (const { table, column, key } of movedTables)
        for (const row of await rowsOf(tx, table, column, mergedId)) {
          const moved = await move(tx, { table, column, key, row, to: survivorId });
          if (moved) changes.push(moved);
          else left++;
        }
      for (const row of await rowsOf(tx, "role_grants", "organisation_id", String(merged["organisation_id"]))) {
        const moved = await move(tx, {
          table: "role_grants",
          column: "organisation_id",
          key: ["id"],
          row,
          to: String(survivor["organisation_id"]),
        });
        if (moved) changes.push(moved);
        else left++;
      }
      changes.push(...(await copyConflicts(tx, ctx, mergedId, survivorId)));
      await tellWhy(tx, ctx, `Merged: ${reason}`);
      // First the other one: what it was called is free then.
      changes.push(
        await write(tx, merged, {
          ended_at: ctx.now().toISOString(),
          merged_into: survivorId,
          version: Number(merged["version"]) + 1,
        }),
      );
      changes.push(await write(tx, survivor, survivorFacts(survivor, merged, take)));
      await tellWhy(tx, ctx, null);
      const id = newId(ctx.now());
      await tx.execute(sql`insert into register_merges (id, survivor_id, merged_id, changes, reason, merged_by, merged_at)
        values (${id}, ${survivorId}, ${mergedId}, ${JSON.stringify(changes)}::jsonb, ${reason}, ${personOf(ctx)}, ${ctx.now().toISOString()}::timestamptz)`);
      await writeAudit(tx, ctx, {
        action: "constituent.merge",
        objectType: "constituent",
        objectId: survivorId,
        detail: { mergedId, moved: changes.length, left, reason },
      });
      await publish(tx, { type: "registry.changed" });
      return { id, moved: changes.length, left };
    },
    "staff",
  );
}

/** @throws AppError not_found; step_up_required; conflict when it was undone, or when something that it touched was changed since: then nothing is taken back. */
export async function undoMerge(ctx: Context, mergeId: string): Promise<void> {
  requirePermission(ctx, "registry.change");
  if (!isId(mergeId)) throw notFound("merge");
  await withTransaction(
    ctx,
    async (tx) => {
      const [merge] = await tx.execute<{ changes: RowChange[]; survivor: string; undone: string | null }>(
        sql`select changes, survivor_id as survivor, undone_at as undone from register_merges where id = ${mergeId} for update`,
      );
      if (!merge) throw notFound("merge");
      if (merge.undone !== null)
        throw new AppError("conflict", "This merge was undone already.", { words: "quality.refused.undone" });
      await requireStepUp(tx, ctx, mergeStepUp.undo(mergeId));
      await tellWhy(tx, ctx, "Merge undone");
      for (const change of merge.changes.toReversed()) {
        if (!(await isUntouched(tx, change)))
          throw new AppError(
            "conflict",
            "Something of these entries was changed since, so that the merge cannot be undone exactly.",
            { words: "quality.refused.changed_since" },
          );
        await restore(tx, change);
      }
      await tellWhy(tx, ctx, null);
      await tx.execute(
        sql`update register_merges set undone_by = ${personOf(ctx)}, undone_at = ${ctx.now().toISOString()}::timestamptz where id = ${mergeId}`,
      );
      await writeAudit(tx, ctx, {
        action: "constituent.merge_undo",
        objectType: "constituent",
        objectId: merge.survivor,
        detail: { mergeId },
      });
      await publish(tx, { type: "registry.changed" });
    },
    "staff",
  );
}

/** Remembers that two are not one. @throws AppError not_found. */
export async function keepApart(ctx: Context, input: NotDuplicates): Promise<void> {
  requirePermission(ctx, "registry.change");
  const { oneId, otherId } = NotDuplicates.parse(input);
  const [one = "", other = ""] = [oneId, otherId].sort();
  await withTransaction(
    ctx,
    async (tx) => {
      const known = await tx.execute(sql`select 1 from constituents where id in (${one}, ${other})`);
      if (known.length < 2) throw notFound("constituent");
      await tx.execute(sql`insert into not_duplicates (one_id, other_id, decided_by, decided_at)
        values (${one}, ${other}, ${personOf(ctx)}, ${ctx.now().toISOString()}::timestamptz) on conflict do nothing`);
      await writeAudit(tx, ctx, {
        action: "constituent.keep_apart",
        objectType: "constituent",
        objectId: one,
        detail: { other },
      });
    },
    "staff",
  );
}

/** In one order, whoever asks: two merges of the same pair wait for each other. */
async function lockBoth(tx: Tx, survivorId: string, mergedId: string): Promise<[Image, Image]> {
  const rows = await tx.execute<{ image: Image }>(
    sql`select to_jsonb(c) as image from constituents c where c.id in (${survivorId}, ${mergedId}) order by c.id for update`,
  );
  const find = (id: string): Image => {
    const row = rows.find(({ image }) => image["id"] === id);
    if (!row) throw notFound("constituent");
    if (row.image["ended_at"] !== null)
      throw new AppError("conflict", "One of these entries has ended.", { words: "quality.refused.ended" });
    return row.image;
  };
  return [find(survivorId), find(mergedId)];
}

function survivorFacts(survivor: Image, merged: Image, take: readonly ChosenFact[]): Image {
  const list = (image: Image, key: string): string[] => (image[key] as string[] | null) ?? [];
  const names = [
    ...list(survivor, "other_names"),
    String(merged["name"]),
    String(survivor["name"]),
    ...list(merged, "other_names"),
  ];
  const name = take.includes("name") ? merged["name"] : survivor["name"];
  return {
    ...Object.fromEntries(take.map((fact) => [columnOf[fact], merged[columnOf[fact]]])),
    other_names: [...new Set(names)].filter((one) => one !== name).slice(0, 20),
    classes: [...new Set([...list(survivor, "classes"), ...list(merged, "classes")])],
    branch_area_ids: [...new Set([...list(survivor, "branch_area_ids"), ...list(merged, "branch_area_ids")])],
    ...(take.includes("parentId") && merged["parent_id"] === survivor["id"]
      ? { parent_id: survivor["parent_id"] }
      : {}),
    ...(survivor["parent_id"] === merged["id"] ? { parent_id: merged["parent_id"] } : {}),
    version: Number(survivor["version"]) + 1,
  };
}

async function rowsOf(tx: Tx, table: string, column: string, id: string): Promise<Image[]> {
  const rows = await tx.execute<{ image: Image }>(
    sql`select to_jsonb(t) as image from ${sql.identifier(table)} t where t.${sql.identifier(column)} = ${id} for update`,
  );
  return rows.map(({ image }) => image);
}

async function move(
  tx: Tx,
  { table, column, key, row, to }: { table: string; column: string; key: readonly string[]; row: Image; to: string },
): Promise<RowChange | undefined> {
  const named = Object.fromEntries(key.map((name) => [name, String(row[name])]));
  // A parent of itself, or a relation with itself, says nothing: it stays where it was.
  if (
    Object.entries(row).some(
      ([name, value]) => name !== column && value === to && (name === "id" || name.endsWith("_id")),
    )
  )
    return undefined;
  const changed = key.includes(column) ? { ...named, [column]: to } : named;
  try {
    await tx.transaction(
      async (inner) =>
        await inner.execute(
          sql`update ${sql.identifier(table)} set ${sql.identifier(column)} = ${to} where ${whereKey(named)}`,
        ),
    );
  } catch (error) {
    // The survivor has the same already (23505), or the database keeps the row where it is.
    const code =
      (error as { cause?: { code?: string }; code?: string }).cause?.code ?? (error as { code?: string }).code;
    if (code !== "23505" && code !== "23514" && code !== "42501") throw error;
    return undefined;
  }
  return { table, key: changed, before: row, after: (await imageOf(tx, table, changed)) ?? {} };
}

async function write(tx: Tx, before: Image, facts: Image): Promise<RowChange> {
  const key = { id: String(before["id"]) };
  await putImage(tx, "constituents", key, { ...before, ...facts }, Object.keys(facts));
  await nameTenant(tx, before, facts["name"]);
  return { table: "constituents", key, before, after: (await imageOf(tx, "constituents", key)) ?? {} };
}

/** Who must not work on one of them must not work on both: what concerned the other stays hidden, and what will concern the survivor is. */
async function copyConflicts(tx: Tx, ctx: Context, mergedId: string, survivorId: string): Promise<RowChange[]> {
  const rows = await tx.execute<{
    id: string;
  }>(sql`select c.id from conflicts c where c.constituent_id = ${mergedId} and c.ended_at is null
    and not exists (select 1 from conflicts o where o.person_id = c.person_id and o.constituent_id = ${survivorId} and o.ended_at is null)`);
  const made: RowChange[] = [];
  for (const { id } of rows) {
    const key = { id: newId(ctx.now()) };
    await tx.execute(sql`insert into conflicts (id, person_id, constituent_id, reason, declared_by, declared_at)
      select ${key.id}, person_id, ${survivorId}, reason, declared_by, declared_at from conflicts where id = ${id}`);
    made.push({ table: "conflicts", key, before: null, after: (await imageOf(tx, "conflicts", key)) ?? {} });
  }
  return made;
}

async function restore(tx: Tx, change: RowChange): Promise<void> {
  await setRowBack(tx, change);
  if (change.table === "constituents" && change.before) await nameTenant(tx, change.after, change.before["name"]);
}

/** The organisation (tenant) behind a constituent bears its name. */
async function nameTenant(tx: Tx, constituent: Image, name: unknown): Promise<void> {
  if (typeof name !== "string" || name === constituent["name"]) return;
  await tx.execute(
    sql`update organisations set name = left(${name}, 200) where id = ${String(constituent["organisation_id"])}`,
  );
}

function personOf({ actor }: Context): string | null {
  return actor.kind === "person" ? actor.personId : null;
}
