// The authority's own time for a formality: what its pack gives it, from which event, what silence means; and the waiting that a text may stop it for. Pure.
import { Temporal } from "temporal-polyfill";
import { type LawWorld, listDuties, type LoadedPack, parseFacts } from "../law/index.ts";
import type { ClockView } from "./answers/model.ts";

/** What happened, as RFC 3339 instants. */
export interface FormalityEvents {
  submittedAt: string;
  /** When the authority said that nothing is missing. */
  completeAt: string | null;
  decidedAt: string | null;
  /** Each time that pieces were asked for, until they came; null while they are awaited. */
  waits: readonly { from: string; until: string | null }[];
}

/**
 * @param obligationId the entity's obligation that the formality fulfils; its stage names the event that starts the authority's clock.
 * @returns one for each time that the pack gives the authority, those without an instant among them; empty where it gives none.
 */
export function judgeClock(
  { pack }: Pick<LoadedPack, "pack">,
  obligationId: string,
  events: FormalityEvents,
  at: { country: string; world: LawWorld; now: Temporal.Instant },
): ClockView[] {
  const stage = pack.obligations.find(({ id }) => id === obligationId)?.stage;
  if (stage === undefined) return [];
  const happened: Record<string, string> = {
    [`${stage}.submitted`]: events.submittedAt,
    ...(events.completeAt === null ? {} : { "file.complete": events.completeAt }),
  };
  const starts = new Set([`${stage}.submitted`, "file.complete"]);
  const own = pack.obligations.filter(
    ({ bearer, clock }) =>
      bearer.by === "authority" && "start" in clock && clock.start.some((name) => starts.has(name)),
  );
  if (own.length === 0) return [];
  const done = events.decidedAt;
  const submitted = done === null ? {} : Object.fromEntries(own.map((it) => [it.stage, done]));
  const facts = parseFacts({ entity: { country: at.country }, events: happened, submitted });
  const { duties } = listDuties(pack, facts, at.world, at.now);
  const stops = pack.formalities?.stopsClock ?? null;
  return own.flatMap((it) => {
    const duty = duties.find(({ obligation }) => obligation === it.id);
    if (!duty) return [];
    const stopped = stops === null ? null : stoppedSeconds(events, duty.startedAt, at.now);
    const due =
      duty.due === null || stopped === null
        ? duty.due
        : Temporal.Instant.from(duty.due).add({ seconds: stopped }).toString();
    const articles = pack.provisions.filter(({ id }) => it.cites.includes(id)).map(({ article }) => article ?? "?");
    return [
      {
        obligation: it.id,
        title: it.title,
        articles: articles.join(", "),
        due,
        status: statusOf(duty.status, due, done, at.now),
        clock: duty.clock,
        onSilence: it.onSilence ?? null,
        verification: duty.verification,
        stoppedSeconds: stopped,
        isStopped: stopped !== null && events.waits.some(({ until }) => until === null),
      },
    ];
  });
}

/** Whole seconds after the clock's start in which pieces were awaited. Waits do not overlap: a state machine gives them one after the other. */
function stoppedSeconds(events: FormalityEvents, startedAt: string | null, now: Temporal.Instant): number {
  if (startedAt === null) return 0;
  const start = Temporal.Instant.from(startedAt);
  return events.waits.reduce((sum, { from, until }) => {
    const [begin, end] = [Temporal.Instant.from(from), until === null ? now : Temporal.Instant.from(until)];
    const counted = Temporal.Instant.compare(begin, start) < 0 ? start : begin;
    if (Temporal.Instant.compare(end, counted) <= 0) return sum;
    return sum + Math.floor(end.since(counted).total("seconds"));
  }, 0);
}

/** A clock that stood still is judged by its later end. */
function statusOf(status: string, due: string | null, done: string | null, now: Temporal.Instant): string {
  if (due === null) return status;
  const end = Temporal.Instant.from(due);
  if (status === "overdue" && Temporal.Instant.compare(now, end) <= 0) return "running";
  if (status === "submitted_late" && done !== null && Temporal.Instant.compare(Temporal.Instant.from(done), end) <= 0)
    return "submitted";
  return status;
}

/** Whether a clock is over while nothing was decided. */
export function isClockOver(clocks: readonly ClockView[]): boolean {
  return clocks.some(({ status }) => status === "overdue");
}
