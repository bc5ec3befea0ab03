// What changed, told live: three cheap queries a second for the whole process while anybody listens, over the log's rows in commit order.
import { sql } from "drizzle-orm";
import { makeContext, type Services } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import type { LiveEvent } from "../model.ts";

/** `isGuarded`: it may be hidden from somebody of the desk, so that each listener is asked for before it is told. */
export interface Change extends LiveEvent {
  isGuarded: boolean;
}
/** `end`: all that was committed before this place was told; a line that broke asks from there on. */
export type Listener = (changes: Change[], end: string) => void;

/** With what a desk needs to ask again it is half a second at most until another desk sees an act. */
const pollMs = 300;
const maxRows = 500;

interface Feed {
  listeners: Set<Listener>;
  /** Rows of transactions before this one were told. */
  seen: string | undefined;
  timer: NodeJS.Timeout | undefined;
  /** Which round of asking is on: one that was at the database when the last listener left does not go on beside the next. */
  round: number;
}

const feeds = new WeakMap<object, Feed>();

/** Listens until the returned function is called. Events hold ids only; what one may see is asked for anew. */
export function listenToChanges(services: Services, listener: Listener): () => void {
  let feed = feeds.get(services.db);
  if (!feed) {
    feed = { listeners: new Set(), seen: undefined, timer: undefined, round: 0 };
    feeds.set(services.db, feed);
  }
  const current = feed;
  current.listeners.add(listener);
  if (!current.timer) {
    current.seen = undefined;
    current.round += 1;
    schedule(services, current, 0);
  }
  return () => {
    current.listeners.delete(listener);
    if (current.listeners.size > 0) return;
    clearTimeout(current.timer);
    current.timer = undefined;
  };
}

function schedule(services: Services, feed: Feed, delayMs: number): void {
  const { round } = feed;
  feed.timer = setTimeout(() => {
    void poll(services, feed, round)
      .catch((error: unknown) => services.log.warn({ err: error }, "the live feed could not read the log"))
      .finally(() => {
        if (feed.round === round && feed.listeners.size > 0) schedule(services, feed, pollMs);
      });
  }, delayMs);
  feed.timer.unref();
}

async function poll(services: Services, feed: Feed, round: number): Promise<void> {
  const { end, changes } = await readChanges(services, feed.seen);
  if (feed.round !== round) return;
  feed.seen = end;
  if (changes.length > 0) for (const listener of feed.listeners) listener(changes, end);
}

/**
 * What was committed since a place, and the place that was reached; from `undefined` nothing, only the place. A transaction's rows are told once
 * every older transaction has ended, so that none is passed over.
 * @returns `isWhole` false where more happened than is told: whoever asks reads everything anew.
 */
export async function readChanges(
  services: Services,
  after: string | undefined,
): Promise<{ end: string; changes: Change[]; isWhole: boolean }> {
  const ctx = makeContext(services, { kind: "system", job: "live-feed" }, "live-feed");
  const { end, rows } = await readOnly(ctx, async (tx) => {
    const [snapshot] = await tx.execute<{ horizon: string }>(
      sql`select pg_snapshot_xmin(pg_current_snapshot())::text as horizon`,
    );
    const horizon = snapshot?.horizon ?? "0";
    if (after === undefined || after === horizon) return { end: horizon, rows: [] };
    const found = await tx.execute<{
      object: string;
      id: string;
      action: string;
      kind: string;
      by: string | null;
      guarded: boolean;
    }>(
      sql`select object_type as object, object_id as id, action, actor_kind as kind, actor_id as by,
          exists (select 1 from cases k left join case_reports cr on cr.case_id = k.id where k.is_restricted and l.object_id in (k.id::text, cr.report_id::text))
            or exists (select 1 from conflicts where ended_at is null) as guarded
        from audit_log l
        where xid >= ${after}::xid8 and xid < ${horizon}::xid8 and object_type in ('report', 'case')
          and action not in ('report.read', 'file.read', 'receipt.refuse') order by xid, id limit ${maxRows}`,
    );
    return { end: horizon, rows: [...found] };
  });
  const changes = rows.map(
    (row): Change => ({
      object: row.object === "case" ? "case" : "report",
      id: row.id,
      action: row.action,
      by: row.kind === "person" ? row.by : null,
      isGuarded: row.guarded,
    }),
  );
  return { end, changes, isWhole: rows.length < maxRows };
}
