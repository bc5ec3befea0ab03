// Everything of an entity that has a day, and what binds it without one: duties that come back, stages of filings.
import { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { sql } from "drizzle-orm";
import { type WordsLanguage, wordsFor } from "../../platform/words/index.ts";
import { judgePack, type JudgedDuty, sayLaw, viewDuty } from "../duties/judge-duties.ts";
import { lawOfCountry } from "../duties/law-of-country.ts";
import type { CalendarView, DeadlineView } from "../duties/model.ts";
import { eventsOf, readDutyEvents, readEntity } from "../duties/read-entity.ts";
import { sayOpenFormalities } from "../formalities/list-open.ts";
import { loadFiling } from "../filings/load-draft.ts";
import { composeFiled, openStages } from "../filings/read-filings.ts";
import { listOwnDeadlines } from "../reminders/own-deadlines.ts";

type Line = DeadlineView | CalendarView["withoutTime"][number];
const open = new Set(["running", "overdue", "waiting", "no_time"]);

/** Who reads: `organisationId` of a feed, which acts for nobody; `hasRequests` where the reader may know of people's requests. */
export interface DeadlineReader {
  organisationId?: string;
  hasRequests: boolean;
}

/** Under the entity's own rows. Those with a day in order of it. @throws not_found where the organisation has no entry in the register. */
export async function collectDeadlines(
  tx: Tx,
  ctx: Context,
  language: WordsLanguage,
  { organisationId, hasRequests }: DeadlineReader,
): Promise<Pick<CalendarView, "deadlines" | "withoutTime" | "timeZone">> {
  const now = ctx.now();
  const words = wordsFor(ctx, language);
  const entity = await readEntity(tx, ctx, now, ...(organisationId === undefined ? [] : [organisationId]));
  const law = lawOfCountry(entity.profile.country);
  const instant = Temporal.Instant.fromEpochMilliseconds(now.getTime());
  const rows = await readDutyEvents(tx, entity.id);
  const say = (one: JudgedDuty, given: { id: string; kind: "duty" | "filing"; prefix: string; href: string }): Line => {
    const view = viewDuty(one, law, words);
    const base = {
      id: given.id,
      title: `${given.prefix}${view.title}`,
      addressee: view.addressee.name,
      clockWords: view.clockWords,
      href: given.href,
    };
    if (view.due === null) return base;
    const isOverdue = Date.parse(view.due) < now.getTime();
    return {
      ...base,
      kind: given.kind,
      due: view.due,
      isOverdue,
      law: sayLaw(view, words),
      verification: view.verification,
    };
  };
  const duties = law.packs
    .flatMap((loaded) => judgePack(loaded, entity.profile, eventsOf(rows, loaded.pin.id), law.world, instant))
    // An incident's clocks begin with an incident: they stand under its filing.
    .filter(
      ({ duty, obligation }) => open.has(duty.status) && (duty.due !== null || obligation.clock.kind === "periodic"),
    )
    .map((one) =>
      say(one, { id: `duty:${one.obligation.id}`, kind: "duty", prefix: "", href: `/duties#${one.obligation.id}` }),
    );
  const filings = await tx.execute<{ id: string }>(
    sql`select id from filings where organisation_id = ${entity.organisationId} order by opened_at desc limit 200`,
  );
  const stages: Line[] = [];
  for (const { id } of filings) {
    const filing = await loadFiling(tx, id);
    const { composition } = await composeFiled(tx, filing, now);
    for (const one of [...openStages(composition), ...composition.tells])
      if (open.has(one.duty.status))
        stages.push(
          say(one, {
            id: `filing:${id}:${one.obligation.id}`,
            kind: "filing",
            prefix: `${filing.reference}: `,
            href: `/filings/${id}`,
          }),
        );
  }
  const timeZone = entity.profile.timeZone ?? "UTC";
  const own = await listOwnDeadlines(tx, {
    organisationId: entity.organisationId,
    timeZone,
    law,
    words,
    now,
    hasRequests,
  });
  const formalities = await sayOpenFormalities(tx, { organisationId: entity.organisationId, law, words, now });
  const all = [
    ...duties,
    ...stages,
    ...own.deadlines,
    ...own.withoutTime,
    ...formalities.deadlines,
    ...formalities.withoutTime,
  ];
  return {
    timeZone,
    deadlines: all
      .flatMap((line) => ("due" in line ? [line] : []))
      .toSorted((a, b) => a.due.localeCompare(b.due) || a.id.localeCompare(b.id)),
    withoutTime: all.flatMap((line) => ("due" in line ? [] : [line])),
  };
}
