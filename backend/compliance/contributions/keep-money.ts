// What the authority writes down of money: an assessment where nothing was declared, payments and mistakes struck out, what the fund spent, what its board recommends.
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { contributionsOf } from "./contribution-law.ts";
import { findPayers, type Payer } from "./find-payers.ts";
import { ownYear } from "./keep-years.ts";
import { Assess, RecordPayment, Recommend, Spend, StrikePayment } from "./model.ts";
import { findYear, type YearRow } from "./store.ts";

/** @throws AppError not_found for somebody whom the law does not name. */
async function requirePayer(tx: Tx, ctx: Context, year: YearRow, constituentId: string): Promise<Payer> {
  const known = contributionsOf(ctx.config.country).find(({ law }) => law.obligationId === year.obligationId);
  const [payer] = known ? await findPayers(tx, known, constituentId) : [];
  if (!payer) throw notFound("payer");
  return payer;
}

/** @throws AppError refused where a declaration stands. */
export async function assessPayer(ctx: Context, yearId: string, input: unknown): Promise<{ id: string }> {
  requirePermission(ctx, "fund.change");
  const { constituentId, amount, reason } = Assess.parse(input);
  const { personId } = requirePerson(ctx);
  return await withTransaction(
    ctx,
    async (tx) => {
      const year = await ownYear(ctx, await findYear(tx, yearId, true));
      const payer = await requirePayer(tx, ctx, year, constituentId);
      const [declared] = await tx.execute(
        sql`select 1 from contribution_declarations where year_id = ${yearId} and constituent_id = ${constituentId} and replaced_by is null`,
      );
      if (declared)
        throw new AppError(
          "refused",
          "This entity has declared: its declaration stands, and nothing is assessed beside it.",
          { words: "refusals.has_declared" },
        );
      const id = newId(ctx.now());
      await tx.execute(sql`update contribution_assessments set withdrawn_at = ${ctx.now().toISOString()}::timestamptz
        where year_id = ${yearId} and constituent_id = ${constituentId} and withdrawn_at is null`);
      await tx.execute(sql`insert into contribution_assessments (id, year_id, authority_id, organisation_id, constituent_id, amount, reason, assessed_by, assessed_at)
        values (${id}, ${yearId}, ${year.authorityId}, ${payer.organisationId}, ${constituentId}, ${amount}, ${reason}, ${personId}, ${ctx.now().toISOString()}::timestamptz)`);
      await writeAudit(tx, ctx, {
        action: "contribution.assess",
        objectType: "contribution_year",
        objectId: yearId,
        detail: { constituentId, amount },
      });
      return { id };
    },
    "system",
  );
}

/** @throws AppError invalid_input for a bank reference that was recorded already: one transfer counts once. */
export async function recordPayment(ctx: Context, yearId: string, input: unknown): Promise<{ id: string }> {
  requirePermission(ctx, "fund.change");
  const payment = RecordPayment.parse(input);
  const { personId } = requirePerson(ctx);
  if (payment.paidOn > ctx.now().toISOString().slice(0, 10))
    throw invalidInput([{ path: "paidOn", message: "Expected a day that is not in the future." }]);
  return await withTransaction(
    ctx,
    async (tx) => {
      const year = await ownYear(ctx, await findYear(tx, yearId, true));
      const payer = await requirePayer(tx, ctx, year, payment.constituentId);
      const id = newId(ctx.now());
      const made =
        await tx.execute(sql`insert into contribution_payments (id, year_id, authority_id, organisation_id, constituent_id, amount, paid_on, bank_reference, recorded_by, recorded_at)
        values (${id}, ${yearId}, ${year.authorityId}, ${payer.organisationId}, ${payment.constituentId}, ${payment.amount}, ${payment.paidOn}, ${payment.bankReference},
          ${personId}, ${ctx.now().toISOString()}::timestamptz) on conflict do nothing returning id`);
      if (made.length === 0)
        throw invalidInput([{ path: "bankReference", message: "A payment with this reference was recorded already." }]);
      const detail = { constituentId: payment.constituentId, amount: payment.amount };
      await writeAudit(tx, ctx, {
        action: "contribution.record_payment",
        objectType: "contribution_payment",
        objectId: id,
        detail,
      });
      return { id };
    },
    "system",
  );
}

