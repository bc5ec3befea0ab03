// `toguna register who` and `toguna register import-delegated`: the register asked and fed from the command line, on the data folder's database.
import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { systemClock } from "../platform/clock/index.ts";
import { parseConfig } from "../platform/config/index.ts";
import { type Context, makeContext } from "../platform/context/index.ts";
import { AppError } from "../platform/errors/index.ts";
import { silentLog } from "../platform/log/index.ts";
import { openObjectStore } from "../platform/objects/index.ts";
import { requireInstallation, withAppDatabase } from "../platform/run/index.ts";
import { openSecrets } from "../platform/secrets/index.ts";
import { importDelegated, whoHeld } from "../registry/index.ts";

/** Prints each layer, the most specific first. @returns 0 found, 1 nobody or bad input, 2 wrong usage */
export async function whoHeldHere(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { at: { type: "string" }, "known-at": { type: "string" }, data: { type: "string" } },
  });
  const [value] = positionals;
  if (value === undefined || positionals.length > 1) {
    process.stderr.write("toguna register who VALUE [--at TIME] [--known-at TIME] [--data DIR]\n");
    return 2;
  }
  const at = instantOf("--at", values.at);
  const knownAt = instantOf("--known-at", values["known-at"]);
  return await onDatabase(values.data, "toguna-register-who", async (ctx) => {
    const answer = await whoHeld(ctx, { value, ...(at ? { at } : {}), ...(knownAt ? { knownAt } : {}) });
    for (const layer of answer.layers) {
      const proof =
        layer.provenAt === null
          ? `${layer.proof}, not proven`
          : `${layer.proof}, proven ${layer.provenAt.slice(0, 10)}`;
      const doubt = layer.state === "disputed" ? `; disputed (${layer.dispute?.reference ?? ""})` : "";
      const since = layer.heldFrom?.slice(0, 10) ?? "the beginning";
      process.stdout.write(
        `${layer.value}\t${layer.name}\tfrom ${since} until ${layer.heldUntil?.slice(0, 10) ?? "now"} (${proof}; ${layer.source})${doubt}\n`,
      );
    }
    if (answer.layers.length > 0) return 0;
    process.stderr.write(`nobody is known to have held ${answer.asked} at ${answer.at}\n`);
    return 1;
  });
}

/** @returns 0 done, 1 when it was not taken, 2 wrong usage */
export async function importDelegatedFile(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { look: { type: "boolean" }, data: { type: "string" } },
  });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) {
    process.stderr.write("toguna register import-delegated FILE [--look] [--data DIR]\n");
    return 2;
  }
  statSync(path);
  const bytes = readFileSync(path);
  return await onDatabase(values.data, "toguna-import-delegated", async (ctx) => {
    const answer = await importDelegated(ctx, { name: basename(path), bytes, isLook: values.look ?? false });
    for (const change of answer.changes)
      process.stdout.write(
        `${change.what.padEnd(6)}${change.country.padEnd(3)} ${change.value}\t${change.from ?? "-"} -> ${change.to ?? "-"}\n`,
      );
    process.stderr.write(
      `${answer.registry} ${answer.serial}: ${answer.records} records, ${answer.accounts} accounts; ${answer.new} new, ${answer.gone} gone, ${answer.moved} under another account\n`,
    );
    process.stderr.write(
      answer.isTaken
        ? `taken as ${answer.sha256}; ${answer.proven} claims proven by it\n`
        : "only looked at: nothing was taken\n",
    );
    return 0;
  });
}

/** A day or a time. @throws for anything else. */
function instantOf(option: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const at = Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  if (Number.isNaN(at))
    throw new Error(`${option}: expected a day such as 2026-03-01 or a time such as 2026-03-01T12:00:00Z`);
  return new Date(at).toISOString();
}

async function onDatabase(
  data: string | undefined,
  name: string,
  work: (ctx: Context) => Promise<number>,
): Promise<number> {
  const config = parseConfig(process.env, data === undefined ? {} : { dataDir: data });
  requireInstallation(config);
  const secrets = openSecrets(config.dataDir);
  return await withAppDatabase(config, secrets, name, async (db) => {
    const services = {
      config,
      clock: systemClock,
      db,
      objects: openObjectStore(config.dataDir),
      secrets,
      log: silentLog,
    };
    try {
      return await work(makeContext(services, { kind: "system", job: name }, name));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      process.stderr.write(
        `${error.detail}\n${error.fields.map(({ path, message }) => `  ${path}: ${message}\n`).join("")}`,
      );
      return 1;
    }
  });
}
