// `toguna rules import` and `toguna rules list`: packs of others' rules and what runs, on the data folder's database.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";
import { parseArgs } from "node:util";
import { systemClock } from "../platform/clock/index.ts";
import { parseConfig } from "../platform/config/index.ts";
import { type Context, makeContext } from "../platform/context/index.ts";
import { silentLog } from "../platform/log/index.ts";
import { openObjectStore } from "../platform/objects/index.ts";
import { requireInstallation, withAppDatabase } from "../platform/run/index.ts";
import { openSecrets } from "../platform/secrets/index.ts";
import { importAtConsole, listRules } from "../triage/index.ts";
import { ruleStates } from "../triage/rules/model.ts";

const importUsage = `toguna rules import PATH --licence LICENCE [--name NAME] [--author AUTHOR] [--source WHERE] [--data DIR]
toguna rules import PATH --look [--data DIR]

  PATH is a folder, an archive (zip, tar.gz, 7z) or a file: Sigma (.yml), YARA (.yar), MISP events (.json), tables (.csv).
  --look shows what it holds and takes nothing. What is taken is in test: two persons publish it at the desk.
`;

/** @returns 0 done, 1 when nothing could be taken, 2 wrong usage */
export async function importRules(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      licence: { type: "string" },
      name: { type: "string" },
      author: { type: "string" },
      source: { type: "string" },
      look: { type: "boolean" },
      data: { type: "string" },
    },
  });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1 || (values.licence === undefined) !== (values.look === true)) {
    process.stderr.write(importUsage);
    return 2;
  }
  const files = readPath(path);
  const name = basename(resolve(path));
  const take =
    values.licence === undefined
      ? undefined
      : {
          name: values.name ?? name,
          licence: values.licence,
          author: values.author ?? "",
          source: values.source ?? "",
        };
  return await onDatabase(values.data, "toguna-rules-import", async (ctx) => {
    const { view, packId } = await importAtConsole(ctx, { name, files }, take);
    for (const item of view.items) {
      process.stdout.write(`${item.status.padEnd(8)}${item.kind.padEnd(10)} ${item.title}: ${item.path}\n`);
      for (const problem of item.problems) process.stdout.write(`        ${problem}\n`);
    }
    if (view.error !== "") process.stderr.write(`${view.error}\n`);
    const { counts } = view;
    const sum = `${counts.new} new, ${counts.changed} changed, ${counts.same} the same, ${counts.refused} refused`;
    const licence = take?.licence ?? view.licence;
    process.stderr.write(`${sum}${licence === "" ? "" : `; licence: ${licence}`}\n`);
    if (packId !== null)
      process.stderr.write(`taken into test as pack ${packId}; back-test and publish it at the desk\n`);
    return packId === null && take !== undefined && counts.same === 0 ? 1 : 0;
  });
}

export async function listRulesHere(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { state: { type: "string" }, data: { type: "string" } } });
  const state = ruleStates.find((known) => known === values.state);
  if (values.state !== undefined && state === undefined) {
    process.stderr.write(`toguna rules list: --state: expected one of ${ruleStates.join(", ")}\n`);
    return 2;
  }
  return await onDatabase(values.data, "toguna-rules-list", async (ctx) => {
    for (let offset = 0; ; offset += 500) {
      const { rows, total } = await listRules(ctx, { ...(state === undefined ? {} : { state }), offset, limit: 500 });
      for (const row of rows) {
        const { hits, precision, true: right, false: wrong } = row.record;
        const judged = precision === null ? "" : `, precision ${precision} of ${right + wrong}`;
        process.stdout.write(
          `${row.state.padEnd(12)}${row.kind.padEnd(10)} ${row.level.padEnd(14)}${row.title} (${row.names.join(", ")}; ${hits} hits${judged})\n`,
        );
      }
      if (offset + rows.length >= total || rows.length === 0) return 0;
    }
  });
}

/** Every file of a folder by its path in it; one file under its own name. */
function readPath(path: string): Map<string, Buffer> {
  if (!statSync(path).isDirectory()) return new Map([[basename(path), readFileSync(path)]]);
  const paths = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes(`${sep}.git${sep}`))
    .sort();
  return new Map(paths.map((file) => [relative(path, file).split(sep).join("/"), readFileSync(file)]));
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
    const objects = openObjectStore(config.dataDir);
    const services = { config, clock: systemClock, db, objects, secrets, log: silentLog };
    return await work(makeContext(services, { kind: "system", job: name }, name));
  });
}
