// Ranges of paper receipts and what became of each slip. What opens a slip is not among it.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { slipNumberOf } from "../../intake/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import type { RangePage, RangeView } from "./model.ts";

/** The newest first; at most 200. */
export async function listRanges(ctx: Context): Promise<RangeView[]> {
  requirePermission(ctx, "paper.key_in");
  return await readOnly(ctx, async (tx) => await ranges(tx, null));
}

/** @throws not_found. Of a slip whose report the asker may not see it is not said which one it is. */
export async function readRange(ctx: Context, rangeId: string): Promise<RangePage> {
  requirePermission(ctx, "paper.key_in");
  return await readOnly(ctx, async (tx) => {
    const [range] = isId(rangeId) ? await ranges(tx, rangeId) : [];
    if (!range) throw notFound("range");
    const slips = await tx.execute<
      Omit<RangePage["slips"][number], "slipNumber"> & { locator: string } & Record<string, unknown>
    >(sql`
      select s.position, s.locator, s.report_id as "reportId", r.reference, ${iso(sql`s.written_at`)} as "writtenAt", ${iso(sql`s.keyed_at`)} as "keyedAt",
        p.name as "keyedBy", s.keyed_via as "keyedVia"
      from paper_slips s left join reports r on r.id = s.report_id left join people p on p.id = s.keyed_by where s.range_id = ${rangeId} order by s.position`);
    return {
      ...range,
      slips: slips.map(({ locator, ...slip }) => ({ ...slip, slipNumber: slipNumberOf(locator) })),
    };
  });
}

async function ranges(tx: Tx, rangeId: string | null): Promise<RangeView[]> {
  return await tx.execute<RangeView & Record<string, unknown>>(sql`
    select r.id, r.number, r.place, r.holder, r.language, r.count, r.state, r.note, p.name as "madeBy", ${iso(sql`r.made_at`)} as "madeAt", r.version,
      (select count(*)::int from paper_slips s where s.range_id = r.id and s.report_id is not null) as "keyedIn"
    from paper_ranges r left join people p on p.id = r.made_by where ${rangeId}::uuid is null or r.id = ${rangeId}::uuid order by r.made_at desc, r.id desc limit 200`);
}
