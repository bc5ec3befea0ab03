// What the log costs: a plain insert beside the same act with its row in the log, and the row alone beside the same row without hash and tree; in turns, medians.
import { randomBytes } from "node:crypto";
import { chmodSync, createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { exportLog, sealLog, verifyFiles, writeAudit } from "../../backend/platform/audit/index.ts";
import { nobodysPolicy } from "../../backend/platform/audit/proof/policy.ts";
import { systemClock } from "../../backend/platform/clock/index.ts";
import { parseConfig } from "../../backend/platform/config/index.ts";
import { type Context, makeContext } from "../../backend/platform/context/index.ts";
import { startEmbeddedServer } from "../../backend/platform/db/embedded/index.ts";
import { migrate, withTransaction } from "../../backend/platform/db/index.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import { silentLog } from "../../backend/platform/log/index.ts";
import { openObjectStore } from "../../backend/platform/objects/index.ts";
import { addressesOf, connectAsApp, makeDataFolder } from "../../backend/platform/run/index.ts";
import { openSecrets } from "../../backend/platform/secrets/index.ts";

const clients = 10;
const rounds = 24;
/** Short turns: whatever else the machine does falls on both alike. */
const roundMs = 300;

export async function benchLog(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "toguna-bench-"));
  chmodSync(folder, 0o755);
  const dataDir = join(folder, "data");
  makeDataFolder(dataDir);
  const secrets = openSecrets(dataDir);
  const server = await startEmbeddedServer({
    folder: join(dataDir, "postgres"),
    password: secrets.key("database-owner").toString("hex"),
  });
  const { socketDir, user, password, database } = server.address;
  const owner = postgres({ host: socketDir, user, password, database, max: 1, onnotice: () => {} });
  try {
    const migrations = fileURLToPath(new URL("../../migrations", import.meta.url));
    await migrate(server.address, migrations, secrets.key("database-app").toString("hex"));
    await owner.unsafe("create table bench_acts (id uuid primary key, at timestamptz not null, words text not null)");
    await owner.unsafe(`create table bench_rows (id uuid primary key, at timestamptz not null, actor_kind text not null, action text not null, object_type text not null,
      object_id text not null, request_id text not null, detail jsonb not null); create index on bench_rows (at); create index on bench_rows (object_type, object_id, at)`);
    const config = parseConfig({}, { dataDir });
    const db = connectAsApp(addressesOf(server.address, secrets), "bench", clients + 2);
    const services = { config, clock: systemClock, db, objects: openObjectStore(dataDir), secrets, log: silentLog };
    const ctx = makeContext(services, { kind: "system", job: "bench" }, "bench");
    let isOver = false;
    const sealing = (async () => {
      while (!isOver) {
        await sealLog(ctx);
        await sleep(200);
      }
    })();
    const acts = await compare(ctx, act, async (on) => await act(on, true));
    print(
      `act alone ${acts.first.toFixed(0)}/s, act with its row in the log ${acts.second.toFixed(0)}/s: median ratio ${acts.ratio.toFixed(2)}`,
    );
    const rows = await compare(ctx, plainRow, logRow);
    print(
      `log row as a plain insert ${rows.first.toFixed(0)}/s, with leaf hash, tree and checkpoints ${rows.second.toFixed(0)}/s: median ratio ${rows.ratio.toFixed(2)} (at least 0.85)`,
    );
    isOver = true;
    await sealing;
    await measureVerification(ctx, folder, print);
    await db.close();
  } finally {
    await owner.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Work = (ctx: Context) => Promise<void>;

async function act(ctx: Context, isLogged = false): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const id = newId();
    await tx.execute(
      sql`insert into bench_acts (id, at, words) values (${id}, now(), 'Somebody did something to something')`,
    );
    if (isLogged)
      await writeAudit(tx, ctx, { action: "bench.act", objectType: "bench", objectId: id, detail: { words: "done" } });
  });
}

async function plainRow(ctx: Context): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`insert into bench_rows (id, at, actor_kind, action, object_type, object_id, request_id, detail)
      values (${newId()}, now(), 'system', 'bench.act', 'bench', ${newId()}, 'bench', '{"words":"done"}'::jsonb)`);
  });
}

async function logRow(ctx: Context): Promise<void> {
  await withTransaction(
    ctx,
    async (tx) =>
      void (await writeAudit(tx, ctx, {
        action: "bench.act",
        objectType: "bench",
        objectId: newId(),
        detail: { words: "done" },
      })),
  );
}

/** In turns, so that a machine that slows down slows both. */
async function compare(
  ctx: Context,
  first: Work,
  second: Work,
): Promise<{ first: number; second: number; ratio: number }> {
  await rate(ctx, first, 500);
  await rate(ctx, second, 500);
  const found: { first: number; second: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const isFirstFirst = round % 2 === 0;
    const one = await rate(ctx, isFirstFirst ? first : second, roundMs);
    const other = await rate(ctx, isFirstFirst ? second : first, roundMs);
    found.push(isFirstFirst ? { first: one, second: other } : { first: other, second: one });
  }
  const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  return {
    first: median(found.map((one) => one.first)),
    second: median(found.map((one) => one.second)),
    ratio: median(found.map((one) => one.second / one.first)),
  };
}

async function rate(ctx: Context, work: Work, forMs: number): Promise<number> {
  const began = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() - began < forMs) {
        await work(ctx);
        done += 1;
      }
    }),
  );
  return (done / (performance.now() - began)) * 1000;
}

async function measureVerification(ctx: Context, folder: string, print: (line: string) => void): Promise<void> {
  while ((await sealLog(ctx)) > 0);
  const path = join(folder, `${randomBytes(4).toString("hex")}.jsonl`);
  await pipeline(Readable.from(exportLog(ctx)), createWriteStream(path));
  const began = performance.now();
  const [finding] = await verifyFiles([path], { logs: [], policy: nobodysPolicy });
  const rows = Number(finding?.values["rows"] ?? 0);
  const seconds = (performance.now() - began) / 1000;
  print(
    `${rows} rows verified offline in ${seconds.toFixed(1)} s (${(rows / seconds).toFixed(0)}/s): ${finding?.isGood ? "good" : "BAD"}`,
  );
}
