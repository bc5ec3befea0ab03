// Slows who floods authorities with filings in others' names: counted in memory, by source, for an hour.
import type { Context, Services } from "../../../platform/context/index.ts";
import { AppError } from "../../../platform/errors/index.ts";

interface Counts {
  hour: number;
  bySource: Map<string, number>;
  total: number;
}

const counts = new WeakMap<Services["db"], { filings: Counts; claims: Counts }>();
const fresh = (hour: number): Counts => ({ hour, bySource: new Map(), total: 0 });

function count(
  ctx: Pick<Context, "db">,
  kind: "filings" | "claims",
  source: string,
  now: Date,
  most: { one: number; all: number },
): void {
  const hour = Math.floor(now.getTime() / 3_600_000);
  const known = counts.get(ctx.db) ?? { filings: fresh(hour), claims: fresh(hour) };
  counts.set(ctx.db, known);
  if (known[kind].hour !== hour) known[kind] = fresh(hour);
  const mine = known[kind];
  mine.total += 1;
  mine.bySource.set(source, (mine.bySource.get(source) ?? 0) + 1);
  if ((mine.bySource.get(source) ?? 0) > most.one || mine.total > most.all)
    throw new AppError(
      "too_many_requests",
      "Too many of these came at once. Wait an hour, or call the national team.",
      {
        retryAfterSeconds: 3600 - Math.floor((now.getTime() % 3_600_000) / 1000),
      },
    );
}

/** @throws too_many_requests after ten filings an hour from one source. */
export function countGuest(ctx: Context, address: string): void {
  count(ctx, "filings", address, ctx.now(), { one: 10, all: 500 });
}

/** Each try counts, right or wrong. @throws too_many_requests after twenty an hour by one person. */
export function countClaim(ctx: Context, personId: string): void {
  count(ctx, "claims", personId, ctx.now(), { one: 20, all: 2000 });
}
