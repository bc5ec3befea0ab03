// What each YARA rule costs by itself, measured every night on what came in lately, and at once where rules ran out of time on a report.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import { measureYaraRules } from "../yara/index.ts";
import { accountCosts, type DearRule } from "./account-costs.ts";
import { findTooDearYara } from "./rules.ts";

export const measureYaraJob = "rules.measure_yara";

/** A night's budget; rules that had no turn have one the next night, since the order changes. */
const totalMs = 300_000;
const ruleTimeMs = 20_000;
const sampleBytes = 24 * 2 ** 20;
const mostFiles = 200;

interface ActiveRule extends Record<string, unknown> {
  id: string;
  name: string;
  text: string;
}

/**
 * @param reportId only this report's files: the rules ran out of time on them
 * @returns ids of the rules that were quarantined
 */
export async function measureYara(ctx: Context, reportId?: string): Promise<string[]> {
  requirePermission(ctx, "rule.write");
  const { rules, files } = await readOnly(ctx, async (tx) => ({
    // The first name stands for the file: costs of its other rules cannot be told apart.
    rules: await tx.execute<ActiveRule>(sql`select r.id, v.names[1] as name, v.source as text from rules r
      join rule_versions v on v.rule_id = r.id and v.version = r.active_version where r.kind = 'yara' order by random()`),
    files: await tx.execute<{
      name: string;
      objectId: string;
    }>(sql`select f.name, f.object_id as "objectId" from report_files f
      where ${reportId === undefined ? sql`true` : sql`f.report_id = ${reportId}`} order by f.added_at desc limit ${mostFiles}`),
  }));
  if (rules.length === 0 || files.length === 0) return [];
  const data = {
    rules: rules.map(({ id, text }) => ({ path: id, text })),
    files: files.map(({ name, objectId }) => ({ name: `files/${name}`, path: ctx.objects.path(objectId) })),
    sampleBytes,
    ruleTimeMs,
  };
  const measured = await measureYaraRules(data, totalMs);
  const nameOf = new Map(rules.map(({ id, name }) => [id, name]));
  const toCost = ({ path, parts, timeMs }: { path: string; parts: number; timeMs: number }) =>
    ({ kind: "yara", name: nameOf.get(path) ?? path, evaluations: parts, timeMs }) as const;
  const deltas = measured.map((one) => ({ ...toCost(one), matches: one.matches }));
  const dear = findTooDearYara(measured).map((one): DearRule => ({ ...toCost(one), share: one.share }));
  return await accountCosts(ctx, deltas, dear);
}
