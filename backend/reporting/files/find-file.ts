// Finds a report's file with its stored bytes, or nothing that one may know of.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Act } from "../../identity/model.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";

export interface FoundFile {
  id: string;
  reportId: string;
  objectId: string;
  name: string;
  mediaType: string;
  size: number;
  sha256: string;
}

/** @throws forbidden, not_found. */
export async function findFile(
  ctx: Context,
  fileId: string,
  act: Extract<Act, "report.read" | "file.download">,
): Promise<FoundFile> {
  requirePermission(ctx, act);
  if (!isId(fileId)) throw notFound("file");
  return await readOnly(ctx, async (tx) => {
    const [row] = await tx.execute<FoundFile & Record<string, unknown>>(
      sql`select f.id, f.report_id as "reportId", f.object_id as "objectId", f.name, f.media_type as "mediaType", f.size::float8 as size,
        encode(b.sha256, 'hex') as sha256 from report_files f join objects b on b.id = f.object_id where f.id = ${fileId}`,
    );
    if (!row) throw notFound("file");
    return row;
  });
}
