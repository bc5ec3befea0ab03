// `toguna recover`: a way back in for an administrator who lost every passkey, at the server's own console.
import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { recoverAtConsole } from "../identity/index.ts";
import { askWitnesses, loadPolicy, publishLog } from "../platform/audit/index.ts";
import { systemClock } from "../platform/clock/index.ts";
import { parseConfig } from "../platform/config/index.ts";
import { makeContext, type Services } from "../platform/context/index.ts";
import { silentLog } from "../platform/log/index.ts";
import { openObjectStore } from "../platform/objects/index.ts";
import { requireInstallation, withAppDatabase } from "../platform/run/index.ts";
import { openSecrets } from "../platform/secrets/index.ts";

/** Publishes the log with this very act and shows it to the witnesses, so that it cannot be taken out afterwards unseen. */
async function showToWitnesses(services: Services): Promise<string> {
  const ctx = makeContext(services, { kind: "system", job: "identity.recover_at_console" }, randomUUID());
  const { size } = await publishLog(ctx);
  const signed = await askWitnesses(ctx);
  if (signed > 0) return `published at size ${size}, signed by ${signed} witness${signed === 1 ? "" : "es"}`;
  return loadPolicy(services.config).witnesses.length > 0
    ? `published at size ${size}; no witness has signed yet, they are asked again every hour`
    : `published at size ${size}; no witness is set up`;
}

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
    const witnessed = await showToWitnesses(services);
    process.stdout.write(
      `${link}\n\nOpens once, until ${expiresAt}: it makes a new passkey, removes the old ones and ends all sessions of ${email}.\nThis is in the log (${witnessed}), an alarm stands at the desk, and ${email}, the other administrators and the auditors are told by mail.\n`,
    );
    return 0;
  });
}
