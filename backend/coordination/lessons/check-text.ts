// Holds a lesson's text to what is known of its case, as far as the one who asks may know it: the check must not tell a name that it keeps.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { loadCountry, phonePlanOf } from "../../registry/country/index.ts";
import { findLeaks, type Known } from "./find-leaks.ts";

/** @throws AppError invalid_input naming each field and what to take out. */
export async function refuseLeaks(
  tx: Tx,
  ctx: Context,
  caseId: string | undefined,
  texts: Readonly<Record<string, string>>,
): Promise<void> {
  const known = caseId === undefined ? { values: [], names: [], people: [] } : await knownOf(tx, caseId);
  const leaks = findLeaks(texts, known, phonePlanOf(loadCountry(ctx.config.country)));
  if (leaks.length === 0) return;
  const fields = leaks.map(({ field, what, text }) => ({
    path: field,
    message: `Take out “${text.slice(0, 100)}”: it is a ${what === "name" ? "name" : "value"} of the case.`,
  }));
  throw new AppError("invalid_input", "This text still says who or what it was about.", {
    fields,
    words: "areas.refusal.leak",
  });
}

/** Read under the asker's own scope: a focal point learns nothing of names by trying them; the desk's decision looks at all. */
async function knownOf(tx: Tx, caseId: string): Promise<Known> {
  const reports = sql`(select report_id from case_reports where case_id = ${caseId})`;
  const rows = await tx.execute<{ what: keyof Known; text: string }>(sql`
    select 'values' as what, value as text from observables where report_id in ${reports} and kind not in ('user_agent', 'file_name', 'cve')
    union select 'names', reference from reports where id in ${reports}
    union select 'names', reference from cases where id = ${caseId}
    union select 'names', n from constituents c cross join lateral unnest(c.name || c.other_names) n
      where c.id::text in (select e ->> 'constituentId' from assessments a cross join lateral jsonb_array_elements(a.constituents) e where a.report_id in ${reports})
    union select 'names', organisation_name from report_identities where report_id in ${reports} and organisation_name is not null
    union select 'people', n from report_identities i cross join lateral unnest(array[i.name, i.on_behalf_name]) n where i.report_id in ${reports} and n is not null
    union select 'values', n from report_identities i cross join lateral unnest(array[i.email, i.phone, i.safe_channel]) n where i.report_id in ${reports} and n is not null`);
  const of = (what: keyof Known): string[] => rows.filter((row) => row.what === what).map(({ text }) => text);
  return { values: of("values"), names: of("names"), people: of("people") };
}
