// An entity takes over what a guest filed in its name: by the digits of the receipt, with the moment at which the guest filed.
import { timingSafeEqual } from "node:crypto";
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { hmacSecret } from "../../intake/index.ts";
import { parseReceipt } from "../../intake/receipts/model.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput } from "../../platform/errors/index.ts";
import { readEntity } from "../duties/read-entity.ts";
import { countClaim } from "./guest/count-guests.ts";
import { ClaimFiling } from "./model.ts";

const wrong = () =>
  new AppError("not_found", "These digits open no filing. Look at the receipt again.", {
    words: "filings.refusal.receipt",
  });

/** From then on it stands among the entity's own filings, and its addressees read it as confirmed. @throws not_found for wrong digits or a filing that was claimed. */
export async function claimFiling(ctx: Context, input: ClaimFiling): Promise<{ filingId: string; reference: string }> {
  requirePermission(ctx, "filing.make");
  const receipt = parseReceipt(ClaimFiling.parse(input).receipt);
  if (typeof receipt === "string")
    throw invalidInput([
      { path: "receipt", message: "Expected the digits of the receipt, five groups; one of them is wrong or missing." },
    ]);
  const { personId } = requirePerson(ctx);
  countClaim(ctx, personId);
  const entity = await readOnly(ctx, async (tx) => await readEntity(tx, ctx, ctx.now()));
  // The digits are the proof; the rows belong to nobody yet, so no tenant's scope reaches them.
  return await withTransaction(
    ctx,
    async (tx) => {
      const [row] = await tx.execute<{ filingId: string; hmac: Buffer; reference: string }>(
        sql`select g.filing_id as "filingId", g.secret_hmac as hmac, f.reference from guest_filings g join filings f on f.id = g.filing_id
          where g.locator = ${receipt.locator} and g.claimed_at is null for update of g`,
      );
      const expected = hmacSecret(ctx.secrets, `filing:${receipt.locator}`, receipt.secret);
      if (!row || !timingSafeEqual(row.hmac, expected)) throw wrong();
      const { filingId, reference } = row;
      const disowned = await tx.execute(
        sql`select 1 from filing_parts where filing_id = ${filingId} and standing = 'disowned'`,
      );
      if (disowned.length > 0)
        throw new AppError(
          "refused",
          "Somebody said that this filing is not your organisation's. Ask the authority to take that back.",
          {
            words: "yearly.refusal.disowned",
          },
        );
      await tx.execute(
        sql`update filings set organisation_id = ${entity.organisationId}, constituent_id = ${entity.id}, entity_name = ${entity.name} where id = ${filingId}`,
      );
      await tx.execute(
        sql`update filing_versions set organisation_id = ${entity.organisationId} where filing_id = ${filingId}`,
      );
      await tx.execute(
        sql`update filing_parts set entity_organisation_id = ${entity.organisationId}, constituent_id = ${entity.id}, entity_reference = ${entity.reference},
          standing = 'confirmed' where filing_id = ${filingId}`,
      );
      await tx.execute(
        sql`update guest_filings set claimed_by = ${personId}, claimed_at = ${ctx.now().toISOString()} where filing_id = ${filingId}`,
      );
      await writeAudit(tx, ctx, { action: "filing.claim", objectType: "filing", objectId: filingId });
      return { filingId, reference };
    },
    "system",
  );
}
