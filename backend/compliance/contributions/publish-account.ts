// The fund's published account: sums, projects by district and the board's recommendations as they stand, frozen with a hash; no payer by name.
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson, requireStepUp } from "../../identity/index.ts";
import { canonicalJson, writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { type FundView, stepUpForContribution } from "./model.ts";
import { composeFund } from "./read-contributions.ts";

export interface PublicAccount {
  year: number;
  authority: string;
  contributions: {
    title: Record<string, string>;
    currency: string;
    payers: number;
    declared: number;
    owed: string;
    paid: string;
    verification: string;
  }[];
  spendings: Omit<FundView["spendings"][number], "id">[];
  recommendations: Omit<FundView["recommendations"][number], "id">[];
}

/** Once a year, by the head of the authority, with the passkey. @throws AppError conflict when it is published. */
export async function publishAccount(ctx: Context, year: number): Promise<{ sha256: string }> {
  requirePermission(ctx, "fund.publish");
  const { personId, organisationId } = requirePerson(ctx);
  return await withTransaction(
    ctx,
    async (tx) => {
      await requireStepUp(tx, ctx, stepUpForContribution.publish(year));
      const [own] = await tx.execute<{ name: string }>(
        sql`select name from organisations where id = ${organisationId}`,
      );
      const fund = await composeFund(tx, ctx, organisationId, year);
      const account: PublicAccount = {
        year,
        authority: own?.name ?? "",
        contributions: fund.years.map((one) => {
          const law = fund.laws.find((known) => known.obligationId === one.obligationId);
          return {
            title: law?.title ?? {},
            currency: one.currency,
            payers: one.payers.length,
            declared: one.payers.filter((payer) => payer.state !== "nothing_declared").length,
            owed: one.owed,
            paid: one.paid,
            verification: law?.verification ?? "unverified",
          };
        }),
        spendings: fund.spendings.map(({ project, areaId, areaNames, amount, currency, spentOn, source }) => {
          return { project, areaId, areaNames, amount, currency, spentOn, source };
        }),
        recommendations: fund.recommendations.map(
          ({ text: said, decidedOn, boardSize, inFavour, against, abstained }) => {
            return { text: said, decidedOn, boardSize, inFavour, against, abstained };
          },
        ),
      };
      const text = canonicalJson(account);
      const sha256 = createHash("sha256").update(text).digest("hex");
      const made =
        await tx.execute(sql`insert into fund_accounts (id, authority_id, year, account, sha256, published_by, published_at)
        values (${newId(ctx.now())}, ${organisationId}, ${year}, ${text}::jsonb, ${sha256}, ${personId}, ${ctx.now().toISOString()}::timestamptz)
        on conflict do nothing returning id`);
      if (made.length === 0)
        throw new AppError("conflict", "The account of this year is published already.", {
          words: "refusals.account_published",
        });
      await writeAudit(tx, ctx, {
        action: "fund.publish",
        objectType: "fund_account",
        objectId: String(year),
        detail: { sha256 },
      });
      return { sha256 };
    },
    "system",
  );
}

/** Published accounts, the newest first, for the portal. */
export async function listPublicAccounts(ctx: Context): Promise<(PublicAccount & { sha256: string })[]> {
  return await readOnly(ctx, async (tx) => {
    const rows = await tx.execute<{ account: PublicAccount; sha256: string }>(
      sql`select account, sha256 from fund_accounts order by year desc, id limit 100`,
    );
    return rows.map(({ account, sha256 }) => ({ ...account, sha256 }));
  });
}
