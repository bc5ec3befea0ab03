// The public extract: what authorities decided on, for everybody to look up and to take along as a table. No person stands in it.
import { sql, type SQL } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import { holdsText, readOnly } from "../../platform/db/index.ts";
import type { PublicFormality } from "./answers/model.ts";
import { PublicQuery } from "./model.ts";

/** Newest decisions first. @param limit of rows; one more is asked for, to know whether there are more. */
export async function listPublicFormalities(
  ctx: Context,
  query: PublicQuery,
  limit: number,
): Promise<{ rows: PublicFormality[]; hasMore: boolean }> {
  const { text, kind } = PublicQuery.parse(query);
  const wanted: SQL[] = [sql`withdrawn_at is null`];
  if (kind !== undefined) wanted.push(sql`kind = ${kind}`);
  const typed = text?.trim() ?? "";
  if (typed !== "")
    wanted.push(
      holdsText(typed, sql`entity_name`, sql`title`, sql`authority_name`, sql`decision_number`, sql`receipt_number`),
    );
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<
        PublicFormality & Record<string, unknown>
      >(sql`select authority_name as authority, entity_name as entity, kind, outcome, title, traits, countries, processings,
          receipt_number as "receiptNumber", decision_number as "decisionNumber", decided_on::text as "decidedOn"
        from formality_extracts where ${sql.join(wanted, sql` and `)} order by decided_on desc, decision_number desc, formality_id limit ${limit + 1}`),
  );
  return { rows: rows.slice(0, limit), hasMore: rows.length > limit };
}
