// Tells a constituent's people by mail what became of a network claim: its own administrators and contacts, or while nobody is enrolled the contacts of its entry.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { AppError } from "../platform/errors/index.ts";
import type { PublishedEvent } from "../platform/jobs/index.ts";
import { type Translator, wordsIn, knownLanguage } from "../platform/words/index.ts";
import type { MailText } from "./compose-mail.ts";
import { queueMail } from "./outbox.ts";

interface ClaimFacts extends Record<string, unknown> {
  name: string;
  value: string;
  reason: string;
  reference: string | null;
  answerBy: string | null;
}

/** One mail a person and event, however often its job is tried. The other party of a dispute stands in the console, and in no mail. */
export async function notifyNetworkClaim(ctx: Context, event: PublishedEvent<"claim.notice">): Promise<void> {
  requirePermission(ctx, "report.answer");
  await withTransaction(ctx, async (tx) => {
    const [facts] = await tx.execute<ClaimFacts>(sql`select c.name, n.value, n.reason, d.reference,
        to_char(d.answer_by at time zone 'UTC', 'YYYY-MM-DD') as "answerBy"
      from network_claims n join constituents c on c.id = n.constituent_id left join claim_disputes d on d.id = ${event.disputeId}::uuid
      where n.id = ${event.claimId}`);
    if (!facts) return;
    const told = await tx.execute<{ key: string; email: string; language: string }>(sql`
      with enrolled as (
        select distinct p.id::text as key, p.email, p.language from people p join role_grants g on g.person_id = p.id
          join constituents c on c.organisation_id = g.organisation_id
        where c.id = ${event.constituentId} and g.revoked_at is null and p.disabled_at is null and g.role in ('constituent_administrator', 'constituent_contact'))
      select * from enrolled
      union all
      select k.id::text, k.email, k.languages[1] from contacts k where k.constituent_id = ${event.constituentId} and k.ended_at is null and k.email is not null
        and k.role in ('security', 'abuse') and not exists (select 1 from enrolled) limit 20`);
    for (const person of told) {
      const language = knownLanguage(person.language);
      const url = `${ctx.config.publicUrl}/console/${event.disputeId === null ? `networks/${event.claimId}` : `disputes/${event.disputeId}`}`;
      try {
        const mail = {
          reportId: null,
          to: person.email,
          language,
          ...composeClaimNotice(wordsIn(language), event.kind, facts, url),
        };
        await queueMail(tx, ctx, { cause: `claim:${event.eventId}:${person.key}`, kind: "notice", ...mail });
      } catch (error) {
        // The day's share of one address is no reason to leave the others untold.
        if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
        ctx.log.warn(
          { claimId: event.claimId },
          "an address has had very many notices today; this one stands in the console only",
        );
      }
    }
    await writeAudit(tx, ctx, {
      action: "claim.notify",
      objectType: "constituent",
      objectId: event.constituentId,
      detail: { claimId: event.claimId, kind: event.kind, told: told.length },
    });
  });
}

function composeClaimNotice(
  words: Translator,
  kind: PublishedEvent<"claim.notice">["kind"],
  facts: ClaimFacts,
  url: string,
): MailText {
  const values = {
    name: facts.name,
    value: facts.value,
    reason: facts.reason,
    reference: facts.reference ?? "",
    day: facts.answerBy ?? "",
  };
  return {
    subject: words(`claims.mail.${kind}.subject`, values),
    body: `${[words(`claims.mail.${kind}.body`, values), words("claims.mail.look", { url }), words("mail.signature")].join("\n\n")}\n`,
  };
}
