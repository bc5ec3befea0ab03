// Incidents that were filed with an authority: one a filing, dated by its first part, with the last word of each field.
import { type SQL, sql } from "drizzle-orm";
import { type Asked, within } from "./asked.ts";

/** As `i`: reference, fields. All authorities' where none asks (the committee's sums). What nobody owns, and the yearly record, are none. */
export function filedIncidents(asked: Asked): SQL {
  const own =
    asked.office === null ? sql`p.organisation_id is not null` : sql`p.organisation_id = ${asked.office}::uuid`;
  return sql`(select f.filing_reference as reference, f.organisation_id,
      (select l.fields from filing_parts l where l.organisation_id = f.organisation_id and l.filing_reference = f.filing_reference and l.standing <> 'disowned'
        order by l.submitted_at desc, l.number desc limit 1) as fields
    from (select distinct on (p.filing_reference) p.* from filing_parts p where ${own} and p.standing <> 'disowned' and p.replaces_id is null and p.stage <> 'yearly_record'
      order by p.filing_reference, p.submitted_at, p.id) f where ${within(asked, sql`f.submitted_at`)}) i`;
}

/** What the entity said in a field, as text; null where it said nothing. */
export const saidIn = (field: string): SQL =>
  sql`(select nullif(trim(x ->> 'value'), '') from jsonb_array_elements(i.fields) x where x ->> 'id' = ${field} limit 1)`;
