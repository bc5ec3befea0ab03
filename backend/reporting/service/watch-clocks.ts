// Every minute: answers set clocks going again, what ended is written down, and what is late is told to its owner and to who is on call.
import { sql } from "drizzle-orm";
import { queueMail } from "../../coordination/index.ts";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { wordsIn, wordsLanguages } from "../../platform/words/index.ts";
import { raiseAlarm } from "../rota/raise-alarm.ts";
import { readLadder } from "../rota/store.ts";
import { endAnswered } from "./pause-service.ts";
import { ofSubject, settleClocks, stale } from "./settle-clocks.ts";
import { type ClockRow, clockRows } from "./store.ts";

/** The job. @returns how many were told to be late. */
export async function watchClocks(ctx: Context): Promise<number> {
  requirePermission(ctx, "case.change");
  await withTransaction(ctx, async (tx) => {
    const resumed = await endAnswered(tx, ctx);
    for (const subjectId of resumed) {
      await settleClocks(tx, ctx, ofSubject(subjectId));
      await writeAudit(tx, ctx, { action: "service.resume", objectType: "service", objectId: subjectId });
    }
    await settleClocks(tx, ctx, stale);
  });
  return await withTransaction(ctx, async (tx) => {
    const late = await clockRows(
      tx,
      sql`c.ended_at is null and c.breach_told_at is null and c.due_at <= ${ctx.now().toISOString()}::timestamptz`,
      100,
    );
    const ladder = await readLadder(tx);
    for (const clock of late) {
      await tx.execute(
        sql`update service_clocks set breach_told_at = ${ctx.now().toISOString()}::timestamptz where id = ${clock.id}`,
      );
      await writeAudit(tx, ctx, {
        action: "service.breach",
        objectType: clock.subject,
        objectId: clock.subjectId,
        detail: { clock: clock.kind },
      });
      if (clock.isDemo) continue;
      await mailOwner(tx, ctx, clock);
      if (!ladder?.definition.triggers.isOnBreach) continue;
      await raiseAlarm(tx, ctx, {
        cause: `breach:${clock.id}`,
        kind: "breach",
        reportId: clock.subject === "report" ? clock.subjectId : null,
        caseId: clock.subject === "case" ? clock.subjectId : null,
        about: { words: "service.alarm", values: { reference: clock.reference, clock: clock.kind } },
      });
    }
    return late.length;
  });
}

/** A reference and which clock: nothing of what it is about. */
async function mailOwner(tx: Tx, ctx: Context, clock: ClockRow): Promise<void> {
  const [owner] = await tx.execute<{ email: string; language: string }>(
    sql`select email, language from people where id = ${clock.ownerId} and disabled_at is null`,
  );
  if (!owner) return;
  const language = wordsLanguages.find((known) => known === owner.language) ?? "fr";
  const t = wordsIn(language);
  const facts = { reference: clock.reference, clock: t(`service.clock.${clock.kind}`) };
  const url = `${ctx.config.publicUrl}/desk/${clock.subject === "case" ? "cases" : "reports"}/${clock.subjectId}`;
  const body = [t("service.mail.body", facts), t("service.mail.look", { url }), t("mail.signature")].join("\n\n");
  try {
    const mail = {
      kind: "notice" as const,
      reportId: null,
      to: owner.email,
      language,
      subject: t("service.mail.subject", facts),
    };
    await queueMail(tx, ctx, { cause: `service-breach:${clock.id}`, ...mail, body: `${body}\n` });
  } catch (error) {
    if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
    ctx.log.warn(
      { clockId: clock.id },
      "a person has had very many notices today; a late clock stands at the desk only",
    );
  }
}
