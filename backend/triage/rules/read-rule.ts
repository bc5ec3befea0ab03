// One rule's page: its draft, its versions, the gates of the latest, who published what, back-tests and acts; and one version whole.
import { sql, type SQL } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { readRows } from "./list-rules.ts";
import type {
  DraftView,
  GateView,
  PublicationView,
  RuleAct,
  RulePage,
  RuleSample,
  VersionHead,
  VersionView,
} from "./model.ts";
import { trialHeads } from "./read-trial.ts";
import { gatesOf, missingGate, whyNotApprove } from "./rules.ts";
import { checksOf, readingScope, trialsOf } from "./store.ts";

type Row<Shape> = Shape & Record<string, unknown>;

/** A person as `{id, name}` JSON, or null. */
export const personJson = (column: SQL): SQL =>
  sql`(select json_build_object('id', u.id, 'name', u.name) from people u where u.id = ${column})`;
const peopleJson = (column: SQL): SQL =>
  sql`coalesce((select json_agg(json_build_object('id', u.id, 'name', u.name) order by u.name) from people u where u.id = any(${column})), '[]')`;

/** @throws not_found */
export async function readRulePage(ctx: Context, ruleId: string): Promise<RulePage> {
  requirePermission(ctx, "rule.read");
  return await readOnly(
    ctx,
    async (tx) => {
      const [row] = await readRows(tx, ctx.now(), sql`r.id = ${ruleId}`, sql``);
      if (!row) throw notFound("rule");
      const [more] = await tx.execute<Row<Pick<RulePage, "path" | "version" | "createdBy" | "createdAt">>>(
        sql`select r.path, r.version, ${personJson(sql`r.created_by`)} as "createdBy", ${iso(sql`r.created_at`)} as "createdAt" from rules r where r.id = ${ruleId}`,
      );
      if (!more) throw notFound("rule");
      const draft = await readDraft(tx, ruleId);
      const versions = await readVersions(tx, ruleId);
      const publications = await readPublications(tx, ruleId);
      const gates = await readGates(tx, ruleId, row.latestVersion);
      const open = publications.find(
        ({ state, approvedBy }) => state === "waiting" || (state === "live" && !approvedBy),
      );
      const latest = versions[0];
      const me = ctx.actor.kind === "person" ? ctx.actor.personId : "";
      const writtenBy = versions.find(({ version }) => version === open?.version)?.writtenBy.map(({ id }) => id) ?? [];
      const whyNot = open ? whyNotApprove(me, { askedBy: open.askedBy.id, writtenBy }) : null;
      const canWrite = may(ctx, "rule.write");
      const isReady =
        latest !== undefined &&
        latest.version !== row.activeVersion &&
        row.state !== "retired" &&
        missingGate(gates) === undefined;
      const hasWaiting = publications.some(({ state }) => state === "waiting");
      return {
        ...row,
        ...more,
        draft,
        versions,
        gates,
        publications,
        trials: await trialHeads(
          tx,
          sql`exists (select 1 from rule_trial_rules x where x.trial_id = t.id and x.rule_id = ${ruleId})`,
          20,
        ),
        acts: await readActs(tx, ruleId),
        can: {
          editDraft: canWrite && draft !== null,
          submit: canWrite && draft !== null,
          startTrial: canWrite && latest !== undefined,
          ask: canWrite && isReady && !hasWaiting,
          approve: may(ctx, "rule.approve") && open !== undefined && whyNot === null,
          publishAlone: may(ctx, "rule.publish_alone") && isReady,
          quarantine: canWrite && row.state === "active",
          retire: canWrite && row.state !== "retired",
          revive: canWrite && draft === null && latest !== undefined,
        },
        whyNotApprove: whyNot === null ? null : `rulelife.why_not.${whyNot}`,
      };
    },
    readingScope(ctx.actor.kind),
  );
}

/** Source and samples of one version. @throws not_found */
export async function readVersion(ctx: Context, ruleId: string, version: number): Promise<VersionView> {
  requirePermission(ctx, "rule.read");
  return await readOnly(
    ctx,
    async (tx) => {
      const [found] = await tx.execute<Row<VersionView>>(
        sql`select ${headColumns}, v.source, v.samples from rule_versions v where v.rule_id = ${ruleId} and v.version = ${version}`,
      );
      if (!found) throw notFound("version of this rule");
      return found;
    },
    readingScope(ctx.actor.kind),
  );
}

const headColumns = sql`v.version, v.origin, v.title, v.level, v.author, v.licence, v.description, v.names, v.note, ${peopleJson(sql`v.written_by`)} as "writtenBy",
  ${iso(sql`v.created_at`)} as "createdAt", encode(v.sha256, 'hex') as sha256,
  json_build_object('hit', (select count(*) from jsonb_array_elements(v.samples) s where s->>'expects' = 'hit'),
    'miss', (select count(*) from jsonb_array_elements(v.samples) s where s->>'expects' = 'miss')) as "sampleCount"`;

async function readVersions(tx: Tx, ruleId: string): Promise<VersionHead[]> {
  const rows = await tx.execute<Row<VersionHead>>(
    sql`select ${headColumns} from rule_versions v where v.rule_id = ${ruleId} order by v.version desc limit 200`,
  );
  return [...rows];
}

async function readDraft(tx: Tx, ruleId: string): Promise<DraftView | null> {
  const [row] = await tx.execute<Row<DraftView>>(
    sql`select d.version, d.source, d.samples, d.note, ${peopleJson(sql`d.written_by`)} as "writtenBy", ${iso(sql`d.edited_at`)} as "editedAt"
      from rule_drafts d where d.rule_id = ${ruleId}`,
  );
  return row ?? null;
}

async function readPublications(tx: Tx, ruleId: string): Promise<PublicationView[]> {
  const rows = await tx.execute<
    Row<PublicationView>
  >(sql`select p.id, p.version, p.way, p.state, ${personJson(sql`p.asked_by`)} as "askedBy",
      ${iso(sql`p.asked_at`)} as "askedAt", p.reason, ${personJson(sql`p.approved_by`)} as "approvedBy", ${iso(sql`p.approved_at`)} as "approvedAt",
      ${iso(sql`p.expires_at`)} as "expiresAt", p.previous_version as "previousVersion", ${personJson(sql`p.ended_by`)} as "endedBy",
      ${iso(sql`p.ended_at`)} as "endedAt", p.end_reason as "endReason"
    from rule_publications p where p.rule_id = ${ruleId} order by p.asked_at desc, p.id desc limit 200`);
  return [...rows];
}

async function readGates(tx: Tx, ruleId: string, version: number | null): Promise<GateView[]> {
  if (version === null) return [];
  const [stored] = await tx.execute<Row<{ origin: "shipped" | "desk" | "pack"; samples: RuleSample[] }>>(
    sql`select origin, samples from rule_versions where rule_id = ${ruleId} and version = ${version}`,
  );
  if (!stored) return [];
  return gatesOf(stored, await checksOf(tx, ruleId, version), await trialsOf(tx, ruleId, version));
}

async function readActs(tx: Tx, ruleId: string): Promise<RuleAct[]> {
  const rows = await tx.execute<Row<RuleAct>>(sql`select ${iso(sql`a.at`)} as at, a.action,
      (select json_build_object('id', p.id, 'name', p.name) from people p where a.actor_kind = 'person' and p.id::text = a.actor_id) as actor, a.detail
    from audit_log a where a.object_type = 'rule' and a.object_id = ${ruleId} order by a.at desc, a.id desc limit 200`);
  return [...rows];
}
