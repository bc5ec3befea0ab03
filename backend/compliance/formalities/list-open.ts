// Formalities that wait for somebody, for calendars and first pages: whose turn it is, the authority's day where a text gives one, and the sentence of law.
import { sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import type { Translator } from "../../platform/words/index.ts";
import { sayCites } from "../assessments/compare-versions.ts";
import type { LawOfCountry } from "../duties/law-of-country.ts";
import type { CalendarView, DeadlineView } from "../duties/model.ts";
import { type VerificationStatus, weakest } from "../law/index.ts";
import { pinnedDuty } from "./pack-of.ts";
import { clocksOf } from "./read-formalities.ts";
import { type FormalityRecord, loadFormalities, loadSteps } from "./store.ts";

interface OpenFormality {
  row: FormalityRecord;
  /** An instant; null where no text that we could read sets a time. */
  due: string | null;
  isOver: boolean;
  verification: VerificationStatus;
  sayLaw: (words: Translator) => string;
}

/** Neither decided nor withdrawn, under the asker's own rows. An authority is never shown a draft. */
export async function listOpenFormalities(
  tx: Tx,
  law: LawOfCountry,
  now: Date,
  whose: { organisationId: string } | { authorityId: string },
): Promise<OpenFormality[]> {
  const rows = await loadFormalities(
    tx,
    "authorityId" in whose
      ? sql`f.authority_id = ${whose.authorityId} and f.state in ('submitted', 'incomplete', 'complete')`
      : sql`f.organisation_id = ${whose.organisationId} and f.state in ('draft', 'submitted', 'incomplete', 'complete')`,
  );
  const steps = Map.groupBy(
    await loadSteps(
      tx,
      rows.map(({ id }) => id),
    ),
    ({ formalityId }) => formalityId,
  );
  return rows.map((row) => {
    const { loaded, obligation } = pinnedDuty(row);
    const clock = clocksOf(row, steps.get(row.id) ?? [], law, now).find(({ due }) => due !== null);
    const due = clock?.due ?? null;
    return {
      row,
      due,
      isOver: due !== null && Date.parse(due) < now.getTime(),
      verification: obligation ? weakest(loaded.pack, obligation) : "unverified",
      sayLaw: (words) => (obligation && sayCites(loaded.pack, obligation, words)[0]?.law) ?? row.packId,
    };
  });
}

/** The same as lines of an entity's calendar: with a day where the authority has one, else with what is waited for. */
export async function sayOpenFormalities(
  tx: Tx,
  { organisationId, law, words, now }: { organisationId: string; law: LawOfCountry; words: Translator; now: Date },
): Promise<{ deadlines: DeadlineView[]; withoutTime: CalendarView["withoutTime"] }> {
  const found: { deadlines: DeadlineView[]; withoutTime: CalendarView["withoutTime"] } = {
    deadlines: [],
    withoutTime: [],
  };
  for (const { row, due, isOver, verification, sayLaw } of await listOpenFormalities(tx, law, now, {
    organisationId,
  })) {
    const kind = words(`formalities.kind.${row.kind}`);
    const line = {
      id: `formality:${row.id}`,
      title: row.receiptNumber === null ? kind : `${row.receiptNumber}: ${kind}`,
      addressee: row.authority,
      clockWords: words(`formalities.calendar.${row.state}`),
      href: `/formalities/${row.id}`,
    };
    if (due === null) found.withoutTime.push(line);
    else found.deadlines.push({ ...line, kind: "formality", due, isOverdue: isOver, law: sayLaw(words), verification });
  }
  return found;
}
