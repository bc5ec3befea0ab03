// SQL of the rota: the pattern as it stands, the ladder in force, who works at the desk.
import { sql } from "drizzle-orm";
import { loadCountry } from "../../registry/country/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, type Tx } from "../../platform/db/index.ts";
import { type Edition, editionsOf } from "../service/editions.ts";
import { Ladder } from "./model.ts";
import type { Between, Pattern, Rota } from "./shifts.ts";

/** The rota around a time. */
export async function loadRota(tx: Tx, ctx: Context, { from, until }: Between): Promise<Rota> {
  const [begin, end] = [new Date(from).toISOString(), new Date(until).toISOString()];
  const patterns = await tx.execute<
    Pattern & Record<string, unknown>
  >(sql`select person_id as "personId", weekdays, from_time as "from", to_time as "to",
      every_weeks as "everyWeeks", starts_on::text as "startsOn", ends_on::text as "endsOn" from rota_patterns r
    where r.ended_at is null and exists (select 1 from people p where p.id = r.person_id and p.disabled_at is null) order by r.made_at, r.id`);
  const exceptions = await tx.execute<{
    personId: string;
    kind: "off" | "on";
    from: string;
    until: string;
  }>(sql`select person_id as "personId", kind,
      ${iso(sql`from_at`)} as "from", ${iso(sql`until_at`)} as "until" from rota_exceptions
    where ended_at is null and until_at > ${begin}::timestamptz and from_at < ${end}::timestamptz order by made_at, id`);
  const swaps = await tx.execute<{
    askedBy: string;
    askedOf: string;
    from: string;
    until: string;
  }>(sql`select asked_by as "askedBy", asked_of as "askedOf",
      ${iso(sql`from_at`)} as "from", ${iso(sql`until_at`)} as "until" from rota_swaps
    where state = 'accepted' and until_at > ${begin}::timestamptz and from_at < ${end}::timestamptz order by settled_at, id`);
  const times = ({ from: first, until: last }: { from: string; until: string }): Between => ({
    from: Date.parse(first),
    until: Date.parse(last),
  });
  return {
    zone: loadCountry(ctx.config.country).timeZones.default,
    patterns: [...patterns],
    exceptions: exceptions.map((row) => ({ personId: row.personId, kind: row.kind, ...times(row) })),
    swaps: swaps.map((row) => ({ askedBy: row.askedBy, askedOf: row.askedOf, ...times(row) })),
  };
}

/** The ladder in force; undefined where none was set. */
export async function readLadder(tx: Tx): Promise<Edition<Ladder> | undefined> {
  const [ladder] = await editionsOf(tx, "ladder", (raw) => Ladder.parse(raw), 1);
  return ladder;
}

/** People who work at the desk, by name. */
export async function listWorkers(tx: Tx): Promise<{ id: string; name: string }[]> {
  const rows = await tx.execute<{ id: string; name: string }>(
    sql`select p.id, p.name from people p where ${isWorker} order by p.name, p.id`,
  );
  return [...rows];
}

/** Of `p`: enabled, with a role that works cases. */
export const isWorker = sql`p.disabled_at is null and exists (select 1 from role_grants g where g.person_id = p.id and g.revoked_at is null
  and g.role in ('analyst', 'senior', 'lead', 'on_call'))`;
