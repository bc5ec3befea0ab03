// Notes, with a sealed report, which files it says will follow: so that one that never comes is missed.
import { sql } from "drizzle-orm";
import type { Context } from "../../../platform/context/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { newId } from "../../../platform/ids/index.ts";
import { cleanFileName, cleanMediaType } from "../../rules.ts";
import type { PromisedFiles } from "./model.ts";
import { rightOf } from "./wire/model.ts";

/** Inside the transaction that writes the report. */
export async function promiseFiles(
  tx: Tx,
  ctx: Context,
  of: { reportId: string; itemId: string; files: PromisedFiles },
): Promise<void> {
  const now = ctx.now();
  const at = now.toISOString();
  const right = Buffer.from(await rightOf(of.files.secret), "hex");
  for (const [place, file] of of.files.list.entries())
    await tx.execute(sql`insert into sealed_files (id, report_id, item_id, place, right_hash, piece_bytes, name, media_type, size, sha256, promised_at, moved_at)
      values (${newId(now)}, ${of.reportId}, ${of.itemId}, ${place}, ${right}::bytea, ${of.files.pieceBytes}, ${cleanFileName(file.name)},
        ${cleanMediaType(file.mediaType)}, ${file.size}, ${Buffer.from(file.sha256, "hex")}::bytea, ${at}::timestamptz, ${at}::timestamptz)`);
}
