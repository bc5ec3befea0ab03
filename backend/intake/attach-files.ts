// Adds files to a report that exists, within its limits, inside the caller's own transaction.
import type { Context } from "../platform/context/index.ts";
import type { Tx } from "../platform/db/index.ts";
import { publish } from "../platform/jobs/index.ts";
import { limits, type StoredFile } from "./model.ts";
import { checkFiles } from "./rules.ts";
import { filesOfReport, insertFiles } from "./store.ts";

/** @returns the new files' ids. @throws AppError too_large naming the file past 50 files or 100 MB; conflict for a file of another report. */
export async function attachFiles(
  tx: Tx,
  ctx: Context,
  reportId: string,
  files: readonly StoredFile[],
  addedBy: "reporter" | "analyst" | "mail" | "clerk",
): Promise<string[]> {
  if (files.length === 0) return [];
  checkFiles(files, {
    already: await filesOfReport(tx, reportId),
    maxFileBytes: addedBy === "mail" ? limits.mailBytes : limits.fileBytes,
  });
  const fileIds = await insertFiles(tx, ctx, reportId, files, addedBy);
  await publish(tx, { type: "report.amended", reportId, fileIds });
  return fileIds;
}
