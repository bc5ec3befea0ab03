// Takes a list's file in: what is said about it is checked and kept with it, and the work is left to a job.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { ImportFeed } from "./model.ts";

/** A file that lies flushed in the object store. */
export interface TakenFile {
  objectId: string;
  /** Lower-case hex. */
  sha256: string;
  size: number;
  name: string;
}

export interface AskedImport {
  feedId: string;
  importId: string;
}

/** @throws forbidden; ZodError names the field. The file is the caller's to remove when this throws. */
export async function askImport(ctx: Context, file: TakenFile, input: ImportFeed): Promise<AskedImport> {
  requirePermission(ctx, "indicator.import");
  const said = ImportFeed.parse(input);
  const now = ctx.now().toISOString();
  return await withTransaction(ctx, async (tx) => {
    const feedId = await ensureFeed(tx, ctx, said.name);
    const importId = newId(ctx.now());
    await tx.execute(
      sql`insert into objects (id, sha256, size, media_type) values (${file.objectId}, decode(${file.sha256}, 'hex'), ${file.size}, 'application/octet-stream')`,
    );
    await tx.execute(sql`insert into indicator_imports (id, feed_id, title, marking, licence, author, source, confidence, format, file_name, sha256, size,
        object_id, is_hunted, asked_by, asked_at, state)
      values (${importId}, ${feedId}, ${said.title}, ${said.marking}, ${said.licence}, ${said.author}, ${said.source}, ${said.confidence},
        ${said.format ?? null}, ${file.name}, decode(${file.sha256}, 'hex'), ${file.size}, ${file.objectId}, ${said.isHunted},
        ${ctx.actor.kind === "person" ? ctx.actor.personId : null}, ${now}::timestamptz, 'waiting')`);
    await writeAudit(tx, ctx, {
      action: "indicator.import_ask",
      objectType: "indicator_feed",
      objectId: feedId,
      detail: { importId, name: said.name, sha256: file.sha256, size: file.size, licence: said.licence },
    });
    await addJob(tx, "triage.import_feed", { importId });
    return { feedId, importId };
  });
}

async function ensureFeed(tx: Tx, ctx: Context, name: string): Promise<string> {
  await tx.execute(sql`insert into indicator_feeds (id, name, created_at) values (${newId(ctx.now())}, ${name}, ${ctx.now().toISOString()}::timestamptz)
    on conflict (name) do nothing`);
  const [row] = await tx.execute<{ id: string }>(sql`select id from indicator_feeds where name = ${name}`);
  if (!row) throw new Error("a list that was just written is not there");
  return row.id;
}
