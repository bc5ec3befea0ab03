// The register as a list: by name, by pages that follow the last row.
import { sql, type SQL } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { escapeLike, holdsText, readOnly } from "../../platform/db/index.ts";
import type { Page } from "../model.ts";
import { type ConstituentRow, DirectoryQuery } from "./model.ts";

const hasContact = sql`exists (select 1 from contacts k where k.constituent_id = c.id and k.ended_at is null
  and (k.email is not null or k.phone is not null))`;

function areasBelow(areaId: string): SQL {
  return sql`with recursive below as (select a.id from areas a where a.id = ${areaId}
    union select a.id from areas a join below b on a.parent_id = b.id) select id from below`;
}

/** @throws forbidden, invalid_input. A text finds names, references, and what was ever held. */
export async function listConstituents(ctx: Context, input: DirectoryQuery): Promise<Page<ConstituentRow>> {
  requirePermission(ctx, "registry.read");
  const query = DirectoryQuery.parse(input);
  const conditions: SQL[] = [query.ended ? sql`c.ended_at is not null` : sql`c.ended_at is null`];
  if (query.sector) conditions.push(sql`c.sector = ${query.sector}`);
  if (query.class) conditions.push(sql`c.classes @> array[${query.class}]`);
  if (query.areaId)
    conditions.push(
      sql`(c.area_id in (${areasBelow(query.areaId)}) or c.branch_area_ids && array(${areasBelow(query.areaId)}))`,
    );
  if (query.withoutContact) conditions.push(sql`not ${hasContact}`);
  const text = query.text.trim().toLowerCase();
  if (text !== "") {
    const like = `%${escapeLike(text)}%`;
    conditions.push(sql`(${holdsText(text, sql`c.name`, sql`c.reference`)}
      or exists (select 1 from unnest(c.other_names) n where ${holdsText(text, sql`n`)})
      or exists (select 1 from network_claims n where n.constituent_id = c.id and lower(n.value) like ${like}))`);
  }
  if (query.cursor)
    conditions.push(sql`(c.name, c.id) > (select l.name, l.id from constituents l where l.id = ${query.cursor})`);
  const now = ctx.now().toISOString();
  // The register is one for the whole house: who may read it reads all of it, whatever cases they work.
  return await readOnly(
    ctx,
    async (tx) => {
      const found = await tx.execute<ConstituentRow & Record<string, unknown>>(sql`
        select c.id, c.reference, c.name, c.sector, a.names as "areaNames", c.address, c.legal_form as "legalForm", ${hasContact} as "hasContact",
          (select count(*)::int from network_claims n where n.constituent_id = c.id and n.state in ('active', 'disputed')
            and (n.held_from is null or n.held_from <= ${now}::timestamptz) and (n.held_until is null or n.held_until > ${now}::timestamptz)) as claims
        from constituents c left join areas a on a.id = c.area_id
        where ${sql.join(conditions, sql` and `)} order by c.name, c.id limit ${query.limit + 1}`);
      const rows = found.slice(0, query.limit);
      return { rows, next: found.length > query.limit ? (rows.at(-1)?.id ?? null) : null };
    },
    "staff",
  );
}
