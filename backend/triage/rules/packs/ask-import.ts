// A pack comes in: its files are put down, a job reads them, and what they hold can be looked at before anything is taken.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { setImmediate as turn } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson } from "../../../identity/index.ts";
import { readMultipart } from "../../../intake/index.ts";
import { writeAudit } from "../../../platform/audit/index.ts";
import type { Context } from "../../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../../platform/errors/index.ts";
import { newId } from "../../../platform/ids/index.ts";
import { addJob } from "../../../platform/jobs/index.ts";
import { ruleLimits } from "../model.ts";
import { openPack, type PackItem, type ReadPack, readPack } from "./read-pack.ts";

export const importJob = "rules.read_import";

interface UploadedFile {
  name: string;
  objectId: string;
}

/** Takes multipart/form-data with one or more `file` parts: archives (zip, tar.gz, 7z) or single files. */
export async function askImport(ctx: Context, request: Request): Promise<{ importId: string }> {
  requirePermission(ctx, "rule.write");
  const { personId } = requirePerson(ctx);
  const { files, fields } = await readMultipart(ctx, request, ruleLimits.importBytes);
  const [unknown] = fields;
  if (unknown !== undefined || files.length === 0) {
    await Promise.all(files.map((file) => ctx.objects.remove(file.objectId)));
    throw invalidInput([
      unknown === undefined
        ? { path: "file", message: "Expected an archive or rule files." }
        : { path: unknown[0], message: "This field is not known here." },
    ]);
  }
  const sha256 = createHash("sha256")
    .update(files.map((file) => file.sha256).join("\n"))
    .digest();
  return await withTransaction(ctx, async (tx) => {
    const importId = newId(ctx.now());
    const kept = files.map(({ name, objectId }) => ({ name, objectId }));
    const name = files.length === 1 ? (files[0]?.name ?? "") : `${files[0]?.name ?? ""} + ${files.length - 1}`;
    const digest = files.length === 1 ? Buffer.from(files[0]?.sha256 ?? "", "hex") : sha256;
    await tx.execute(sql`insert into rule_imports (id, file_name, sha256, files, state, asked_by, asked_at)
      values (${importId}, ${name}, ${digest}, ${JSON.stringify(kept)}::jsonb, 'reading', ${personId}, ${ctx.now().toISOString()}::timestamptz)`);
    await addJob(tx, importJob, { importId }, { maxAttempts: 3 });
    const detail = { fileName: name, sha256: digest.toString("hex") };
    await writeAudit(tx, ctx, { action: "rule.ask_import", objectType: "rule_import", objectId: importId, detail });
    return { importId };
  });
}

/** The job: reads what came, and throws the files away. Nothing is taken yet. */
export async function readImport(ctx: Context, importId: string): Promise<void> {
  requirePermission(ctx, "rule.write");
  const begun = await withTransaction(ctx, async (tx) => {
    const found = await holdImport(tx, importId);
    await writeAudit(tx, ctx, { action: "rule.read_import", objectType: "rule_import", objectId: importId });
    return found.state === "reading" ? found : null;
  });
  if (begun === null) return;
  const { files, fileName } = begun;
  const read = await readUploads(ctx, files, fileName);
  await withTransaction(ctx, async (tx) => {
    if (typeof read === "string")
      await tx.execute(
        sql`update rule_imports set state = 'failed', error = ${read}, files = '[]' where id = ${importId}`,
      );
    else await keepItems(tx, importId, read);
    const detail = typeof read === "string" ? { error: read } : { items: read.items.length };
    await writeAudit(tx, ctx, { action: "rule.show_import", objectType: "rule_import", objectId: importId, detail });
  });
  await Promise.all(files.map((file) => ctx.objects.remove(file.objectId)));
}

async function readUploads(ctx: Context, files: UploadedFile[], fileName: string): Promise<ReadPack | string> {
  const uploads = [];
  for (const { name, objectId } of files) {
    const bytes = await readFile(ctx.objects.path(objectId)).catch(() => null);
    if (bytes === null) return "The file is no longer kept. Bring it in again.";
    uploads.push({ name, bytes });
  }
  const opened = await openPack(uploads);
  const read = await readPack(opened.files, fileName, async () => {
    await turn();
  });
  if (read.items.length > 0) return { ...read, problems: [...opened.problems, ...read.problems] };
  const expected =
    "Expected Sigma rules (.yml), YARA rules (.yar), MISP events (.json) or tables of indicators (.csv).";
  return [expected, ...opened.problems, ...read.problems].join(" ");
}

