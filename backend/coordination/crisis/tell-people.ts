// Mails to people of the house and of authorities about a crisis: that something waits and where, never what it says.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { wordsIn, knownLanguage } from "../../platform/words/index.ts";
import { queueMail } from "../outbox.ts";

/** @param mail.key of the words `crisis.mail.<key>_subject` and `crisis.mail.<key>`. A person who has had very many mails today reads it in the room. */
export async function mailPeople(
  tx: Tx,
  ctx: Context,
  personIds: readonly string[],
  mail: {
    key: "decision" | "situation" | "reminder" | "old_book";
    cause: string;
    values: Record<string, string | number>;
    path: string;
  },
): Promise<void> {
  const people = await tx.execute<{ id: string; email: string; language: string }>(
    sql`select id, email, language from people where id = any (${sql.param([...new Set(personIds)])}::uuid[]) and disabled_at is null order by id`,
  );
  for (const person of people) {
    const language = knownLanguage(person.language);
    const words = wordsIn(language);
    const values = { ...mail.values, url: `${ctx.config.publicUrl}${mail.path}` };
    try {
      await queueMail(tx, ctx, {
        cause: `${mail.cause}:${person.id}`,
        kind: "notice",
        reportId: null,
        to: person.email,
        language,
        subject: words(`crisis.mail.${mail.key}_subject`, values),
        body: `${words(`crisis.mail.${mail.key}`, values)}\n\n${words("mail.signature")}\n`,
      });
    } catch (error) {
      if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
      ctx.log.warn({ personId: person.id }, "a person has had very many notices today; this one stands in the room");
    }
  }
}

/** Everybody who leads now: to be reminded. */
export async function leadersIn(tx: Tx): Promise<string[]> {
  const rows = await tx.execute<{
    id: string;
  }>(sql`select distinct p.id from people p join role_grants g on g.person_id = p.id and g.revoked_at is null
    where g.role in ('lead', 'on_call') and p.disabled_at is null`);
  return rows.map(({ id }) => id);
}
