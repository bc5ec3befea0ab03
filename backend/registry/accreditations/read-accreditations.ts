// Registers of accredited bodies, as a list on a day, one with all that happened to it, and what everybody may read.
import { sql, type SQL } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { holdsText, readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { keeperScope } from "./keeper.ts";
import {
  type AccreditationPage,
  type AccreditationRow,
  AccreditationsQuery,
  type PublicAccreditation,
} from "./model.ts";
import { actsOf } from "./record-act.ts";

type Row = AccreditationRow & { keptById: string } & Record<string, unknown>;

/** The same words as `stateOn` in rules.ts; a test holds the two to each other. */
function bodies(day: string, home: string, conditions: SQL[]): SQL {
  return sql`select b.id, b.reference, b.kind, b.name, b.country, b.country <> ${home.toUpperCase()} as "isForeign", b.number, b.authority, b.scope,
      b.website, b.complaint_path as "complaintPath", b.is_demo as "isDemo", b.constituent_id as "constituentId", b.version, b.kept_by as "keptById",
      (select e.effective_on::text from accreditation_events e where e.body_id = b.id and e.act = 'granted' order by e.number desc limit 1) as "grantedOn",
      u.valid_until::text as "validUntil", s.state,
      case s.state when 'expired' then (u.valid_until + 1)::text when 'not_yet' then null else l.effective_on::text end as "stateSince"
    from accredited_bodies b
    left join lateral (select e.act, e.effective_on from accreditation_events e where e.body_id = b.id and e.effective_on <= ${day}::date
      and e.act <> 'renewed' order by e.effective_on desc, e.number desc limit 1) l on true
    left join lateral (select e.valid_until from accreditation_events e where e.body_id = b.id and e.effective_on <= ${day}::date
      and e.act in ('granted', 'renewed') order by e.effective_on desc, e.number desc limit 1) u on true
    cross join lateral (select case when l.act is null then 'not_yet' when l.act = 'withdrawn' then 'withdrawn'
      when u.valid_until < ${day}::date then 'expired' when l.act = 'suspended' then 'suspended' else 'valid' end as state) s
    where ${sql.join([sql`true`, ...conditions], sql` and `)}`;
}

function conditionsOf(query: ReturnType<typeof AccreditationsQuery.parse>): SQL[] {
  const conditions: SQL[] = [];
  if (query.kind) conditions.push(sql`b.kind = ${query.kind}`);
  if (query.state) conditions.push(sql`s.state = ${query.state}`);
  const text = query.text.trim();
  if (text !== "") conditions.push(holdsText(text, sql`b.name`, sql`b.number`, sql`b.reference`));
  if (query.cursor)
    conditions.push(sql`(b.name, b.id) > (select l.name, l.id from accredited_bodies l where l.id = ${query.cursor})`);
  return conditions;
}

async function pageOf(
  tx: Tx,
  ctx: Context,
  query: ReturnType<typeof AccreditationsQuery.parse>,
): Promise<{ rows: Row[]; next: string | null; on: string }> {
  const on = query.on ?? ctx.now().toISOString().slice(0, 10);
  const found = await tx.execute<Row>(
    sql`${bodies(on, ctx.config.country, conditionsOf(query))} order by b.name, b.id limit ${query.limit + 1}`,
  );
  const rows = found.slice(0, query.limit);
  return { rows, next: found.length > query.limit ? (rows.at(-1)?.id ?? null) : null, on };
}

/** @throws forbidden, invalid_input. By name. */
export async function listAccreditations(
  ctx: Context,
  input: AccreditationsQuery,
): Promise<{ rows: AccreditationRow[]; next: string | null; on: string }> {
  requirePermission(ctx, "accreditation.read");
  const query = AccreditationsQuery.parse(input);
  return await readOnly(
    ctx,
    async (tx) => {
      const page = await pageOf(tx, ctx, query);
      return { ...page, rows: await withKeepers(tx, ctx, page.rows) };
    },
    keeperScope(ctx),
  );
}

/** @throws forbidden, not_found. */
export async function readAccreditation(ctx: Context, bodyId: string): Promise<AccreditationPage> {
  requirePermission(ctx, "accreditation.read");
  const today = ctx.now().toISOString().slice(0, 10);
  return await readOnly(
    ctx,
    async (tx) => {
      const found = await tx.execute<Row>(bodies(today, ctx.config.country, [sql`b.id = ${bodyId}`]));
      const [row] = await withKeepers(tx, ctx, [...found]);
      if (!row) throw notFound("accredited body");
      const [contact] = await tx.execute<NonNullable<AccreditationPage["contact"]> & Record<string, unknown>>(
        sql`select representative, email, phone from accreditation_contacts where body_id = ${bodyId}`,
      );
      return { ...row, acts: await actsOf(tx, bodyId), contact: contact ?? null };
    },
    keeperScope(ctx),
  );
}

/** Of one constituent: what it is accredited for today. */
export async function accreditationsOf(tx: Tx, ctx: Context, constituentId: string): Promise<PublicAccreditation[]> {
  const today = ctx.now().toISOString().slice(0, 10);
  const rows = await tx.execute<Row>(
    sql`${bodies(today, ctx.config.country, [sql`b.constituent_id = ${constituentId}`])} order by b.kind, b.number`,
  );
  return [...rows];
}

/** For everybody. `on` is the day that the states are of. */
export async function listPublicAccreditations(
  ctx: Context,
  input: AccreditationsQuery,
): Promise<{ rows: PublicAccreditation[]; next: string | null; on: string }> {
  const query = AccreditationsQuery.parse(input);
  return await readOnly(ctx, async (tx) => await pageOf(tx, ctx, query), "intake");
}

async function withKeepers(tx: Tx, ctx: Context, rows: Row[]): Promise<AccreditationRow[]> {
  const ids = [...new Set(rows.map(({ keptById }) => keptById))];
  if (ids.length === 0) return [];
  const list = sql.join(
    ids.map((id) => sql`${id}::uuid`),
    sql`, `,
  );
  const keepers = await tx.execute<{ id: string; name: string }>(
    sql`select id, name from organisations where id in (${list})`,
  );
  const { actor } = ctx;
  const mine = actor.kind === "person" || actor.kind === "api_key" ? actor.organisationId : undefined;
  return rows.map((row) => ({
    ...row,
    keptBy: keepers.find(({ id }) => id === row.keptById)?.name ?? "",
    canChange: may(ctx, "accreditation.change") && row.keptById === mine,
  }));
}
