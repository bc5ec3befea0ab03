// Reads one finding with its rule's text and history, and explains it.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { type WordsLanguage, wordsFor } from "../../platform/words/index.ts";
import { explainFinding, renderWords } from "../../triage/explain/index.ts";
import type { Evidence, Location } from "../../triage/model.ts";
import type { RuleRecord } from "../../triage/rules/model.ts";
import type { FindingExplanation } from "./model.ts";
import { readRuleOfFinding } from "./read-rule-of-finding.ts";

type FindingRow = Omit<
  FindingExplanation,
  "words" | "truePart" | "evidence" | "rule" | "record" | "history" | "said" | "canJudge"
> & { kept: (Location | Evidence)[]; subject: string; description: string };

/** A finding, also one that is kept aside. @throws not_found, forbidden. */
export async function readExplanation(
  ctx: Context,
  findingId: string,
  language: WordsLanguage,
): Promise<FindingExplanation> {
  requirePermission(ctx, "report.read");
  if (!isId(findingId)) throw notFound("finding");
  return await readOnly(ctx, async (tx) => {
    const row = await readFinding(tx, findingId);
    const { kept, subject, description, ...finding } = row;
    const rule = await readRuleOfFinding(tx, finding);
    const explanation = explainFinding({ ...finding, kept }, rule?.source ?? null, { subject, description });
    return {
      ...finding,
      ...explanation,
      rule: rule?.rule ?? null,
      record: await readRecord(tx, finding),
      history: rule?.history ?? null,
      said: renderWords(explanation.words, wordsFor(ctx, language)),
      canJudge: may(ctx, "finding.judge") && finding.engine !== "unpack" && finding.heldBy === null,
    };
  });
}

async function readFinding(tx: Tx, findingId: string): Promise<FindingRow> {
  const [row] = await tx.execute<FindingRow & Record<string, unknown>>(sql`
    select f.id, f.report_id as "reportId", r.reference as "reportReference", r.subject, r.description, f.engine, f.rule_id as "ruleId",
      f.rule_version as "ruleVersion", f.title, f.level, f.source, f.at::float8 as at, f.why, f.reference_links as "references", f.author,
      f.verdict, f.verdict_reason as "verdictReason", (select p.name from people p where p.id = f.verdict_by) as "verdictBy",
      ${iso(sql`f.verdict_at`)} as "verdictAt", ${iso(sql`f.found_at`)} as "foundAt", f.held_by as "heldBy", f.locations as kept
    from (
      select id, report_id, engine, rule_id, rule_version, title, level, source, at, why, reference_links, author, verdict, verdict_reason,
        verdict_by, verdict_at, found_at, locations, null::jsonb as held_by from findings where id = ${findingId}
      union all
      select id, report_id, engine, rule_id, rule_version, title, level, source, at, why, reference_links, author, null, null,
        null, null, found_at, locations, held_by from suppressed_findings where id = ${findingId}
    ) f join reports r on r.id = f.report_id`);
  if (!row) throw notFound("finding");
  return row;
}

async function readRecord(tx: Tx, finding: { engine: string; ruleId: string }): Promise<RuleRecord> {
  const [row] = await tx.execute<Omit<RuleRecord, "precision"> & Record<string, unknown>>(sql`
    select hits::int as hits, reports::int as reports, true_count::int as "true", false_count::int as "false", benign_count::int as benign,
      ${iso(sql`last_hit_at`)} as "lastHitAt" from rule_records() where engine = ${finding.engine} and name = ${finding.ruleId}`);
  const record = row ?? { hits: 0, reports: 0, true: 0, false: 0, benign: 0, lastHitAt: null };
  const judged = record.true + record.false;
  return { ...record, precision: judged === 0 ? null : Math.round((record.true / judged) * 1000) / 1000 };
}
