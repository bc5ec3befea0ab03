// Ends what a constituent has on the day it ends: contacts, networks, services, relations, functions, fraud desks, open letters. Nothing is deleted.
import { type SQL, sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { type Image, imageOf, type RowChange } from "../row-images.ts";

interface Part {
  table: string;
  key: readonly string[];
  /** The rows that still stand. */
  stands: SQL;
  set: SQL;
}

/** @param endedAt the first instant at which it was no more. @returns every row that ended, in order. */
export async function endRows(
  tx: Tx,
  ctx: Context,
  { constituentId, endedOn, endedAt, why }: { constituentId: string; endedOn: string; endedAt: string; why: string },
): Promise<RowChange[]> {
  const now = ctx.now().toISOString();
  const recordedBy = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const own = sql`constituent_id = ${constituentId}`;
  const recorded = sql`recorded_at = ${now}::timestamptz, recorded_by = ${recordedBy}`;
  const reason = sql`reason = left(${why}, 2000)`;
  const isHeld = sql`${own} and state in ('active', 'disputed') and (held_until is null or held_until > ${endedAt}::timestamptz)`;
  const parts: Part[] = [
    {
      table: "network_claims",
      key: ["id"],
      stands: sql`${isHeld} and (held_from is null or held_from < ${endedAt}::timestamptz)`,
      set: sql`held_until = ${endedAt}::timestamptz, ${recorded}`,
    },
    {
      // Said to be held only after there was nobody left to hold it; and what was never in force.
      table: "network_claims",
      key: ["id"],
      stands: sql`(${isHeld} and held_from >= ${endedAt}::timestamptz) or ${own} and state in ('proposed', 'waiting', 'contesting')`,
      set: sql`state = 'withdrawn', ${reason}, ${recorded}`,
    },
    {
      table: "contacts",
      key: ["id"],
      stands: sql`${own} and ended_at is null`,
      set: sql`ended_at = ${endedAt}::timestamptz, version = version + 1`,
    },
    {
      table: "online_services",
      key: ["id"],
      stands: sql`${own} and ended_on is null`,
      set: sql`ended_on = greatest(${endedOn}::date, since), version = version + 1`,
    },
    {
      table: "constituent_relations",
      key: ["id"],
      stands: sql`(from_id = ${constituentId} or to_id = ${constituentId}) and ended_on is null`,
      set: sql`ended_on = greatest(${endedOn}::date, since)`,
    },
    {
      table: "function_performers",
      key: ["function_id", "constituent_id"],
      stands: sql`${own} and ended_on is null`,
      set: sql`ended_on = greatest(${endedOn}::date, since)`,
    },
    {
      table: "partner_bodies",
      key: ["id"],
      stands: sql`${own} and ended_at is null`,
      set: sql`ended_at = ${endedAt}::timestamptz, version = version + 1`,
    },
    {
      // A letter's code would let somebody in who comes too late.
      table: "enrolment_letters",
      key: ["id"],
      stands: sql`${own} and used_at is null and withdrawn_at is null`,
      set: sql`withdrawn_at = ${now}::timestamptz`,
    },
  ];
  const changes: RowChange[] = [];
  for (const part of parts) changes.push(...(await endPart(tx, part)));
  return changes;
}

async function endPart(tx: Tx, { table, key, stands, set }: Part): Promise<RowChange[]> {
  const rows = await tx.execute<{ image: Image }>(
    sql`select to_jsonb(t) as image from ${sql.identifier(table)} t where ${stands} for update`,
  );
  if (rows.length === 0) return [];
  await tx.execute(sql`update ${sql.identifier(table)} set ${set} where ${stands}`);
  const changes: RowChange[] = [];
  for (const { image } of rows) {
    const named = Object.fromEntries(key.map((column) => [column, String(image[column])]));
    changes.push({ table, key: named, before: image, after: (await imageOf(tx, table, named)) ?? {} });
  }
  return changes;
}