/** Puts down what a pack holds, each item with what taking it would do. */
export async function keepItems(tx: Tx, importId: string, read: ReadPack): Promise<void> {
  const knownByName = await findKnown(tx, read.items);
  for (const [number, item] of read.items.entries()) {
    const { status, problems, ruleId } = judgeItem(item, knownByName);
    const { facts } = item;
    await tx.execute(sql`insert into rule_import_items (import_id, number, path, kind, source, samples, title, level, author, licence, description, names, status, problems, rule_id)
      values (${importId}, ${number}, ${item.path}, ${item.kind}, ${item.source}, ${JSON.stringify(item.samples)}::jsonb, ${facts?.title ?? item.path},
        ${facts?.level ?? ""}, ${facts?.author ?? ""}, ${facts?.licence ?? ""}, ${facts?.description ?? ""}, ${sql.param(facts?.names ?? [])}::text[], ${status},
        ${JSON.stringify(problems)}::jsonb, ${ruleId})`);
  }
  await tx.execute(sql`update rule_imports set state = 'ready', files = '[]', licence = ${read.licence}, author = ${read.author},
    error = ${read.problems.join(" ").slice(0, 2_000)} where id = ${importId}`);
}

interface Known extends Record<string, unknown> {
  kind: string;
  name: string;
  ruleId: string;
  title: string;
  origin: string;
  source: string;
}

/** The latest version of each rule that has one of the pack's names. */
async function findKnown(tx: Tx, items: readonly PackItem[]): Promise<Map<string, Known>> {
  const names = [...new Set(items.flatMap(({ facts }) => facts?.names ?? []))];
  const rows =
    await tx.execute<Known>(sql`select r.kind, n as name, r.id as "ruleId", v.title, r.origin, v.source from rules r
    join lateral (select * from rule_versions x where x.rule_id = r.id order by x.version desc limit 1) v on true, unnest(v.names) as n
    where n = any(${sql.param(names)}::text[]) and r.state <> 'retired'`);
  return new Map(rows.map((row) => [`${row.kind}\0${row.name}`, row]));
}

type Judged = { status: "new" | "changed" | "same" | "refused"; problems: string[]; ruleId: string | null };

function judgeItem(item: PackItem, known: ReadonlyMap<string, Known>): Judged {
  const { facts, problems } = item;
  if (facts === null) return { status: "refused", problems, ruleId: null };
  const found = facts.names.flatMap((name) => known.get(`${item.kind}\0${name}`) ?? []);
  const [first] = found;
  if (!first) return { status: "new", problems, ruleId: null };
  if (new Set(found.map(({ ruleId }) => ruleId)).size > 1)
    return {
      status: "refused",
      problems: [...problems, "It has the ids of several rules that are known."],
      ruleId: null,
    };
  if (first.origin !== "pack")
    return {
      status: "refused",
      problems: [...problems, `The rule "${first.title}" here has its id ${first.name}.`],
      ruleId: first.ruleId,
    };
  return { status: first.source === item.source ? "same" : "changed", problems, ruleId: first.ruleId };
}

export interface HeldImport extends Record<string, unknown> {
  state: string;
  fileName: string;
  sha256: string;
  files: UploadedFile[];
  packId: string | null;
}

/** @throws not_found */
export async function holdImport(tx: Tx, importId: string): Promise<HeldImport> {
  const [row] =
    await tx.execute<HeldImport>(sql`select state, file_name as "fileName", encode(sha256, 'hex') as sha256, files, pack_id as "packId"
    from rule_imports where id = ${importId} for update`);
  if (!row) throw notFound("import");
  return row;
}

/** @throws conflict */
export function requireReadyImport(held: HeldImport): void {
  if (held.state === "ready") return;
  throw new AppError(
    "conflict",
    held.state === "accepted" ? "This import was taken already." : "This import cannot be taken: it was not read.",
    { words: "refusals.import_not_open" },
  );
}
