// `toguna backup`, `restore` and `verify`.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { restoreBackup, takeBackup, verifyBackup } from "../platform/backup/index.ts";
import { parseConfig } from "../platform/config/index.ts";
import { openSecrets } from "../platform/secrets/index.ts";
import {
  lockDataFolder,
  makeDataFolder,
  migrateOwner,
  requireInstallation,
  withOwnerDatabase,
} from "../platform/run/index.ts";

const say = (text: string): void => void process.stderr.write(`toguna: ${text}\n`);

/** `toguna backup FILE --recipient age1…`, or `toguna backup --make-key KEYFILE`. */
export async function backup(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { data: { type: "string" }, recipient: { type: "string" }, "make-key": { type: "string" } },
  });
  if (values["make-key"] !== undefined) return await makeKey(values["make-key"]);
  const [file] = positionals;
  const recipient = values.recipient ?? process.env["BACKUP_RECIPIENT"];
  if (!file || positionals.length > 1) return usage("toguna backup FILE --recipient age1…");
  if (!recipient)
    return usage(
      "a backup is encrypted to a key that is kept elsewhere: make one with\n  toguna backup --make-key KEYFILE\nand give its public part with --recipient age1… (or BACKUP_RECIPIENT)",
    );
  if (existsSync(file)) throw new Error(`${file} is already there; a backup never overwrites a file`);
  const config = parseConfig(process.env, values.data === undefined ? {} : { dataDir: values.data });
  requireInstallation(config);
  const secrets = openSecrets(config.dataDir);
  const take = async (owner: Parameters<typeof takeBackup>[2]) =>
    await takeBackup(config, secrets, owner, file, recipient, new Date());
  const summary = await withOwnerDatabase(config, secrets, say, take);
  process.stdout.write(
    `backed up ${summary.tables} tables and ${summary.objects} files into ${file} (${(summary.bytes / 1e6).toFixed(1)} MB)\n`,
  );
  return 0;
}

export async function verify(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { identity: { type: "string" } },
  });
  const [file] = positionals;
  if (!file || !values.identity || positionals.length > 1) return usage("toguna verify FILE --identity KEYFILE");
  const { manifest } = await verifyBackup(file, readIdentity(values.identity));
  process.stdout.write(
    `${file} is whole: taken ${manifest.createdAt} from PostgreSQL ${Math.floor(manifest.serverVersion / 10_000)}, ${manifest.tables.length} tables, ${manifest.objects} files\n`,
  );
  return 0;
}

export async function restore(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { data: { type: "string" }, identity: { type: "string" } },
  });
  const [file] = positionals;
  if (!file || !values.identity || positionals.length > 1)
    return usage("toguna restore FILE --identity KEYFILE [--data DIR]");
  const config = parseConfig(process.env, values.data === undefined ? {} : { dataDir: values.data });
  const identity = readIdentity(values.identity);
  // Verified before an empty installation is even begun.
  await verifyBackup(file, identity);
  makeDataFolder(config.dataDir);
  // A running server has the old keys in memory: nothing is restored under it.
  const unlock = lockDataFolder(config.dataDir);
  const secrets = openSecrets(config.dataDir);
  const into = async (owner: Parameters<typeof takeBackup>[2]) =>
    await restoreBackup(config.dataDir, file, identity, owner, async () => {
      await migrateOwner(owner, secrets, () => {});
    });
  const manifest = await withOwnerDatabase(config, secrets, say, into).finally(unlock);
  process.stdout.write(
    `restored ${manifest.tables.length} tables and ${manifest.objects} files of ${manifest.createdAt} into ${config.dataDir}; the log fits its signed checkpoint\n${manifest.endedSessions} open sessions have ended, and links that were open work no more; whoever lost a passkey or a role since then has it again: look at the people before you open the door\n`,
  );
  return 0;
}

async function makeKey(path: string): Promise<number> {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  writeFileSync(path, `# Toguna backup key; public part: ${recipient}\n${identity}\n`, { mode: 0o600, flag: "wx" });
  process.stdout.write(`wrote ${path}; keep it away from this machine. Back up with --recipient ${recipient}\n`);
  return 0;
}

function readIdentity(path: string): string {
  const line = readFileSync(path, "utf8")
    .split("\n")
    .find((one) => one.startsWith("AGE-SECRET-KEY-"));
  if (!line) throw new Error(`${path} holds no backup key (a line that begins with AGE-SECRET-KEY-)`);
  return line.trim();
}

function usage(text: string): number {
  process.stderr.write(`${text}\n`);
  return 2;
}
