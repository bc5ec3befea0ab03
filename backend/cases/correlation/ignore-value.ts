// Values that say nothing about kinship: the team takes one out with a reason, sees the list, and takes one in again.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { guessKind, normaliseValue } from "../../triage/indicators/index.ts";
import { personOf } from "../store.ts";
import { IgnoreValue, type IgnoredView } from "./model.ts";

/** @throws invalid_input for a text that is no value; refused where it is ignored already. */
export async function ignoreValue(ctx: Context, input: IgnoreValue): Promise<{ id: string }> {
  requirePermission(ctx, "report.assess");
  const { kind: given, value: typed, reason } = IgnoreValue.parse(input);
  // With its kind it is a value as it stands at the desk; without, it was typed and is read as triage reads it.
  const kind = given ?? guessKind(typed);
  const normal = kind && given === undefined ? normaliseValue(kind, typed) : { value: typed };
  const value = normal && "value" in normal ? normal.value : undefined;
  if (!kind || !value)
    throw invalidInput([
      {
        path: "value",
        message: "Expected a value such as an address, a domain, a link, a hash, a mail address or a telephone number.",
      },
    ]);
  const id = newId(ctx.now());
  return await withTransaction(ctx, async (tx) => {
    const made = await tx.execute(sql`insert into ignored_values (id, kind, value, reason, added_by, added_at)
      values (${id}, ${kind}, ${value}, ${reason}, ${personOf(ctx)}, ${ctx.now().toISOString()}) on conflict do nothing returning id`);
    if (made.length === 0)
      throw new AppError("refused", "This value is ignored already.", { words: "merging.refusal.ignored_already" });
    await writeAudit(tx, ctx, {
      action: "correlation.ignore",
      objectType: "ignored_value",
      objectId: id,
      detail: { kind, value, reason },
    });
    return { id };
  });
}

/** @throws not_found, also for one that was taken in again. */
export async function heedValue(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, "report.assess");
  await withTransaction(ctx, async (tx) => {
    const ended =
      await tx.execute(sql`update ignored_values set ended_by = ${personOf(ctx)}, ended_at = ${ctx.now().toISOString()}
      where id = ${id} and ended_at is null returning id`);
    if (ended.length === 0) throw notFound("ignored value");
    await writeAudit(tx, ctx, { action: "correlation.heed", objectType: "ignored_value", objectId: id });
  });
}

/** Those in force, the newest first. */
export async function listIgnored(ctx: Context): Promise<{ values: IgnoredView[] }> {
  requirePermission(ctx, "report.read");
  return await readOnly(ctx, async (tx) => {
    const rows = await tx.execute<IgnoredView & Record<string, unknown>>(
      sql`select i.id, i.kind, i.value, i.reason, (select json_build_object('id', p.id, 'name', p.name) from people p where p.id = i.added_by) as "addedBy",
        ${iso(sql`i.added_at`)} as "addedAt", (select count(*)::int from (select distinct o.report_id from observables o where o.kind = i.kind and o.value = i.value limit 1000) s) as reports
        from ignored_values i where i.ended_at is null order by i.added_at desc, i.id desc limit 1000`,
    );
    return { values: [...rows] };
  });
}
