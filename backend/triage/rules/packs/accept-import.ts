// Takes what an import showed: its rules become rules in test, under the pack's licence and author, for others to publish.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../../identity/index.ts";
import { writeAudit } from "../../../platform/audit/index.ts";
import type { Context } from "../../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../../platform/db/index.ts";
import { invalidInput } from "../../../platform/errors/index.ts";
import { newId } from "../../../platform/ids/index.ts";
import { addJob } from "../../../platform/jobs/index.ts";
import { type ImportItem, type RuleSample } from "../model.ts";
import { AcceptImport } from "../requests/model.ts";
import { holdRule, insertVersion, moveTo } from "../store.ts";
import { samplesJob } from "../submit-rule.ts";
import { holdImport, requireReadyImport } from "./ask-import.ts";

interface ItemRow extends Record<string, unknown>, Omit<ImportItem, "samples"> {
  source: string;
  samples: RuleSample[];
  description: string;
}

/** @throws conflict when it was taken already; invalid_input naming an item that cannot be taken. */
export async function acceptImport(
  ctx: Context,
  importId: string,
  input: AcceptImport,
): Promise<{ packId: string; added: number; changed: number }> {
  requirePermission(ctx, "rule.write");
  const { name, licence, author, source, items: wanted } = AcceptImport.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const held = await holdImport(tx, importId);
    requireReadyImport(held);
    const rows = await tx.execute<ItemRow>(
      sql`select number, path, kind, source, samples, title, level, author, licence, description, names, status, rule_id as "ruleId"
        from rule_import_items where import_id = ${importId} order by number`,
    );
    const taken = chooseItems(rows, wanted);
    const by = ctx.actor.kind === "person" ? ctx.actor.personId : null;
    const packId = newId(ctx.now());
    await tx.execute(sql`insert into rule_packs (id, name, licence, author, source, file_name, sha256, imported_by, imported_at)
      values (${packId}, ${name}, ${licence}, ${author}, ${source}, ${held.fileName}, ${Buffer.from(held.sha256, "hex")}, ${by}, ${ctx.now().toISOString()}::timestamptz)`);
    for (const row of taken) await takeItem(tx, ctx, row, { packId, by, licence, author });
    await tx.execute(
      sql`update rule_imports set state = 'accepted', accepted_at = ${ctx.now().toISOString()}::timestamptz, pack_id = ${packId} where id = ${importId}`,
    );
    const added = taken.filter(({ status }) => status === "new").length;
    const detail = {
      importId,
      name,
      licence,
      author,
      source,
      sha256: held.sha256,
      added,
      changed: taken.length - added,
    };
    await writeAudit(tx, ctx, { action: "rule.accept_import", objectType: "rule_pack", objectId: packId, detail });
    return { packId, added, changed: taken.length - added };
  });
}

function chooseItems(rows: readonly ItemRow[], wanted: number[] | undefined): ItemRow[] {
  const takeable = rows.filter(({ status }) => status === "new" || status === "changed");
  const chosen = wanted === undefined ? takeable : takeable.filter(({ number }) => wanted.includes(number));
  const missing = wanted?.find((number) => !takeable.some((row) => row.number === number));
  if (missing !== undefined)
    throw invalidInput([{ path: "items", message: `Expected items that are new or changed; ${missing} is not.` }]);
  if (chosen.length === 0)
    throw invalidInput([{ path: "items", message: "Expected at least one item that is new or changed." }]);
  return chosen;
}

interface Pack {
  packId: string;
  by: string | null;
  licence: string;
  author: string;
}

async function takeItem(tx: Tx, ctx: Context, row: ItemRow, { packId, by, licence, author }: Pack): Promise<void> {
  const at = ctx.now();
  const ruleId = row.status === "changed" && row.ruleId !== null ? row.ruleId : newId(at);
  let version = 1;
  if (row.status === "changed") {
    const rule = await holdRule(tx, ruleId);
    version = (rule.latestVersion ?? 0) + 1;
    await tx.execute(sql`update rules set pack_id = ${packId}, path = ${row.path} where id = ${ruleId}`);
    // What is in force stays so until the new version is published.
    if (rule.state !== "active") await moveTo(tx, rule, "test", { reason: "", at });
  } else
    await tx.execute(sql`insert into rules (id, kind, origin, pack_id, path, title, state, state_at, created_by, created_at)
      values (${ruleId}, ${row.kind}, 'pack', ${packId}, ${row.path}, ${row.title}, 'test', ${at.toISOString()}::timestamptz, ${by}, ${at.toISOString()}::timestamptz)`);
  const facts = {
    title: row.title,
    level: row.level as "medium",
    author: row.author === "" ? author : row.author,
    licence: row.licence,
    description: row.description,
    names: row.names,
  };
  const { source, samples } = row;
  const writtenBy = by === null ? [] : [by];
  await insertVersion(tx, {
    ruleId,
    version,
    origin: "pack",
    source,
    samples,
    facts,
    licence,
    note: "",
    writtenBy,
    at,
  });
  if (samples.length > 0)
    await addJob(
      tx,
      samplesJob,
      { ruleId, version },
      { key: `samples:${ruleId}:${version}`, maxAttempts: 5, priority: 5 },
    );
}
