// The proof of one row of the log, for whoever reads the log: one text file that anybody can check.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { readProof, type RowProof } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";

/** @throws not_found; conflict while the row waits for its place, or when its content was destroyed. */
export async function readRowProof(ctx: Context, auditId: string): Promise<RowProof> {
  requirePermission(ctx, "log.read");
  if (!isId(auditId)) throw notFound("row of the log");
  // Whose rows one may know of, row-level security tells.
  const [visible] = await readOnly(
    ctx,
    async (tx) => await tx.execute(sql`select 1 from audit_log where id = ${auditId}`),
  );
  if (!visible) throw notFound("row of the log");
  const proof = await readProof(ctx, auditId);
  if (proof === undefined) throw notFound("row of the log");
  if (proof === "waiting")
    throw new AppError("conflict", "This row gets its place within a second. Try again.", {
      words: "log.refusal.waiting",
    });
  if (proof === "destroyed")
    throw new AppError("conflict", "The content of this row was destroyed: only its leaf is left.", {
      words: "log.refusal.destroyed",
    });
  return proof;
}
