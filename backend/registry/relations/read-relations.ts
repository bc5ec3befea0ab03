// Relations of one constituent, the list of critical functions, and what is touched when a constituent stops.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import type { FunctionView, ImpactView, Need, RelationView } from "./model.ts";
import { impactOf } from "./rules.ts";

/** Those that stand first. */
export async function relationsOf(tx: Tx, constituentId: string): Promise<RelationView[]> {
  const rows = await tx.execute<RelationView & Record<string, unknown>>(sql`
    select r.id, r.kind, r.what, r.source, r.since::text as since, r.ended_on::text as "endedOn", r.from_id = ${constituentId} as "isFrom",
      o.id as "otherId", o.name as "otherName"
    from constituent_relations r join constituents o on o.id = case when r.from_id = ${constituentId} then r.to_id else r.from_id end
    where r.from_id = ${constituentId} or r.to_id = ${constituentId}
    order by r.ended_on is not null, r.kind, o.name, r.id`);
  return [...rows];
}

/** By code; with who performs each on this day. Of one constituent: the functions that it performs. */
export async function functionsOf(tx: Tx, today: string, constituentId?: string): Promise<FunctionView[]> {
  const standing = sql`(p.ended_on is null or p.ended_on > ${today}::date)`;
  const rows = await tx.execute<FunctionView & Record<string, unknown>>(sql`
    select f.id, f.code, f.names, f.sector, f.source, f.is_demo as "isDemo",
      coalesce((select jsonb_agg(jsonb_build_object('constituentId', c.id, 'name', c.name, 'since', p.since) order by c.name, c.id)
        from function_performers p join constituents c on c.id = p.constituent_id
        where p.function_id = f.id and ${standing} and c.ended_at is null), '[]'::jsonb) as performers
    from critical_functions f where f.ended_on is null and (${constituentId ?? null}::uuid is null
      or exists (select 1 from function_performers p where p.function_id = f.id and p.constituent_id = ${constituentId ?? null}::uuid and ${standing}))
    order by f.code`);
  return [...rows];
}

/** @throws forbidden. */
export async function listFunctions(ctx: Context): Promise<FunctionView[]> {
  requirePermission(ctx, "registry.read");
  return await readOnly(ctx, async (tx) => await functionsOf(tx, dayOf(ctx.now())), "staff");
}

/** "If this constituent stops, these constituents and functions are touched." @throws forbidden, not_found. */
export async function readImpact(ctx: Context, constituentId: string): Promise<ImpactView> {
  requirePermission(ctx, "registry.read");
  const today = dayOf(ctx.now());
  return await readOnly(
    ctx,
    async (tx) => {
      const needs = await tx.execute<Need & Record<string, unknown>>(sql`
        select case r.kind when 'provides_for' then r.from_id else r.to_id end as provider,
          case r.kind when 'provides_for' then r.to_id else r.from_id end as needer, r.what
        from constituent_relations r where (r.ended_on is null or r.ended_on > ${today}::date) order by r.id`);
      const functions = await functionsOf(tx, today);
      const performers = functions.flatMap((one) =>
        one.performers.map((performer) => ({ functionId: one.id, constituentId: performer.constituentId })),
      );
      const impact = impactOf(constituentId, needs, performers);
      const ids = [constituentId, ...impact.constituents.map((one) => one.constituentId)];
      const list = sql.join(
        ids.map((id) => sql`${id}::uuid`),
        sql`, `,
      );
      const rows = await tx.execute<{ id: string; name: string }>(
        sql`select id, name from constituents where id in (${list})`,
      );
      const names = new Map(rows.map((row) => [row.id, row.name]));
      if (!names.has(constituentId)) throw notFound("constituent");
      const nameOf = (id: string): string => names.get(id) ?? "";
      return {
        constituentId,
        constituents: impact.constituents.map(({ viaId, ...one }) => ({
          ...one,
          name: nameOf(one.constituentId),
          viaName: nameOf(viaId),
        })),
        functions: impact.functions.map(({ functionId, performerIds, isLeftToOthers }) => {
          const known = functions.find(({ id }) => id === functionId);
          return {
            functionId,
            code: known?.code ?? "",
            names: known?.names ?? {},
            performers: performerIds.map(nameOf),
            isLeftToOthers,
          };
        }),
      };
    },
    "staff",
  );
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
