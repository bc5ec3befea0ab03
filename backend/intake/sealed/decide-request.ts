// A custodian answers a request. What is granted was opened in the custodian's browser and sealed there to the key of who asked.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { bytesField, requirePermission, requirePerson, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { fromBase64Url } from "../../platform/sealing/index.ts";
import { parseInput } from "../parse-input.ts";
import { grantHours, stepUpForSealed } from "./model.ts";
import { decideAnswer } from "./rules.ts";

export const DecideRequest = z.discriminatedUnion("decision", [
  z.strictObject({ decision: z.literal("granted"), sealedKey: bytesField(80) }),
  z.strictObject({
    decision: z.literal("refused"),
    reason: z
      .string({ error: "Expected a reason." })
      .trim()
      .min(3, "Expected a reason.")
      .max(2000, "Expected at most 2,000 characters."),
  }),
]);

/** Needs a step-up (`stepUpForSealed.decide`). @throws AppError not_found; refused for the own request; conflict when it was answered. */
export async function decideRequest(ctx: Context, requestId: string, input: unknown): Promise<void> {
  requirePermission(ctx, "identity.keep");
  const answer = parseInput(DecideRequest, input);
  const { personId } = requirePerson(ctx);
  const now = ctx.now();
  await withTransaction(
    ctx,
    async (tx) => {
      const [request] = await tx.execute<{
        reportId: string;
        askedBy: string;
        decision: string | null;
        isAskerKeyRetired: boolean;
      }>(sql`select q.report_id as "reportId", q.asked_by as "askedBy", q.decision, k.retired_at is not null as "isAskerKeyRetired"
        from identity_requests q join unlocking_keys k on k.id = q.asker_key_id where q.id = ${requestId} for update of q`);
      if (!request) throw notFound("request");
      decideAnswer(request, personId, answer.decision);
      await requireStepUp(tx, ctx, stepUpForSealed.decide(requestId, answer.decision));
      const isGranted = answer.decision === "granted";
      const expiresAt = isGranted ? new Date(now.getTime() + grantHours * 3_600_000).toISOString() : null;
      await tx.execute(sql`update identity_requests set decision = ${answer.decision}, decided_by = ${personId}, decided_at = ${now.toISOString()}::timestamptz,
        decision_reason = ${isGranted ? null : answer.reason}, expires_at = ${expiresAt}::timestamptz,
        sealed_key = ${isGranted ? Buffer.from(fromBase64Url(answer.sealedKey)) : null}::bytea where id = ${requestId}`);
      await publish(tx, { type: "identity.answered", requestId });
      await writeAudit(tx, ctx, {
        action: isGranted ? "report.grant_identity" : "report.refuse_identity",
        objectType: "report",
        objectId: request.reportId,
        detail: { requestId, ...(isGranted ? {} : { reason: answer.reason }) },
      });
    },
    "custody",
  );
}
