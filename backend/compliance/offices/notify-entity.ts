// Tells the people of an entity by mail that something of an authority waits in their room: which authority, never what about.
import { sql } from "drizzle-orm";
import { queueMail } from "../../coordination/index.ts";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import type { PublishedEvent } from "../../platform/jobs/index.ts";
import { wordsIn } from "../../platform/words/index.ts";
import { pickLanguage } from "./pick-language.ts";

const tables = {
  requalification: sql`(select proposal_id as id, organisation_id, constituent_id from requalifications)`,
  inspection: sql`inspections`,
  matter: sql`matters`,
  complaint: sql`complaints`,
  filing: sql`filing_parts`,
  // A formality has two organisations: here the authority is meant.
  formality: sql`(select id, constituent_id, authority_id as organisation_id from formalities)`,
};

/** One mail a person and event, however often its job is tried. */
export async function notifyEntity(ctx: Context, event: PublishedEvent<"office.notified">): Promise<void> {
  requirePermission(ctx, "report.answer");
  await withTransaction(ctx, async (tx) => {
    const people = await tx.execute<{
      id: string;
      email: string;
      language: string;
      authority: string;
    }>(sql`select distinct p.id, p.email, p.language, o.name as authority
      from ${tables[event.subject]} s join constituents c on c.id = s.constituent_id join organisations o on o.id = s.organisation_id
      join role_grants g on g.organisation_id = c.organisation_id and g.revoked_at is null and g.role in ('constituent_administrator', 'constituent_dpo')
      join people p on p.id = g.person_id and p.disabled_at is null where s.id = ${event.subjectId}`);
    for (const { id, email, language, authority } of people) {
      const spoken = pickLanguage([language]);
      const say = wordsIn(spoken);
      try {
        const mailId = await queueMail(tx, ctx, {
          cause: `office:${event.eventId}:${id}`,
          kind: "notice",
          reportId: null,
          to: email,
          language: spoken,
          subject: say("inspections.mail.subject", { authority }),
          body: `${[say("inspections.mail.body", { authority, url: `${ctx.config.publicUrl}/console/` }), say("mail.signature")].join("\n\n")}\n`,
        });
        await writeAudit(tx, ctx, {
          action: "person.notify",
          objectType: "person",
          objectId: id,
          detail: { subject: event.subject, mailId },
        });
      } catch (error) {
        if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
        ctx.log.warn({ personId: id }, "a person has had very many notices today; none was sent");
      }
    }
  });
}
