// The proof that a report was filed with an authority, for its own entity: one text file that shows, without us, that it was filed and when.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { readFirstProof, type RowProof } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";

/** Under the entity's own rows. @throws not_found for what is not theirs or not filed; conflict while the row waits for its place, or is destroyed. */
export async function readFilingProof(ctx: Context, reportId: string, authorityId: string): Promise<RowProof> {
  requirePermission(ctx, "filing.make");
  const [filing] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ id: string }>(sql`select s.id from shares s join reports r on r.id = s.report_id
        where r.id = ${reportId} and r.filed_by_organisation_id = (select toguna_organisation()) and s.organisation_id = ${authorityId}
          and s.basis = 'filing' order by s.shared_at desc limit 1`),
  );
  if (!filing) throw notFound("filing");
  const proof = await readFirstProof(ctx, {
    action: "report.file",
    objectType: "report",
    objectId: reportId,
    detail: { key: "shareId", value: filing.id },
  });
  if (typeof proof === "object") return proof;
  if (proof === undefined) throw notFound("filing");
  throw new AppError("conflict", "This filing gets its proof within a second. Try again.", {
    words: `log.refusal.${proof}`,
  });
}
