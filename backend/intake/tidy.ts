// Removes what nobody needs any more: drafts and repeats whose time is over, and stored files that no report took.
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { readOnly, withTransaction } from "../platform/db/index.ts";
import { isId } from "../platform/ids/index.ts";
import { draftLifeMs, dropExpiredDrafts } from "./drafts/draft-token.ts";
import { tidyUploads } from "./uploads/tidy-uploads.ts";

const repeatLifeMs = 90 * 86_400_000;
/** A draft may hold a file that is not sent yet: one more day than a draft lives. */
const strayFileLifeMs = draftLifeMs + 86_400_000;

export interface Tidied {
  drafts: number;
  repeats: number;
  files: number;
  uploads: number;
}

export async function tidyIntake(ctx: Context): Promise<Tidied> {
  requirePermission(ctx, "settings.change");
  const before = new Date(ctx.now().getTime() - repeatLifeMs).toISOString();
  const files = await removeStrayFiles(ctx);
  const drafts = await dropExpiredDrafts(ctx);
  const uploads = await tidyUploads(ctx);
  return await withTransaction(ctx, async (tx) => {
    const repeats = await tx.execute(
      sql`delete from idempotency_keys where created_at < ${before}::timestamptz returning 1`,
    );
    const tidied = { drafts, repeats: repeats.length, files, uploads };
    if (Object.values(tidied).some((count) => count > 0))
      await writeAudit(tx, ctx, {
        action: "intake.tidy",
        objectType: "intake",
        objectId: "all",
        detail: { ...tidied },
      });
    return tidied;
  });
}

async function removeStrayFiles(ctx: Context): Promise<number> {
  const root = join(ctx.config.dataDir, "objects");
  let removed = 0;
  for (const folder of await readdir(root).catch(() => [])) {
    const old: string[] = [];
    for (const name of await readdir(join(root, folder)).catch(() => [])) {
      const info = await stat(join(root, folder, name)).catch(() => undefined);
      if (info && ctx.now().getTime() - info.mtimeMs > strayFileLifeMs) old.push(name);
    }
    const ids = old.filter(isId);
    const known = new Set(ids.length > 0 ? await idsInDatabase(ctx, ids) : []);
    // A name that is no id is a write that a crash cut short.
    for (const name of old.filter((each) => !known.has(each))) {
      await rm(join(root, folder, name), { force: true });
      removed++;
    }
  }
  return removed;
}

async function idsInDatabase(ctx: Context, ids: string[]): Promise<string[]> {
  return await readOnly(ctx, async (tx) => {
    const rows = await tx.execute<{ id: string }>(
      sql`select id from objects where id = any(${sql.param(ids)}::uuid[])`,
    );
    return rows.map((row) => row.id);
  });
}
