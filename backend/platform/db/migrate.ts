// Migrations: forward only, each file in a transaction of its own, under a lock, its hash recorded so that a changed file is found out.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { Logger, runMigrations as migrateJobs } from "graphile-worker";
import { connectionString, type DatabaseAddress } from "./connect.ts";
import { makeAppRole, requireSameKeys } from "./make-app-role.ts";

export interface MigrationReport {
  applied: string[];
  total: number;
}

const lockNumber = 7_204_310_001;
const quietLogger = new Logger(() => () => {});

/**
 * Brings a database up to date. `appPassword` becomes the password of the role `toguna_app` that the web and the worker use.
 * @throws with the way out when the database was made by a newer or changed Toguna, when the server is older than PostgreSQL 15,
 *   or when its user may not make the application's role.
 */
export async function migrate(
  owner: DatabaseAddress,
  folder: string,
  appPassword: string,
  onStep: (name: string) => void = () => {},
): Promise<MigrationReport> {
  const options = { max: 1, onnotice: () => {}, connection: { application_name: "toguna-migrate" } };
  const sql =
    "url" in owner
      ? postgres(owner.url, options)
      : postgres({
          ...options,
          host: owner.socketDir,
          user: owner.user,
          password: owner.password,
          database: owner.database,
        });
  try {
    const [version] = await sql<{ number: number }[]>`select current_setting('server_version_num')::int as number`;
    if (!version || version.number < 150_000)
      throw new Error(
        `PostgreSQL 15 or newer is needed; DATABASE_URL leads to ${Math.floor((version?.number ?? 0) / 10_000)}`,
      );
    await sql`select pg_advisory_lock(${lockNumber})`;
    await sql`create table if not exists toguna_migrations (name text primary key, sha256 text not null, applied_at timestamptz not null default now())`;
    const known = new Map(
      (await sql<{ name: string; sha256: string }[]>`select name, sha256 from toguna_migrations`).map((row) => [
        row.name,
        row.sha256,
      ]),
    );
    const files = readdirSync(folder)
      .filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name))
      .sort();
    refuseUnknown(known, files);
    if (known.size > 0) await requireSameKeys(owner, appPassword);
    await makeAppRole(sql, appPassword);
    const applied: string[] = [];
    for (const name of files) {
      const text = readFileSync(join(folder, name), "utf8");
      const hash = createHash("sha256").update(text).digest("hex");
      const before = known.get(name);
      if (before === hash) continue;
      if (before !== undefined)
        throw new Error(
          `this database was made with another content of migration ${name}: a changed migration cannot be made good. Start the version of Toguna that made it, or give --data an empty folder and restore a backup of that version`,
        );
      onStep(name);
      await sql.begin(async (tx) => {
        await tx.unsafe(text).simple();
        await tx`insert into toguna_migrations (name, sha256) values (${name}, ${hash})`;
      });
      applied.push(name);
    }
    if (applied.length > 0 || known.size === 0) await prepareJobs(sql, owner);
    return { applied, total: files.length };
  } finally {
    await sql.end({ timeout: 3 });
  }
}

// An older Toguna does not know what a newer one's tables mean, and would damage what it does not see.
function refuseUnknown(known: Map<string, string>, files: string[]): void {
  const unknown = [...known.keys()].filter((name) => !files.includes(name)).sort();
  if (unknown.length > 0)
    throw new Error(
      `this database was made by a newer Toguna (migration ${unknown[0] ?? ""} is unknown here): update this clone to that version or a later one, or give --data another folder`,
    );
}

// graphile-worker's own tables belong to the owner; the application adds jobs through one function, inside its own transaction.
async function prepareJobs(sql: postgres.Sql, owner: DatabaseAddress): Promise<void> {
  await migrateJobs({ connectionString: connectionString(owner), noHandleSignals: true, logger: quietLogger });
  await sql.unsafe(`
    create or replace function toguna_add_job(task text, payload json, run_at timestamptz, max_attempts int, job_key text, priority int)
      returns void language sql security definer set search_path = pg_catalog as
      $$ select graphile_worker.add_job(identifier => task, payload => payload, run_at => run_at, max_attempts => max_attempts, job_key => job_key, priority => priority) $$;
    revoke all on function toguna_add_job from public;
    grant execute on function toguna_add_job to toguna_app;`);
}
