// Counts a flow that was finished, and one answer to how easy it was: a counter goes up, and nobody is in it.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { Finished, type MeasuredFlow, opinions } from "./model.ts";
import { stepOf, weekOf } from "./rules.ts";
import { isFirst, makeTicket, takeTicket } from "./tickets.ts";

/** A signed word for the first page of a flow, to come back with the last one. */
export function beginFlow(ctx: Context, flow: MeasuredFlow): string {
  requirePermission(ctx, "report.submit");
  return makeTicket(ctx, "begun", flow);
}

/**
 * Counts the time of a report that was sent. A word that is missing, changed or shown again counts nothing: it is never a reason to fail.
 * @param sent the report's reference: a second sending of the same report counts nothing.
 * @returns a word with which one answer about the flow may be given; undefined for a report that had its word already.
 */
export async function finishFlow(
  ctx: Context,
  flow: MeasuredFlow,
  language: string,
  begun: string | undefined,
  sent: string,
): Promise<string | undefined> {
  requirePermission(ctx, "report.submit");
  if (!isFirst(ctx, sent)) return undefined;
  const taken = begun === undefined ? undefined : takeTicket(ctx, "begun", begun);
  if (taken?.flow === flow) {
    const { seconds } = Finished.parse({ flow, language, seconds: taken.seconds });
    await withCounters(
      ctx,
      async (tx) =>
        await tx.execute(sql`insert into flow_times (week, flow, language, up_to_seconds, count)
          values (${weekOf(ctx.now())}, ${flow}, ${language}, ${stepOf(seconds)}, 1)
          on conflict (week, flow, language, up_to_seconds) do update set count = flow_times.count + 1`),
    );
  }
  return makeTicket(ctx, "opinion", flow);
}

/** False where the answer is none of ours, or was given already. */
export async function sayOpinion(ctx: Context, ticket: string, language: string, said: string): Promise<boolean> {
  requirePermission(ctx, "report.submit");
  const opinion = opinions.find((known) => known === said);
  const taken = opinion && takeTicket(ctx, "opinion", ticket);
  if (!taken) return false;
  await withCounters(
    ctx,
    async (tx) =>
      await tx.execute(sql`insert into flow_opinions (week, flow, language, opinion, count)
        values (${weekOf(ctx.now())}, ${taken.flow}, ${language}, ${opinion}, 1)
        on conflict (week, flow, language, opinion) do update set count = flow_opinions.count + 1`),
  );
  return true;
}

/**
 * A transaction on the counters. It writes no log row on purpose: rows with a time beside that of the report's own would tie how long
 * somebody took to what they reported.
 */
async function withCounters<Result>(ctx: Context, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  // oxlint-disable-next-line toguna/mutation-guards -- see above; the verbs ask for permission themselves
  return await withTransaction(ctx, work, "system");
}
