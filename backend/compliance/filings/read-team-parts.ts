// What was filed with the national team itself, where the law names it: its own parts, as an authority reads its own.
import { type SQL, sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { wordsIn } from "../../platform/words/index.ts";
import { lawOfCountry } from "../duties/law-of-country.ts";
import type { LanguageQuery } from "../duties/model.ts";
import type { TeamPart, TeamParts } from "./model.ts";
import { readParts } from "./read-filings.ts";

interface Sender extends Record<string, unknown> {
  id: string;
  entityName: string;
  entityReference: string | null;
  filingReference: string;
  standing: TeamPart["standing"];
  guestContact: string | null;
}

/** The newest two hundred. @throws forbidden. */
export async function listTeamParts(ctx: Context, { language }: LanguageQuery): Promise<TeamParts> {
  requirePermission(ctx, "report.read");
  const newest = sql`p.id in (select q.id from filing_parts q order by q.submitted_at desc limit 200)`;
  return { parts: await readOnly(ctx, async (tx) => await readWithSender(tx, ctx, language, newest)) };
}

/** @throws not_found for what was not filed with the team. */
export async function readTeamPart(ctx: Context, partId: string, { language }: LanguageQuery): Promise<TeamPart> {
  requirePermission(ctx, "report.read");
  const [part] = await readOnly(ctx, async (tx) => await readWithSender(tx, ctx, language, sql`p.id = ${partId}`));
  if (!part) throw notFound("filing");
  return part;
}

async function readWithSender(
  tx: Tx,
  ctx: Context,
  language: LanguageQuery["language"],
  condition: SQL,
): Promise<TeamPart[]> {
  const parts = await readParts(tx, lawOfCountry(ctx.config.country), wordsIn(language), condition);
  const senders = await tx.execute<Sender>(
    sql`select p.id, p.entity_name as "entityName", p.entity_reference as "entityReference", p.filing_reference as "filingReference", p.standing,
      p.guest ->> 'contact' as "guestContact" from filing_parts p where ${condition}`,
  );
  const byId = new Map(senders.map((sender) => [sender.id, sender]));
  return parts
    .flatMap((part) => {
      const sender = byId.get(part.id);
      return sender ? [{ ...part, ...sender }] : [];
    })
    .toSorted((a, b) => b.submittedAt.localeCompare(a.submittedAt));
}
