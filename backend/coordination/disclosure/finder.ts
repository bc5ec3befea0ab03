// A finder with the receipt: how far the matter is, and what the publication calls them. Nothing that a vendor said.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { asReporter } from "../../intake/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { SetCredit } from "./model.ts";
import type { FinderView } from "./views/model.ts";

/** By the token of `openReceipt`; undefined where the report became no vulnerability. */
export async function readFinder(ctx: Context, token: string): Promise<FinderView | undefined> {
  const reporter = asReporter(ctx, token);
  if (!reporter) return undefined;
  return await readOnly(reporter, async (tx) => {
    const [finder] = await tx.execute<{ wish: FinderView["wish"]; credit: string; caseId: string }>(
      sql`select wish, credit, case_id as "caseId" from disclosure_finders`,
    );
    if (!finder) return undefined;
    const milestones = await tx.execute<FinderView["milestones"][number] & Record<string, unknown>>(
      sql`select kind, ${iso(sql`at`)} as at, ${iso(sql`due_at`)} as "dueAt" from disclosure_milestones order by at, kind`,
    );
    const [published] = await tx.execute<{ number: string }>(
      sql`select number from disclosure_editions where case_id = ${finder.caseId} and state = 'published' limit 1`,
    );
    return {
      wish: finder.wish,
      credit: finder.credit,
      milestones: [...milestones],
      publishedNumber: published?.number ?? null,
    };
  });
}

/** @throws AppError not_found; invalid_input by field. What was published stays as it was until a revision. */
export async function setOwnCredit(ctx: Context, token: string, input: SetCredit): Promise<void> {
  const { wish, credit } = SetCredit.parse(input);
  const reporter = asReporter(ctx, token);
  if (reporter?.actor.kind !== "reporter") throw notFound("report");
  const { reportId } = reporter.actor;
  requirePermission(reporter, "report.submit");
  await withTransaction(reporter, async (tx) => {
    const changed =
      await tx.execute(sql`update disclosure_finders set wish = ${wish}, credit = ${wish === "name" || wish === "alias" ? credit : ""},
      changed_via = 'receipt', changed_at = ${ctx.now().toISOString()}::timestamptz where report_id = ${reportId} returning 1`);
    if (changed.length === 0) throw notFound("vulnerability");
    await writeAudit(tx, reporter, {
      action: "disclosure.own_credit",
      objectType: "report",
      objectId: reportId,
      detail: { wish },
    });
  });
}
