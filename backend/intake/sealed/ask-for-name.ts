// The desk asks custodians for a name that was given in confidence, with a reason.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { findOwnKey, requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { parseInput } from "../parse-input.ts";
import { fewestReasonCharacters } from "./model.ts";

export const AskForName = z.strictObject({
  reason: z
    .string({ error: "Expected a reason." })
    .trim()
    .min(fewestReasonCharacters, `Expected a reason of at least ${fewestReasonCharacters} characters.`)
    .max(2000, "Expected at most 2,000 characters."),
});

/** @throws AppError not_found where nothing is sealed; conflict without an own unlocking key, or while an own request waits. */
export async function askForName(ctx: Context, reportId: string, input: unknown): Promise<{ id: string }> {
  requirePermission(ctx, "identity.ask");
  const { reason } = parseInput(AskForName, input);
  const { personId } = requirePerson(ctx);
  const id = newId(ctx.now());
  await withTransaction(ctx, async (tx) => {
    const [report] = await tx.execute<{ reference: string }>(
      sql`select r.reference from reports r join report_identities i on i.report_id = r.id where r.id = ${reportId} and i.is_sealed`,
    );
    if (!report) throw notFound("sealed name");
    const key = await findOwnKey(tx, personId);
    if (!key)
      throw new AppError("conflict", "Make your own unlocking key first: the name will be sealed to it.", {
        words: "sealed.refusal.no_key",
      });
    const asked =
      await tx.execute(sql`insert into identity_requests (id, report_id, reference, asked_by, asker_key_id, reason, asked_at)
        values (${id}, ${reportId}, ${report.reference}, ${personId}, ${key.id}, ${reason}, ${ctx.now().toISOString()}::timestamptz)
        on conflict (report_id, asked_by) where decision is null do nothing returning id`);
    if (asked.length === 0)
      throw new AppError("conflict", "You have asked already; a custodian has not answered yet.", {
        words: "sealed.refusal.waiting",
      });
    await publish(tx, { type: "identity.asked", requestId: id });
    await writeAudit(tx, ctx, {
      action: "report.ask_identity",
      objectType: "report",
      objectId: reportId,
      detail: { requestId: id, reason },
    });
  });
  return { id };
}
