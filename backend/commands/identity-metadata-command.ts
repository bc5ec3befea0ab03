// `toguna identity metadata`: loads FIDO's metadata file at the server's console, for installations without a line to the world.
import { readFileSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { loadMetadata } from "../identity/index.ts";
import { systemClock } from "../platform/clock/index.ts";
import { parseConfig } from "../platform/config/index.ts";
import { makeContext } from "../platform/context/index.ts";
import { silentLog } from "../platform/log/index.ts";
import { openObjectStore } from "../platform/objects/index.ts";
import { requireInstallation, withAppDatabase } from "../platform/run/index.ts";
import { openSecrets } from "../platform/secrets/index.ts";

/** `toguna identity metadata FILE [--root PEM] [--data DIR]`. Works beside the running server and without one. */
export async function identityMetadata(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { data: { type: "string" }, root: { type: "string" } },
  });
  const [file] = positionals;
  if (!file || positionals.length > 1) {
    process.stderr.write("toguna identity metadata FILE [--root PEM] [--data DIR]\n");
    return 2;
  }
  const blob = readFileSync(file, "utf8");
  const ownRoot = values.root === undefined ? undefined : readFileSync(values.root, "utf8");
  const config = parseConfig(process.env, values.data === undefined ? {} : { dataDir: values.data });
  requireInstallation(config);
  const secrets = openSecrets(config.dataDir);
  return await withAppDatabase(config, secrets, "toguna-metadata", async (db) => {
    const objects = openObjectStore(config.dataDir);
    const services = { config, clock: systemClock, db, objects, secrets, log: silentLog };
    const ctx = makeContext(services, { kind: "system", job: "identity.load_metadata" }, randomUUID());
    const done = await loadMetadata(ctx, blob, ownRoot);
    process.stdout.write(
      `loaded number ${done.number} with ${done.models} models; the next one is due ${done.nextUpdate}${done.isOverdue ? ", which is over: fetch a newer file" : ""}\n${done.verified} passkeys are verified by it, ${done.blocked} are blocked because their model was withdrawn\n`,
    );
    return 0;
  });
}
