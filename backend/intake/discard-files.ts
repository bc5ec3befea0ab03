// Removes stored files that no report took: after a refusal, or a repeat that brought its files again.
import { sql } from "drizzle-orm";
import type { Context } from "../platform/context/index.ts";
import { readOnly } from "../platform/db/index.ts";
import type { StoredFile } from "./model.ts";

export async function discardUntaken(ctx: Context, files: readonly StoredFile[]): Promise<void> {
  if (files.length === 0) return;
  const ids = files.map((file) => file.objectId);
  const taken = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ id: string }>(sql`select id from objects where id = any(${sql.param(ids)}::uuid[])`),
    "intake",
  );
  const kept = new Set(taken.map((row) => row.id));
  await Promise.all(ids.filter((id) => !kept.has(id)).map((id) => ctx.objects.remove(id)));
}
