// Lets the whole log leave the house: confirmed with the passkey, written into the log first, signed by the checkpoint that it begins with.
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { exportLog, writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { bindExport } from "./model.ts";

/** Lines of `toguna-log-export/1` as bytes. @throws forbidden, step_up_required (a person's; a key was made for it). */
export async function exportWholeLog(ctx: Context): Promise<AsyncGenerator<Uint8Array>> {
  requirePermission(ctx, "log.export");
  await withTransaction(ctx, async (tx) => {
    if (ctx.actor.kind === "person") await requireStepUp(tx, ctx, bindExport);
    await writeAudit(tx, ctx, { action: "log.export", objectType: "log", objectId: "whole" });
  });
  return encode(exportLog(ctx));
}

async function* encode(lines: AsyncGenerator<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const line of lines) yield encoder.encode(line);
}
