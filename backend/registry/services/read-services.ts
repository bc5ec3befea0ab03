// Services online: of one constituent, of all as a list, and how many there are; the public reads those of the administration.
import { sql, type SQL } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { holdsText, readOnly, type Tx } from "../../platform/db/index.ts";
import { type PublicService, type ServiceCounts, type ServiceView, ServicesQuery } from "./model.ts";

const latest = sql`(select distinct on (k.instrument) k.instrument, k.state, k.as_of, k.source from service_compliance k
  where k.service_id = s.id order by k.instrument, k.as_of desc, k.recorded_at desc, k.id desc)`;
const columns = sql`s.id, s.constituent_id as "constituentId", c.name as provider, s.name, s.url, s.kind, s.audience, s.since::text as since,
  s.ended_on::text as "endedOn", s.is_demo as "isDemo", s.version, coalesce((select jsonb_agg(jsonb_build_object('instrument', l.instrument,
    'state', l.state, 'asOf', l.as_of, 'source', l.source) order by l.instrument) from ${latest} l), '[]'::jsonb) as compliance`;

/** Those that are offered first. */
export async function servicesOf(tx: Tx, constituentId: string): Promise<ServiceView[]> {
  const rows = await tx.execute<ServiceView & Record<string, unknown>>(sql`
    select ${columns} from online_services s join constituents c on c.id = s.constituent_id
    where s.constituent_id = ${constituentId} order by s.ended_on is not null, s.name, s.id`);
  return [...rows];
}

/** @throws forbidden, invalid_input. By name; those that ended are left out. */
export async function listServices(
  ctx: Context,
  input: ServicesQuery,
): Promise<{ rows: ServiceView[]; next: string | null; counts: ServiceCounts }> {
  requirePermission(ctx, "registry.read");
  const query = ServicesQuery.parse(input);
  const today = ctx.now().toISOString().slice(0, 10);
  const online = sql`(s.ended_on is null or s.ended_on > ${today}::date) and (s.since is null or s.since <= ${today}::date) and c.ended_at is null`;
  const conditions: SQL[] = [online];
  if (query.kind) conditions.push(sql`s.kind = ${query.kind}`);
  if (query.state === "unknown")
    conditions.push(sql`not exists (select 1 from ${latest} l where l.state <> 'unknown')`);
  else if (query.state) conditions.push(sql`exists (select 1 from ${latest} l where l.state = ${query.state})`);
  const text = query.text.trim();
  if (text !== "") conditions.push(holdsText(text, sql`s.name`, sql`s.url`, sql`c.name`));
  if (query.cursor)
    conditions.push(sql`(s.name, s.id) > (select l.name, l.id from online_services l where l.id = ${query.cursor})`);
  return await readOnly(
    ctx,
    async (tx) => {
      const found = await tx.execute<ServiceView & Record<string, unknown>>(sql`
        select ${columns} from online_services s join constituents c on c.id = s.constituent_id
        where ${sql.join(conditions, sql` and `)} order by s.name, s.id limit ${query.limit + 1}`);
      const [counts] = await tx.execute<ServiceCounts & Record<string, unknown>>(sql`
        with all_services as (select s.kind, array(select l.state from ${latest} l) as states
          from online_services s join constituents c on c.id = s.constituent_id where ${online})
        select count(*) filter (where kind = 'egovernment')::int as egovernment, count(*) filter (where kind = 'commercial')::int as commercial,
          count(*) filter (where kind = 'egovernment' and 'finding_open' = any (states))::int as "withFinding",
          count(*) filter (where kind = 'egovernment' and states && '{declared,compliant}' and not 'finding_open' = any (states))::int as "declaredOrCompliant",
          count(*) filter (where kind = 'egovernment' and not states && '{declared,compliant,finding_open}')::int as unknown
        from all_services`);
      const rows = found.slice(0, query.limit);
      return {
        rows,
        next: found.length > query.limit ? (rows.at(-1)?.id ?? null) : null,
        counts: counts ?? { egovernment: 0, commercial: 0, withFinding: 0, declaredOrCompliant: 0, unknown: 0 },
      };
    },
    "staff",
  );
}

/** For everybody: services of the administration, without what is known of their compliance. At most 1,000. */
export async function listPublicServices(ctx: Context): Promise<PublicService[]> {
  return await readOnly(
    ctx,
    async (tx) => {
      const rows = await tx.execute<PublicService & Record<string, unknown>>(sql`
        select id, name, url, audience, since::text as since, provider, is_demo as "isDemo" from toguna_public_services()`);
      return [...rows];
    },
    "intake",
  );
}
