// The areas that a reporter chooses from: regions with their districts, or regions alone where that would be too long a list for a phone.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import type { AreaNames } from "./model.ts";

const mostListed = 100;

interface Row extends Record<string, unknown> {
  id: string;
  names: AreaNames;
  within: AreaNames | null;
}

/** A district bears its region's name before its own. Names of places are no secret: everybody who may report may ask. */
export async function listChosenAreas(ctx: Context): Promise<{ id: string; names: AreaNames }[]> {
  requirePermission(ctx, "report.submit");
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<Row>(sql`select a.id, a.names, case when a.level = 'district' then p.names end as within from areas a
        left join areas p on p.id = a.parent_id where a.level in ('region', 'district') and a.ended_at is null order by a.id`),
    "intake",
  );
  const regions = rows.filter(({ within }) => within === null);
  const listed = rows.length > mostListed ? regions : rows;
  return listed.map(({ id, names, within }) => ({ id, names: within === null ? names : joinNames(within, names) }));
}

function joinNames(region: AreaNames, district: AreaNames): AreaNames {
  const joined: AreaNames = {};
  for (const language of ["fr", "en", "mn"] as const) {
    const [one, other] = [region[language], district[language]];
    if (other !== undefined) joined[language] = one === undefined ? other : `${one} – ${other}`;
  }
  return joined;
}
