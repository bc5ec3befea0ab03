// SQL that several acts on rules share: a rule held for a change, its versions and checks, coming into force and going out of it.
import { createHash } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import { iso, type Tx } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import type {
  PublicationState,
  PublicationWay,
  RuleKind,
  RuleOrigin,
  RuleSample,
  RuleState,
  SourceFacts,
} from "./model.ts";
import type { CheckRow, TrialOfVersion } from "./rules.ts";

export interface RuleHead {
  id: string;
  kind: RuleKind;
  origin: RuleOrigin;
  packId: string | null;
  path: string | null;
  title: string;
  state: RuleState;
  activeVersion: number | null;
  formerVersion: number | null;
  latestVersion: number | null;
  version: number;
}

type Row<Shape> = Shape & Record<string, unknown>;

/** The rule, held until the transaction ends. @throws not_found */
export async function holdRule(tx: Tx, ruleId: string): Promise<RuleHead> {
  await tx.execute(sql`select id from rules where id = ${ruleId} for update`);
  const [row] = await tx.execute<
    Row<RuleHead>
  >(sql`select r.id, r.kind, r.origin, r.pack_id as "packId", r.path, r.title, r.state,
    r.active_version as "activeVersion", r.former_version as "formerVersion", r.version,
    (select max(v.version) from rule_versions v where v.rule_id = r.id) as "latestVersion" from rules r where r.id = ${ruleId}`);
  if (!row) throw notFound("rule");
  return row;
}

export interface StoredVersion {
  origin: RuleOrigin;
  source: string;
  samples: RuleSample[];
  names: string[];
  title: string;
  writtenBy: string[];
}

/** @throws not_found */
export async function readStoredVersion(tx: Tx, ruleId: string, version: number): Promise<StoredVersion> {
  const [row] = await tx.execute<
    Row<StoredVersion>
  >(sql`select origin, source, samples, names, title, written_by as "writtenBy"
    from rule_versions where rule_id = ${ruleId} and version = ${version}`);
  if (!row) throw notFound("version of this rule");
  return row;
}

export interface NewVersion {
  ruleId: string;
  version: number;
  origin: RuleOrigin;
  source: string;
  samples: RuleSample[];
  facts: SourceFacts;
  /** Of the pack, where the rule itself names none. */
  licence?: string;
  note: string;
  writtenBy: string[];
  at: Date;
}

/** Writes a version for good; its form is known to be right, its samples wait unless they were tested before it shipped. */
export async function insertVersion(tx: Tx, one: NewVersion): Promise<void> {
  const { facts } = one;
  const samples = JSON.stringify(one.samples);
  const at = one.at.toISOString();
  await tx.execute(sql`insert into rule_versions (rule_id, version, origin, source, sha256, samples, samples_sha256, title, level, author, licence, description,
      names, note, written_by, created_at)
    values (${one.ruleId}, ${one.version}, ${one.origin}, ${one.source}, ${hashOf(one.source)}, ${samples}::jsonb, ${hashOf(samples)}, ${facts.title}, ${facts.level},
      ${facts.author}, ${facts.licence === "" ? (one.licence ?? "") : facts.licence}, ${facts.description}, ${sql.param(facts.names)}::text[], ${one.note},
      ${sql.param(one.writtenBy)}::uuid[], ${at}::timestamptz)`);
  const samplesState = one.origin === "shipped" ? "passed" : "waiting";
  await tx.execute(sql`insert into rule_checks (rule_id, version, gate, state, checked_at)
    values (${one.ruleId}, ${one.version}, 'form', 'passed', ${at}::timestamptz),
      (${one.ruleId}, ${one.version}, 'samples', ${samplesState}, ${one.origin === "shipped" ? at : null}::timestamptz)`);
}

export const hashOf = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Latest first. */
export async function trialsOf(tx: Tx, ruleId: string, version: number): Promise<TrialOfVersion[]> {
  const rows = await tx.execute<
    Row<Omit<TrialOfVersion, "sinceAt" | "askedAt"> & { sinceAt: string | null; askedAt: string }>
  >(
    sql`select t.id, t.state, ${iso(sql`t.since_at`)} as "sinceAt", ${iso(sql`t.asked_at`)} as "askedAt", ${iso(sql`t.finished_at`)} as "finishedAt", x.problem
      from rule_trials t join rule_trial_rules x on x.trial_id = t.id where x.rule_id = ${ruleId} and x.version = ${version} order by t.asked_at desc, t.id desc`,
  );
  return rows.map((row) => ({
    ...row,
    sinceAt: row.sinceAt === null ? null : new Date(row.sinceAt),
    askedAt: new Date(row.askedAt),
  }));
}

export async function checksOf(tx: Tx, ruleId: string, version: number): Promise<CheckRow[]> {
  return await tx.execute<Row<CheckRow>>(sql`select gate, state, problems, ${iso(sql`checked_at`)} as at
    from rule_checks where rule_id = ${ruleId} and version = ${version}`);
}

