// The team's templates: the shipped ones and its own, filled in for one conversation in its party's language.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { wordsIn } from "../../platform/words/index.ts";
import { loadParty } from "../conversations/load-party.ts";
import {
  type FilledTemplate,
  fillTemplate,
  SaveTemplate,
  shippedTemplates,
  templateFields,
  type TemplateLanguage,
  templateLanguages,
  type TemplateValues,
  type TemplateView,
} from "./model.ts";

/** Shipped ones first, then the team's own by name. `language` is that in which the shipped ones are named. */
export async function listTemplates(ctx: Context, language: TemplateLanguage): Promise<TemplateView[]> {
  requirePermission(ctx, "registry.read");
  return [...shipped(language), ...(await readOnly(ctx, async (tx) => await readOwn(tx), "person"))];
}

/** @throws invalid_input by field; not_found; conflict when somebody changed it meanwhile. */
export async function saveTemplate(ctx: Context, input: SaveTemplate): Promise<{ id: string; version: number }> {
  requirePermission(ctx, "registry.change");
  const { templateId, version, name, subjects, bodies } = SaveTemplate.parse(input);
  const by = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const at = ctx.now().toISOString();
  return await withTransaction(ctx, async (tx) => {
    const id = templateId ?? newId(ctx.now());
    if (templateId === undefined)
      await tx.execute(sql`insert into message_templates (id, name, subjects, bodies, changed_by, changed_at)
        values (${id}, ${name}, ${JSON.stringify(subjects)}::jsonb, ${JSON.stringify(bodies)}::jsonb, ${by}, ${at}::timestamptz)`);
    else await replace();
    await writeAudit(tx, ctx, {
      action: "template.save",
      objectType: "message_template",
      objectId: id,
      detail: { name },
    });
    return { id, version: templateId === undefined ? 1 : (version ?? 0) + 1 };

    async function replace(): Promise<void> {
      const known = await tx.execute(sql`select 1 from message_templates where id = ${id} and ended_at is null`);
      if (known.length === 0) throw notFound("template");
      const changed =
        await tx.execute(sql`update message_templates set name = ${name}, subjects = ${JSON.stringify(subjects)}::jsonb, bodies = ${JSON.stringify(bodies)}::jsonb,
        version = version + 1, changed_by = ${by}, changed_at = ${at}::timestamptz where id = ${id} and version = ${version ?? 0} returning id`);
      if (changed.length === 0)
        throw new AppError("conflict", "This template was changed by somebody else in the meantime.", {
          words: "forms.conflict.changed",
        });
    }
  });
}

/** @throws not_found. */
export async function endTemplate(ctx: Context, templateId: string): Promise<void> {
  requirePermission(ctx, "registry.change");
  await withTransaction(ctx, async (tx) => {
    const ended = await tx.execute(
      sql`update message_templates set ended_at = ${ctx.now().toISOString()}::timestamptz where id = ${templateId} and ended_at is null returning id`,
    );
    if (ended.length === 0) throw notFound("template");
    await writeAudit(tx, ctx, { action: "template.end", objectType: "message_template", objectId: templateId });
  });
}

/** Every template as it reads in a conversation, in its party's language; `named` is the reader's, for the names of the shipped ones. @throws not_found. */
export async function fillTemplates(
  ctx: Context,
  conversationId: string,
  named: TemplateLanguage = "fr",
): Promise<FilledTemplate[]> {
  requirePermission(ctx, "report.answer");
  return await readOnly(ctx, async (tx) => {
    const party = await loadParty(tx, conversationId);
    const author = ctx.actor.kind === "person" ? ctx.actor.personId : null;
    const [names] = await tx.execute<{
      author: string | null;
      team: string | null;
    }>(sql`select (select name from people where id = ${author}) as author,
      (select name from organisations where kind = 'cert') as team`);
    const { language } = party;
    const values: TemplateValues = {
      party: party.name,
      number: party.number,
      subject: party.subject,
      their_reference: party.theirReference ?? "",
      date: ctx.now().toISOString().slice(0, 10),
      author: names?.author ?? "",
      team: names?.team ?? "",
    };
    return [...shipped(named), ...(await readOwn(tx))].map(({ name, subjects, bodies }) => ({
      name,
      subject: fillTemplate(subjects[language] ?? "", values),
      body: fillTemplate(bodies[language] ?? "", values),
    }));
  });
}

async function readOwn(tx: Tx): Promise<TemplateView[]> {
  return [
    ...(await tx.execute<TemplateView & Record<string, unknown>>(
      sql`select id, name, subjects, bodies, version from message_templates where ended_at is null order by name limit 200`,
    )),
  ];
}

/** The catalogue's words with their fields left as they are written. */
function shipped(language: TemplateLanguage): TemplateView[] {
  const places = Object.fromEntries(templateFields.map((name) => [name, `{${name}}`]));
  const inAll = (key: string) => Object.fromEntries(templateLanguages.map((one) => [one, wordsIn(one)(key, places)]));
  return shippedTemplates.map((key) => ({
    id: null,
    name: wordsIn(language)(`talking.template.${key}.name`),
    subjects: inAll(`talking.template.${key}.subject`),
    bodies: inAll(`talking.template.${key}.body`),
    version: 0,
  }));
}
