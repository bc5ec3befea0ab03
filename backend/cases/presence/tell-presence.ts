// Keeps in the web process's memory who is looking at which case; nothing of it is written down, and a restart forgets it.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { type Doing, presenceSeconds, type PresenceView, TellPresence } from "./model.ts";

interface Seen {
  doing: Doing;
  until: number;
}
/** By database, then case, then person. */
const houses = new WeakMap<object, Map<string, Map<string, Seen>>>();

/** Says that the asker has the case open, and tells who else has. @throws not_found for a case that is hidden; forbidden. */
export async function tellPresence(ctx: Context, caseId: string, input: TellPresence): Promise<PresenceView> {
  requirePermission(ctx, "case.read");
  const { doing } = TellPresence.parse(input);
  if (ctx.actor.kind !== "person") throw new AppError("forbidden", "Only a person looks at a case.");
  const me = ctx.actor.personId;
  const now = ctx.now().getTime();
  // Who may no longer see the case is asked at every word, so nobody is told of it who should not be.
  return await readOnly(ctx, async (tx) => {
    const [known] = await tx.execute(sql`select 1 from cases where id = ${caseId}`);
    const present = presentIn(ctx.db, caseId, now);
    if (!known) {
      present.delete(me);
      throw notFound("case");
    }
    present.set(me, { doing, until: now + presenceSeconds.life * 1000 });
    const others = [...present.keys()].filter((id) => id !== me);
    if (others.length === 0) return { people: [] };
    const names = await tx.execute<{ id: string; name: string }>(
      sql`select id, name from people where id = any(${sql.param(others)}::uuid[]) order by name, id`,
    );
    return { people: names.map(({ id, name }) => ({ id, name, doing: present.get(id)?.doing ?? "looking" })) };
  });
}

/** Says that the asker has closed the case. @throws not_found for a case that is hidden: then, too, the asker is there no more. */
export async function leavePresence(ctx: Context, caseId: string): Promise<void> {
  requirePermission(ctx, "case.read");
  if (ctx.actor.kind === "person") presentIn(ctx.db, caseId, ctx.now().getTime()).delete(ctx.actor.personId);
  const known = await readOnly(ctx, async (tx) => await tx.execute(sql`select 1 from cases where id = ${caseId}`));
  if (known.length === 0) throw notFound("case");
}

function presentIn(house: object, caseId: string, now: number): Map<string, Seen> {
  const cases = houses.get(house) ?? new Map<string, Map<string, Seen>>();
  houses.set(house, cases);
  for (const [id, people] of cases) {
    for (const [person, { until }] of people) if (until <= now) people.delete(person);
    if (people.size === 0) cases.delete(id);
  }
  const present = cases.get(caseId) ?? new Map<string, Seen>();
  cases.set(caseId, present);
  return present;
}
