// Puts an edition of a list into force, and lets it look through everything stored where that was asked for.
import type { Context } from "../platform/context/index.ts";
import { type ImportOutcome, runImport } from "./feeds/index.ts";
import { insertHunt } from "./hunt/index.ts";

/** @returns how it ended, also where another process has done it */
export async function runFeedImport(ctx: Context, importId: string): Promise<ImportOutcome> {
  return await runImport(ctx, importId, async (tx, { feedId, title, askedBy }) => {
    await insertHunt(tx, ctx, { kind: "list", title, subject: { feedId, importId } }, null, askedBy);
  });
}
