// Declaring: the entity says its base, the levy follows from the law's rate, and the declaration keeps the law, the day that stood and whether it was late.
import { randomInt } from "node:crypto";
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { loadCountry } from "../../registry/country/index.ts";
import { contributionsOf } from "./contribution-law.ts";
import { findPayers } from "./find-payers.ts";
import { levyOf } from "./money/model.ts";
import { ownYear } from "./keep-years.ts";
import { Declare, DeclareOnPaper, stepUpForContribution } from "./model.ts";
import { findYear, todayIn, type YearRow } from "./store.ts";

export interface Declared {
  id: string;
  receiptNumber: string;
  amount: string;
  isLate: boolean;
}

/** Needs a step-up. A second declaration corrects the first, which stays. @throws AppError refused for an entity that the law does not name. */
export async function declareContribution(ctx: Context, yearId: string, input: unknown): Promise<Declared> {
  requirePermission(ctx, "contribution.declare");
  const { base, note } = Declare.parse(input);
  const { organisationId } = requirePerson(ctx);
  const today = todayIn(ctx.now(), loadCountry(ctx.config.country).timeZones.default);
  return await withTransaction(
    ctx,
    async (tx) => {
      const year = await findYear(tx, yearId, true);
      await requireStepUp(tx, ctx, stepUpForContribution.declare(yearId, base));
      const [entry] = await tx.execute<{ id: string }>(
        sql`select id from constituents where organisation_id = ${organisationId} and ended_at is null order by created_at, id limit 1`,
      );
      if (!entry) throw notFound("entry");
      const made = await insertDeclaration(tx, ctx, year, {
        constituentId: entry.id,
        base,
        note,
        way: "console",
        declaredOn: today,
      });
      await writeAudit(tx, ctx, declarationEntry(made, yearId, "console"));
      return made;
    },
    // An entity reads no other's rows and no register of payers; which entry is its own was asked above.
    "system",
  );
}

/** A declaration that came on paper: the day of its arrival counts. @throws AppError as for declaring; invalid_input for a day that is not past. */
export async function declareOnPaper(ctx: Context, yearId: string, input: unknown): Promise<Declared> {
  requirePermission(ctx, "fund.change");
  const { constituentId, base, declaredOn, note } = DeclareOnPaper.parse(input);
  const today = todayIn(ctx.now(), loadCountry(ctx.config.country).timeZones.default);
  if (declaredOn > today)
    throw invalidInput([{ path: "declaredOn", message: "Expected a day that is not in the future." }]);
  return await withTransaction(
    ctx,
    async (tx) => {
      const year = await ownYear(ctx, await findYear(tx, yearId, true));
      const made = await insertDeclaration(tx, ctx, year, { constituentId, base, note, way: "paper", declaredOn });
      await writeAudit(tx, ctx, declarationEntry(made, yearId, "paper"));
      return made;
    },
    "system",
  );
}

const declarationEntry = (made: Declared, yearId: string, way: string) => ({
  action: "contribution.declare",
  objectType: "contribution_declaration",
  objectId: made.id,
  detail: { yearId, receiptNumber: made.receiptNumber, isLate: made.isLate, way },
});

async function insertDeclaration(
  tx: Tx,
  ctx: Context,
  year: YearRow,
  said: { constituentId: string; base: string; note: string; way: "console" | "paper"; declaredOn: string },
): Promise<Declared> {
  const known = contributionsOf(ctx.config.country).find(({ law }) => law.obligationId === year.obligationId);
  const [payer] = known ? await findPayers(tx, known, said.constituentId) : [];
  if (!known || !payer)
    throw new AppError(
      "refused",
      "By what the register says, this contribution is not asked of this entity. Ask the authority if that is wrong.",
      {
        words: "contributions.refusal.no_payer",
      },
    );
  const id = newId(ctx.now());
  const amount = levyOf(said.base, known.law.ratePercent);
  const isLate = year.dueOn !== null && said.declaredOn > year.dueOn;
  const receiptNumber = `C-${year.year}-${String(randomInt(100_000_000)).padStart(8, "0")}`;
  const personId = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  await tx.execute(
    sql`update contribution_declarations set replaced_by = ${id} where year_id = ${year.id} and constituent_id = ${said.constituentId} and replaced_by is null`,
  );
  await tx.execute(sql`insert into contribution_declarations (id, year_id, authority_id, organisation_id, constituent_id, entity_name, receipt_number, base, rate_percent, amount,
      pack_id, pack_version, pack_sha256, due_on, is_late, way, declared_on, note, declared_by, declared_at)
    values (${id}, ${year.id}, ${year.authorityId}, ${payer.organisationId}, ${said.constituentId}, ${payer.name}, ${receiptNumber}, ${said.base}, ${known.law.ratePercent}, ${amount},
      ${known.pin.id}, ${known.pin.version}, ${known.pin.sha256}, ${year.dueOn}, ${isLate}, ${said.way}, ${said.declaredOn}, ${said.note}, ${personId}, ${ctx.now().toISOString()}::timestamptz)`);
  return { id, receiptNumber, amount, isLate };
}