export interface OpenPublication {
  id: string;
  ruleId: string;
  version: number;
  way: PublicationWay;
  state: PublicationState;
  askedBy: string;
  writtenBy: string[];
  isApproved: boolean;
  expiresAt: string | null;
  previousVersion: number | null;
}
const publicationColumns = sql`p.id, p.rule_id as "ruleId", p.version, p.way, p.state, p.asked_by as "askedBy", p.written_by as "writtenBy",
  p.approved_by is not null as "isApproved", ${iso(sql`p.expires_at`)} as "expiresAt", p.previous_version as "previousVersion"`;

/** Those that fit, held until the transaction ends. */
export async function holdPublications(tx: Tx, where: SQL): Promise<OpenPublication[]> {
  return await tx.execute<Row<OpenPublication>>(
    sql`select ${publicationColumns} from rule_publications p where ${where} order by p.asked_at, p.id for update`,
  );
}

/** The one of a rule that waits, or the one that is live, if any. */
export async function holdPublicationOf(
  tx: Tx,
  ruleId: string,
  state: "waiting" | "live",
): Promise<OpenPublication | null> {
  const [row] = await holdPublications(tx, sql`p.rule_id = ${ruleId} and p.state = ${state}`);
  return row ?? null;
}

export interface EndPublication {
  state: Exclude<PublicationState, "waiting" | "live">;
  by: string | null;
  reason: string;
  at: Date;
}

export async function endPublication(tx: Tx, publicationId: string, end: EndPublication): Promise<void> {
  await tx.execute(sql`update rule_publications set state = ${end.state}, ended_by = ${end.by}, ended_at = ${end.at.toISOString()}::timestamptz,
    end_reason = ${end.reason} where id = ${publicationId}`);
}

/**
 * Brings a version into force: the names it fires under become its own. The worker takes it up once `tellWorker` was called, once for all.
 * @throws refused when another rule in force fires under one of its names.
 */
export async function bringIntoForce(
  tx: Tx,
  rule: Pick<RuleHead, "id" | "kind">,
  version: number,
  { names, title, reason, at }: { names: readonly string[]; title: string; reason: string; at: Date },
): Promise<void> {
  await tx.execute(sql`delete from rule_names where rule_id = ${rule.id}`);
  const taken = await tx.execute<{
    name: string;
    title: string;
  }>(sql`select n.name, r.title from rule_names n join rules r on r.id = n.rule_id
    where n.kind = ${rule.kind} and n.name = any(${sql.param([...names])}::text[]) limit 1`);
  const [other] = taken;
  if (other)
    throw new AppError(
      "refused",
      `The rule "${other.title}" in force has the id ${other.name} too. Give this one an id of its own.`,
      {
        words: "rulelife.refusal.name_taken",
      },
    );
  await tx.execute(
    sql`insert into rule_names (kind, name, rule_id) select ${rule.kind}, name, ${rule.id} from unnest(${sql.param([...names])}::text[]) as name`,
  );
  await tx.execute(sql`update rules set state = 'active', active_version = ${version}, title = ${title}, state_reason = ${reason},
    state_at = ${at.toISOString()}::timestamptz, version = version + 1 where id = ${rule.id}`);
}

/** Takes a rule out of force, or moves one that is not in force to another state. */
export async function moveTo(
  tx: Tx,
  rule: Pick<RuleHead, "id" | "activeVersion" | "formerVersion">,
  state: Exclude<RuleState, "active">,
  { reason, at }: { reason: string; at: Date },
): Promise<void> {
  await tx.execute(sql`delete from rule_names where rule_id = ${rule.id}`);
  await tx.execute(sql`update rules set state = ${state}, active_version = null, former_version = ${rule.activeVersion ?? rule.formerVersion}, state_reason = ${reason},
    state_at = ${at.toISOString()}::timestamptz, version = version + 1 where id = ${rule.id}`);
  if (rule.activeVersion !== null) await tellWorker(tx);
}

/** What is in force has changed: the number that the worker compares before each job goes up. */
export async function tellWorker(tx: Tx): Promise<void> {
  await tx.execute(sql`insert into settings (key, value) values ('rules.generation', '1'::jsonb)
    on conflict (key) do update set value = to_jsonb((settings.value #>> '{}')::bigint + 1), changed_at = now()`);
}

export async function readGeneration(tx: Tx): Promise<number> {
  const [row] = await tx.execute<{ generation: number }>(
    sql`select (value #>> '{}')::float8 as generation from settings where key = 'rules.generation'`,
  );
  return row?.generation ?? 0;
}

/** The scope in which a key reads what its organisation may. */
export const readingScope = (kind: string): "person" | undefined => (kind === "api_key" ? "person" : undefined);
