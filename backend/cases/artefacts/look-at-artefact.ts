// The house's own rules look at an artefact, and into what is packed in it; nothing of it leaves.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { matchFile } from "../../triage/index.ts";
import { loadArtefact } from "./store.ts";

const Payload = z.strictObject({ artefactId: z.string().refine(isId) });
/** A disk image is looked into by people. */
const largestBytes = 100_000_000;

export async function lookAtArtefact(ctx: Context, payload: unknown): Promise<void> {
  requirePermission(ctx, "case.change");
  const { artefactId } = Payload.parse(payload);
  const row = await readOnly(ctx, async (tx) => await loadArtefact(tx, artefactId, "for_reading"));
  if (row.objectId === null || row.size > largestBytes) return;
  const matches = await matchFile(ctx, { name: row.fileName, path: ctx.objects.path(row.objectId) });
  await withTransaction(ctx, async (tx) => {
    const { caseId, reference } = await loadArtefact(tx, artefactId, "for_update");
    await tx.execute(
      sql`update artefacts set matches = ${sql.param(matches)}::text[], looked_at = ${ctx.now().toISOString()}::timestamptz where id = ${artefactId}`,
    );
    const detail = { artefactId, reference, matches: matches.length };
    await writeAudit(tx, ctx, { action: "artefact.looked", objectType: "case", objectId: caseId, detail });
  });
}
