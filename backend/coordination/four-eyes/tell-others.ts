// Tells those who could have approved that somebody released alone: the kind, the title and the name; the reason stands at the desk.
import { sql } from "drizzle-orm";
import { actsOfRole, roles } from "../../identity/model.ts";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { wordsIn, knownLanguage } from "../../platform/words/index.ts";
import { queueMail } from "../outbox.ts";
import type { FourEyesKind } from "./model.ts";

const approvers = roles.filter((role) => actsOfRole[role].includes("release.approve"));

const pages: Record<FourEyesKind, string> = {
  advisory: "advisories",
  notification: "notifications",
  disclosure: "disclosure",
  early_disclosure: "disclosure",
  public_line: "public-lines",
  statistics: "statistics",
  export: "notifications",
  advice: "advice",
};

/** @returns how many were told. */
export async function tellOthers(
  tx: Tx,
  ctx: Context,
  request: { id: string; kind: FourEyesKind; subjectId: string; title: string; askedBy: string },
): Promise<number> {
  const people = await tx.execute<{ id: string; email: string; language: string; by: string }>(sql`
    select distinct p.id, p.email, p.language, (select q.name from people q where q.id = ${request.askedBy}) as by from people p
    join role_grants g on g.person_id = p.id and g.revoked_at is null and g.role = any (${sql.param(approvers)}::text[])
    where p.disabled_at is null and p.id <> ${request.askedBy}`);
  let told = 0;
  for (const person of people) {
    const language = knownLanguage(person.language);
    const words = wordsIn(language);
    const page = pages[request.kind];
    const values = { name: person.by, title: request.title, url: `${ctx.config.publicUrl}/desk/${page}` };
    try {
      await queueMail(tx, ctx, {
        cause: `four-eyes:${request.id}:${person.id}`,
        kind: "notice",
        reportId: null,
        ...(request.kind === "notification"
          ? { about: { of: "notification_runs" as const, id: request.subjectId } }
          : {}),
        to: person.email,
        language,
        subject: words("notify.alone_mail.subject"),
        body: `${words(`notify.alone_mail.body_${request.kind}`, values)}\n\n${words("mail.signature")}\n`,
      });
      told++;
    } catch (error) {
      if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
      ctx.log.warn(
        { personId: person.id },
        "a person has had very many notices today; this one stands at the desk only",
      );
    }
  }
  return told;
}
