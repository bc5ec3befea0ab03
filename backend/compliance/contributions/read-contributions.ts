// What is shown of contributions: an entity its own accounts, the authority its payers and its fund.
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx } from "../../platform/db/index.ts";
import { loadCountry } from "../../registry/country/index.ts";
import { contributionsOf } from "./contribution-law.ts";
import { findPayers } from "./find-payers.ts";
import { fromHundredths, toHundredths } from "./money/model.ts";
import type { AccountView, FundView, PayerView } from "./model.ts";
import { accountOf, readRows, todayIn, type YearRow, yearColumns } from "./store.ts";

/** The accounts of the asker's entity, the newest year first; none where no law asks it for a contribution. */
export async function readOwnAccounts(ctx: Context): Promise<AccountView[]> {
  requirePermission(ctx, "contribution.read");
  const { organisationId } = requirePerson(ctx);
  const known = contributionsOf(ctx.config.country);
  const today = todayIn(ctx.now(), loadCountry(ctx.config.country).timeZones.default);
  return await readOnly(ctx, async (tx) => {
    const entries = await tx.execute<{ id: string }>(
      sql`select id from constituents where organisation_id = ${organisationId} and ended_at is null order by created_at, id limit 1`,
    );
    const entry = entries[0];
    if (!entry) return [];
    const asked = new Set<string>();
    for (const one of known) if ((await findPayers(tx, one, entry.id)).length > 0) asked.add(one.law.obligationId);
    const years = await tx.execute<
      YearRow & { authority: string }
    >(sql`select y.*, o.name as authority from (select ${yearColumns} from contribution_years) y
      join organisations o on o.id = y."authorityId" order by y.year desc, y.id`);
    const accounts: AccountView[] = [];
    for (const year of years) {
      const law = known.find((one) => one.law.obligationId === year.obligationId)?.law;
      const rows = await readRows(tx, year.id);
      const isMine = asked.has(year.obligationId) || rows.declarations.length > 0 || rows.assessments.length > 0;
      if (!law || !isMine) continue;
      const { owed, paid, arrears, state, isOverdue } = accountOf(rows, entry.id, year.dueOn, today);
      const assessed = rows.assessments.find((one) => one.constituentId === entry.id);
      accounts.push({
        yearId: year.id,
        year: year.year,
        authority: year.authority,
        currency: year.currency,
        dueOn: year.dueOn,
        dueBasis: year.dueBasis,
        law,
        declarations: rows.declarations,
        payments: rows.payments,
        assessed: assessed ? { amount: assessed.amount, reason: assessed.reason } : null,
        owed,
        paid,
        arrears,
        state,
        isOverdue,
      });
    }
    return accounts;
  });
}

/** The asker's authority: its contributions of a year with every payer, its spending, its board, its account. */
export async function readFund(ctx: Context, year: number): Promise<FundView> {
  requirePermission(ctx, "fund.read");
  const { organisationId } = requirePerson(ctx);
  // The register of payers is not the authority's; of it only who the law names, and why, is shown.
  return await readOnly(ctx, async (tx) => await composeFund(tx, ctx, organisationId, year), "system");
}

export async function composeFund(tx: Tx, ctx: Context, authorityId: string, year: number): Promise<FundView> {
  const [own] = await tx.execute<{ addressee: string | null }>(
    sql`select addressee from organisations where id = ${authorityId}`,
  );
  const known = contributionsOf(ctx.config.country).filter(({ addressee }) => addressee === own?.addressee);
  const today = todayIn(ctx.now(), loadCountry(ctx.config.country).timeZones.default);
  const rows = await tx.execute<YearRow>(
    sql`select ${yearColumns} from contribution_years where authority_id = ${authorityId} and year = ${year} order by obligation_id`,
  );
  const years: FundView["years"] = [];
  for (const row of rows) {
    const contribution = known.find(({ law }) => law.obligationId === row.obligationId);
    const payers = contribution ? await readPayers(tx, row, contribution, today) : [];
    const sum = (key: "owed" | "paid"): string =>
      fromHundredths(payers.reduce((all, one) => all + toHundredths(one[key]), 0n));
    const { id, obligationId, currency, dueOn, dueBasis, version } = row;
    years.push({ id, obligationId, currency, dueOn, dueBasis, version, owed: sum("owed"), paid: sum("paid"), payers });
  }
  const spendings = await tx.execute<
    FundView["spendings"][number] & Record<string, unknown>
  >(sql`select s.id, s.project, s.area_id as "areaId", a.names as "areaNames",
      s.amount::text, s.currency, s.spent_on::text as "spentOn", s.source from fund_spendings s left join areas a on a.id = s.area_id
    where s.authority_id = ${authorityId} and s.year = ${year} and s.struck_at is null order by s.spent_on, s.id`);
  const recommendations = await tx.execute<
    FundView["recommendations"][number] & Record<string, unknown>
  >(sql`select id, text, decided_on::text as "decidedOn",
      board_size as "boardSize", in_favour as "inFavour", against, abstained from fund_recommendations where authority_id = ${authorityId} and year = ${year} order by decided_on, id`);
  const [account] = await tx.execute<{ sha256: string; at: string }>(
    sql`select sha256, published_at as at from fund_accounts where authority_id = ${authorityId} and year = ${year}`,
  );
  return {
    year,
    laws: known.map(({ law }) => law),
    years,
    spendings: [...spendings],
    recommendations: [...recommendations],
    account: account ? { sha256: account.sha256, publishedAt: new Date(account.at).toISOString() } : null,
  };
}

async function readPayers(
  tx: Tx,
  year: YearRow,
  contribution: ReturnType<typeof contributionsOf>[number],
  today: string,
): Promise<PayerView[]> {
  const rows = await readRows(tx, year.id);
  const reminders = await tx.execute<{ constituent_id: string; n: number }>(
    sql`select constituent_id, count(*)::int as n from contribution_reminders where year_id = ${year.id} group by 1`,
  );
  return (await findPayers(tx, contribution)).map((payer) => {
    const { owed, paid, arrears, state, isOverdue } = accountOf(rows, payer.constituentId, year.dueOn, today);
    const declared = rows.declarations.find((one) => one.constituentId === payer.constituentId && !one.isReplaced);
    return {
      constituentId: payer.constituentId,
      reference: payer.reference,
      name: payer.name,
      because: payer.because,
      owed,
      paid,
      arrears,
      state,
      isLate: isOverdue || (declared?.isLate ?? false),
      reminders: reminders.find((one) => one.constituent_id === payer.constituentId)?.n ?? 0,
    };
  });
}
