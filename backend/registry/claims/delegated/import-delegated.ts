// Takes a delegated-extended file of a registry: kept with its hash, compared with the one in force, then in force in its place.
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { sql } from "drizzle-orm";
import { requirePermission } from "../../../identity/index.ts";
import { writeAudit } from "../../../platform/audit/index.ts";
import type { Context } from "../../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../../platform/db/index.ts";
import { AppError, invalidInput } from "../../../platform/errors/index.ts";
import { newId } from "../../../platform/ids/index.ts";
import { publish } from "../../../platform/jobs/index.ts";
import { type DelegatedFile, type DelegatedRecord, readDelegated } from "../documents/read-delegated.ts";
import { personOf } from "../store.ts";
import { type DelegatedChange, type ImportDelegatedAnswer, maxDelegatedBytes } from "./model.ts";
import { proveByDelegation } from "./prove-by-delegation.ts";

const mostShown = 200;
const batch = 5000;

interface FileToImport {
  name: string;
  bytes: Buffer;
  /** Only look. */
  isLook: boolean;
}

/** @throws forbidden; invalid_input that names the first wrong lines; too_large; conflict for a file that is in force already. */
export async function importDelegated(
  ctx: Context,
  { name, bytes, isLook }: FileToImport,
): Promise<ImportDelegatedAnswer> {
  requirePermission(ctx, "registry.change");
  if (bytes.length > maxDelegatedBytes) throw new AppError("too_large", "A delegated file may have 40 MB.");
  const { file, problems } = readDelegated(bytes.toString("utf8"));
  if (problems.length > 0)
    throw invalidInput(
      problems.slice(0, 10).map(({ line, expected }) => ({ path: `line ${line}`, message: `Expected ${expected}.` })),
      "This is not a whole delegated-extended file.",
    );
  const sha256 = createHash("sha256").update(bytes).digest();
  const accounts = new Set(file.records.flatMap(({ opaqueId }) => opaqueId ?? [])).size;
  const facts = {
    registry: file.registry,
    serial: file.serial,
    sha256: sha256.toString("hex"),
    records: file.records.length,
    accounts,
  };
  if (isLook) {
    const changes = await readOnly(ctx, async (tx) => await compare(tx, file, ctx.config.country), "staff");
    return { ...facts, ...changes, isTaken: false, proven: 0 };
  }
  return await withTransaction(
    ctx,
    async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(20160017)`);
      const known = await tx.execute<{ isCurrent: boolean }>(
        sql`select is_current as "isCurrent" from delegated_files where sha256 = ${sha256}`,
      );
      if (known.length > 0)
        throw new AppError("conflict", "This file was brought in before.", { words: "claims.refusal.same_file" });
      const changes = await compare(tx, file, ctx.config.country);
      await tx.execute(
        sql`delete from delegated_records where file_id in (select id from delegated_files where registry = ${file.registry} and is_current)`,
      );
      await tx.execute(
        sql`update delegated_files set is_current = false where registry = ${file.registry} and is_current`,
      );
      const id = newId(ctx.now());
      await tx.execute(sql`insert into delegated_files (id, name, registry, serial, covers_until, sha256, size, packed, records, is_current, imported_at, imported_by)
        values (${id}, ${name}, ${file.registry}, ${file.serial}, ${file.coversUntil}::date, ${sha256}, ${bytes.length}, ${gzipSync(bytes)}, ${file.records.length}, true,
          ${ctx.now().toISOString()}::timestamptz, ${personOf(ctx)})`);
      for (let from = 0; from < file.records.length; from += batch)
        await insertRecords(tx, id, file.records.slice(from, from + batch));
      const proven = await proveByDelegation(tx, ctx);
      await writeAudit(tx, ctx, {
        action: "register.import_delegated",
        objectType: "register",
        objectId: id,
        detail: { ...facts, new: changes.new, gone: changes.gone, moved: changes.moved, proven },
      });
      await publish(tx, { type: "registry.changed" });
      return { ...facts, ...changes, isTaken: true, proven };
    },
    "staff",
  );
}

interface RecordRow {
  line: number;
  piece: number;
  country: string;
  kind: string;
  prefix: string | null;
  first: number | null;
  last: number | null;
  day: string | null;
  status: string;
  account: string | null;
}

async function insertRecords(tx: Tx, fileId: string, records: DelegatedRecord[]): Promise<void> {
  const rows = records.flatMap((record): RecordRow[] => {
    const rest = {
      line: record.line,
      country: record.country,
      day: record.allocatedOn,
      status: record.status,
      account: record.opaqueId,
    };
    return record.kind === "asn"
      ? [{ ...rest, piece: 0, kind: "asn", prefix: null, first: record.asnFrom, last: record.asnTo }]
      : record.prefixes.map((prefix, piece) => ({ ...rest, piece, kind: "prefix", prefix, first: null, last: null }));
  });
  await tx.execute(sql`insert into delegated_records (file_id, line, piece, country, kind, prefix, asn_from, asn_to, allocated_on, status, opaque_id)
    select ${fileId}::uuid, line, piece, country, kind, prefix::cidr, first, last, day::date, status, account
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(line integer, piece integer, country text, kind text, prefix text, first bigint, last bigint, day text, status text, account text)`);
}

/** By value: what is new, what is gone, and what is under another account now. */
async function compare(
  tx: Tx,
  file: DelegatedFile,
  country: string,
): Promise<Pick<ImportDelegatedAnswer, "new" | "gone" | "moved" | "changes">> {
  const rows = await tx.execute<{ value: string; country: string; opaqueId: string | null }>(sql`
    select coalesce(r.prefix::text, 'AS' || r.asn_from || '-' || r.asn_to) as value, r.country, r.opaque_id as "opaqueId"
    from delegated_records r join delegated_files f on f.id = r.file_id and f.is_current where f.registry = ${file.registry}`);
  const before = new Map(rows.map((row) => [row.value, row]));
  const changes: DelegatedChange[] = [];
  for (const record of file.records) {
    const values = record.kind === "asn" ? [`AS${record.asnFrom}-${record.asnTo}`] : record.prefixes;
    for (const value of values) {
      const old = before.get(value);
      before.delete(value);
      if (old?.opaqueId === record.opaqueId && old !== undefined) continue;
      changes.push({
        what: old ? "moved" : "new",
        value,
        country: record.country,
        from: old?.opaqueId ?? null,
        to: record.opaqueId,
      });
    }
  }
  for (const old of before.values())
    changes.push({ what: "gone", value: old.value, country: old.country, from: old.opaqueId, to: null });
  const count = (what: DelegatedChange["what"]): number => changes.filter((change) => change.what === what).length;
  const own = country.toUpperCase();
  const order = { moved: 0, gone: 1, new: 2 };
  const isAbroad = (change: DelegatedChange): number => (change.country === own ? 0 : 1);
  changes.sort((one, two) => isAbroad(one) - isAbroad(two) || order[one.what] - order[two.what]);
  return { new: count("new"), gone: count("gone"), moved: count("moved"), changes: changes.slice(0, mostShown) };
}
