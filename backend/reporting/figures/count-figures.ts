// Counts the figures of a year under the system's scope: sums only, no row of anybody leaves.
import { createHash } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { canonicalJson, writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import type { Figure } from "../review/model.ts";
import { type FigureQuery, figureQueries } from "./queries.ts";

/** The text of a query with its two instants as parameters. */
function bind({ query }: FigureQuery, year: number): SQL {
  const values: Record<string, string> = { ":from": `${year}-01-01T00:00:00Z`, ":to": `${year + 1}-01-01T00:00:00Z` };
  const parts = query.split(/(:from|:to)\b/);
  return sql.join(
    parts.map((part) => {
      const value = values[part];
      return value === undefined ? sql.raw(part) : sql`${value}::timestamptz`;
    }),
    sql.raw(""),
  );
}

/** Every figure of a year (UTC), by name; `value` is decimal text, null where there is nothing to take a median of. */
export async function countFigures(tx: Tx, year: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const one of figureQueries) {
    const [row] = await tx.execute<{ value: string | null }>(
      sql`select round((${bind(one, year)})::numeric, 2)::text as value`,
    );
    const value = row?.value ?? null;
    figures.push({
      name: one.name,
      unit: one.unit,
      query: one.query,
      value: value?.replace(/\.?0+$/, (end) => (end.startsWith(".") ? "" : end)) ?? null,
    });
  }
  return figures;
}

/** The year's figures as they stand now, for the committee. */
export async function readFigures(ctx: Context, year: number): Promise<{ year: number; figures: Figure[] }> {
  requirePermission(ctx, "review.read");
  return { year, figures: await readOnly(ctx, async (tx) => await countFigures(tx, year), "system") };
}

/** SHA-256 of the canonical JSON of year and figures. */
export function hashFigures(year: number, figures: Figure[]): string {
  return createHash("sha256").update(canonicalJson({ year, figures })).digest("hex");
}

/** Counts and keeps: the numbers, the queries, their hash, and a row in the log. */
export async function takeSnapshot(ctx: Context, year: number): Promise<{ id: string; sha256: string }> {
  requirePermission(ctx, "review.change");
  const { personId } = requirePerson(ctx);
  return await withTransaction(
    ctx,
    async (tx) => {
      const figures = await countFigures(tx, year);
      const id = newId(ctx.now());
      const sha256 = hashFigures(year, figures);
      await tx.execute(sql`insert into figure_snapshots (id, year, taken_at, taken_by, figures, sha256)
        values (${id}, ${year}, ${ctx.now().toISOString()}::timestamptz, ${personId}, ${JSON.stringify(figures)}::jsonb, ${sha256})`);
      await writeAudit(tx, ctx, {
        action: "figures.freeze",
        objectType: "figure_snapshot",
        objectId: id,
        detail: { year, sha256 },
      });
      return { id, sha256 };
    },
    "system",
  );
}
