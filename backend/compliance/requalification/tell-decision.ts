// When the desk has decided on an officer's request, the officer and the entity hear it by mail: that it was decided, and where to read it.
import { sql } from "drizzle-orm";
import { queueMail } from "../../coordination/index.ts";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import type { PublishedEvent } from "../../platform/jobs/index.ts";
import { wordsIn } from "../../platform/words/index.ts";
import { pickLanguage } from "../offices/pick-language.ts";

interface Reader extends Record<string, unknown> {
  id: string;
  email: string;
  language: string;
  authority: string;
  state: string;
  constituentId: string;
  isOfficer: boolean;
}

/** Of changes that the entity itself asked for, its own people hear elsewhere: nothing is done here. */
export async function tellDecision(ctx: Context, event: PublishedEvent<"entry.proposal_settled">): Promise<void> {
  requirePermission(ctx, "report.answer");
  await withTransaction(ctx, async (tx) => {
    const readers = await tx.execute<Reader>(
      sql`select distinct p.id, p.email, p.language, o.name as authority, r.state, c.id as "constituentId", p.id = r.proposed_by as "isOfficer"
        from requalifications q join change_proposals r on r.id = q.proposal_id join constituents c on c.id = q.constituent_id join organisations o on o.id = q.organisation_id
        join people p on p.disabled_at is null and (p.id = r.proposed_by or exists (select 1 from role_grants g where g.person_id = p.id and g.organisation_id = c.organisation_id
          and g.revoked_at is null and g.role in ('constituent_administrator', 'constituent_dpo')))
        where q.proposal_id = ${event.proposalId}`,
    );
    for (const { id, email, language, authority, state, constituentId, isOfficer } of readers) {
      const spoken = pickLanguage([language]);
      const say = wordsIn(spoken);
      const path = isOfficer ? `office/entities/${constituentId}` : "console/entry";
      const mailId = await queueMail(tx, ctx, {
        cause: `requalification:${event.eventId}:${id}`,
        kind: "notice",
        reportId: null,
        to: email,
        language: spoken,
        subject: say("yearly.mail.requalified.subject", { authority }),
        body: `${[say(`yearly.mail.requalified.${state === "approved" ? "approved" : "refused"}`, { authority, url: `${ctx.config.publicUrl}/${path}` }), say("mail.signature")].join("\n\n")}\n`,
      });
      await writeAudit(tx, ctx, { action: "person.notify", objectType: "person", objectId: id, detail: { mailId } });
    }
  });
}
