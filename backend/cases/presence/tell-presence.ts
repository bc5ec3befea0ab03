// Keeps in the web process's memory who is looking at which report or case; nothing of it is written down, and a restart forgets it.
import { sql, type SQL } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import {
  type DeskPresence,
  type Doing,
  type Hold,
  type PresentIn,
  presenceSeconds,
  type PresenceView,
  TellPresence,
} from "./model.ts";

interface Seen {
  doing: Doing;
  until: number;
}
interface House {
  /** By "report:id" or "case:id", then person. */
  present: Map<string, Map<string, Seen>>;
  listeners: Set<() => void>;
}
/** By database. */
const houses = new WeakMap<object, House>();
const tables: Record<PresentIn, string> = { report: "reports", case: "cases" };
const acts = { report: "report.read", case: "case.read" } as const;

/** Calls back when somebody came, went, or began or ended writing, until the returned function is called. Says nothing of who or where. */
export function listenToPresence(ctx: Pick<Context, "db">, listener: () => void): () => void {
  const { listeners } = houseOf(ctx.db);
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tells all who listen that it is worth asking again. */
export function stirPresence(ctx: Pick<Context, "db">): void {
  for (const listener of houseOf(ctx.db).listeners) listener();
}

/** Says that the asker has a report or case open, and tells who else has. @throws not_found for what is hidden; forbidden. */
export async function tellPresence(
  ctx: Context,
  kind: PresentIn,
  id: string,
  input: TellPresence,
): Promise<PresenceView> {
  requirePermission(ctx, acts[kind]);
  const { doing } = TellPresence.parse(input);
  if (ctx.actor.kind !== "person") throw new AppError("forbidden", "Only a person looks at a report or case.");
  const me = ctx.actor.personId;
  const now = ctx.now().getTime();
  // Who may no longer see it is asked at every word, so nobody is told of it who should not be.
  return await readOnly(ctx, async (tx) => {
    const [known] = await tx.execute<{ hold: Hold }>(
      sql`select ${holdJson(ctx.now())} as hold from ${sql.identifier(tables[kind])} h where h.id = ${id}`,
    );
    const present = presentAt(ctx.db, `${kind}:${id}`, now);
    if (!known) {
      present.delete(me);
      throw notFound(kind);
    }
    const before = present.get(me)?.doing;
    present.set(me, { doing, until: now + presenceSeconds.life * 1000 });
    if (before !== doing) stirPresence(ctx);
    const others = [...present.keys()].filter((one) => one !== me);
    const names = await namesOf(tx, others);
    return {
      people: others
        .map((one) => ({ id: one, name: names.get(one) ?? "", doing: present.get(one)?.doing ?? "looking" }))
        .sort((one, other) => one.name.localeCompare(other.name)),
      hold: known.hold,
    };
  });
}

/** Says that the asker has closed it. @throws not_found for what is hidden: then, too, the asker is there no more. */
export async function leavePresence(ctx: Context, kind: PresentIn, id: string): Promise<void> {
  requirePermission(ctx, acts[kind]);
  if (ctx.actor.kind === "person" && presentAt(ctx.db, `${kind}:${id}`, ctx.now().getTime()).delete(ctx.actor.personId))
    stirPresence(ctx);
  const known = await readOnly(
    ctx,
    async (tx) => await tx.execute(sql`select 1 from ${sql.identifier(tables[kind])} where id = ${id}`),
  );
  if (known.length === 0) throw notFound(kind);
}

/** Everybody else, by what they have open, and all that is held; only of what the asker sees. @throws forbidden. */
export async function readDeskPresence(ctx: Context): Promise<DeskPresence> {
  requirePermission(ctx, "report.read");
  const me = ctx.actor.kind === "person" ? ctx.actor.personId : "";
  const now = ctx.now();
  const open = new Map<string, { id: string; doing: Doing }[]>();
  for (const [key, present] of houseOf(ctx.db).present) {
    const people = [...present].filter(([id, { until }]) => id !== me && until > now.getTime());
    if (people.length > 0)
      open.set(
        key,
        people.map(([id, { doing }]) => ({ id, doing })),
      );
  }
  return await readOnly(ctx, async (tx) => {
    const names = await namesOf(tx, [...new Set([...open.values()].flat().map(({ id }) => id))]);
    const rows: DeskPresence["rows"] = [];
    for (const object of ["report", "case"] as const) {
      const ids = [...open.keys()]
        .filter((key) => key.startsWith(`${object}:`))
        .map((key) => key.slice(object.length + 1));
      const found = await tx.execute<{ id: string; hold: Hold }>(
        sql`select h.id, ${holdJson(now)} as hold from ${sql.identifier(tables[object])} h
          where h.id = any(${sql.param(ids)}::uuid[]) or (h.held_by is not null and h.held_until > ${now.toISOString()}::timestamptz) limit 500`,
      );
      for (const { id, hold } of found)
        rows.push({
          object,
          id,
          people: (open.get(`${object}:${id}`) ?? [])
            .map(({ id: person, doing }) => ({ id: person, name: names.get(person) ?? "", doing }))
            // Who writes stands first.
            .sort((one, other) => other.doing.localeCompare(one.doing) || one.name.localeCompare(other.name)),
          hold,
        });
    }
    return { rows };
  });
}

/** Who holds a row of `h` now, as JSON, or null. */
export function holdJson(now: Date): SQL {
  return sql`(select json_build_object('id', p.id, 'name', p.name, 'until', ${iso(sql`h.held_until`)}) from people p
    where p.id = h.held_by and h.held_until > ${now.toISOString()}::timestamptz)`;
}

async function namesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.execute<{ id: string; name: string }>(
    sql`select id, name from people where id = any(${sql.param(ids)}::uuid[])`,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function houseOf(db: object): House {
  const house = houses.get(db) ?? { present: new Map<string, Map<string, Seen>>(), listeners: new Set<() => void>() };
  houses.set(db, house);
  return house;
}

function presentAt(db: object, key: string, now: number): Map<string, Seen> {
  const { present } = houseOf(db);
  for (const [at, people] of present) {
    for (const [person, { until }] of people) if (until <= now) people.delete(person);
    if (people.size === 0) present.delete(at);
  }
  const people = present.get(key) ?? new Map<string, Seen>();
  present.set(key, people);
  return people;
}
