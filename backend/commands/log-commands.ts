// `toguna log verify`, `export`, `check`, `publish` and `key`.
import { randomUUID } from "node:crypto";
import { createWriteStream, existsSync, readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import {
  askWitnesses,
  checkLog,
  exportLog,
  formatVerifierKey,
  logKey,
  publishLog,
  readHeadNote,
  stampLog,
  verifyFiles,
} from "../platform/audit/index.ts";
import { sayFinding } from "../platform/audit/proof/say-finding.ts";
import { readVerifierKey } from "../platform/audit/proof/keys.ts";
import { nobodysPolicy, readPolicy } from "../platform/audit/proof/policy.ts";
import { systemClock } from "../platform/clock/index.ts";
import { parseConfig } from "../platform/config/index.ts";
import { type Context, makeContext } from "../platform/context/index.ts";
import { readOnly } from "../platform/db/index.ts";
import { silentLog } from "../platform/log/index.ts";
import { openObjectStore } from "../platform/objects/index.ts";
import { requireInstallation, withAppDatabase } from "../platform/run/index.ts";
import { openSecrets } from "../platform/secrets/index.ts";
import { wordsIn } from "../platform/words/index.ts";

/** Needs no installation, no database and no network: files, and the keys that one trusts. */
export async function verifyLog(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      key: { type: "string", multiple: true },
      policy: { type: "string" },
      before: { type: "string" },
    },
  });
  if (positionals.length === 0) {
    process.stderr.write("toguna log verify FILE… [--key NAME+HASH+KEY] [--policy FILE] [--before TIME]\n");
    return 2;
  }
  const findings = await verifyFiles(positionals, {
    logs: (values.key ?? []).map(readVerifierKey),
    policy: values.policy === undefined ? nobodysPolicy : readPolicy(readFileSync(values.policy, "utf8")),
    before: values.before === undefined ? undefined : readInstant(values.before),
  });
  const say = wordsIn("en");
  for (const finding of findings) {
    const lines = sayFinding(say, finding);
    process[finding.isGood ? "stdout" : "stderr"].write(
      `${finding.isGood ? "good" : "BAD"}: ${positionals.length > 1 ? `${finding.file}: ` : ""}${lines.join("\n      ")}\n`,
    );
  }
  return findings.every(({ isGood }) => isGood) ? 0 : 1;
}

function readInstant(text: string): Date {
  const at = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(at.getTime()))
    throw new Error(`--before is "${text}"; expected a time with its zone such as 2026-11-22T10:00:00Z`);
  return at;
}

export async function exportLogTo(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { data: { type: "string" } } });
  const [file] = positionals;
  if (!file || positionals.length > 1) {
    process.stderr.write("toguna log export FILE [--data DIR]\n");
    return 2;
  }
  if (existsSync(file)) throw new Error(`${file} is already there`);
  return await withInstallation(values.data, "export", async (ctx) => {
    await pipeline(Readable.from(exportLog(ctx)), createWriteStream(file, { mode: 0o600, flags: "wx" }));
    process.stdout.write(`wrote ${file}; check it anywhere with: toguna log verify ${file}\n`);
    return 0;
  });
}

/** Reads the whole log again and holds it against its checkpoints; an alarm is raised where something was changed. */
export async function checkWholeLog(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { data: { type: "string" } } });
  return await withInstallation(values.data, "check", async (ctx) => {
    const { outcome, index } = await checkLog(ctx, "whole");
    const says = wordsIn("en")(`log.check.${outcome}`, { index });
    process[outcome === "good" ? "stdout" : "stderr"].write(`${outcome === "good" ? "good" : "BAD"}: ${says}\n`);
    return outcome === "good" ? 0 : 1;
  });
}

/** What the worker does every hour, now: pads, signs, asks witnesses and the time-stamping authority. */
export async function publishLogNow(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { data: { type: "string" } } });
  return await withInstallation(values.data, "publish", async (ctx) => {
    const { size } = await publishLog(ctx);
    const signed = await askWitnesses(ctx);
    const isStamped = await stampLog(ctx);
    process.stdout.write(
      `published ${size} leaves; ${signed} witnesses signed${isStamped ? "; stamped by the time-stamping authority" : ""}\n`,
    );
    return 0;
  });
}

/** The verifier key, to be given to whoever checks, by another way than this server. */
export async function showLogKey(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { data: { type: "string" } } });
  return await withInstallation(values.data, "key", async (ctx) => {
    const newest = await readOnly(ctx, async (tx) => await readHeadNote(tx), "system");
    process.stdout.write(`${formatVerifierKey(logKey(ctx, newest))}\n`);
    return 0;
  });
}

async function withInstallation(
  dataDir: string | undefined,
  job: string,
  work: (ctx: Context) => Promise<number>,
): Promise<number> {
  const config = parseConfig(process.env, dataDir === undefined ? {} : { dataDir });
  requireInstallation(config);
  const secrets = openSecrets(config.dataDir);
  return await withAppDatabase(config, secrets, `toguna-log-${job}`, async (db) => {
    const objects = openObjectStore(config.dataDir);
    const services = { config, clock: systemClock, db, objects, secrets, log: silentLog };
    return await work(makeContext(services, { kind: "system", job: `log.${job}` }, randomUUID()));
  });
}
