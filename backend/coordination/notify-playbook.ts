// Tells the people whom a playbook names that one of its steps wants their look. The mail says nothing of what the case is about.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { AppError } from "../platform/errors/index.ts";
import { wordsIn, knownLanguage } from "../platform/words/index.ts";
import { queueMail } from "./outbox.ts";

/** One mail a person and event, however often its job is tried. Only who may see the case is told. */
export async function notifyPlaybook(
  ctx: Context,
  { runId, to, eventId }: { runId: string; to: "owner" | "team" | "leads"; eventId: string },
): Promise<void> {
  requirePermission(ctx, "report.answer");
  await withTransaction(ctx, async (tx) => {
    const [run] = await tx.execute<{ caseId: string; reference: string; titles: Record<"fr" | "en" | "mn", string> }>(
      sql`select k.id as "caseId", k.reference, r.definition -> 'titles' as titles from case_playbooks r join cases k on k.id = r.case_id where r.id = ${runId}`,
    );
    if (!run) return;
    const told = await tx.execute<{ id: string; email: string; language: string }>(sql`
      select distinct p.id, p.email, p.language from people p join cases k on k.id = ${run.caseId}
      where p.disabled_at is null and exists (select 1 from role_grants g where g.person_id = p.id and g.revoked_at is null
          and g.role in ('analyst', 'senior', 'lead', 'on_call') and (${to} <> 'leads' or g.role = 'lead'))
        and (not k.is_restricted or exists (select 1 from case_members m where m.case_id = k.id and m.person_id = p.id))
        and not exists (select 1 from conflicts c where c.person_id = p.id and c.case_id = k.id)
        and (${to} = 'leads' or p.id = k.owner_id
          or ${to} = 'team' and exists (select 1 from case_people t where t.case_id = k.id and t.person_id = p.id and t.part = 'team'))`);
    for (const person of told) {
      const language = knownLanguage(person.language);
      const t = wordsIn(language);
      const facts = { reference: run.reference, playbook: run.titles[t.language] };
      const url = `${ctx.config.publicUrl}/desk/cases/${run.caseId}`;
      const body = [t("playbooks.mail.body", facts), t("playbooks.mail.look", { url }), t("mail.signature")];
      try {
        const about = { of: "cases", id: run.caseId } as const;
        const mail = { reportId: null, about, to: person.email, language, subject: t("playbooks.mail.subject") };
        const cause = `playbook:${eventId}:${person.id}`;
        await queueMail(tx, ctx, { cause, kind: "notice", ...mail, body: `${body.join("\n\n")}\n` });
      } catch (error) {
        if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
        ctx.log.warn(
          { personId: person.id },
          "a person has had very many notices today; this one stands at the desk only",
        );
      }
    }
    const detail = { runId, to, told: told.length };
    await writeAudit(tx, ctx, { action: "case.notify_playbook", objectType: "case", objectId: run.caseId, detail });
  });
}
