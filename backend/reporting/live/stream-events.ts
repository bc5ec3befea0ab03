// The live stream of one desk: server-sent events (WHATWG HTML §9.2) with ids of what changed, and a word every 20 s that the line is up.
import { sql } from "drizzle-orm";
import { may, requirePermission, rereadActor } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import { listenToPresence } from "../../cases/index.ts";
import { type Change, listenToChanges, readChanges } from "./feed.ts";

/** A stream ends after this and the browser comes back, so that access is decided anew. */
const maxAgeMs = 10 * 60_000;

/** With the listener's own eyes: even that something happened to a restricted case is its members' alone. */
async function keepSeen(ctx: Context, changes: readonly Change[]): Promise<readonly Change[]> {
  const guarded = changes.filter(({ isGuarded }) => isGuarded).map(({ id }) => id);
  if (guarded.length === 0) return changes;
  const ids = sql.param([...new Set(guarded)]);
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ id: string }>(
        sql`select id from cases where id = any(${ids}::uuid[]) union all select id from reports where id = any(${ids}::uuid[])`,
      ),
  );
  const seen = new Set(rows.map(({ id }) => id));
  return changes.filter(({ id, isGuarded }) => !isGuarded || seen.has(id));
}

/**
 * Begins with what happened since `after`, the id of the last event that the listener had; with "again" where that is too much to tell.
 * @throws forbidden. The response lives until the browser leaves, ten minutes at most; at every beat it ends when the session has ended
 * or may read no more.
 */
export function streamEvents(ctx: Context, beatMs = 20_000, after?: string): Response {
  requirePermission(ctx, "report.read");
  const hasCases = may(ctx, "case.read");
  const encoder = new TextEncoder();
  let stop = (): void => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string): void => {
        try {
          controller.enqueue(encoder.encode(text));
        } catch {
          stop();
        }
      };
      const tell = async (changes: readonly Change[], end: string): Promise<void> => {
        const known = changes.filter(({ object }) => object === "report" || hasCases);
        for (const { isGuarded: _isGuarded, ...event } of await keepSeen(ctx, known))
          send(`event: change\ndata: ${JSON.stringify(event)}\n\n`);
        send(`id: ${end}\nevent: place\ndata: ${end}\n\n`);
      };
      const warn = (error: unknown): void => ctx.log.warn({ err: error }, "live events were not judged, and not told");
      const unlisten = listenToChanges(ctx, (changes, end) => void tell(changes, end).catch(warn));
      const forget = listenToPresence(ctx, () => send("event: presence\ndata: {}\n\n"));
      const finish = (): void => {
        stop();
        try {
          controller.close();
        } catch {
          // Closed already: the browser left, or two beats met.
        }
      };
      const keepUp = async (): Promise<void> => {
        const actor = await rereadActor(ctx).catch(() => undefined);
        if (actor && may({ actor }, "report.read")) send(`event: beat\ndata: ${ctx.now().toISOString()}\n\n`);
        else finish();
      };
      const beat = setInterval(() => void keepUp(), beatMs);
      const end = setTimeout(finish, maxAgeMs);
      beat.unref();
      end.unref();
      stop = () => {
        clearInterval(beat);
        clearTimeout(end);
        unlisten();
        forget();
      };
      send(`retry: 2000\nevent: beat\ndata: ${ctx.now().toISOString()}\n\n`);
      // What is told twice, here and by the feed, only makes the listener ask twice.
      void readChanges(ctx, after)
        .then(async ({ end: place, changes, isWhole }) => {
          if (!isWhole) send("event: again\ndata: {}\n\n");
          await tell(isWhole ? changes : [], place);
        })
        .catch(warn);
    },
    cancel() {
      stop();
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    },
  });
}
