// Restores a backup into an empty installation, embedded or the operator's own, of the same or a later PostgreSQL; then holds the log against its checkpoint.
import { once } from "node:events";
import { createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable, type Writable } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
import type postgres from "postgres";
import { openCheckpoint, parseVerifierKey } from "../audit/note.ts";
import { addLeaf, emptyFrontier, rootOf } from "../audit/proof/frontier.ts";
import type { DatabaseAddress } from "../db/index.ts";
import { openObjectStore } from "../objects/index.ts";
import { type ReadEntry, readEntries } from "./entries.ts";
import { keptSecrets, type Manifest } from "./model.ts";
import { connectOwner } from "./take-backup.ts";
import { verifyBackup } from "./verify-backup.ts";

export interface Restored extends Manifest {
  /** Sessions of the backup that were still open: everybody signs in anew. */
  endedSessions: number;
}

/**
 * `prepare` migrates the empty database; it is called once the backup is verified whole and the database found unused: neither the
 * passwords nor the keys of an installation that is in use may be replaced.
 * @throws before anything is written when the backup is bad, and when the target already holds reports or log rows.
 */
export async function restoreBackup(
  dataDir: string,
  path: string,
  identity: string,
  owner: DatabaseAddress,
  prepare: () => Promise<void> = async () => {},
): Promise<Restored> {
  const { manifest, small } = await verifyBackup(path, identity);
  const sql = connectOwner(owner);
  let endedSessions = 0;
  try {
    await refuseUnlessEmpty(sql);
    await prepare();
    await refuseOtherMigrations(sql, manifest);
    restoreSecrets(dataDir, small.get("secrets.json"));
    await sql.begin(async (tx) => {
      // What the migrations put in by themselves comes from the backup as well.
      for (const { name } of manifest.tables.toReversed())
        if (!name.startsWith("audit_")) await tx`delete from ${tx(name)}`;
      await restoreEntries(tx, manifest, dataDir, path, identity);
      for (const { name, lastValue, isCalled } of manifest.sequences) {
        await tx`select setval(${name}::regclass, ${lastValue}::bigint, ${isCalled})`;
      }
      await restoreJobs(tx, small.get("jobs.json"));
      await holdAgainstCheckpoint(tx, manifest);
      endedSessions = await endWhatWasOpen(tx);
    });
    return { ...manifest, endedSessions };
  } finally {
    await sql.end({ timeout: 3 });
  }
}

/** Sessions, links and challenges that were open when the backup was taken may have ended since: none revives (migration 0009). */
async function endWhatWasOpen(tx: postgres.TransactionSql): Promise<number> {
  const [row] = await tx<{ ended: number }[]>`select toguna_end_what_was_open('restored', now()) as ended`;
  return row?.ended ?? 0;
}

function restoreSecrets(dataDir: string, text: Buffer | undefined): void {
  if (!text) throw new Error("the backup lacks secrets.json");
  const known = JSON.parse(text.toString("utf8")) as Record<string, string>;
  const folder = join(dataDir, "secrets");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of keptSecrets) {
    if (known[name]) writeFileSync(join(folder, name), `${known[name]}\n`, { mode: 0o600, flush: true });
  }
}

async function refuseUnlessEmpty(sql: postgres.Sql): Promise<void> {
  const [known] = await sql<{ hasTables: boolean }[]>`
    select to_regclass('public.reports') is not null and to_regclass('public.audit_log') is not null as "hasTables"`;
  if (!known?.hasTables) return;
  const [row] = await sql<{ count: number }[]>`
    select (select count(*) from reports)::int + (select count(*) from audit_log)::int as count`;
  if ((row?.count ?? 0) > 0) {
    throw new Error(
      "the target already holds reports or log rows; a backup is restored into an empty installation only: give --data a new folder, or DATABASE_URL an empty database",
    );
  }
}

async function refuseOtherMigrations(sql: postgres.Sql, manifest: Manifest): Promise<void> {
  const rows = await sql<{ name: string; sha256: string }[]>`select name, sha256 from toguna_migrations`;
  const here = new Map(rows.map((row) => [row.name, row.sha256]));
  const unknown = manifest.migrations.find(({ name, sha256 }) => here.get(name) !== sha256);
  if (unknown) {
    throw new Error(
      `the backup was made by another version of Toguna (migration ${unknown.name}); restore it with that version or a later one`,
    );
  }
}

/** One pass: tables in the order in which they were written (parents first), files as they come. */
async function restoreEntries(
  tx: postgres.TransactionSql,
  manifest: Manifest,
  dataDir: string,
  path: string,
  identity: string,
): Promise<void> {
  // Triggers that work out rows leave that to the backup, which has them.
  await tx`select set_config('toguna.is_restoring', 'yes', true)`;
  const store = openObjectStore(dataDir);
  const columnsOf = new Map(manifest.tables.map((table) => [table.name, table.columns]));
  let open: { name: string; sink: Writable } | undefined;
  const close = async (): Promise<void> => {
    const closing = open;
    open = undefined;
    if (!closing) return;
    closing.sink.end();
    await finished(closing.sink, { readable: false });
  };
  await readEntries(path, identity, async (entry) => {
    const [kind, name = ""] = entry.name.split("/");
    if (kind === "tables") {
      if (open?.name !== name) {
        await close();
        open = { name, sink: await tx`copy ${tx(name)} (${tx(columnsOf.get(name) ?? [])}) from stdin`.writable() };
      }
      await writeAll(open.sink, entry);
      return;
    }
    await close();
    if (kind === "objects") await restoreObject(store.path(name), entry);
  });
  await close();
}

async function writeAll(sink: Writable, entry: ReadEntry): Promise<void> {
  for await (const chunk of entry.bytes) {
    if (!sink.write(chunk)) await once(sink, "drain");
  }
}

async function restoreObject(target: string, entry: ReadEntry): Promise<void> {
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  await pipeline(Readable.from(entry.bytes), createWriteStream(target, { mode: 0o600, flush: true }));
}

interface WaitingJob {
  task: string;
  payload: unknown;
  run_at: string;
  max_attempts: number;
  key: string | null;
  priority: number;
}

async function restoreJobs(tx: postgres.TransactionSql, text: Buffer | undefined): Promise<void> {
  const jobs = JSON.parse(text?.toString("utf8") ?? "[]") as WaitingJob[];
  for (const job of jobs) {
    await tx`select toguna_add_job(${job.task}, ${JSON.stringify(job.payload)}::text::json, ${job.run_at}::timestamptz,
      ${job.max_attempts}, ${job.key}, ${job.priority})`;
  }
}

/** The restored leaves must give the root that was signed when the backup was taken. */
async function holdAgainstCheckpoint(tx: postgres.TransactionSql, manifest: Manifest): Promise<void> {
  if (manifest.checkpoint === null) return;
  const checkpoint = openCheckpoint(manifest.checkpoint, parseVerifierKey(manifest.verifierKey));
  let frontier = emptyFrontier;
  const leaves = tx<{ leaf_hash: Buffer }[]>`
    select s.leaf_hash from audit_sequence s left join audit_log l on l.id = s.audit_id
    where s.seq < ${checkpoint.size} and (s.padding_salt is not null or l.leaf_hash = s.leaf_hash) order by s.seq`;
  for await (const rows of leaves.cursor(2_000)) for (const row of rows) frontier = addLeaf(frontier, row.leaf_hash);
  if (frontier.size !== checkpoint.size || !checkpoint.root.equals(rootOf(frontier))) {
    throw new Error(
      "the restored log does not give the root of its signed checkpoint: it was tampered with before the backup was written",
    );
  }
}
