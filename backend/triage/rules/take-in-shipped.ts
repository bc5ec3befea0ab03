// Takes the rules that ship into the same life as all others: at each start, a text that changed becomes a new version, in force.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { engineSourcesIn, readRulesFolder, shippedRules } from "../shipped-rules.ts";
import { readYaraRules } from "../yara/index.ts";
import { checkSource } from "./check-source.ts";
import type { RuleKind, RuleSample, RuleState, SourceFacts } from "./model.ts";
import { readSamplesOf } from "./packs/read-samples.ts";
import {
  bringIntoForce,
  endPublication,
  hashOf,
  holdPublicationOf,
  holdRule,
  insertVersion,
  moveTo,
  tellWorker,
} from "./store.ts";

export interface TakenIn {
  added: number;
  changed: number;
  retired: number;
}

interface Shipped {
  kind: RuleKind;
  path: string;
  source: string;
  samples: RuleSample[];
}

interface Known extends Record<string, unknown> {
  id: string;
  path: string;
  state: RuleState;
  digest: string | null;
}

/** The same folder twice changes nothing. What was quarantined or retired here stays so, with the new version beside it. */
export async function takeInShipped(ctx: Context, folder: string = shippedRules): Promise<TakenIn> {
  requirePermission(ctx, "rule.write");
  const shipped = readShipped(folder);
  const taken: TakenIn = { added: 0, changed: 0, retired: 0 };
  if (!(await isChanged(ctx, shipped))) return taken;
  await withTransaction(ctx, async (tx) => {
    // One process at a time; the second finds nothing left to do.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('rules.take_in'))`);
    const known = new Map((await readKnown(tx)).map((row) => [row.path, row]));
    for (const rule of shipped) {
      const before = known.get(rule.path);
      if (before?.digest === digestOf(rule)) continue;
      const facts = readFacts(ctx, rule);
      if (!facts) continue;
      if (before) await takeVersion(tx, ctx, before.id, rule, facts);
      else await addRule(tx, ctx, rule, facts);
      taken[before ? "changed" : "added"] += 1;
    }
    const paths = new Set(shipped.map(({ path }) => path));
    for (const gone of [...known.values()].filter((row) => !paths.has(row.path) && row.state !== "retired")) {
      const rule = await holdRule(tx, gone.id);
      await moveTo(tx, rule, "retired", { reason: "no longer shipped", at: ctx.now() });
      taken.retired += 1;
    }
    await tellWorker(tx);
    await writeAudit(tx, ctx, {
      action: "rule.take_in",
      objectType: "rule",
      objectId: "shipped",
      detail: { ...taken },
    });
  });
  return taken;
}

function readShipped(folder: string): Shipped[] {
  const files = readRulesFolder(folder);
  return engineSourcesIn(files).flatMap(({ kind, path, text }): Shipped[] => {
    if (kind === "warninglist") return [];
    const samples = readSamplesOf(files, kind, path, [], kind === "yara" ? (readYaraRules(text) ?? []) : []);
    return [{ kind, path, source: text, samples }];
  });
}

async function isChanged(ctx: Context, shipped: readonly Shipped[]): Promise<boolean> {
  const known = new Map((await readOnly(ctx, readKnown)).map((row) => [row.path, row]));
  const isSame = shipped.every((rule) => known.get(rule.path)?.digest === digestOf(rule));
  const paths = new Set(shipped.map(({ path }) => path));
  return !isSame || [...known.values()].some((row) => !paths.has(row.path) && row.state !== "retired");
}

async function readKnown(tx: Tx): Promise<Known[]> {
  return await tx.execute<Known>(sql`select r.id, r.path, r.state,
      (select encode(v.sha256, 'hex') || encode(v.samples_sha256, 'hex') from rule_versions v where v.rule_id = r.id and v.origin = 'shipped'
        order by v.version desc limit 1) as digest
    from rules r where r.origin = 'shipped'`);
}

const digestOf = ({ source, samples }: Shipped): string =>
  hashOf(source).toString("hex") + hashOf(JSON.stringify(samples)).toString("hex");

function readFacts(ctx: Context, { kind, source, path }: Shipped): SourceFacts | null {
  const { facts, problems } = checkSource(kind, source, path);
  if (facts !== null && problems.length === 0) return facts;
  ctx.log.error({ path, problems }, "a rule that ships cannot be read and is not used");
  return null;
}

async function addRule(tx: Tx, ctx: Context, rule: Shipped, facts: SourceFacts): Promise<void> {
  const id = newId(ctx.now());
  const at = ctx.now().toISOString();
  await tx.execute(sql`insert into rules (id, kind, origin, path, title, state, state_at, created_at)
    values (${id}, ${rule.kind}, 'shipped', ${rule.path}, ${facts.title}, 'test', ${at}::timestamptz, ${at}::timestamptz)`);
  await takeVersion(tx, ctx, id, rule, facts);
}

async function takeVersion(tx: Tx, ctx: Context, ruleId: string, shipped: Shipped, facts: SourceFacts): Promise<void> {
  const rule = await holdRule(tx, ruleId);
  const version = (rule.latestVersion ?? 0) + 1;
  const at = ctx.now();
  const { source, samples } = shipped;
  await insertVersion(tx, { ruleId, version, origin: "shipped", source, samples, facts, note: "", writtenBy: [], at });
  const isFirst = rule.latestVersion === null;
  // A version of the desk's own that is in force is not replaced behind its back.
  const isOwnInForce = rule.activeVersion !== null && (await holdPublicationOf(tx, ruleId, "live")) !== null;
  const waiting = await holdPublicationOf(tx, ruleId, "waiting");
  if (waiting) await endPublication(tx, waiting.id, { state: "ended", by: null, reason: "a new version shipped", at });
  if ((isFirst || rule.state === "active") && !isOwnInForce)
    await bringIntoForce(tx, rule, version, { names: facts.names, title: facts.title, reason: "", at });
}
