// Rows of contributions that several verbs read: a year, and one entity's or everybody's accounts of it.
import { sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { judgeAccount, type Account } from "./judge-account.ts";
import type { DeclarationView, PaymentView } from "./model.ts";

export interface YearRow extends Record<string, unknown> {
  id: string;
  authorityId: string;
  packId: string;
  obligationId: string;
  year: number;
  dueOn: string | null;
  dueBasis: string | null;
  currency: string;
  version: number;
}

export const yearColumns = sql`id, authority_id as "authorityId", pack_id as "packId", obligation_id as "obligationId", year, due_on::text as "dueOn",
  due_basis as "dueBasis", currency, version`;

/** @param isHeld keeps it from being changed until the transaction ends. @throws AppError not_found. */
export async function findYear(tx: Tx, id: string, isHeld = false): Promise<YearRow> {
  const [row] = await tx.execute<YearRow>(
    sql`select ${yearColumns} from contribution_years where id = ${id} ${isHeld ? sql`for update` : sql``}`,
  );
  if (!row) throw notFound("contribution year");
  return row;
}

export interface Rows {
  declarations: (DeclarationView & { constituentId: string; organisationId: string })[];
  payments: (PaymentView & { constituentId: string })[];
  assessments: { constituentId: string; amount: string; reason: string }[];
}

/** Of one year, all that the asker's scope shows; the newest declaration first. */
export async function readRows(tx: Tx, yearId: string): Promise<Rows> {
  const declarations = await tx.execute<
    Rows["declarations"][number] & Record<string, unknown>
  >(sql`select id, constituent_id as "constituentId",
      organisation_id as "organisationId", receipt_number as "receiptNumber", base::text, trim_scale(rate_percent)::text as "ratePercent", amount::text,
      declared_on::text as "declaredOn", due_on::text as "dueOn", is_late as "isLate", way, note, replaced_by is not null as "isReplaced", pack_version as "packVersion"
    from contribution_declarations where year_id = ${yearId} order by replaced_by is not null, declared_at desc, id`);
  const payments = await tx.execute<
    Rows["payments"][number] & Record<string, unknown>
  >(sql`select id, constituent_id as "constituentId", amount::text, paid_on::text as "paidOn",
      bank_reference as "bankReference", struck_reason as "struckReason" from contribution_payments where year_id = ${yearId} order by paid_on, id`);
  const assessments = await tx.execute<
    Rows["assessments"][number] & Record<string, unknown>
  >(sql`select constituent_id as "constituentId", amount::text, reason
    from contribution_assessments where year_id = ${yearId} and withdrawn_at is null`);
  return { declarations: [...declarations], payments: [...payments], assessments: [...assessments] };
}

/** One entity's account from the rows of a year. `today` as YYYY-MM-DD. */
export function accountOf(rows: Rows, constituentId: string, dueOn: string | null, today: string): Account {
  const declared = rows.declarations.find((one) => one.constituentId === constituentId && !one.isReplaced);
  const assessed = rows.assessments.find((one) => one.constituentId === constituentId);
  const payments = rows.payments.filter((one) => one.constituentId === constituentId && one.struckReason === null);
  return judgeAccount(
    {
      declared: declared?.amount ?? null,
      assessed: assessed?.amount ?? null,
      payments: payments.map((one) => one.amount),
      dueOn,
    },
    today,
  );
}

/** Today in the country's own time, as YYYY-MM-DD. */
export function todayIn(now: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(now);
}
