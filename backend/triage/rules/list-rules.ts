// The list of everything that runs or could: each rule with its state, its record and what it costs.
import { type SQL, sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { holdsText, iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { type RuleCost, type RuleList, type RuleRecord, type RuleRow } from "./model.ts";
import { ListRules } from "./requests/model.ts";
import { precisionOf } from "./rules.ts";
import { readingScope } from "./store.ts";

/** Over which costs and shares are told. */
const costDays = 30;

/** A rule's row as SQL gives it; precision and means are worked out after. */
interface RawRow extends Record<string, unknown> {
  row: Omit<RuleRow, "record" | "cost">;
  record: Omit<RuleRecord, "precision">;
  cost: { evaluations: number; timeMs: number; totalMs: number };
}

export async function listRules(ctx: Context, input: ListRules): Promise<RuleList> {
  requirePermission(ctx, "rule.read");
  const asked = ListRules.parse(input);
  return await readOnly(
    ctx,
    async (tx) => {
      const rows = await readPage(tx, ctx.now(), asked);
      const [found] = await tx.execute<{ total: number }>(
        sql`select count(*)::int as total from rules r where ${whereOf(asked)}`,
      );
      const counts = await countStates(tx);
      const can = { write: may(ctx, "rule.write"), import: may(ctx, "rule.write") };
      return { rows, total: found?.total ?? 0, counts, can };
    },
    readingScope(ctx.actor.kind),
  );
}

/** What is ordered by the rule alone asks for the records of one page; what is ordered by records asks for all of them. */
async function readPage(tx: Tx, now: Date, asked: ReturnType<(typeof ListRules)["parse"]>): Promise<RuleRow[]> {
  const range = sql`order by ${orderOf(asked.sort)} limit ${asked.limit} offset ${asked.offset}`;
  if (asked.sort !== "title" && asked.sort !== "state_at") return await readRows(tx, now, whereOf(asked), range, true);
  const page = await tx.execute<{ id: string }>(sql`select r.id from rules r where ${whereOf(asked)} ${range}`);
  const ids = sql.param(page.map(({ id }) => id));
  return await readRows(tx, now, sql`r.id = any(${ids}::uuid[])`, sql`order by ${orderOf(asked.sort)}`);
}

function whereOf({ state, kind, origin, packId, q, show }: ReturnType<(typeof ListRules)["parse"]>): SQL {
  const text = q?.trim() ?? "";
  const conditions = [
    state && sql`r.state = ${state}`,
    kind && sql`r.kind = ${kind}`,
    origin && sql`r.origin = ${origin}`,
    packId && sql`r.pack_id = ${packId}`,
    show === "waiting" &&
      sql`exists (select 1 from rule_publications p where p.rule_id = r.id and (p.state = 'waiting' or p.state = 'live' and p.approved_by is null))`,
    text !== "" &&
      sql`(${holdsText(text, sql`r.title`, sql`r.path`)} or exists (select 1 from rule_versions v where v.rule_id = r.id
        and (${holdsText(text, sql`v.author`)} or exists (select 1 from unnest(v.names) n where ${holdsText(text, sql`n`)}))))`,
  ].filter((one) => one !== false && one !== undefined && one !== "");
  return conditions.length === 0 ? sql`true` : sql.join(conditions as SQL[], sql` and `);
}

function orderOf(sort: string): SQL {
  const judged = sql`coalesce(rec.true_count, 0) + coalesce(rec.false_count, 0)`;
  const orders: Record<string, SQL> = {
    title: sql`lower(r.title), r.id`,
    hits: sql`coalesce(rec.hits, 0) desc, lower(r.title), r.id`,
    // The worst first: those are the ones to look at. What was never judged stands last.
    precision: sql`case when ${judged} = 0 then null else rec.true_count::float8 / (${judged}) end asc nulls last, lower(r.title), r.id`,
    cost: sql`coalesce(cost.time_ms, 0) desc, lower(r.title), r.id`,
    last_hit: sql`rec.last_hit_at desc nulls last, lower(r.title), r.id`,
    state_at: sql`r.state_at desc, r.id`,
  };
  return orders[sort] ?? sql`lower(r.title), r.id`;
}

/** Rows of `rules r`; also the head of a rule's page. `isOfAll`: most of them are asked for, so that one pass over all findings is less than many. */
export async function readRows(tx: Tx, now: Date, where: SQL, tail: SQL, isOfAll = false): Promise<RuleRow[]> {
  const records = isOfAll
    ? sql`rule_records()`
    : sql`rule_records(array(select unnest(v.names) from rules r join rule_versions v on v.rule_id = r.id where ${where}))`;
  const since = new Date(now.getTime() - costDays * 86_400_000).toISOString().slice(0, 10);
  const rows = await tx.execute<RawRow>(sql`with costs as (
      select kind, name, sum(evaluations) as evaluations, sum(time_ms) as time_ms from rule_costs where day >= ${since}::date group by kind, name),
    records as materialized (select * from ${records})
    select json_build_object('id', r.id, 'kind', r.kind, 'origin', r.origin, 'title', coalesce(v.title, r.title), 'level', coalesce(v.level, 'informational'),
        'state', r.state, 'stateReason', r.state_reason, 'stateAt', ${iso(sql`r.state_at`)}, 'activeVersion', r.active_version,
        'latestVersion', (select max(l.version) from rule_versions l where l.rule_id = r.id),
        'hasDraft', exists (select 1 from rule_drafts d where d.rule_id = r.id), 'author', coalesce(v.author, ''), 'licence', coalesce(v.licence, ''),
        'pack', (select json_build_object('id', k.id, 'name', k.name) from rule_packs k where k.id = r.pack_id), 'names', coalesce(v.names, '{}'),
        'publication', (select json_build_object('id', p.id, 'way', p.way, 'state', p.state, 'expiresAt', ${iso(sql`p.expires_at`)}) from rule_publications p
          where p.rule_id = r.id and (p.state = 'waiting' or p.state = 'live' and p.approved_by is null) order by p.state desc limit 1)) as row,
      json_build_object('hits', coalesce(rec.hits, 0), 'reports', coalesce(rec.reports, 0), 'true', coalesce(rec.true_count, 0), 'false', coalesce(rec.false_count, 0),
        'benign', coalesce(rec.benign_count, 0), 'lastHitAt', ${iso(sql`rec.last_hit_at`)}) as record,
      json_build_object('evaluations', coalesce(cost.evaluations, 0), 'timeMs', coalesce(cost.time_ms, 0),
        'totalMs', coalesce((select sum(time_ms) from costs c where c.kind = r.kind), 0)) as cost
    from rules r
    left join lateral (select * from rule_versions x where x.rule_id = r.id order by x.version = r.active_version desc nulls last, x.version desc limit 1) v on true
    left join lateral (select sum(hits) as hits, sum(reports) as reports, sum(true_count) as true_count, sum(false_count) as false_count,
      sum(benign_count) as benign_count, max(last_hit_at) as last_hit_at from records a where a.engine = r.kind and a.name = any(v.names)) rec on true
    left join lateral (select sum(evaluations) as evaluations, sum(time_ms) as time_ms from costs c where c.kind = r.kind and c.name = any(v.names)) cost on true
    where ${where} ${tail}`);
  return rows.map(({ row, record, cost }) => ({
    ...row,
    record: { ...record, precision: precisionOf(record) },
    cost: toCost(cost),
  }));
}

function toCost({ evaluations, timeMs, totalMs }: RawRow["cost"]): RuleCost {
  return {
    evaluations,
    timeMs,
    meanMicroseconds: evaluations === 0 ? null : Math.round((timeMs * 10_000) / evaluations) / 10,
    share: evaluations === 0 || totalMs === 0 ? null : Math.round((timeMs / totalMs) * 1000) / 1000,
  };
}

async function countStates(tx: Tx): Promise<RuleList["counts"]> {
  const [row] = await tx.execute<RuleList["counts"] & Record<string, unknown>>(sql`select
    count(*) filter (where state = 'draft')::int as draft, count(*) filter (where state = 'test')::int as test,
    count(*) filter (where state = 'active')::int as active, count(*) filter (where state = 'quarantined')::int as quarantined,
    count(*) filter (where state = 'retired')::int as retired,
    (select count(*)::int from rule_publications p where p.state = 'waiting' or p.state = 'live' and p.approved_by is null) as waiting from rules`);
  return row ?? { draft: 0, test: 0, active: 0, quarantined: 0, retired: 0, waiting: 0 };
}
