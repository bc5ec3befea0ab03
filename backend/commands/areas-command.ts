// `toguna areas import`: brings a file of areas into the register; every entry that is wrong is told by its line, and then nothing is changed.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { systemClock } from "../platform/clock/index.ts";
import { parseConfig } from "../platform/config/index.ts";
import { makeContext } from "../platform/context/index.ts";
import { silentLog } from "../platform/log/index.ts";
import { openObjectStore } from "../platform/objects/index.ts";
import { requireInstallation, withAppDatabase } from "../platform/run/index.ts";
import { openSecrets } from "../platform/secrets/index.ts";
import { wordsIn } from "../platform/words/index.ts";
import { importAreaFile, previewAreaImport } from "../registry/index.ts";

const usage = "toguna areas import FILE [--look] [--data DIR]\n";

/** Prints what it did, or with --look what it would do. @returns 0; 1 where the file has problems; 2 for wrong usage. */
export async function importAreasFrom(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { look: { type: "boolean", default: false }, data: { type: "string" } },
  });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) {
    process.stderr.write(usage);
    return 2;
  }
  const file = { name: basename(path), bytes: readFileSync(path) };
  const config = parseConfig(process.env, values.data === undefined ? {} : { dataDir: values.data });
  requireInstallation(config);
  const secrets = openSecrets(config.dataDir);
  return await withAppDatabase(config, secrets, "toguna-areas", async (db) => {
    const objects = openObjectStore(config.dataDir);
    const services = { config, clock: systemClock, db, objects, secrets, log: silentLog };
    const ctx = makeContext(services, { kind: "system", job: "areas.import_at_console" }, randomUUID());
    const { problems, changes, unchanged } = await previewAreaImport(ctx, file);
    const say = wordsIn("en");
    for (const { line, code, values: told } of problems)
      process.stderr.write(`${file.name}:${line}: ${say(`areas.problem.${code}`, told)}\n`);
    if (problems.length > 0) {
      process.stderr.write(`${problems.length} entries cannot be taken; nothing was changed.\n`);
      return 1;
    }
    if (values.look)
      for (const { kind, id, name, fields } of changes)
        process.stdout.write(`${kind} ${id} ${name}${kind === "changed" ? ` (${fields.join(", ")})` : ""}\n`);
    else await importAreaFile(ctx, file, undefined);
    const count = (kind: string): number => changes.filter((change) => change.kind === kind).length;
    const did = values.look ? "would add" : "added";
    process.stdout.write(
      `${did} ${count("added")}, changed ${count("changed")}, ended ${count("ended")}; ${unchanged} as before.\n`,
    );
    return 0;
  });
}
