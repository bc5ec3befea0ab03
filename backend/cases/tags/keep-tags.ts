// Puts tags on a report or a case and takes them off; and tells which tags the desk uses.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { invalidInput } from "../../platform/errors/index.ts";
import { caseForUpdate, changeReport, reportForUpdate, updateCase } from "../store.ts";
import { changedTags, ChangeTags, tagLimits, type Tagged } from "./model.ts";

/** @throws invalid_input that names the tag's fault or says that twenty are enough; not_found; forbidden. Ended reports are tagged too. */
export async function tagReport(ctx: Context, reportId: string, input: ChangeTags): Promise<Tagged> {
  requirePermission(ctx, "report.assign");
  const change = ChangeTags.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const before = await reportForUpdate(tx, reportId);
    const tags = await decideTags(tx, "report", reportId, change);
    if (tags === undefined) return { tags: await tagsOf(tx, "report", reportId), version: before.version };
    const { version } = await changeReport(tx, reportId, sql`tags = ${sql.param(tags)}::text[]`);
    await writeAudit(tx, ctx, {
      action: "report.tag",
      objectType: "report",
      objectId: reportId,
      detail: { ...change },
    });
    return { tags, version };
  });
}

/** @throws as tagReport. */
export async function tagCase(ctx: Context, caseId: string, input: ChangeTags): Promise<Tagged> {
  requirePermission(ctx, "case.change");
  const change = ChangeTags.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const before = await caseForUpdate(tx, caseId);
    const tags = await decideTags(tx, "case", caseId, change);
    if (tags === undefined) return { tags: await tagsOf(tx, "case", caseId), version: before.version };
    const { version } = await updateCase(tx, caseId, sql`tags = ${sql.param(tags)}::text[]`);
    await writeAudit(tx, ctx, { action: "case.tag", objectType: "case", objectId: caseId, detail: { ...change } });
    return { tags, version };
  });
}

/** The tags of the newest thousand tagged reports and cases that the asker sees, the most used first; at most 200. @throws forbidden. */
export async function listTags(ctx: Context): Promise<{ tags: string[] }> {
  requirePermission(ctx, "report.read");
  return await readOnly(ctx, async (tx) => {
    const rows = await tx.execute<{ tag: string }>(sql`select tag from (
        (select tags from reports where tags <> '{}' order by received_at desc limit 1000) union all
        (select tags from cases where tags <> '{}' order by opened_at desc limit 1000)) used, unnest(used.tags) as tag
      group by tag order by count(*) desc, tag limit 200`);
    return { tags: rows.map(({ tag }) => tag) };
  });
}

async function tagsOf(tx: Tx, kind: "report" | "case", id: string): Promise<string[]> {
  const [row] = await tx.execute<{ tags: string[] }>(
    sql`select tags from ${sql.identifier(kind === "report" ? "reports" : "cases")} where id = ${id}`,
  );
  return row?.tags ?? [];
}

/** Undefined where nothing differs, so that a repeated press is no second entry in the log. */
async function decideTags(
  tx: Tx,
  kind: "report" | "case",
  id: string,
  change: { add: string[]; remove: string[] },
): Promise<string[] | undefined> {
  const before = await tagsOf(tx, kind, id);
  const after = changedTags(before, change);
  if (after.length > tagLimits.tags)
    throw invalidInput([{ path: "add", message: `Expected at most ${tagLimits.tags} tags on one ${kind}.` }]);
  return after.join("\n") === before.join("\n") ? undefined : after;
}
