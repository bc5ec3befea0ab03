// Which findings a filter means, whose they are, and who of each constituent can be written to.
import { sql, type SQL } from "drizzle-orm";
import { stricter } from "../../intake/marking/model.ts";
import type { Marking } from "../../intake/model.ts";
import type { Tx } from "../../platform/db/index.ts";
import { iso } from "../../platform/db/index.ts";
import type { MailedRow } from "./compose-run.ts";
import type { FindingKinds, RunFilter } from "./model.ts";
import type { KnownContact } from "./plan.ts";

/** Events of the lists that are named. Where none is, of all that may leave in clear: what is above TLP:GREEN somebody names. */
function matching(filter: RunFilter): SQL {
  const { listIds, whats, ports, since, until } = filter;
  return sql`r.outcome = 'kept' and l.state = 'done'
    and ${listIds.length === 0 ? sql`not l.is_exercise and l.marking in ('green', 'clear')` : sql`r.list_id = any (${sql.param(listIds)}::uuid[])`}
    and ${whats.length === 0 ? sql`true` : sql`r.what = any (${sql.param(whats)}::text[])`}
    and ${ports.length === 0 ? sql`true` : sql`r.port = any (${sql.param(ports)}::integer[])`}
    and ${since === null ? sql`true` : sql`r.at >= ${since}::timestamptz`}
    and ${until === null ? sql`true` : sql`r.at < ${until}::timestamptz`}`;
}
const held = sql`r.attribution in ('register', 'officer') and c.ended_at is null`;
const source = sql`findings_rows r join findings_lists l on l.id = r.list_id left join constituents c on c.id = r.constituent_id`;

export interface Reached extends Record<string, unknown> {
  constituentId: string;
  name: string;
  rows: number;
}

/** Constituents with how many of the rows are theirs; in the order of their ids. */
export async function reachedBy(tx: Tx, filter: RunFilter, after?: string, limit = 100_000): Promise<Reached[]> {
  return await tx.execute<Reached>(sql`
    select c.id as "constituentId", c.name, count(*)::int as rows from ${source}
    where ${matching(filter)} and ${held} and ${after === undefined ? sql`true` : sql`c.id > ${after}`}
    group by c.id, c.name order by c.id limit ${limit}`);
}

export async function countReach(
  tx: Tx,
  filter: RunFilter,
  roles: readonly string[],
): Promise<{ constituents: number; rows: number; unattributed: number; withoutContact: number }> {
  const [row] = await tx.execute<{
    constituents: number;
    rows: number;
    unattributed: number;
    withoutContact: number;
  }>(sql`
    with rows as (select r.constituent_id, (${held}) as is_held from ${source} where ${matching(filter)}),
      holders as (select constituent_id, count(*) as n from rows where is_held group by 1)
    select (select count(*)::int from holders) as constituents, (select coalesce(sum(n), 0)::int from holders) as rows,
      (select count(*)::int from rows where is_held is not true) as unattributed,
      (select count(*)::int from holders h where not exists (select 1 from contacts k where k.constituent_id = h.constituent_id and k.ended_at is null
        and k.anonymised_at is null and k.email is not null and k.role = any (${sql.param([...roles])}::text[]))) as "withoutContact"`);
  return row ?? { constituents: 0, rows: 0, unattributed: 0, withoutContact: 0 };
}

/** The strictest label among the lists that are meant. */
export async function markingOf(tx: Tx, filter: RunFilter): Promise<Marking> {
  const rows = await tx.execute<{ marking: Marking }>(sql`
    select distinct l.marking from findings_lists l where l.state = 'done'
      and ${filter.listIds.length === 0 ? sql`not l.is_exercise and l.marking in ('green', 'clear')` : sql`l.id = any (${sql.param(filter.listIds)}::uuid[])`}`);
  if (rows.length === 0) return "green";
  return rows.reduce<Marking>((strictest, { marking }) => stricter(strictest, marking), "clear");
}

/** Fixes which rows a run speaks of, and its constituents. */
export async function freezeRows(tx: Tx, runId: string, filter: RunFilter): Promise<void> {
  await tx.execute(sql`insert into notification_rows (run_id, list_id, line, constituent_id)
    select ${runId}, r.list_id, r.line, c.id from ${source} where ${matching(filter)} and ${held} on conflict do nothing`);
  await tx.execute(sql`insert into notification_targets (run_id, constituent_id, row_count, state)
    select ${runId}, constituent_id, count(*), 'waiting' from notification_rows where run_id = ${runId} group by constituent_id on conflict do nothing`);
}

export async function contactsOf(tx: Tx, constituentIds: readonly string[]): Promise<Map<string, KnownContact[]>> {
  const rows = await tx.execute<KnownContact & Record<string, unknown>>(sql`
    select k.id, k.constituent_id as "constituentId", k.name, k.role, k.email, k.languages,
      exists (select 1 from contact_bounces b where b.contact_id = k.id and lower(b.email) = lower(k.email)) as "hasBounced"
    from contacts k where k.constituent_id = any (${sql.param([...constituentIds])}::uuid[]) and k.ended_at is null and k.anonymised_at is null
    order by k.created_at, k.id`);
  const found = new Map<string, KnownContact[]>();
  for (const row of rows) {
    const known = found.get(row.constituentId);
    if (known) known.push(row);
    else found.set(row.constituentId, [row]);
  }
  return found;
}

/** A constituent's rows: of a run as it was released, or of a filter as things stand. At most 10,000. */
export async function rowsOf(
  tx: Tx,
  constituentId: string,
  of: { runId: string } | { filter: RunFilter },
): Promise<MailedRow[]> {
  const columns = sql`select r.address, r.port, ${iso(sql`r.at`)} as at, r.what, r.detail`;
  const order = sql`order by r.what, r.address, r.at, r.line limit 10000`;
  return await tx.execute<MailedRow & Record<string, unknown>>(
    "runId" in of
      ? sql`${columns} from notification_rows n join findings_rows r on r.list_id = n.list_id and r.line = n.line
          where n.run_id = ${of.runId} and n.constituent_id = ${constituentId} ${order}`
      : sql`${columns} from ${source} where ${matching(of.filter)} and ${held} and c.id = ${constituentId} ${order}`,
  );
}

/** What there is to choose from: kinds of finding with their ports, and lists. */
export async function kindsOfFindings(tx: Tx): Promise<FindingKinds> {
  const whats = await tx.execute<FindingKinds["whats"][number] & Record<string, unknown>>(sql`
    select r.what, count(*)::int as count, coalesce((array_agg(distinct r.port order by r.port) filter (where r.port is not null))[1:20], '{}') as ports
    from findings_rows r join findings_lists l on l.id = r.list_id
    where r.outcome = 'kept' and l.state = 'done' and not l.is_exercise group by r.what order by count(*) desc, r.what limit 200`);
  const lists = await tx.execute<FindingKinds["lists"][number] & Record<string, unknown>>(sql`
    select l.id, l.title, l.marking, l.row_count as count from findings_lists l where l.state = 'done' order by l.created_at desc limit 200`);
  return { whats, lists };
}
