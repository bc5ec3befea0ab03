// `toguna contacts export` and `toguna contacts verify`: the contact book for the day on which the platform is down.
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { makeBook, verifyBook } from "../coordination/index.ts";
import { systemClock } from "../platform/clock/index.ts";
import { parseConfig } from "../platform/config/index.ts";
import { makeContext } from "../platform/context/index.ts";
import { silentLog } from "../platform/log/index.ts";
import { openObjectStore } from "../platform/objects/index.ts";
import { requireInstallation, withAppDatabase } from "../platform/run/index.ts";
import { openSecrets } from "../platform/secrets/index.ts";

/** `toguna contacts export FILE --recipient age1…`. */
export async function exportContacts(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { data: { type: "string" }, recipient: { type: "string" } },
  });
  const [file] = positionals;
  const { recipient } = values;
  if (!file || positionals.length > 1 || recipient === undefined) {
    process.stderr.write(
      "toguna contacts export FILE --recipient age1… [--data DIR]\n  make a key with: toguna backup --make-key KEYFILE\n",
    );
    return 2;
  }
  if (existsSync(file)) throw new Error(`${file} is already there; a contact book never overwrites a file`);
  const config = parseConfig(process.env, values.data === undefined ? {} : { dataDir: values.data });
  requireInstallation(config);
  const secrets = openSecrets(config.dataDir);
  return await withAppDatabase(config, secrets, "toguna-contacts-export", async (db) => {
    const services = {
      config,
      clock: systemClock,
      db,
      objects: openObjectStore(config.dataDir),
      secrets,
      log: silentLog,
    };
    const ctx = makeContext(services, { kind: "system", job: "contacts.export" }, randomUUID());
    const { entries, pages } = await makeBook(ctx, "command", recipient, file);
    process.stdout.write(
      `wrote ${file}: ${entries} contacts on ${pages} pages; check it anywhere with: toguna contacts verify ${file} --identity KEYFILE --key KEY\n`,
    );
    return 0;
  });
}

/** `toguna contacts verify FILE --identity KEYFILE --key NAME+HASH+KEY [--out DIR]`: needs no installation and no network. */
export async function verifyContacts(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { identity: { type: "string" }, key: { type: "string" }, out: { type: "string" } },
  });
  const [file] = positionals;
  if (!file || positionals.length > 1 || values.identity === undefined || values.key === undefined) {
    process.stderr.write("toguna contacts verify FILE --identity KEYFILE --key NAME+HASH+KEY [--out DIR]\n");
    return 2;
  }
  const identity = readFileSync(values.identity, "utf8")
    .split("\n")
    .find((line) => line.startsWith("AGE-SECRET-KEY-"));
  if (identity === undefined)
    throw new Error(`${values.identity} holds no key (a line that begins with AGE-SECRET-KEY-)`);
  const book = await verifyBook(file, identity.trim(), values.key);
  if (values.out !== undefined) {
    mkdirSync(values.out, { recursive: true, mode: 0o700 });
    for (const [name, bytes] of Object.entries(book.files))
      writeFileSync(join(values.out, name), bytes, { mode: 0o600, flag: "wx" });
  }
  process.stdout.write(
    `good: ${file} is whole and signed: made ${book.madeAt}, ${book.entries} contacts on ${book.pages} pages\n`,
  );
  return 0;
}
