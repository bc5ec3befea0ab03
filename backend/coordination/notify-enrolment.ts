// Mails about claims of entries and proposals. No word that a stranger typed stands in them, so that nobody sends words through us.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { type Tx, withTransaction } from "../platform/db/index.ts";
import { AppError } from "../platform/errors/index.ts";
import type { PublishedEvent } from "../platform/jobs/index.ts";
import { wordsIn, wordsLanguages } from "../platform/words/index.ts";
import { claimUrl } from "../registry/index.ts";
import { queueMail } from "./outbox.ts";

interface Reader {
  id: string;
  email: string;
  language: string;
}
type Readers = Record<string, unknown> & Reader;

interface Claim extends Record<string, unknown> {
  id: string;
  constituentId: string | null;
  organisationId: string | null;
  name: string;
  email: string;
  language: string;
  state: string;
}

/** To the claimant, to those who keep the entry, to the desk's leads and, of an approval, to the entry's contacts. One mail an event and reader. */
export async function notifyClaim(ctx: Context, event: PublishedEvent<"entry.claimed">): Promise<void> {
  requirePermission(ctx, "report.answer");
  await withTransaction(ctx, async (tx) => {
    const [claim] =
      await tx.execute<Claim>(sql`select e.id, c.id as "constituentId", c.organisation_id as "organisationId",
      coalesce(c.name, e.wanted_name) as name, e.email, e.language, e.state from entry_claims e left join constituents c on c.id = e.constituent_id where e.id = ${event.claimId}`);
    if (!claim) return;
    const { origin } = new URL(ctx.config.deskUrl);
    const claimant = { id: "claimant", email: claim.email, language: claim.language };
    const mail = async (to: Reader, what: string, url: string): Promise<number> =>
      await tell(tx, ctx, to, {
        key: `claim.${what}`,
        cause: `claim:${event.eventId}:${what}:${to.id}`,
        name: claim.name,
        url,
      });
    let told = 0;
    if (["asked", "approved", "refused"].includes(event.step))
      told += await mail(claimant, event.step, claimUrl(ctx, claim.id));
    if (event.step === "waits_desk" || event.step === "waits_administrator")
      for (const reader of await leads(tx)) told += await mail(reader, "desk", `${origin}/desk/enrolment`);
    if (event.step === "waits_administrator")
      for (const reader of await keepers(tx, claim)) told += await mail(reader, "keeper", `${origin}/console/entry`);
    if (event.step === "approved")
      for (const reader of await watchers(tx, claim))
        told += await mail(reader, "watch", `${ctx.config.publicUrl}/help`);
    await writeAudit(tx, ctx, {
      action: "entry.notify_claim",
      objectType: "entry_claim",
      objectId: claim.id,
      detail: { step: event.step, told },
    });
  });
}

/** To whoever proposed: decided, and where to read by whom and why. */
export async function notifyProposal(ctx: Context, event: PublishedEvent<"entry.proposal_settled">): Promise<void> {
  requirePermission(ctx, "report.answer");
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx.execute<
      Readers & { state: string; name: string; constituentId: string }
    >(sql`select p.id, p.email, p.language, r.state,
      c.name, c.id as "constituentId" from change_proposals r join people p on p.id = r.proposed_by join constituents c on c.id = r.constituent_id where r.id = ${event.proposalId}
      -- What an officer asked for is told by the office.
      and not exists (select 1 from requalifications q where q.proposal_id = r.id)`);
    if (!row) return;
    const url = `${new URL(ctx.config.deskUrl).origin}/console/entry`;
    const cause = `proposal:${event.eventId}`;
    const told = await tell(tx, ctx, row, { key: `proposal.${row.state}`, cause, name: row.name, url });
    await writeAudit(tx, ctx, {
      action: "entry.notify_proposal",
      objectType: "constituent",
      objectId: row.constituentId,
      detail: { proposalId: event.proposalId, told },
    });
  });
}

async function leads(tx: Tx): Promise<Reader[]> {
  return [
    ...(await tx.execute<Readers>(sql`select distinct p.id, p.email, p.language from people p join role_grants g on g.person_id = p.id
      where g.role = 'lead' and g.revoked_at is null and p.disabled_at is null`)),
  ];
}

async function keepers(tx: Tx, claim: Claim): Promise<Reader[]> {
  return [
    ...(await tx.execute<Readers>(sql`select distinct p.id, p.email, p.language from people p join role_grants g on g.person_id = p.id
      where g.organisation_id = ${claim.organisationId} and g.role = 'constituent_administrator' and g.revoked_at is null and p.disabled_at is null
        and lower(p.email) <> lower(${claim.email})`)),
  ];
}

/** Whoever is at the entry's other addresses would notice a claim that should not have been. */
async function watchers(tx: Tx, claim: Claim): Promise<Reader[]> {
  const contacts =
    await tx.execute<Readers>(sql`select distinct on (lower(k.email)) k.id, k.email, k.languages[1] as language from contacts k
    where k.constituent_id = ${claim.constituentId} and k.ended_at is null and k.email is not null and lower(k.email) <> lower(${claim.email})
    order by lower(k.email), k.id limit 20`);
  const known = new Set(contacts.map(({ email }) => email.toLowerCase()));
  return [...contacts, ...(await keepers(tx, claim)).filter(({ email }) => !known.has(email.toLowerCase()))];
}

async function tell(
  tx: Tx,
  ctx: Context,
  to: Reader,
  mail: { key: string; cause: string; name: string; url: string },
): Promise<number> {
  const language = wordsLanguages.find((known) => known === to.language) ?? "fr";
  const words = wordsIn(language);
  const values = { name: mail.name, url: mail.url };
  try {
    await queueMail(tx, ctx, {
      cause: mail.cause,
      kind: "notice",
      reportId: null,
      to: to.email,
      language,
      subject: words(`console.mail.${mail.key}.subject`, values),
      body: `${words(`console.mail.${mail.key}.body`, values)}\n\n${words("mail.signature")}\n`,
    });
    return 1;
  } catch (error) {
    // The day's share of one address is no reason to leave the others untold.
    if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
    ctx.log.warn({ to: to.id }, "an address has had very many mails today; none was sent");
    return 0;
  }
}