/** Entered by mistake: it counts no longer and stays, with the reason. */
export async function strikePayment(ctx: Context, paymentId: string, input: unknown): Promise<void> {
  requirePermission(ctx, "fund.change");
  const { reason } = StrikePayment.parse(input);
  await withTransaction(ctx, async (tx) => {
    const struck =
      await tx.execute(sql`update contribution_payments set struck_at = ${ctx.now().toISOString()}::timestamptz, struck_reason = ${reason}
      where id = ${paymentId} and struck_at is null returning id`);
    if (struck.length === 0) throw notFound("payment");
    await writeAudit(tx, ctx, {
      action: "contribution.strike_payment",
      objectType: "contribution_payment",
      objectId: paymentId,
      detail: { reason },
    });
  });
}

export async function recordSpending(ctx: Context, input: unknown): Promise<{ id: string }> {
  requirePermission(ctx, "fund.change");
  const spent = Spend.parse(input);
  const { personId, organisationId } = requirePerson(ctx);
  return await withTransaction(ctx, async (tx) => {
    await refusePublished(tx, organisationId, spent.year);
    if (spent.areaId !== null) {
      const [area] = await tx.execute(sql`select 1 from areas where id = ${spent.areaId}`);
      if (!area) throw invalidInput([{ path: "areaId", message: "No area has this id: choose one of the list." }]);
    }
    const id = newId(ctx.now());
    await tx.execute(sql`insert into fund_spendings (id, authority_id, year, project, area_id, amount, currency, spent_on, source, entered_by, entered_at)
      values (${id}, ${organisationId}, ${spent.year}, ${spent.project}, ${spent.areaId}, ${spent.amount}, ${spent.currency}, ${spent.spentOn}, ${spent.source},
        ${personId}, ${ctx.now().toISOString()}::timestamptz)`);
    await writeAudit(tx, ctx, {
      action: "fund.spend",
      objectType: "fund_spending",
      objectId: id,
      detail: { year: spent.year, amount: spent.amount },
    });
    return { id };
  });
}

export async function strikeSpending(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, "fund.change");
  const { organisationId } = requirePerson(ctx);
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx.execute<{
      year: number;
    }>(sql`update fund_spendings set struck_at = ${ctx.now().toISOString()}::timestamptz
      where id = ${id} and struck_at is null returning year`);
    if (!row) throw notFound("spending");
    await refusePublished(tx, organisationId, row.year);
    await writeAudit(tx, ctx, {
      action: "fund.strike_spending",
      objectType: "fund_spending",
      objectId: id,
      detail: {},
    });
  });
}

/** What the supervisory board said, with its votes; it is not the board's own people who type it. */
export async function recordRecommendation(ctx: Context, input: unknown): Promise<{ id: string }> {
  requirePermission(ctx, "fund.change");
  const said = Recommend.parse(input);
  const { personId, organisationId } = requirePerson(ctx);
  return await withTransaction(ctx, async (tx) => {
    await refusePublished(tx, organisationId, said.year);
    const id = newId(ctx.now());
    await tx.execute(sql`insert into fund_recommendations (id, authority_id, year, text, decided_on, board_size, in_favour, against, abstained, entered_by, entered_at)
      values (${id}, ${organisationId}, ${said.year}, ${said.text}, ${said.decidedOn}, ${said.boardSize}, ${said.inFavour}, ${said.against}, ${said.abstained}, ${personId},
        ${ctx.now().toISOString()}::timestamptz)`);
    await writeAudit(tx, ctx, {
      action: "fund.recommend",
      objectType: "fund_recommendation",
      objectId: id,
      detail: { year: said.year },
    });
    return { id };
  });
}

async function refusePublished(tx: Tx, authorityId: string, year: number): Promise<void> {
  const [published] = await tx.execute(
    sql`select 1 from fund_accounts where authority_id = ${authorityId} and year = ${year}`,
  );
  if (published)
    throw new AppError("refused", "The account of this year is published: it does not change any more.", {
      words: "refusals.account_fixed",
    });
}
