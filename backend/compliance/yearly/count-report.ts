// Counts an authority's year under the system's scope, so that a number is the same whoever freezes it: sums of the own rows only, no row of anybody leaves.
import { createHash } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { canonicalJson } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { loadCountry } from "../../registry/country/index.ts";
import { readPinned } from "../duties/law-of-country.ts";
import type { ReportContent, ReportFigure, UsedLaw } from "./model.ts";
import { reportQueries } from "./report-queries.ts";

interface Span {
  from: string;
  to: string;
}

/** A year's first instant in the country, and the next year's. */
export function spanOf(ctx: Pick<Context, "config">, year: number): Span {
  const zone = loadCountry(ctx.config.country).timeZones.default;
  const start = (of: number): string =>
    Temporal.PlainDate.from({ year: of, month: 1, day: 1 }).toZonedDateTime(zone).toInstant().toString();
  return { from: start(year), to: start(year + 1) };
}

/** The text of a query with its instants and its authority as parameters. */
function bind(query: string, office: string, { from, to }: Span): SQL {
  const values: Record<string, SQL> = {
    ":office": sql`${office}::uuid`,
    ":from": sql`${from}::timestamptz`,
    ":to": sql`${to}::timestamptz`,
  };
  return sql.join(
    query.split(/(:office|:from|:to)\b/).map((part) => values[part] ?? sql.raw(part)),
    sql.raw(""),
  );
}

const plain = (value: string): string => (value.includes(".") ? value.replace(/\.?0+$/, "") : value);

/** Everything that a report says of a year, as it stands now. `tx` is under the system's scope. */
export async function composeReport(tx: Tx, ctx: Context, office: string, year: number): Promise<ReportContent> {
  const span = spanOf(ctx, year);
  const figures: ReportFigure[] = [];
  for (const { name, unit, query } of reportQueries) {
    const rows = await tx.execute<{ key: string; value: string | null; size: number }>(
      sql`select q.key, round(q.value::numeric, 2)::text as value, q.size::int as size from (${bind(query, office, span)}) q`,
    );
    figures.push({
      name,
      unit,
      query,
      rows: rows.map(({ key, value, size }) => ({ key, size, value: value === null ? null : plain(value) })),
    });
  }
  const [own] = await tx.execute<{ name: string }>(sql`select name from organisations where id = ${office}`);
  if (!own) throw notFound("authority");
  return { authority: own.name, year, figures, laws: await readLaws(tx, office, span) };
}

/** The versions of law that the year's filings and records were judged by, as each was pinned: a later law changes none of them. */
async function readLaws(tx: Tx, office: string, { from, to }: Span): Promise<UsedLaw[]> {
  const pins = await tx.execute<{ id: string; version: string; sha256: string }>(
    sql`select distinct pack_id as id, pack_version as version, pack_sha256 as sha256 from (
      select pack_id, pack_version, pack_sha256, organisation_id, submitted_at from filing_parts
      union all select pack_id, pack_version, pack_sha256, organisation_id, submitted_at from yearly_records) p
      where organisation_id = ${office} and submitted_at >= ${from}::timestamptz and submitted_at < ${to}::timestamptz order by 1, 2`,
  );
  return pins.map((pin) => ({ ...pin, title: titleOf(pin) }));
}

function titleOf(pin: { id: string; version: string; sha256: string }): UsedLaw["title"] {
  try {
    const { title } = readPinned(pin).pack.pack;
    return { fr: title.fr, en: title.en, mn: title.mn };
  } catch {
    // The pack's file is gone or was changed: the record keeps its pin, and the report says which.
    return { fr: pin.id, en: pin.id, mn: pin.id };
  }
}

/** SHA-256 of the canonical JSON. */
export function hashReport(content: unknown): string {
  return createHash("sha256").update(canonicalJson(content)).digest("hex");
}
