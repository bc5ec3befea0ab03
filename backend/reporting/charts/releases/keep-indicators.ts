// Indicators of others, brought in as a table with source, date and licence in each row; shown beside our numbers and never added to them.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission, requirePerson } from "../../../identity/index.ts";
import { writeAudit } from "../../../platform/audit/index.ts";
import type { Context } from "../../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../../platform/db/index.ts";
import { type FieldError, invalidInput, notFound } from "../../../platform/errors/index.ts";
import { isId, newId } from "../../../platform/ids/index.ts";
import { readSheet } from "../../../platform/sheets/index.ts";
import { ImportIndicators, type Indicator, type IndicatorRow } from "./model.ts";

/** Names of the columns, in any order. */
export const indicatorColumns = ["indicator", "period", "value", "unit", "source", "source_date", "licence"] as const;
type Column = (typeof indicatorColumns)[number];

const text = (most: number) =>
  z.string().trim().min(1, "Expected a text.").max(most, `Expected at most ${most} characters.`);
const isDay = (value: string): boolean =>
  !Number.isNaN(Date.parse(`${value}T00:00:00Z`)) && new Date(`${value}T00:00:00Z`).toISOString().startsWith(value);
const Row = z.object({
  indicator: text(300),
  period: z
    .string()
    .regex(/^[0-9]{4}(-(0[1-9]|1[0-2]|Q[1-4]))?$/, "Expected a period such as 2025, 2025-Q3 or 2025-09."),
  value: z
    .string()
    .regex(/^-?\d{1,15}(\.\d{1,4})?$/, "Expected a number such as 1234.5, without spaces, with a point.")
    .transform(Number),
  unit: text(60),
  source: text(300),
  source_date: z
    .string()
    .refine((value) => /^\d{4}-\d{2}-\d{2}$/.test(value) && isDay(value), "Expected a date such as 2025-12-31."),
  licence: text(200),
});

/** Every row or none. A value of the same name, period and source is replaced. @throws AppError invalid_input that names line and column. */
export async function importIndicators(ctx: Context, input: unknown): Promise<{ written: number }> {
  requirePermission(ctx, "statistics.write");
  const { csv } = ImportIndicators.parse(input);
  const { personId } = requirePerson(ctx);
  const sheet = await readSheet(new TextEncoder().encode(csv), { limits: { rows: 5_000 } });
  const header = sheet.header.map((name) =>
    name
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, "_"),
  );
  const missing = indicatorColumns.filter((name) => !header.includes(name));
  if (missing.length > 0 || sheet.rows.length === 0)
    throw invalidInput([
      {
        path: "csv",
        message: `Expected a first row with the columns ${indicatorColumns.join(", ")}, and rows under it. Missing: ${missing.join(", ") || "rows"}.`,
      },
    ]);
  const problems: FieldError[] = [];
  const rows: z.output<typeof Row>[] = [];
  for (const { line, cells } of sheet.rows) {
    const cell = (name: Column): string => (cells[header.indexOf(name)] ?? "").trim();
    const read = Row.safeParse(Object.fromEntries(indicatorColumns.map((name) => [name, cell(name)])));
    if (read.success) rows.push(read.data);
    else
      for (const { path, message } of read.error.issues)
        problems.push({ path: `csv.${line}.${path.join(".")}`, message });
  }
  if (problems.length > 0) throw invalidInput(problems.slice(0, 50));
  return await withTransaction(ctx, async (tx) => {
    for (const row of rows)
      await tx.execute(sql`insert into sector_indicators (id, name, period, value, unit, source, source_on, licence, imported_by, imported_at)
        values (${newId(ctx.now())}, ${row.indicator}, ${row.period}, ${row.value}, ${row.unit}, ${row.source}, ${row.source_date}, ${row.licence}, ${personId}, ${ctx.now().toISOString()}::timestamptz)
        on conflict (name, period, source) do update set value = excluded.value, unit = excluded.unit, source_on = excluded.source_on, licence = excluded.licence, imported_by = excluded.imported_by, imported_at = excluded.imported_at`);
    await writeAudit(tx, ctx, {
      action: "indicators.import",
      objectType: "statistics",
      objectId: "indicators",
      detail: { rows: rows.length },
    });
    return { written: rows.length };
  });
}

export async function removeIndicator(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, "statistics.write");
  if (!isId(id)) throw notFound("indicator");
  await withTransaction(ctx, async (tx) => {
    const [gone] = await tx.execute<{ name: string }>(
      sql`delete from sector_indicators where id = ${id} returning name`,
    );
    if (!gone) throw notFound("indicator");
    await writeAudit(tx, ctx, {
      action: "indicators.remove",
      objectType: "statistics",
      objectId: id,
      detail: { name: gone.name },
    });
  });
}

const columns = sql`name, period, value::float8 as value, unit, source, source_on::text as "sourceOn", licence`;

/** As a release keeps them. */
export async function listIndicators(tx: Tx): Promise<Indicator[]> {
  return [
    ...(await tx.execute<Indicator & Record<string, unknown>>(
      sql`select ${columns} from sector_indicators order by name, source, period`,
    )),
  ];
}

export async function readIndicators(ctx: Context): Promise<z.infer<typeof IndicatorRow>[]> {
  requirePermission(ctx, "statistics.write");
  return await readOnly(ctx, async (tx) => [
    ...(await tx.execute<z.infer<typeof IndicatorRow> & Record<string, unknown>>(
      sql`select id, ${columns} from sector_indicators order by name, source, period`,
    )),
  ]);
}
