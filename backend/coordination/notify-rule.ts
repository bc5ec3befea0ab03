// Tells those who may approve rules that one was published by one person alone, withdrawn, or taken out of force for its cost.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { actsOfRole, roles } from "../identity/model.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { AppError } from "../platform/errors/index.ts";
import { wordsIn, knownLanguage } from "../platform/words/index.ts";
import { composeRuleNotice, type RuleNotice } from "./compose-rule-notice.ts";
import { queueMail } from "./outbox.ts";

const approvers = roles.filter((role) => actsOfRole[role].includes("rule.approve"));

interface RuleFacts extends Record<string, unknown> {
  title: string;
  name: string | null;
  askedBy: string | null;
  expiresAt: string | null;
}

/** One mail a person and event, however often its job is tried. */
export async function notifyRule(
  ctx: Context,
  event: { kind: RuleNotice["kind"]; ruleId: string; publicationId: string | null; share: number; eventId: string },
): Promise<void> {
  requirePermission(ctx, "report.answer");
  await withTransaction(ctx, async (tx) => {
    const [rule] = await tx.execute<RuleFacts>(sql`select r.title, a.name, p.asked_by as "askedBy",
        to_char(p.expires_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as "expiresAt"
      from rules r left join rule_publications p on p.id = ${event.publicationId}::uuid left join people a on a.id = p.asked_by where r.id = ${event.ruleId}`);
    if (!rule) return;
    const told = await tx.execute<{
      id: string;
      email: string;
      language: string;
    }>(sql`select distinct p.id, p.email, p.language
      from people p join role_grants g on g.person_id = p.id where g.revoked_at is null and p.disabled_at is null
        and (g.role = any(${sql.param([...approvers])}::text[]) or p.id = ${rule.askedBy}::uuid)
        and (${event.kind} <> 'published_alone' or p.id is distinct from ${rule.askedBy}::uuid)`);
    for (const person of told) {
      const language = knownLanguage(person.language);
      const notice: RuleNotice = {
        kind: event.kind,
        title: rule.title,
        name: rule.name ?? "",
        time: rule.expiresAt ?? "",
        share: Math.round(event.share * 100),
        url: `${ctx.config.publicUrl}/desk/rules/${event.ruleId}`,
      };
      try {
        const mail = { reportId: null, to: person.email, language, ...composeRuleNotice(wordsIn(language), notice) };
        await queueMail(tx, ctx, { cause: `rule:${event.eventId}:${person.id}`, kind: "notice", ...mail });
      } catch (error) {
        // The day's share of one address is no reason to leave the others untold.
        if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
        ctx.log.warn(
          { personId: person.id },
          "a person has had very many notices today; this one stands at the desk only",
        );
      }
    }
    const detail = { kind: event.kind, told: told.length };
    await writeAudit(tx, ctx, { action: "rule.notify", objectType: "rule", objectId: event.ruleId, detail });
  });
}
