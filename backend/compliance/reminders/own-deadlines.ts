// Lines of the calendar that an entity set itself, and those of the requests that it received: in the form of its other deadlines.
import { Temporal } from "temporal-polyfill";
import type { Tx } from "../../platform/db/index.ts";
import type { Translator } from "../../platform/words/index.ts";
import { findPinned } from "../assessments/find-pinned.ts";
import { sayCites } from "../assessments/compare-versions.ts";
import type { LawOfCountry } from "../duties/law-of-country.ts";
import type { CalendarView, DeadlineView } from "../duties/model.ts";
import { weakest } from "../law/index.ts";
import { sayLaws } from "../subject-requests/read-requests.ts";
import { listStored } from "../subject-requests/store.ts";
import { type DutyDate, listDutyDates } from "./list-dates.ts";
import { titleOf } from "./remind-owners.ts";

export interface OwnDeadlines {
  deadlines: DeadlineView[];
  withoutTime: CalendarView["withoutTime"];
}

export interface Reader {
  organisationId: string;
  timeZone: string;
  law: LawOfCountry;
  words: Translator;
  now: Date;
  /** Whether the reader may know of requests at all. */
  hasRequests: boolean;
}

/** Under the entity's own rows, or a job's that names it. Neither who asked nor what was answered is in a line. */
export async function listOwnDeadlines(tx: Tx, reader: Reader): Promise<OwnDeadlines> {
  const duties = (await listDutyDates(tx, reader.organisationId)).map((date) => sayDuty(date, reader));
  const requests = reader.hasRequests ? await sayRequests(tx, reader) : { deadlines: [], withoutTime: [] };
  return { deadlines: [...duties, ...requests.deadlines], withoutTime: requests.withoutTime };
}

function sayDuty(date: DutyDate, { words, now, timeZone }: Reader): DeadlineView {
  const due = Temporal.PlainDate.from(date.dueOn).toZonedDateTime({ timeZone, plainTime: "23:59:59" }).toInstant();
  const pinned = findPinned({ id: date.packId, version: date.packVersion, sha256: date.packSha256 })?.pack;
  const it = pinned?.obligations.find(({ id }) => id === date.obligation);
  return {
    id: `${date.kind}:${date.id}`,
    kind: "assessment",
    title: titleOf(date, words),
    addressee: words("assessments.calendar.own"),
    due: due.toString(),
    isOverdue: due.epochMilliseconds < now.getTime(),
    clockWords: words(`assessments.calendar.${date.kind}`),
    law: (pinned && it && sayCites(pinned, it, words)[0]?.law) ?? date.packId,
    verification: pinned && it ? weakest(pinned, it) : "unverified",
    href: `/assessments/${date.packId}#${date.obligation}`,
  };
}

async function sayRequests(tx: Tx, { organisationId, words, law, now }: Reader): Promise<OwnDeadlines> {
  const found: OwnDeadlines = { deadlines: [], withoutTime: [] };
  for (const row of await listStored(tx, organisationId, "open")) {
    const [told] = sayLaws(row, words, law);
    const line = {
      id: `request:${row.id}`,
      title: words("subjects.calendar.title", { reference: row.reference, kind: words(`subjects.kind.${row.kind}`) }),
      addressee: words("subjects.calendar.person"),
      clockWords: told?.clockWords ?? words("subjects.no_law"),
      href: `/data-requests/${row.id}`,
    };
    if (row.dueAt === null || !told) found.withoutTime.push(line);
    else
      found.deadlines.push({
        ...line,
        kind: "request",
        due: row.dueAt,
        isOverdue: Date.parse(row.dueAt) < now.getTime(),
        law: told.law,
        verification: told.verification,
      });
  }
  return found;
}
