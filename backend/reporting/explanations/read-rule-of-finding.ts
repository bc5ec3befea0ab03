// The rule behind a finding: the version that was in force when it fired, and what became of the rule.
import { sql } from "drizzle-orm";
import { iso, type Tx } from "../../platform/db/index.ts";
import type { ExplainedRule } from "../../triage/explain/model.ts";
import type { Level } from "../../triage/model.ts";
import type { RuleHistory } from "./model.ts";

export interface RuleOfFinding {
  /** The rule's text, for explaining; a list's is long and never needed. */
  source: string | null;
  rule: ExplainedRule;
  history: RuleHistory;
}

interface VersionRow extends Record<string, unknown> {
  id: string;
  version: number;
  kind: ExplainedRule["kind"];
  title: string;
  level: Level;
  author: string;
  licence: string;
  source: string;
  state: RuleHistory["state"];
  stateReason: string;
  stateAt: string;
  pack: RuleHistory["pack"];
}

/** Null where no rule of that name is known any more (a finding of a time before rules had a life, or of an analyst's own file). */
export async function readRuleOfFinding(
  tx: Tx,
  finding: { engine: string; ruleId: string; foundAt: string },
): Promise<RuleOfFinding | null> {
  // In force at the time: shipped or published before it; the newest of these. A finding from before is told by the first version.
  const [row] = await tx.execute<VersionRow>(sql`
    select r.id, r.kind, v.version, v.title, v.level, v.author, v.licence, case when r.kind = 'indicator' then '' else v.source end as source,
      r.state, r.state_reason as "stateReason", ${iso(sql`r.state_at`)} as "stateAt",
      (select json_build_object('name', p.name, 'licence', p.licence, 'source', p.source) from rule_packs p where p.id = r.pack_id) as pack
    from rule_versions v join rules r on r.id = v.rule_id
      cross join lateral (select v.origin = 'shipped' and v.created_at <= ${finding.foundAt}::timestamptz or exists (select 1 from rule_publications p
        where p.rule_id = v.rule_id and p.version = v.version and p.state in ('live', 'withdrawn', 'ended')
          and coalesce(p.approved_at, p.asked_at) <= ${finding.foundAt}::timestamptz) as was_in_force) w
    where r.kind = ${finding.engine} and v.names @> array[${finding.ruleId}]
    order by w.was_in_force desc, case when w.was_in_force then v.version end desc, v.version limit 1`);
  if (!row) return null;
  const { id, version, kind, title, level, author, licence, source, state, stateReason, stateAt, pack } = row;
  return {
    source: kind === "indicator" ? null : source,
    rule: {
      kind,
      title,
      level,
      version: String(version),
      author: author === "" ? null : author,
      licence: licence === "" ? null : licence,
      source: kind === "indicator" ? null : source,
    },
    history: {
      ruleId: id,
      state,
      stateReason,
      stateAt,
      pack,
      versions: await versionsOf(tx, id, version),
      publications: await publicationsOf(tx, id),
    },
  };
}

async function versionsOf(tx: Tx, ruleId: string, shown: number): Promise<RuleHistory["versions"]> {
  const rows = await tx.execute<RuleHistory["versions"][number] & Record<string, unknown>>(sql`
    select v.version, ${iso(sql`v.created_at`)} as "createdAt", v.note, coalesce(v.version = r.active_version, false) as "isInForce",
      v.version = ${shown} as "isThis",
      coalesce((select json_agg(p.name order by p.name) from people p where p.id = any (v.written_by)), '[]'::json) as "writtenBy"
    from rule_versions v join rules r on r.id = v.rule_id where v.rule_id = ${ruleId} order by v.version desc limit 50`);
  return [...rows];
}

async function publicationsOf(tx: Tx, ruleId: string): Promise<RuleHistory["publications"]> {
  const rows = await tx.execute<RuleHistory["publications"][number] & Record<string, unknown>>(sql`
    select p.version, p.way, p.state, p.reason, ${iso(sql`p.asked_at`)} as "askedAt", ${iso(sql`p.approved_at`)} as "approvedAt",
      (select name from people where id = p.asked_by) as "askedBy", (select name from people where id = p.approved_by) as "approvedBy"
    from rule_publications p where p.rule_id = ${ruleId} order by p.asked_at desc limit 20`);
  return [...rows];
}
