// How the log stands for whoever looks from the console: found whole, published, watched by somebody outside, alarms.
import type { Config } from "../config/index.ts";
import type { Database } from "../db/index.ts";
import { loadPolicy } from "../audit/index.ts";
import type { Diagnosis } from "./diagnosis.ts";

interface State {
  isMade: boolean;
}
interface Found {
  badCheck: string | null;
  publishedMs: number | null;
  waiting: number;
  silent: string[];
  alarms: number;
}

/** Nothing for a database that is older than these tables. */
export async function examineLog(db: Database, config: Config, nowMs: number): Promise<Diagnosis[]> {
  const [state] = await db.sql<State[]>`select to_regclass('public.log_publications') is not null as "isMade"`;
  if (!state?.isMade) return [];
  const [found] = await db.sql<Found[]>`select
    (select says from log_checks where not is_good limit 1) as "badCheck",
    (select (extract(epoch from max(at)) * 1000)::float8 from log_publications where has_quorum) as "publishedMs",
    (select count(*)::int from log_publications p where not has_quorum and size > coalesce((select max(size) from log_publications where has_quorum), 0)) as waiting,
    (select coalesce(array_agg(name order by name), '{}') from log_witnesses where state <> 'good') as silent,
    (select count(*)::int from log_alarms where closed_at is null) as alarms`;
  return found ? [...judge(found, nowMs), judgeWitnesses(config, found)] : [];
}

function judge(found: Found, nowMs: number): Diagnosis[] {
  const diagnoses: Diagnosis[] = [];
  if (found.badCheck !== null)
    diagnoses.push({
      name: "log",
      state: "bad",
      says: `its own check found that it was tampered with (${found.badCheck})`,
      mend: "toguna log check says where; keep the disk as it is, and compare with a witness and an older backup",
    });
  if (found.alarms > 0)
    diagnoses.push({
      name: "log alarms",
      state: "notice",
      says: `${found.alarms} are open`,
      mend: "see Log at the desk",
    });
  if (found.publishedMs !== null && nowMs - found.publishedMs > 3 * 3_600_000)
    diagnoses.push({
      name: "log publication",
      state: found.waiting > 0 ? "bad" : "notice",
      says: `nothing was published for ${Math.round((nowMs - found.publishedMs) / 3_600_000)} hours${found.waiting > 0 ? ": witnesses do not sign" : ""}`,
      mend: found.waiting > 0 ? "ask the witnesses' operators, or change LOG_POLICY" : "is the worker running?",
    });
  return diagnoses;
}

function judgeWitnesses(config: Config, { silent }: Found): Diagnosis {
  const name = "log witnesses";
  let known: number;
  try {
    known = loadPolicy(config).witnesses.length;
  } catch (error) {
    return {
      name,
      state: "bad",
      says: error instanceof Error ? error.message : String(error),
      mend: "correct the policy file (C2SP tlog-policy)",
    };
  }
  if (known === 0)
    return {
      name,
      state: "notice",
      says: "nobody outside watches: who holds database and key could rewrite both",
      mend: "ask a peer to run toguna witness, and set LOG_POLICY to a policy that names it",
    };
  return silent.length > 0
    ? { name, state: "bad", says: `${silent.join(", ")} did not sign`, mend: "see Log at the desk for why" }
    : { name, state: "good", says: `${known} in the policy` };
}
