// What a reporter said beside the report: that they had to leave home, and whom we may tell about the money. Each in a table of its own.
import { sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import type { SubmitReport } from "../model.ts";
import { moneyBodiesOf } from "./model.ts";

/** Where a name is sealed, the place is sealed with it, and only that there is one stands here. */
export async function insertOrigin(
  tx: Tx,
  reportId: string,
  { origin }: SubmitReport,
  isSealed: boolean,
): Promise<void> {
  if (origin === undefined) return;
  await tx.execute(sql`insert into report_origins (report_id, area_id, is_sealed)
    values (${reportId}, ${isSealed ? null : (origin.area ?? null)}, ${isSealed})`);
}

/** Kept also of a report without a name: consent is about the money, not about who asks. */
export async function insertConsent(
  tx: Tx,
  reportId: string,
  { mayTell, mayTellWords, language }: SubmitReport,
  at: Date,
): Promise<void> {
  const bodies = moneyBodiesOf(mayTell);
  if (bodies.length === 0) return;
  await tx.execute(sql`insert into freeze_consents (report_id, bodies, text_version, language, given_at)
    values (${reportId}, ${sql.param(bodies)}::text[], ${mayTellWords ?? "api"}, ${language}, ${at.toISOString()}::timestamptz)`);
}
