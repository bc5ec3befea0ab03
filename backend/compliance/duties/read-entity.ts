// The entity that a person acts for, with what the register and the entity itself say of it on a day.
import { sql } from "drizzle-orm";
import { readProfileAt } from "../../registry/index.ts";
import { loadCountry } from "../../registry/country/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, type Tx } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import type { DutyProfile } from "./judge-duties.ts";

export interface Entity {
  id: string;
  reference: string;
  name: string;
  organisationId: string;
  profile: DutyProfile;
  /** Of the statement; 0 while there is none. */
  version: number;
}

/** The organisation that the actor acts for. @throws forbidden for who acts for none. */
export function organisationOf(ctx: Context): string {
  const { actor } = ctx;
  if (actor.kind === "person" || actor.kind === "api_key") return actor.organisationId;
  throw new AppError("forbidden", "Only somebody of an organisation can do this.");
}

/** @param at the day whose classes count. @throws not_found where the organisation has no entry in the register. */
export async function readEntity(
  tx: Tx,
  ctx: Context,
  at: Date,
  organisationId = organisationOf(ctx),
): Promise<Entity> {
  const [entry] = await tx.execute<{ id: string; reference: string; name: string }>(
    sql`select id, reference, name from constituents where organisation_id = ${organisationId} order by ended_at nulls first, created_at, id limit 1`,
  );
  if (!entry)
    throw new AppError("not_found", "Your organisation has no entry in the register yet.", {
      words: "duties.refusal.no_entry",
    });
  const facts = await readProfileAt(tx, entry.id, at);
  const [statement] = await tx.execute<{
    role: DutyProfile["role"];
    conditions: Record<string, boolean>;
    version: number;
  }>(sql`select role, conditions, version from duty_statements where constituent_id = ${entry.id}`);
  const country = ctx.config.country.toUpperCase();
  return {
    ...entry,
    organisationId,
    profile: {
      classes: facts?.classes ?? [],
      role: statement?.role ?? null,
      country,
      timeZone: loadCountry(ctx.config.country).timeZones.default,
      conditions: statement?.conditions ?? {},
    },
    version: statement?.version ?? 0,
  };
}

export interface DutyEventRow {
  id: string;
  packId: string;
  event: string;
  happenedAt: string;
  note: string;
}

/** What the entity said that happened outside of incidents, oldest first; what was withdrawn is left out. */
export async function readDutyEvents(tx: Tx, constituentId: string): Promise<DutyEventRow[]> {
  const rows = await tx.execute<DutyEventRow & Record<string, unknown>>(
    sql`select id, pack_id as "packId", event, ${iso(sql`happened_at`)} as "happenedAt", note from duty_events
      where constituent_id = ${constituentId} and withdrawn_at is null order by happened_at, id`,
  );
  return [...rows];
}

/** The events of one pack as the law library reads them. */
export function eventsOf(rows: readonly DutyEventRow[], packId: string): Record<string, string[]> {
  const events: Record<string, string[]> = {};
  for (const { event, happenedAt } of rows.filter((row) => row.packId === packId))
    events[event] = [...(events[event] ?? []), happenedAt];
  return events;
}
