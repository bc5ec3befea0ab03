// Who pays a contribution: entities whose class or ISIC division the law names, as the register has them at the end of the year.
import { sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import { type KnownContribution, telecomDivisions } from "./contribution-law.ts";

export interface Payer extends Record<string, unknown> {
  constituentId: string;
  organisationId: string;
  reference: string;
  name: string;
  classes: string[];
  isic: string | null;
}

/** Under a scope that reads the register. `constituentId`: is this one among them? */
export async function findPayers(
  tx: Tx,
  contribution: KnownContribution,
  constituentId?: string,
): Promise<(Payer & { because: string[] })[]> {
  const rows =
    await tx.execute<Payer>(sql`select id as "constituentId", organisation_id as "organisationId", reference, name, classes, isic from constituents
    where ended_at is null and (classes && ${sql.param([...contribution.classes])}::text[]
      or left(regexp_replace(coalesce(isic, ''), '^[A-Z]', ''), 2) = any(${sql.param([...telecomDivisions])}::text[]))
      ${constituentId === undefined ? sql`` : sql`and id = ${constituentId}`}
    order by lower(name), id`);
  return rows.map((row) => ({
    ...row,
    because: [
      ...row.classes.filter((one) => contribution.classes.includes(one)),
      ...(row.isic && telecomDivisions.some((division) => row.isic?.replace(/^[A-Z]/, "").startsWith(division))
        ? [`ISIC ${row.isic}`]
        : []),
    ],
  }));
}
