// Reads for the desk what was read from a report's pictures.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import type { PictureView } from "./model.ts";

/** @throws forbidden, not_found; by file and part. `isReading` is true while files wait to be read. */
export async function readPictureTexts(
  ctx: Context,
  reportId: string,
): Promise<{ pictures: PictureView[]; isReading: boolean }> {
  requirePermission(ctx, "report.read");
  return await readOnly(ctx, async (tx) => {
    const [report] = await tx.execute<{
      unread: number;
    }>(sql`select (select count(*)::int from report_files f where f.report_id = r.id
        and not exists (select 1 from picture_readings p where p.file_id = f.id)) as unread from reports r where r.id = ${reportId}`);
    if (!report) throw notFound("report");
    const pictures = await tx.execute<PictureView & Record<string, unknown>>(sql`
      select id, part, text, confidence::float8 as confidence, width, height, problem from picture_texts where report_id = ${reportId} order by part limit 200`);
    return { pictures, isReading: report.unread > 0 };
  });
}
