// Whether the database answers, agrees with this machine's clock, has its jobs done and its log sealed.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config/index.ts";
import { connectDatabase, type DatabaseAddress } from "../db/index.ts";
import { findDatabase } from "../run/index.ts";
import { openSecrets } from "../secrets/index.ts";
import type { Diagnosis } from "./diagnosis.ts";
import { examineLog } from "./examine-log.ts";

const maxDriftMs = 2_000;
const maxUnsealed = 1_000;

interface State {
  version: string;
  /** In milliseconds since 1970, as numbers: dates would come as text here. */
  nowMs: number;
  newestMs: number | null;
  jobs: number;
  unsealed: number;
}

/** Opens what there is, and makes nothing: an installation that was never started is said to be that. */
export async function examineDatabase(config: Config): Promise<Diagnosis[]> {
  let address: DatabaseAddress | undefined;
  try {
    address = addressOf(config);
  } catch (error) {
    return [unanswered(config, error)];
  }
  if (!address) return [{ name: "database", state: "notice", says: "it is not running", mend: "npm start" }];
  const db = connectDatabase(address, { max: 1, name: "toguna-doctor" });
  try {
    const before = Date.now();
    const [server] = await db.sql<{ isOurs: boolean; version: string }[]>`
      select to_regclass('public.audit_log') is not null as "isOurs", current_setting('server_version') as version`;
    if (!server?.isOurs)
      return [{ name: "database", state: "notice", says: "it answers and is empty", mend: "npm start fills it" }];
    const [state] = await db.sql<State[]>`
      select current_setting('server_version') as version, (extract(epoch from clock_timestamp()) * 1000)::float8 as "nowMs",
        (select (extract(epoch from max(at)) * 1000)::float8 from audit_log) as "newestMs",
        (select count(*)::int from graphile_worker.jobs where attempts >= max_attempts) as jobs,
        (select count(*)::int from audit_log l where not exists (select 1 from audit_sequence s where s.audit_id = l.id)) as unsealed`;
    const nowMs = (before + Date.now()) / 2;
    return state ? [...judge(state, nowMs), ...(await examineLog(db, config, nowMs))] : [];
  } catch (error) {
    return [unanswered(config, error)];
  } finally {
    await db.close();
  }
}

function addressOf(config: Config): DatabaseAddress | undefined {
  if (config.databaseUrl) return { url: config.databaseUrl };
  const hasKey = existsSync(join(config.dataDir, "secrets", "database-owner"));
  const hasRun = existsSync(join(config.dataDir, "run", "database.json"));
  return hasKey && hasRun ? findDatabase(config, openSecrets(config.dataDir)).owner : undefined;
}

function judge(state: State, hereMs: number): Diagnosis[] {
  return [
    { name: "database", state: "good", says: `PostgreSQL ${state.version} answers` },
    judgeClock(state, hereMs),
    state.jobs > 0
      ? {
          name: "jobs",
          state: "bad",
          says: `${state.jobs} jobs were given up after all their tries`,
          mend: "see Health at the desk",
        }
      : { name: "jobs", state: "good", says: "none was given up" },
    state.unsealed > maxUnsealed
      ? { name: "log", state: "bad", says: `${state.unsealed} acts wait to be sealed`, mend: "is the worker running?" }
      : { name: "log", state: "good", says: "sealed up to now" },
  ];
}

function judgeClock({ nowMs, newestMs }: State, hereMs: number): Diagnosis {
  const mend = "set this machine and the database's by NTP: deadlines and the log depend on it";
  const driftMs = Math.abs(nowMs - hereMs);
  if (driftMs > maxDriftMs)
    return {
      name: "clock",
      state: "bad",
      says: `this machine's clock and the database's differ by ${Math.round(driftMs / 1000)} s`,
      mend,
    };
  // Acts of the future: the clock went back since they were written.
  const aheadMs = (newestMs ?? 0) - hereMs;
  if (aheadMs > maxDriftMs)
    return {
      name: "clock",
      state: "bad",
      says: `the newest act in the log is ${Math.round(aheadMs / 1000)} s ahead of this machine's clock`,
      mend,
    };
  return { name: "clock", state: "good", says: "agrees with the database's, and no act lies in the future" };
}

function unanswered(config: Config, error: unknown): Diagnosis {
  const { code, message } = (error ?? {}) as { code?: string; message?: string };
  const isOff = code === "ENOENT" || code === "ECONNREFUSED";
  if (isOff && !config.databaseUrl)
    return { name: "database", state: "notice", says: "it is not running", mend: "npm start" };
  return {
    name: "database",
    state: "bad",
    says: `it does not answer (${message || code || "no reason given"})`,
    mend: config.databaseUrl ? "check DATABASE_URL and that server" : "npm start, and look at postgres.log",
  };
}
