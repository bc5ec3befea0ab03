// Reads how an organisation ended and whom it goes on for, and to whom the mail about it goes.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import type { EndingAnswer, EndingView } from "./model.ts";

const named = (alias: string) =>
  sql`case when ${sql.identifier(alias)}.id is null then null else jsonb_build_object('id', ${sql.identifier(alias)}.id,
    'name', ${sql.identifier(alias)}.name, 'reference', ${sql.identifier(alias)}.reference) end`;

/** @throws forbidden, not_found. */
export async function readEnding(ctx: Context, constituentId: string): Promise<EndingAnswer> {
  requirePermission(ctx, "registry.read");
  return await readOnly(
    ctx,
    async (tx) => {
      const [row] = await tx.execute<EndingView & { isEnded: boolean } & Record<string, unknown>>(sql`
        select e.id, c.ended_at is not null as "isEnded", coalesce(e.ended_on::text, to_char(c.ended_at at time zone 'UTC', 'YYYY-MM-DD')) as "endedOn",
          e.reason, ${named("s")} as successor, ${named("m")} as "mergedInto", p.name as by, ${iso(sql`e.recorded_at`)} as "recordedAt",
          coalesce((select jsonb_object_agg(t, n) from (select x ->> 'table' as t, count(*)::int as n from jsonb_array_elements(e.changes) x
            where x ->> 'table' <> 'constituents' group by 1) counted), '{}') as ended
        from constituents c left join constituent_endings e on e.constituent_id = c.id and e.undone_at is null
          left join constituents s on s.id = e.successor_id left join constituents m on m.id = c.merged_into left join people p on p.id = e.ended_by
        where c.id = ${constituentId}`);
      if (!row) throw notFound("constituent");
      const succeeds = await tx.execute<EndingAnswer["succeeds"][number] & Record<string, unknown>>(sql`
        select c.id, c.name, c.reference, e.ended_on::text as "endedOn" from constituent_endings e join constituents c on c.id = e.constituent_id
        where e.successor_id = ${constituentId} and e.undone_at is null order by e.ended_on, c.id limit 100`);
      const { isEnded, ...ending } = row;
      return { ending: isEnded ? ending : null, succeeds: [...succeeds] };
    },
    "staff",
  );
}

export interface EndingMail {
  name: string;
  endedOn: string;
  successor: string | null;
  /** Its contacts of that day that have an address, and the people who keep the entry; each address once. */
  told: { key: string; email: string; language: string }[];
}

/** Undefined where there is no such end. */
export async function readEndingMail(tx: Tx, endingId: string): Promise<EndingMail | undefined> {
  const [row] = await tx.execute<Omit<EndingMail, "told">>(sql`
    select c.name, e.ended_on::text as "endedOn", s.name as successor
    from constituent_endings e join constituents c on c.id = e.constituent_id left join constituents s on s.id = e.successor_id where e.id = ${endingId}`);
  if (!row) return undefined;
  const told = await tx.execute<EndingMail["told"][number]>(sql`
    select distinct on (lower(email)) key, email, language from (
      select k.id::text as key, k.email, coalesce(k.languages[1], 'fr') as language, 1 as place
      from constituent_endings e cross join lateral jsonb_array_elements(e.changes) x join contacts k on x ->> 'table' = 'contacts' and k.id = (x -> 'key' ->> 'id')::uuid
      where e.id = ${endingId} and k.email is not null
      union all
      select p.id::text, p.email, p.language, 0 from constituent_endings e join constituents c on c.id = e.constituent_id
        join role_grants g on g.organisation_id = c.organisation_id join people p on p.id = g.person_id
      where e.id = ${endingId} and g.revoked_at is null and p.disabled_at is null and g.role = 'constituent_administrator') t
    order by lower(email), place limit 100`);
  return { ...row, told: [...told] };
}
