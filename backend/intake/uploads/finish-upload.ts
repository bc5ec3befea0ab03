// A whole file leaves the uploads: into the store with its hash, then to its report on the road of all files, once.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { discardUntaken } from "../discard-files.ts";
import type { StoredFile } from "../model.ts";
import { storeFile } from "../store-file.ts";
import { erasePartial, readPartial } from "./partial-file.ts";
import type { UploadRow } from "./take-piece.ts";

/** Adds a file to the report of the reporter who asks; `once` makes a second run of the same do nothing. */
export type AddFile = (reporter: Context, file: StoredFile, once: string) => Promise<void>;

/**
 * May run again after a crash at any place. @param add how a reporter's file comes into the report.
 * @throws AppError invalid_input where the whole is not what the sender said: it is erased; what `add` throws: refused and too_large end the upload.
 */
export async function finishUpload(asking: Context, upload: UploadRow, add: AddFile): Promise<void> {
  requirePermission(asking, "report.submit");
  if (upload.outcome !== null || upload.received !== upload.size) return;
  const { dataDir } = asking.config;
  const { name, mediaType, size } = upload;
  let file: StoredFile;
  try {
    file = await storeFile(asking, { name, mediaType, stream: readPartial(dataDir, upload.id, size) });
  } catch (error) {
    // Another request finished it a moment before, and its bytes are gone from here.
    if (await isTaken(asking, upload.id)) return;
    throw error;
  }
  try {
    if (file.size !== size || (upload.sha256 !== null && upload.sha256 !== file.sha256))
      throw new AppError("invalid_input", `“${name}” did not arrive as it was sent. Send it again.`);
    await add({ ...asking, actor: { kind: "reporter", reportId: upload.reportId } }, file, upload.id);
  } catch (error) {
    if (error instanceof AppError && ["invalid_input", "refused", "too_large"].includes(error.code))
      await endUpload(asking, upload.id, "refused");
    throw error;
  } finally {
    // After a refusal, or where another run took it a moment before.
    await discardUntaken(asking, [file]);
  }
  await endUpload(asking, upload.id, "taken");
}

async function isTaken(asking: Context, id: string): Promise<boolean> {
  const ctx: Context = { ...asking, actor: { kind: "system", job: "intake.uploads" } };
  return await readOnly(
    ctx,
    async (tx) => (await tx.execute(sql`select 1 from uploads where id = ${id} and outcome = 'taken'`)).length > 0,
  );
}

async function endUpload(asking: Context, id: string, outcome: "taken" | "refused"): Promise<void> {
  requirePermission(asking, "report.submit");
  const ctx: Context = { ...asking, actor: { kind: "system", job: "intake.uploads" } };
  // oxlint-disable-next-line toguna/mutation-guards -- the file's own row in the log was written with it
  await withTransaction(ctx, async (tx) => {
    await tx.execute(
      sql`update uploads set outcome = ${outcome}, ended_at = ${ctx.now().toISOString()}::timestamptz where id = ${id} and outcome is null`,
    );
  });
  await erasePartial(ctx.config.dataDir, id);
}
