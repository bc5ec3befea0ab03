// `toguna escrow …`: the way back when every custodian's key is lost. The private half is made, kept and used away from the server.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { combine, split } from "shamir-secret-sharing";
import { z } from "zod";
import { exportSealed, type SealedFile } from "../intake/index.ts";
import { reportContext, SealedName } from "../intake/sealed/model.ts";
import { systemClock } from "../platform/clock/index.ts";
import { parseConfig } from "../platform/config/index.ts";
import { makeContext } from "../platform/context/index.ts";
import { newId } from "../platform/ids/index.ts";
import { silentLog } from "../platform/log/index.ts";
import { openObjectStore } from "../platform/objects/index.ts";
import { requireInstallation, withAppDatabase } from "../platform/run/index.ts";
import {
  doHalvesFit,
  fingerprintOf,
  fromBase64Url,
  makeKeyPair,
  openKeyWith,
  openText,
  toBase64Url,
} from "../platform/sealing/index.ts";
import { openSecrets } from "../platform/secrets/index.ts";

const parts = 3;
const needed = 2;
const base64url = z.string().regex(/^[A-Za-z0-9_-]+$/, "expected base64url");
const KeyFile = z.strictObject({ toguna: z.literal("escrow-key/1"), publicKey: base64url, privateKey: base64url });
const PartFile = z.strictObject({
  toguna: z.literal("escrow-key-part/1"),
  publicKey: base64url,
  part: base64url,
  note: z.string(),
});
const SealedFileShape = z.object({
  toguna: z.literal("sealed-name/1"),
  reportId: z.string(),
  reference: z.string(),
  ciphertext: base64url,
  keys: z.array(z.object({ kind: z.string(), publicKey: base64url, sealedKey: base64url })),
});

/** `escrow make FILE [--split]`: on a machine that is not the server. Nothing is overwritten; the files can be read by their owner only. */
export async function escrowMake(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { split: { type: "boolean" } } });
  const [file] = positionals;
  if (!file || positionals.length > 1) return wrongUsage("toguna escrow make FILE [--split]");
  const pair = await makeKeyPair();
  const publicKey = toBase64Url(pair.publicKey);
  if (values.split) {
    const note = `Any ${needed} of the ${parts} parts together open what was sealed to this key. Keep each with another body.`;
    const shares = await split(pair.privateKey, parts, needed);
    for (const [index, share] of shares.entries())
      writeNew(`${file}.${index + 1}`, { toguna: "escrow-key-part/1", publicKey, part: toBase64Url(share), note });
  } else writeNew(file, { toguna: "escrow-key/1", publicKey, privateKey: toBase64Url(pair.privateKey) });
  const where = values.split ? `${file}.1, ${file}.2 and ${file}.3 (any two open)` : file;
  process.stdout.write(
    `${publicKey}\n\nThis is the public half, for the desk (People, Custody). Fingerprint: ${await fingerprintOf(pair.publicKey)}\n` +
      `The private half is in ${where}. Print it, keep it elsewhere, and remove it from this machine: nobody can make it again.\n`,
  );
  return 0;
}

/** `escrow export REFERENCE FILE --reason TEXT`: at the server's console; written down on the report and in the log. */
export async function escrowExport(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { data: { type: "string" }, reason: { type: "string" } },
  });
  const [reference, file] = positionals;
  if (!reference || !file || !values.reason || positionals.length > 2)
    return wrongUsage("toguna escrow export REFERENCE FILE --reason TEXT [--data DIR]");
  const reason = values.reason;
  const config = parseConfig(process.env, values.data === undefined ? {} : { dataDir: values.data });
  requireInstallation(config);
  const secrets = openSecrets(config.dataDir);
  return await withAppDatabase(config, secrets, "toguna-escrow", async (db) => {
    const services = {
      config,
      clock: systemClock,
      db,
      objects: openObjectStore(config.dataDir),
      secrets,
      log: silentLog,
    };
    const ctx = makeContext(services, { kind: "system", job: "console" }, newId());
    const sealed = await exportSealed(ctx, reference, reason);
    writeNew(file, sealed);
    process.stdout.write(
      `${file} holds the sealed name of ${reference}. Only a keeper's private half opens it: toguna escrow open ${file} --key FILE\nThis is on the report and in the log.\n`,
    );
    return 0;
  });
}

/** `escrow open FILE --key KEYFILE [--key KEYFILE]`: offline, without server or database. Prints who reported. */
export async function escrowOpen(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { key: { type: "string", multiple: true } },
  });
  const [file] = positionals;
  if (!file || positionals.length > 1 || !values.key?.length)
    return wrongUsage("toguna escrow open FILE --key KEYFILE [--key KEYFILE]");
  const { publicKey, privateKey } = await readKey(values.key);
  const sealed = readJson(file, SealedFileShape, "a sealed name") as SealedFile;
  const mine = sealed.keys.find((key) => key.publicKey === toBase64Url(publicKey));
  if (!mine) throw new Error(`${file}: this name was not sealed to the key ${await fingerprintOf(publicKey)}`);
  const context = reportContext(sealed.reportId);
  const contentKey = await openKeyWith(privateKey, fromBase64Url(mine.sealedKey), context).catch(() => {
    throw new Error(`${file}: the key does not open it; the file was changed or belongs to another report`);
  });
  const text = await openText(contentKey, fromBase64Url(sealed.ciphertext), context);
  const name = SealedName.parse(JSON.parse(text));
  const lines = Object.entries(name).flatMap(([field, value]) => (value === null ? [] : [`${field}: ${value}`]));
  process.stdout.write(`${sealed.reference}\n${lines.join("\n")}\n`);
  return 0;
}

/** One whole key, or two parts of one. @throws when they do not fit together. */
async function readKey(files: string[]): Promise<{ publicKey: Uint8Array; privateKey: Uint8Array }> {
  const known = files.map((file) => readJson(file, z.union([KeyFile, PartFile]), "an escrow key or a part of one"));
  const [first] = known;
  if (!first) throw new Error("expected a key (--key)");
  if (known.some((one) => one.publicKey !== first.publicKey)) throw new Error("these files belong to different keys");
  const publicKey = fromBase64Url(first.publicKey);
  const whole = known.find((one) => one.toguna === "escrow-key/1");
  const shares = known.flatMap((one) => (one.toguna === "escrow-key-part/1" ? [fromBase64Url(one.part)] : []));
  if (!whole && shares.length < needed) throw new Error(`one part opens nothing: give ${needed} of the ${parts} parts`);
  const privateKey = whole ? fromBase64Url(whole.privateKey) : await combine(shares);
  // Two wrong parts give bytes too; only the right ones fit the public half.
  if (!(await doHalvesFit({ publicKey, privateKey: new Uint8Array(privateKey) })))
    throw new Error("these files do not make the key that they name: one was changed, or one part stands twice");
  return { publicKey, privateKey };
}

function readJson<Output>(file: string, schema: z.ZodType<Output>, what: string): Output {
  const text = readFileSync(file, "utf8");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`${file}: expected ${what}, as JSON`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Error(`${file}: expected ${what}`);
  return parsed.data;
}

function writeNew(file: string, value: unknown): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flag: "wx", flush: true });
}

function wrongUsage(usage: string): number {
  process.stderr.write(`${usage}\n`);
  return 2;
}
