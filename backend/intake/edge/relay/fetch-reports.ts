// Fetches what waits at the edges and takes it in: each report once, in the order in which it was accepted; what fails is asked for again.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "../../../identity/index.ts";
import { writeAudit } from "../../../platform/audit/index.ts";
import type { Context } from "../../../platform/context/index.ts";
import { withTransaction } from "../../../platform/db/index.ts";
import { QueuedItem, SealedItem, type Settled } from "../model.ts";
import { takeSealed } from "../take-sealed.ts";
import { askEdge } from "./ask-edge.ts";

const Batch = z.object({ items: z.array(QueuedItem), waiting: z.number().int().min(0) });
const batchSize = 50;
const mostBatches = 200;

export interface Fetched {
  edge: string;
  delivered: number;
  refused: number;
  waiting: number;
  trouble: string | null;
}

/** Every edge of the configuration; one that does not answer stops none of the others. */
export async function fetchFromEdges(ctx: Context): Promise<Fetched[]> {
  requirePermission(ctx, "settings.change");
  const all: Fetched[] = [];
  for (const edge of ctx.config.edgeUrls) {
    const fetched = await fetchFrom(ctx, edge);
    all.push(fetched);
    await note(ctx, fetched);
  }
  return all;
}

async function fetchFrom(ctx: Context, edge: string): Promise<Fetched> {
  const fetched: Fetched = { edge, delivered: 0, refused: 0, waiting: 0, trouble: null };
  try {
    for (let round = 0; round < mostBatches; round++) {
      const batch = Batch.parse(await askEdge(ctx, edge, "/relay/take", { limit: batchSize }));
      fetched.waiting = batch.waiting;
      if (batch.items.length === 0) break;
      const settled: Settled[] = [];
      for (const queued of batch.items) {
        const one = await settle(ctx, edge, queued);
        settled.push(one);
        fetched[one.outcome] += 1;
      }
      const after = z
        .object({ waiting: z.number().int().min(0) })
        .parse(await askEdge(ctx, edge, "/relay/done", { settled }));
      fetched.waiting = after.waiting;
    }
  } catch (error) {
    fetched.trouble = (error instanceof Error ? error.message : String(error)).slice(0, 300);
    ctx.log.warn({ edge, why: fetched.trouble }, "an edge could not be asked; what waits there is kept there");
  }
  return fetched;
}

async function settle(ctx: Context, edge: string, queued: QueuedItem): Promise<Settled> {
  const item = SealedItem.safeParse(queued.item);
  // An edge takes only what has this form: another thing was put there by somebody else.
  if (!item.success) return { seq: queued.seq, outcome: "refused", locator: queued.locator };
  const taken = await takeSealed(ctx, item.data, {
    edge,
    acceptedAt: acceptedAtOf(queued, ctx.now()),
    locator: queued.locator,
    isHeld: queued.isHeld,
  });
  return { seq: queued.seq, outcome: taken.outcome, locator: taken.locator ?? queued.locator };
}

/** The edge's clock is not believed further than our own. */
function acceptedAtOf({ acceptedAt }: QueuedItem, now: Date): Date {
  const at = new Date(acceptedAt);
  return Number.isNaN(at.getTime()) || at > now ? now : at;
}

async function note(ctx: Context, fetched: Fetched): Promise<void> {
  requirePermission(ctx, "settings.change");
  const now = ctx.now().toISOString();
  await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`insert into edges (url, asked_at, answered_at, waiting, trouble)
      values (${fetched.edge}, ${now}::timestamptz, ${fetched.trouble === null ? now : null}::timestamptz, ${fetched.waiting}, ${fetched.trouble})
      on conflict (url) do update set asked_at = excluded.asked_at, answered_at = coalesce(excluded.answered_at, edges.answered_at),
        waiting = case when excluded.trouble is null then excluded.waiting else edges.waiting end, trouble = excluded.trouble`);
    // Each minute an empty visit: only what was brought in, or went wrong, is an act.
    if (fetched.delivered + fetched.refused > 0)
      await writeAudit(tx, ctx, {
        action: "edge.fetch",
        objectType: "edge",
        objectId: fetched.edge,
        detail: { delivered: fetched.delivered, refused: fetched.refused },
      });
  });
}
