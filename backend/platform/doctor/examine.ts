// Looks at an installation: what is installed, missing, misconfigured, and how to mend each; changes nothing.
import { existsSync, readdirSync, statfsSync, statSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { ConfigError, parseConfig } from "../config/index.ts";
import { chooseServerOwner, findBinaries } from "../db/embedded/index.ts";
import { connectDatabase } from "../db/index.ts";
import { findDatabase } from "../run/index.ts";
import { openSecrets } from "../secrets/index.ts";

export interface Diagnosis {
  name: string;
  state: "good" | "notice" | "bad";
  /** What is so, in one sentence. */
  says: string;
  /** How to mend it. */
  mend?: string;
}

export async function examine(
  env: Record<string, string | undefined>,
  dataDir: string | undefined,
): Promise<Diagnosis[]> {
  const found: Diagnosis[] = [examineNode(), examineBinaries(env), examineBrowser()];
  try {
    const config = parseConfig(env, dataDir === undefined ? {} : { dataDir });
    found.push({
      name: "configuration",
      state: "good",
      says: `portal ${config.publicUrl}, desk ${config.deskUrl}, data ${config.dataDir}`,
    });
    found.push(...examineData(config.dataDir));
    if (!config.mailUrl)
      found.push({
        name: "mail",
        state: "notice",
        says: "MAIL_URL is not set: mails are kept in the data folder and shown at the desk",
        mend: "set MAIL_URL=smtp://host:port to send them",
      });
    else found.push(await examineMail(config.mailUrl));
    if (existsSync(config.dataDir)) found.push(...(await examineDatabase(config)));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    found.push(
      ...error.problems.map(
        (problem): Diagnosis => ({
          name: "configuration",
          state: "bad",
          says: problem,
          mend: "correct the value and start again",
        }),
      ),
    );
  }
  return found;
}

function examineNode(): Diagnosis {
  const major = Number(process.versions.node.split(".")[0]);
  return major >= 24
    ? { name: "Node", state: "good", says: `Node ${process.versions.node}` }
    : {
        name: "Node",
        state: "bad",
        says: `Node ${process.versions.node} is too old`,
        mend: "run toguna through npm (npx toguna …), which uses the Node 24 of the lock file",
      };
}

function examineBinaries(env: Record<string, string | undefined>): Diagnosis {
  if (env["DATABASE_URL"])
    return { name: "database programs", state: "good", says: "the operator's own PostgreSQL is used (DATABASE_URL)" };
  try {
    findBinaries();
    const owner = chooseServerOwner();
    return {
      name: "database programs",
      state: "good",
      says: `embedded PostgreSQL, run by ${owner?.name ?? "this user"}`,
    };
  } catch (error) {
    return {
      name: "database programs",
      state: "bad",
      says: error instanceof Error ? error.message : String(error),
      mend: "npm ci, or set DATABASE_URL",
    };
  }
}

function examineBrowser(): Diagnosis {
  const browser = ["/usr/bin/chromium", "/usr/bin/google-chrome"].find(existsSync);
  return browser
    ? { name: "browser for tests", state: "good", says: browser }
    : {
        name: "browser for tests",
        state: "notice",
        says: "no Chromium: npm test skips the browser tests",
        mend: "apt-get install chromium, or set CHROMIUM_PATH",
      };
}

function examineData(dataDir: string): Diagnosis[] {
  if (!existsSync(dataDir))
    return [{ name: "data", state: "notice", says: `${dataDir} is not there yet`, mend: "npm start makes it" }];
  const disk = statfsSync(dataDir);
  const freeGb = (disk.bavail * disk.bsize) / 1e9;
  const found: Diagnosis[] = [
    freeGb < 2
      ? {
          name: "disk",
          state: "bad",
          says: `only ${freeGb.toFixed(1)} GB are free`,
          mend: "free some space: reports are refused when the disk is full",
        }
      : { name: "disk", state: "good", says: `${freeGb.toFixed(0)} GB free` },
  ];
  const secrets = join(dataDir, "secrets");
  const open = existsSync(secrets)
    ? readdirSync(secrets).filter((name) => (statSync(join(secrets, name)).mode & 0o077) !== 0)
    : [];
  found.push(
    open.length === 0
      ? { name: "secrets", state: "good", says: "only their owner can read them" }
      : { name: "secrets", state: "bad", says: `others can read ${open.join(", ")}`, mend: `chmod 600 ${secrets}/*` },
  );
  return found;
}

async function examineDatabase(config: ReturnType<typeof parseConfig>): Promise<Diagnosis[]> {
  try {
    const db = connectDatabase(findDatabase(config, openSecrets(config.dataDir)).owner, { max: 1 });
    try {
      const before = Date.now();
      const [row] = await db.sql<{ version: string; now: Date; jobs: number; unsealed: number }[]>`
        select current_setting('server_version') as version, clock_timestamp() as now,
          (select count(*)::int from graphile_worker.jobs where attempts >= max_attempts) as jobs,
          (select count(*)::int from audit_log l where not exists (select 1 from audit_sequence s where s.audit_id = l.id)) as unsealed`;
      if (!row) return [];
      const driftMs = Math.abs(row.now.getTime() - (before + Date.now()) / 2);
      return [
        { name: "database", state: "good", says: `PostgreSQL ${row.version} answers` },
        driftMs > 2_000
          ? {
              name: "clock",
              state: "bad",
              says: `this machine's clock and the database's differ by ${Math.round(driftMs / 1000)} s`,
              mend: "set both by NTP: deadlines and the log depend on it",
            }
          : { name: "clock", state: "good", says: "agrees with the database's" },
        row.jobs > 0
          ? {
              name: "jobs",
              state: "bad",
              says: `${row.jobs} jobs were given up after all their tries`,
              mend: "see Health at the desk",
            }
          : { name: "jobs", state: "good", says: "none was given up" },
        row.unsealed > 1_000
          ? {
              name: "log",
              state: "bad",
              says: `${row.unsealed} acts wait to be sealed`,
              mend: "is the worker running?",
            }
          : { name: "log", state: "good", says: "sealed up to now" },
      ];
    } finally {
      await db.close();
    }
  } catch (error) {
    return [
      {
        name: "database",
        state: "notice",
        says:
          error instanceof Error && error.message.startsWith("no database")
            ? "it is not running"
            : `it does not answer (${error instanceof Error ? error.message || error.name : String(error)})`,
        mend: "npm start",
      },
    ];
  }
}

async function examineMail(mailUrl: string): Promise<Diagnosis> {
  const url = new URL(mailUrl);
  const port = Number(url.port || (url.protocol === "smtps:" ? 465 : 25));
  const answered = await new Promise<boolean>((resolve) => {
    const socket = createConnection({ host: url.hostname, port, timeout: 3_000 }, () => done(true));
    const done = (outcome: boolean): void => {
      socket.destroy();
      resolve(outcome);
    };
    socket.on("error", () => done(false));
    socket.on("timeout", () => done(false));
  });
  return answered
    ? { name: "mail", state: "good", says: `${url.hostname}:${port} answers` }
    : {
        name: "mail",
        state: "bad",
        says: `${url.hostname}:${port} does not answer; mails wait in the outbox`,
        mend: "check MAIL_URL and the mail server",
      };
}
