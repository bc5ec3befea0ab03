// `toguna import tickets` and `toguna import undo`: old work brought in and taken out from the command line, on the data folder's database.
import { createReadStream, statSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import {
  bringIn,
  changeOldImport,
  forgetOldImport,
  listOldRows,
  readOldImport,
  startOldImport,
  TakeOldFile,
  takeOldFile,
  undoOldImport,
} from "../cases/index.ts";
import { markings } from "../intake/model.ts";
import { systemClock } from "../platform/clock/index.ts";
import { parseConfig } from "../platform/config/index.ts";
import { type Context, makeContext } from "../platform/context/index.ts";
import { AppError } from "../platform/errors/index.ts";
import { silentLog } from "../platform/log/index.ts";
import { openObjectStore } from "../platform/objects/index.ts";
import { requireInstallation, withAppDatabase } from "../platform/run/index.ts";
import { openSecrets } from "../platform/secrets/index.ts";

const usage =
  "toguna import tickets FILE --system NAME [--kind table|mbox|rt] [--marking amber] [--look] [--data DIR]\n";

/** Prints what cannot be read, then what came in. @returns 0 done, 1 when nothing was taken, 2 wrong usage */
export async function importTickets(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      system: { type: "string" },
      kind: { type: "string" },
      marking: { type: "string", default: "amber" },
      look: { type: "boolean", default: false },
      data: { type: "string" },
    },
  });
  const [path] = positionals;
  const marking = markings.find((one) => one === values.marking);
  const said = TakeOldFile.safeParse({
    name: basename(path ?? ""),
    system: values.system,
    ...(values.kind === undefined ? {} : { kind: values.kind }),
  });
  if (path === undefined || positionals.length > 1 || !said.success || !marking) {
    for (const { path: field, message } of said.error?.issues ?? [])
      process.stderr.write(`--${field.join(".")}: ${message}\n`);
    if (!marking) process.stderr.write(`--marking: expected one of ${markings.join(", ")}\n`);
    process.stderr.write(usage);
    return 2;
  }
  statSync(path);
  return await onDatabase(values.data, async (ctx) => {
    const taken = await takeOldFile(ctx, createReadStream(path), said.data);
    const { total, refused, tickets } = taken.preview;
    process.stdout.write(`${taken.kind}: ${total} tickets, ${refused} of them cannot be read\n`);
    for (const one of tickets.filter(({ field }) => field !== null))
      process.stdout.write(
        `  ${one.position} ${one.number || "-"}: ${one.field}: expected ${one.expected}, found "${one.said}"\n`,
      );
    if (values.look || total === refused) {
      await forgetOldImport(ctx, taken.id);
      process.stderr.write("only looked at: nothing was taken\n");
      return total === refused ? 1 : 0;
    }
    const { system, choices, version } = taken;
    const changed = await changeOldImport(ctx, taken.id, { version, system, marking, choices });
    await startOldImport(ctx, taken.id, { version: changed.version });
    await bringIn(ctx, { importId: taken.id });
    const count = { made: 0, repeated: 0, refused: 0 };
    for (let after: number | null = 0; after !== null; ) {
      const page: Awaited<ReturnType<typeof listOldRows>> = await listOldRows(ctx, taken.id, after);
      for (const { outcome } of page.rows) count[outcome]++;
      after = page.next;
    }
    process.stdout.write(`${count.made} cases made, ${count.repeated} known already, ${count.refused} refused\n`);
    process.stdout.write(`taken out again by: toguna import undo ${taken.id} --reason TEXT\n`);
    return 0;
  });
}

/** @returns 0 done, 1 when it was refused, 2 wrong usage */
export async function undoTickets(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { reason: { type: "string" }, data: { type: "string" } },
  });
  const [id] = positionals;
  if (id === undefined || positionals.length > 1 || values.reason === undefined) {
    process.stderr.write("toguna import undo ID --reason TEXT [--data DIR]\n");
    return 2;
  }
  const { reason } = values;
  return await onDatabase(values.data, async (ctx) => {
    const { version } = await readOldImport(ctx, id);
    await undoOldImport(ctx, id, { version, reason });
    process.stdout.write("taken out: every case that it made is gone\n");
    return 0;
  });
}

async function onDatabase(data: string | undefined, work: (ctx: Context) => Promise<number>): Promise<number> {
  const config = parseConfig(process.env, data === undefined ? {} : { dataDir: data });
  requireInstallation(config);
  const secrets = openSecrets(config.dataDir);
  const name = "toguna-import";
  return await withAppDatabase(config, secrets, name, async (db) => {
    const objects = openObjectStore(config.dataDir);
    const services = { config, clock: systemClock, db, objects, secrets, log: silentLog };
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
