// What is in force, as the engines take it.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import type { EngineSource } from "../open-engines.ts";
import { readGeneration } from "./store.ts";

/** The number that goes up whenever what is in force changes. */
export async function readRulesGeneration(ctx: Context): Promise<number> {
  return await readOnly(ctx, readGeneration);
}

/** Texts and generation as of one moment. */
export async function loadActiveRules(ctx: Context): Promise<{ generation: number; sources: EngineSource[] }> {
  return await readOnly(ctx, async (tx) => {
    const rows = await tx.execute<{
      kind: "sigma" | "yara" | "indicator";
      path: string;
      text: string;
      generation: number;
    }>(sql`
      select r.kind, coalesce(r.path, 'rules/' || r.id) || case when r.origin = 'shipped' then '' else '@' || r.id end as path, v.source as text
      from rules r join rule_versions v on v.rule_id = r.id and v.version = r.active_version order by r.created_at, r.id`);
    return {
      generation: await readGeneration(tx),
      sources: rows.map(({ kind, path, text }) => ({ kind, path, text })),
    };
  });
}
