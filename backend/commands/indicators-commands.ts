// `toguna indicators import`: brings a list of indicators or a warning list into force, beside the running server or without one.
import { randomUUID } from "node:crypto";
import { createReadStream, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { parseArgs } from "node:util";
import { systemClock } from "../platform/clock/index.ts";
import { parseConfig } from "../platform/config/index.ts";
import { makeContext } from "../platform/context/index.ts";
import { silentLog } from "../platform/log/index.ts";
import { openObjectStore } from "../platform/objects/index.ts";
import { requireInstallation, withAppDatabase } from "../platform/run/index.ts";
import { openSecrets } from "../platform/secrets/index.ts";
import { askImport, ImportFeed, type ImportOutcome, mostFeedBytes, runFeedImport } from "../triage/index.ts";

const usage =
  "toguna indicators import FILE|FOLDER --licence TEXT [--name NAME] [--title TEXT] [--marking TLP:AMBER] [--author TEXT] [--source URL] [--confidence N] [--format misp|csv|plain|list|warninglist] [--no-hunt] [--data DIR]\n";

/** Prints what came in and what was refused. @returns 0; 1 where the file cannot be used; 2 for wrong usage */
export async function importIndicators(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      name: { type: "string" },
      title: { type: "string" },
      marking: { type: "string", default: "TLP:AMBER" },
      licence: { type: "string" },
      author: { type: "string" },
      source: { type: "string" },
      confidence: { type: "string" },
      format: { type: "string" },
      "no-hunt": { type: "boolean", default: false },
      data: { type: "string" },
    },
  });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1 || values.licence === undefined) {
    process.stderr.write(usage);
    return 2;
  }
  const name = values.name ?? nameOf(path);
  const { title, marking, licence, author, source, confidence, format } = values;
  const given = { title: title ?? name, marking, licence, author, source, confidence, format };
  const said = ImportFeed.safeParse({
    name,
    isHunted: !values["no-hunt"],
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  });
  if (!said.success) {
    for (const { path: field, message } of said.error.issues)
      process.stderr.write(`toguna indicators import: --${field.join(".")}: ${message}\n`);
    return 2;
  }
  const config = parseConfig(process.env, values.data === undefined ? {} : { dataDir: values.data });
  requireInstallation(config);
  const secrets = openSecrets(config.dataDir);
  return await withAppDatabase(config, secrets, "toguna-indicators", async (db) => {
    const objects = openObjectStore(config.dataDir);
    const services = { config, clock: systemClock, db, objects, secrets, log: silentLog };
    const ctx = makeContext(services, { kind: "system", job: "indicators.import_at_console" }, randomUUID());
    const stored = await ctx.objects.put(openFeed(path), mostFeedBytes);
    const file = {
      objectId: stored.id,
      sha256: stored.sha256.toString("hex"),
      size: stored.size,
      name: basename(path),
    };
    const { importId } = await askImport(ctx, file, said.data);
    const outcome = await runFeedImport(ctx, importId);
    return tell(name, outcome);
  });
}

function tell(name: string, outcome: ImportOutcome): number {
  if (outcome.state === "refused") {
    process.stderr.write(`${name}: ${outcome.error}\n`);
    return 1;
  }
  const { format, entries, refused, refusedCount, skipped } = outcome;
  process.stdout.write(`${name}: ${entries} entries (${format}) are in force\n`);
  for (const { field, reason } of refused.slice(0, 20)) process.stdout.write(`  refused ${field}: ${reason}\n`);
  if (refusedCount > 20) process.stdout.write(`  … and ${refusedCount - 20} more refused\n`);
  for (const [kind, count] of Object.entries(skipped))
    process.stdout.write(`  left out: ${count} of type ${kind}, which is not looked for\n`);
  return 0;
}

/** A file as it is; of a MISP feed's folder (manifest.json and one file an event) all events as one list. */
function openFeed(path: string): Readable {
  if (!statSync(path).isDirectory()) return createReadStream(path);
  const names = readdirSync(path).filter((name) => /^[0-9a-f-]{36}\.json$/i.test(name));
  if (names.length === 0) throw new Error(`${path}: expected a MISP feed's folder, with files named <uuid>.json`);
  const events = names.sort().map((name) => readFileSync(join(path, name), "utf8").trim());
  return Readable.from([Buffer.from(`[${events.join(",\n")}]`)]);
}

function nameOf(path: string): string {
  const plain = basename(path)
    .replace(/(\.[A-Za-z0-9]{1,8})+$/, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return plain.slice(0, 63);
}
