// Reminds a partner once when the time within which they answer is over.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "../../identity/index.ts";
import { canLeave, type Pap } from "../../intake/marking/model.ts";
import type { Marking } from "../../intake/model.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { wordsIn, type WordsLanguage } from "../../platform/words/index.ts";
import { queueMail } from "../outbox.ts";
import { composeFreezeMail } from "./compose-freeze.ts";

const Payload = z.strictObject({ requestId: z.uuid() });

interface Waiting extends Record<string, unknown> {
  id: string;
  reference: string;
  reportId: string;
  body: string;
  language: WordsLanguage;
  email: string | null;
  marking: Marking;
  pap: Pap;
}

/** Does nothing for one that was answered, reminded of, or is over. */
export async function remindFreeze(ctx: Context, payload: unknown): Promise<void> {
  requirePermission(ctx, "freeze.release");
  const { requestId } = Payload.parse(payload);
  await withTransaction(ctx, async (tx) => {
    const now = ctx.now().toISOString();
    const [request] = await tx.execute<Waiting>(sql`
      select f.id, f.reference, f.report_id as "reportId", f.body, f.language, p.email, r.marking, r.pap from freeze_requests f
        join partner_bodies p on p.id = f.partner_id join reports r on r.id = f.report_id
      where f.id = ${requestId} and f.answer is null and f.reminded_at is null and f.expires_at > ${now}::timestamptz for update of f`);
    if (!request || request.email === null) return;
    const carriesText = canLeave(request, "mail").may === "text";
    const { id, reference, reportId, body, language, email } = request;
    const text = composeFreezeMail(wordsIn(language), { id, reference, body, carriesText, isReminder: true });
    await queueMail(tx, ctx, {
      cause: `freeze-reminder:${id}`,
      kind: "notice",
      reportId: null,
      to: email,
      language,
      ...text,
    });
    await tx.execute(sql`update freeze_requests set reminded_at = ${now}::timestamptz where id = ${id}`);
    const detail = { requestId: id };
    await writeAudit(tx, ctx, { action: "report.remind_freeze", objectType: "report", objectId: reportId, detail });
  });
}
