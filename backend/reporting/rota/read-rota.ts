// The rota as a page: who is on call now and next, the weeks to come, hours that nobody has, and who can be reached.
import { sql, type SQL } from "drizzle-orm";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { lookAheadDays, type OnCall, type RotaView } from "./model.ts";
import { gapsIn, type Shift, shiftsIn } from "./shifts.ts";
import { listWorkers, loadRota, readLadder } from "./store.ts";

/** So many days are shown. */
const shownDays = 28;
type Raw<Shape> = Shape & Record<string, unknown>;

/** @throws forbidden. */
export async function readRota(ctx: Context): Promise<RotaView> {
  requirePermission(ctx, "case.read");
  const { personId } = requirePerson(ctx);
  const from = ctx.now().getTime();
  const until = from + shownDays * 86_400_000;
  return await readOnly(ctx, async (tx) => {
    const rota = await loadRota(tx, ctx, { from, until });
    const shifts = shiftsIn(rota, { from, until });
    const soon = { from, until: from + lookAheadDays * 86_400_000 };
    const names = await namesOf(tx, shifts);
    const view = (shift: Shift): RotaView["shifts"][number] => ({
      person: { id: shift.personId, name: names.get(shift.personId) ?? "" },
      from: new Date(shift.from).toISOString(),
      until: new Date(shift.until).toISOString(),
      isSwapped: shift.isSwapped,
    });
    const next = shifts.find((shift) => shift.from > from);
    const [own] = await tx.execute<
      Raw<RotaView["own"]>
    >(sql`select r.phone, coalesce(r.takes_texts, true) as "takesTexts",
        exists (select 1 from rota_feeds f where f.person_id = ${personId}) as "hasFeed" from (select 1) one left join rota_reach r on r.person_id = ${personId}`);
    const ladder = await readLadder(tx);
    return {
      zone: rota.zone,
      now: await reachOf(
        tx,
        shifts.filter((shift) => shift.from <= from),
      ),
      next: next ? view(next) : null,
      shifts: shifts.map(view),
      gaps: gapsIn(shifts, soon).map((gap) => ({
        from: new Date(gap.from).toISOString(),
        until: new Date(gap.until).toISOString(),
      })),
      reachable: await countReachable(tx),
      ...(await linesOf(tx, ctx)),
      people: await listWorkers(tx),
      own: own ?? { phone: null, takesTexts: true, hasFeed: false },
      ladder: ladder?.definition ?? null,
      ladderNumber: ladder?.number ?? 0,
    };
  });
}

/** People in a pattern that has not ended, with a telephone number. */
export async function countReachable(tx: Tx): Promise<number> {
  const [row] = await tx.execute<{
    count: number;
  }>(sql`select count(distinct p.id)::int as count from people p join rota_patterns r on r.person_id = p.id and r.ended_at is null
    and (r.ends_on is null or r.ends_on >= current_date) join rota_reach k on k.person_id = p.id and k.phone is not null where p.disabled_at is null`);
  return row?.count ?? 0;
}

async function namesOf(tx: Tx, shifts: readonly Shift[]): Promise<Map<string, string>> {
  const ids = [...new Set(shifts.map(({ personId }) => personId))];
  const rows = await tx.execute<{ id: string; name: string }>(
    sql`select id, name from people where id = any(${sql.param(ids)}::uuid[])`,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function reachOf(tx: Tx, shifts: readonly Shift[]): Promise<OnCall[]> {
  const found: OnCall[] = [];
  for (const shift of shifts) {
    const [person] = await tx.execute<{
      id: string;
      name: string;
      email: string;
      phone: string | null;
      takesTexts: boolean;
    }>(
      sql`select p.id, p.name, p.email, r.phone, coalesce(r.takes_texts, true) as "takesTexts" from people p left join rota_reach r on r.person_id = p.id where p.id = ${shift.personId}`,
    );
    if (!person) continue;
    const { id, name, ...means } = person;
    found.push({ person: { id, name }, ...means, until: new Date(shift.until).toISOString() });
  }
  return found;
}

async function linesOf(tx: Tx, ctx: Context): Promise<Pick<RotaView, "patterns" | "exceptions" | "swaps">> {
  const person = (column: SQL): SQL =>
    sql`(select json_build_object('id', p.id, 'name', p.name) from people p where p.id = ${column})`;
  const now = ctx.now().toISOString();
  const patterns = await tx.execute<
    Raw<RotaView["patterns"][number]>
  >(sql`select r.id, ${person(sql`r.person_id`)} as person, r.weekdays, r.from_time as "from", r.to_time as "to",
      r.every_weeks as "everyWeeks", r.starts_on::text as "startsOn", r.ends_on::text as "endsOn" from rota_patterns r where r.ended_at is null order by r.made_at, r.id limit 200`);
  const exceptions = await tx.execute<
    Raw<RotaView["exceptions"][number]>
  >(sql`select r.id, ${person(sql`r.person_id`)} as person, r.kind, ${iso(sql`r.from_at`)} as "fromAt",
      ${iso(sql`r.until_at`)} as "untilAt", r.note from rota_exceptions r where r.ended_at is null and r.until_at > ${now}::timestamptz order by r.from_at, r.id limit 200`);
  const swaps = await tx.execute<
    Raw<RotaView["swaps"][number]>
  >(sql`select r.id, ${person(sql`r.asked_by`)} as "askedBy", ${person(sql`r.asked_of`)} as "askedOf", ${iso(sql`r.from_at`)} as "fromAt",
      ${iso(sql`r.until_at`)} as "untilAt", r.note, r.state from rota_swaps r where r.until_at > ${now}::timestamptz and r.state in ('asked', 'accepted') order by r.from_at, r.id limit 200`);
  return { patterns: [...patterns], exceptions: [...exceptions], swaps: [...swaps] };
}
