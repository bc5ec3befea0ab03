// Tells those who watch over access that somebody's account is being restored or a passkey was blocked: an attacker would begin there.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { type Tx, withTransaction } from "../platform/db/index.ts";
import { AppError } from "../platform/errors/index.ts";
import { wordsIn, wordsLanguages } from "../platform/words/index.ts";
import { composeSecurityNotice, type IdentityChange } from "./compose-mail.ts";
import { queueMail } from "./outbox.ts";

/** Changes that the security team hears of, whoever made them. */
const watched: readonly IdentityChange[] = [
  "recovery_asked",
  "recovery_approved",
  "recovery_at_console",
  "recovery_by_code",
  "passkey_blocked",
];

/** One mail a person and event to every administrator and auditor but the subject. */
export async function notifySecurity(
  ctx: Context,
  { personId, change, eventId }: { personId: string; change: IdentityChange; eventId: string },
): Promise<void> {
  requirePermission(ctx, "report.answer");
  if (!watched.includes(change)) return;
  await withTransaction(ctx, async (tx) => {
    const [subject] = await tx.execute<{ name: string }>(sql`select name from people where id = ${personId}`);
    if (!subject) return;
    const team = [
      ...(await tx.execute<{ id: string; email: string; language: string }>(
        sql`select distinct p.id, p.email, p.language from people p join role_grants g on g.person_id = p.id
        where g.role in ('administrator', 'auditor') and g.revoked_at is null and p.disabled_at is null and p.id <> ${personId}`,
      )),
    ];
    const { securityContact } = ctx.config;
    if (
      securityContact !== undefined &&
      !team.some(({ email }) => email.toLowerCase() === securityContact.toLowerCase())
    )
      team.push({ id: "contact", email: securityContact, language: "" });
    let told = 0;
    for (const person of team) told += (await tell(tx, ctx, person, subject.name, { change, eventId })) ? 1 : 0;
    const detail = { change, told };
    await writeAudit(tx, ctx, { action: "person.notify_security", objectType: "person", objectId: personId, detail });
  });
}

async function tell(
  tx: Tx,
  ctx: Context,
  to: { id: string; email: string; language: string },
  name: string,
  event: { change: IdentityChange; eventId: string },
): Promise<boolean> {
  const language = wordsLanguages.find((known) => known === to.language) ?? "fr";
  try {
    await queueMail(tx, ctx, {
      cause: `security:${event.eventId}:${to.id}`,
      kind: "notice",
      reportId: null,
      to: to.email,
      language,
      ...composeSecurityNotice(wordsIn(language), event.change, { name, url: `${ctx.config.deskUrl}/people` }),
    });
    return true;
  } catch (error) {
    // The day's share of one address is no reason to leave the others untold.
    if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
    ctx.log.warn({ to: to.id, change: event.change }, "a person has had very many notices today; none was sent");
    return false;
  }
}
