// `toguna recover`: a way back in for an administrator who lost every passkey, at the server's own console.
import { parseArgs } from "node:util";
import { recoverAtConsole } from "../identity/index.ts";
import { systemClock } from "../platform/clock/index.ts";
import { parseConfig } from "../platform/config/index.ts";
import { silentLog } from "../platform/log/index.ts";
import { openObjectStore } from "../platform/objects/index.ts";
import { requireInstallation, withAppDatabase } from "../platform/run/index.ts";
import { openSecrets } from "../platform/secrets/index.ts";

/** Prints a link of one hour that enrols a new passkey and signs nobody in. Works beside the running server, with its environment, and without one. */
export async function recover(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { data: { type: "string" } } });
  const [email] = positionals;
  if (!email || positionals.length > 1) {
    process.stderr.write("toguna recover ADDRESS [--data DIR]\n");
    return 2;
  }
  const config = parseConfig(process.env, values.data === undefined ? {} : { dataDir: values.data });
  requireInstallation(config);
  const secrets = openSecrets(config.dataDir);
  return await withAppDatabase(config, secrets, "toguna-recover", async (db) => {
    const objects = openObjectStore(config.dataDir);
    const services = { config, clock: systemClock, db, objects, secrets, log: silentLog };
    const { link, expiresAt } = await recoverAtConsole(services, email);
    process.stdout.write(
      `${link}\n\nOpens once, until ${expiresAt}: it makes a new passkey, removes the old ones and ends all sessions of ${email}.\nThis is in the log, and ${email} is told by mail.\n`,
    );
    return 0;
  });
}
