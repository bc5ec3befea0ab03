// `toguna log export` and `toguna log verify`.
import { randomUUID } from "node:crypto";
import { createWriteStream, existsSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { exportLog, verifyExport } from "../platform/audit/index.ts";
import { systemClock } from "../platform/clock/index.ts";
import { parseConfig } from "../platform/config/index.ts";
import { makeContext } from "../platform/context/index.ts";
import { silentLog } from "../platform/log/index.ts";
import { openObjectStore } from "../platform/objects/index.ts";
import { requireInstallation, withAppDatabase } from "../platform/run/index.ts";
import { openSecrets } from "../platform/secrets/index.ts";

export async function verifyLog(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { key: { type: "string" } } });
  const [file] = positionals;
  if (!file || positionals.length > 1) {
    process.stderr.write("toguna log verify FILE [--key NAME+HASH+KEY]\n");
    return 2;
  }
  const verdict = await verifyExport(file, values.key);
  process[verdict.isGood ? "stdout" : "stderr"].write(`${verdict.isGood ? "good" : "BAD"}: ${verdict.says}\n`);
  return verdict.isGood ? 0 : 1;
}

export async function exportLogTo(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { data: { type: "string" } } });
  const [file] = positionals;
  if (!file || positionals.length > 1) {
    process.stderr.write("toguna log export FILE [--data DIR]\n");
    return 2;
  }
  if (existsSync(file)) throw new Error(`${file} is already there`);
  const config = parseConfig(process.env, values.data === undefined ? {} : { dataDir: values.data });
  requireInstallation(config);
  const secrets = openSecrets(config.dataDir);
  return await withAppDatabase(config, secrets, "toguna-log-export", async (db) => {
    const ctx = makeContext(
      { config, clock: systemClock, db, objects: openObjectStore(config.dataDir), secrets, log: silentLog },
      { kind: "system", job: "log.export" },
      randomUUID(),
    );
    await pipeline(Readable.from(exportLog(ctx)), createWriteStream(file, { mode: 0o600, flags: "wx" }));
    process.stdout.write(`wrote ${file}; check it anywhere with: toguna log verify ${file}\n`);
    return 0;
  });
}
