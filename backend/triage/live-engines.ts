// The engines as the worker holds them: opened from what is in force, opened anew when that changes, closed when nobody uses them any more.
import { join } from "node:path";
import type { Context } from "../platform/context/index.ts";
import { type Engines, openEngines } from "./open-engines.ts";
import { type CostLedger, openLedger } from "./rules/cost-ledger.ts";
import { loadActiveRules, readRulesGeneration } from "./rules/load-active.ts";
import { takeInShipped } from "./rules/take-in-shipped.ts";
import { readShippedSources } from "./shipped-rules.ts";

interface Held {
  engines: Engines;
  ledger: CostLedger;
  generation: number;
  dataDir: string;
  users: number;
  isReplaced: boolean;
}

let current: Held | null = null;
let opening: Promise<Held> | undefined;

/**
 * Runs `work` with the rules that are in force at its beginning. A publication needs no restart: the next report waits for
 * the engines to be opened anew (seconds), and reports under way finish with the former ones.
 */
export async function withEngines<Result>(ctx: Context, work: (engines: Engines) => Promise<Result>): Promise<Result> {
  const held = await hold(ctx);
  try {
    const result = await work(held.engines);
    await held.ledger
      .settle(ctx)
      .catch((error: unknown) => ctx.log.error({ err: error }, "costs of rules were not put down"));
    return result;
  } finally {
    held.users -= 1;
    closeUnused(held);
  }
}

async function hold(ctx: Context): Promise<Held> {
  for (;;) {
    const isHere = current?.dataDir === ctx.config.dataDir;
    if (current && isHere && current.generation === (await readRulesGeneration(ctx)) && !current.isReplaced) {
      current.users += 1;
      return current;
    }
    opening ??= open(ctx).finally(() => (opening = undefined));
    await opening;
  }
}

async function open(ctx: Context): Promise<Held> {
  if (current?.dataDir !== ctx.config.dataDir) await takeInShipped(ctx);
  const { generation, sources } = await loadActiveRules(ctx);
  const warninglists = readShippedSources().filter(({ kind }) => kind === "warninglist");
  const engines = await openEngines([...sources, ...warninglists], join(ctx.config.dataDir, "cache", "yara"));
  for (const { path, reason } of engines.refused) ctx.log.warn({ path, reason }, "a rule is not used");
  const former = current;
  current = {
    engines,
    ledger: openLedger(engines),
    generation,
    dataDir: ctx.config.dataDir,
    users: 0,
    isReplaced: false,
  };
  if (former) {
    former.isReplaced = true;
    closeUnused(former);
  }
  return current;
}

function closeUnused(held: Held): void {
  if (held.isReplaced && held.users === 0) void held.engines.close();
}
