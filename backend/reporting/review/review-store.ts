// Reading a year's review: targets with this and last year's numbers and texts, steps of laws; used by the page, by the signature and by the exports.
import { sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import type { TargetView } from "./model.ts";

export interface ReviewRow extends Record<string, unknown> {
  id: string;
  year: number;
  state: "draft" | "submitted" | "frozen" | "published";
  summary: Record<string, string>;
  version: number;
  submitted_by: string | null;
  submitted_at: string | null;
  signed_by: string | null;
  signed_at: string | null;
  frozen: unknown;
  sha256: string | null;
  published_at: string | null;
}

export async function findReview(tx: Tx, year: number): Promise<ReviewRow | undefined> {
  const [row] =
    await tx.execute<ReviewRow>(sql`select id, year, state, summary, version, submitted_by, submitted_at, signed_by, signed_at, frozen, sha256, published_at
    from reviews where year = ${year}`);
  return row;
}

/** Holds a year's review until the transaction ends. @throws AppError not_found, conflict when it was changed meanwhile. */
export async function holdReview(tx: Tx, year: number, version: number): Promise<ReviewRow> {
  await tx.execute(sql`select 1 from reviews where year = ${year} for update`);
  const row = await findReview(tx, year);
  if (!row) throw notFound("review");
  if (row.version !== version)
    throw new AppError(
      "conflict",
      "Somebody changed this review meanwhile. Load the page again to see it as it is now.",
      { words: "forms.conflict.changed" },
    );
  return row;
}

interface TargetRow extends Record<string, unknown> {
  id: string;
  strategyId: string | null;
  names: Record<string, string>;
  unit: string;
  target: string | null;
  byYear: number | null;
  baseline: string | null;
  baselineOn: string | null;
  source: string;
  verification: string;
  figure: string | null;
}
interface NumberRow extends Record<string, unknown> {
  id: string;
  targetId: string;
  year: number;
  value: string;
  measuredOn: string;
  source: string;
  origin: string;
  enteredAt: string;
}
interface TextRow extends Record<string, unknown> {
  targetId: string;
  text: Record<string, string>;
  outlook: "reached" | "on_track" | "late" | "stopped" | "unknown";
  version: number;
}

/** Targets that are followed, and those that ended but have a number or a text of this year. */
export async function readTargets(tx: Tx, year: number): Promise<TargetView[]> {
  const targets =
    await tx.execute<TargetRow>(sql`select id, strategy_id as "strategyId", names, unit, trim_scale(target)::text as target, by_year as "byYear",
      trim_scale(baseline)::text as baseline, baseline_on::text as "baselineOn", source, verification, figure
    from strategy_targets t where ended_at is null
      or exists (select 1 from measurements m where m.target_id = t.id and m.year = ${year})
      or exists (select 1 from review_narratives n join reviews r on r.id = n.review_id where n.target_id = t.id and r.year = ${year})
    order by strategy_id nulls last, place, added_at, id`);
  const numbers =
    await tx.execute<NumberRow>(sql`select id, target_id as "targetId", year, trim_scale(value)::text as value, measured_on::text as "measuredOn",
      source, origin, entered_at as "enteredAt" from measurements where year in (${year}, ${year - 1}) and replaced_by is null`);
  const texts =
    await tx.execute<TextRow>(sql`select n.target_id as "targetId", n.text, n.outlook, n.version from review_narratives n
    join reviews r on r.id = n.review_id where r.year = ${year}`);
  const numberOf = (targetId: string, of: number): TargetView["thisYear"] => {
    const row = numbers.find((one) => one.targetId === targetId && one.year === of);
    if (!row) return null;
    const { id, value, measuredOn, source, origin } = row;
    return { id, value, measuredOn, source, origin, enteredAt: new Date(row.enteredAt).toISOString() };
  };
  return targets.map((target) => {
    const text = texts.find((one) => one.targetId === target.id);
    return {
      ...target,
      thisYear: numberOf(target.id, year),
      lastYear: numberOf(target.id, year - 1),
      narrative: text ? { text: text.text, outlook: text.outlook, version: text.version } : null,
    };
  });
}
