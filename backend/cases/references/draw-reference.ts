// Draws the next reference of a case, and keeps the pattern by which it is written.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { formatSetting, type FormatView, ReferenceFormat, usualFormat, writeReference } from "./model.ts";

async function readFormat(tx: Tx): Promise<string> {
  const [row] = await tx.execute<{ format: string }>(
    sql`select value #>> '{}' as format from settings where key = ${formatSetting}`,
  );
  return row?.format ?? usualFormat;
}

/**
 * A reference that no case bears. Numbers come from one counter that never goes back, so that two who open at once get two; where an earlier pattern
 * wrote the same text already, the next number is taken.
 */
export async function drawReference(tx: Tx, ctx: Context): Promise<string> {
  const format = await readFormat(tx);
  for (;;) {
    const [drawn] = await tx.execute<{ n: number }>(sql`select nextval('case_number')::int as n`);
    const reference = writeReference(format, ctx.config.referencePrefix, ctx.now(), drawn?.n ?? 0);
    const [taken] = await tx.execute<{ is: boolean }>(sql`select toguna_reference_is_taken(${reference}) as is`);
    if (taken?.is !== true) return reference;
  }
}

function view(ctx: Context, format: string): FormatView {
  return {
    format,
    usual: usualFormat,
    example: writeReference(format, ctx.config.referencePrefix, ctx.now(), 7),
  };
}

export async function readReferenceFormat(ctx: Context): Promise<FormatView> {
  requirePermission(ctx, "case.shape");
  return view(ctx, await readOnly(ctx, readFormat));
}

/** Holds for cases that are opened from now on; what has a reference keeps it. @throws invalid_input `format`. */
export async function changeReferenceFormat(ctx: Context, input: ReferenceFormat): Promise<FormatView> {
  requirePermission(ctx, "case.shape");
  const { format } = ReferenceFormat.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const before = await readFormat(tx);
    await tx.execute(sql`insert into settings (key, value, changed_at) values (${formatSetting}, to_jsonb(${format}::text), ${ctx.now().toISOString()})
      on conflict (key) do update set value = excluded.value, changed_at = excluded.changed_at`);
    await writeAudit(tx, ctx, {
      action: "settings.change",
      objectType: "settings",
      objectId: formatSetting,
      detail: { before, after: format },
    });
    return view(ctx, format);
  });
}
