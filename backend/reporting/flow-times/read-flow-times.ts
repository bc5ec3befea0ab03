// How long the portal's flows take, for the team: medians of counters, with small numbers kept back.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import { type FlowTimesView, leastShown } from "./model.ts";
import { linesOf, type OpinionRow, type TimeRow, weekOf } from "./rules.ts";

/** @param weeks whole ISO weeks, this one the last. */
export async function readFlowTimes(ctx: Context, weeks: number): Promise<FlowTimesView> {
  requirePermission(ctx, "health.read");
  const sinceOn = weekOf(new Date(ctx.now().getTime() - (weeks - 1) * 7 * 86_400_000));
  return await readOnly(ctx, async (tx) => {
    const times = await tx.execute<TimeRow & Record<string, unknown>>(
      sql`select week::text as week, flow, language, up_to_seconds as "upTo", count from flow_times where week >= ${sinceOn}`,
    );
    const said = await tx.execute<OpinionRow & Record<string, unknown>>(
      sql`select week::text as week, flow, language, opinion, count from flow_opinions where week >= ${sinceOn}`,
    );
    return { weeks, sinceOn, leastShown, lines: linesOf([...times], [...said]) };
  });
}
