// Takes a consistent backup: one snapshot of every table by COPY, every file, the keys, waiting jobs; encrypted to a key kept elsewhere.
import { createReadStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import postgres from "postgres";
import { formatVerifierKey, logKey } from "../audit/index.ts";
import type { Config } from "../config/index.ts";
import type { DatabaseAddress } from "../db/index.ts";
import { openObjectStore } from "../objects/index.ts";
import type { Secrets } from "../secrets/index.ts";
import { readInSnapshot } from "./copy-out.ts";
import { writeEntries, type EntryWriter } from "./entries.ts";
import { backupFormat, keptSecrets, type Manifest } from "./model.ts";
import { tablesParentsFirst } from "./order-tables.ts";

const segmentBytes = 4_000_000;

export interface BackupSummary {
  tables: number;
  objects: number;
  bytes: number;
}

/** `path` must not exist; it is there only once it is whole. The database goes on working meanwhile; what commits later is not in the backup. */
export async function takeBackup(
  config: Config,
  secrets: Secrets,
  owner: DatabaseAddress,
  path: string,
  recipient: string,
  now: Date,
): Promise<BackupSummary> {
  const sql = connectOwner(owner);
  const draft = `${path}.part`;
  await rm(draft, { force: true });
  const writer = await writeEntries(draft, recipient);
  try {
    await sql.begin("isolation level repeatable read read only", async (tx) => {
      const tables = await copyTables(tx, owner, writer);
      const objects = await copyObjects(tx, writer, config.dataDir);
      await writer.add("jobs.json", Buffer.from(JSON.stringify(await waitingJobs(tx))));
      await writer.add(
        "secrets.json",
        Buffer.from(
          JSON.stringify(Object.fromEntries(keptSecrets.map((name) => [name, secrets.key(name).toString("hex")]))),
        ),
      );
      const [checkpoint] = await tx<{ note: string }[]>`select note from audit_checkpoints order by size desc limit 1`;
      const [server] = await tx<{ number: number }[]>`select current_setting('server_version_num')::int as number`;
      const manifest: Manifest = {
        format: backupFormat,
        createdAt: now.toISOString(),
        serverVersion: server?.number ?? 0,
        migrations: [
          ...(await tx<{ name: string; sha256: string }[]>`select name, sha256 from toguna_migrations order by name`),
        ].map(({ name, sha256 }) => ({ name, sha256 })),
        tables,
        sequences: await readSequences(tx),
        objects,
        checkpoint: checkpoint?.note ?? null,
        verifierKey: formatVerifierKey(logKey({ config, secrets }, checkpoint?.note)),
        entries: writer.hashes(),
      };
      await writer.add("manifest.json", Buffer.from(JSON.stringify(manifest)));
    });
    await writer.finish();
    await rename(draft, path);
    const entries = Object.keys(writer.hashes());
    return {
      tables: new Set(entries.filter((name) => name.startsWith("tables/")).map((name) => name.split("/")[1])).size,
      objects: entries.filter((name) => name.startsWith("objects/")).length,
      bytes: (await stat(path)).size,
    };
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await sql.end({ timeout: 3 });
  }
}

/** The owner's connection for backup and restore, without a time limit on statements. */
export function connectOwner(owner: DatabaseAddress): postgres.Sql {
  const options = {
    max: 1,
    onnotice: () => {},
    connection: { application_name: "toguna-backup", TimeZone: "UTC", statement_timeout: 0 },
  };
  return "url" in owner
    ? postgres(owner.url, options)
    : postgres({
        ...options,
        host: owner.socketDir,
        user: owner.user,
        password: owner.password,
        database: owner.database,
      });
}

async function copyTables(
  tx: postgres.TransactionSql,
  owner: DatabaseAddress,
  writer: EntryWriter,
): Promise<Manifest["tables"]> {
  const [shared] = await tx<{ snapshot: string }[]>`select pg_export_snapshot() as snapshot`;
  const reader = await readInSnapshot(owner, shared?.snapshot ?? "");
  try {
    const tables: Manifest["tables"] = [];
    for (const name of await tablesParentsFirst(tx)) {
      const columns = await keptColumns(tx, name);
      tables.push({ name, columns, segments: await copyTable(name, reader.read(name, columns), writer) });
    }
    return tables;
  } finally {
    await reader.close();
  }
}

async function keptColumns(tx: postgres.TransactionSql, table: string): Promise<string[]> {
  const columns = await tx<
    { name: string }[]
  >`select column_name as name from information_schema.columns where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER' order by ordinal_position`;
  // Transaction numbers belong to one server and would mean nothing on another.
  return columns.map((row) => row.name).filter((column) => !(table === "audit_log" && column === "xid"));
}

/** @returns how many entries the table has become */
async function copyTable(name: string, rows: AsyncIterable<Buffer>, writer: EntryWriter): Promise<number> {
  let segments = 0;
  let waiting: Buffer[] = [];
  let size = 0;
  const flush = async (): Promise<void> => {
    segments += 1;
    await writer.add(`tables/${name}/${String(segments).padStart(6, "0")}`, Buffer.concat(waiting));
    waiting = [];
    size = 0;
  };
  for await (const chunk of rows) {
    waiting.push(chunk);
    size += chunk.length;
    if (size >= segmentBytes) await flush();
  }
  if (size > 0) await flush();
  return segments;
}

async function copyObjects(tx: postgres.TransactionSql, writer: EntryWriter, dataDir: string): Promise<number> {
  const store = openObjectStore(dataDir);
  const ids = await tx<{ id: string; size: string }[]>`select id, size from objects order by id`;
  for (const { id, size } of ids)
    await writer.addStream(`objects/${id}`, Number(size), createReadStream(store.path(id)));
  return ids.length;
}

async function waitingJobs(tx: postgres.TransactionSql): Promise<unknown[]> {
  return [
    ...(await tx`select j.task_identifier as task, p.payload, j.run_at, j.max_attempts, j.key, j.priority from graphile_worker.jobs j
    join graphile_worker._private_jobs p on p.id = j.id where j.attempts < j.max_attempts`),
  ];
}

async function readSequences(tx: postgres.TransactionSql): Promise<Manifest["sequences"]> {
  const names = await tx<{ name: string }[]>`select sequencename as name from pg_sequences where schemaname = 'public'`;
  return await Promise.all(
    names.map(async ({ name }) => {
      const [row] = await tx<
        { last_value: string; is_called: boolean }[]
      >`select last_value, is_called from ${tx(name)}`;
      return { name, lastValue: String(row?.last_value ?? 1), isCalled: row?.is_called ?? false };
    }),
  );
}
