// Acknowledges a report by mail, where its reporter is answered by mail; everyone else has the receipt.
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { AppError } from "../platform/errors/index.ts";
import { wordsIn } from "../platform/words/index.ts";
import { composeAcknowledgement } from "./compose-mail.ts";
import { findReachable } from "./find-reachable.ts";
import { queueMail } from "./outbox.ts";
import { isFromPeer } from "./peers/acknowledge-peer.ts";
import { decideWay } from "./rules.ts";

/** Idempotent: one acknowledgement a report. An address that has had its share of the day gets none. */
export async function acknowledgeReport(ctx: Context, reportId: string): Promise<void> {
  requirePermission(ctx, "report.answer");
  await withTransaction(ctx, async (tx) => {
    const report = await findReachable(tx, reportId);
    if (!report) return;
    const way = decideWay(report, report.marking);
    if (way.way !== "mail") return;
    // A peer team sends many: it gets one word an hour for all of them.
    if (await isFromPeer(tx, ctx, reportId, way.to)) return;
    const text = composeAcknowledgement(wordsIn(report.language), {
      reference: report.reference,
      isHeld: report.isHeld,
      hasReceipt: report.cameByMail,
      receiptUrl: `${ctx.config.publicUrl}/`,
    });
    try {
      const mailId = await queueMail(tx, ctx, {
        cause: `ack:${reportId}`,
        kind: "acknowledgement",
        reportId,
        to: way.to,
        language: report.language,
        ...text,
      });
      if (mailId !== undefined)
        await writeAudit(tx, ctx, {
          action: "report.acknowledge",
          objectType: "report",
          objectId: reportId,
          detail: { mailId },
        });
    } catch (error) {
      if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
      ctx.log.warn({ reportId }, "an address has had its acknowledgements of the day; none was sent");
    }
  });
}
