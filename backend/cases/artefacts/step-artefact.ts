// An analysis on its way: taken, given to somebody, looked at again by the house's rules, ended without a result.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { requireWorker } from "../work/open-case-of.ts";
import { lookAtArtefactJob } from "./ask-analysis.ts";
import { StepArtefact } from "./model.ts";
import { decideStep } from "./rules.ts";
import { analystOf, loadArtefact, requireVersion } from "./store.ts";

/** @throws not_found, conflict; refused in a state that does not let it; invalid_input naming `personId`. */
export async function stepArtefact(
  ctx: Context,
  artefactId: string,
  input: StepArtefact,
): Promise<{ version: number }> {
  requirePermission(ctx, "case.change");
  const asked = StepArtefact.parse(input);
  const me = analystOf(ctx);
  const now = sql`${ctx.now().toISOString()}::timestamptz`;
  return await withTransaction(ctx, async (tx) => {
    const row = await loadArtefact(tx, artefactId, "for_update");
    requireVersion(row, asked.version);
    decideStep(row.state, asked.step);
    if (asked.step === "give") await requireWorker(tx, row.caseId, asked.personId, "personId");
    if (asked.step === "look") await addJob(tx, lookAtArtefactJob, { artefactId }, { key: `artefact:${artefactId}` });
    const changes = {
      take: sql`state = 'in_analysis', analyst_id = ${me}, started_at = coalesce(started_at, ${now})`,
      give: sql`analyst_id = ${asked.step === "give" ? asked.personId : me}`,
      end: sql`state = 'ended', ended_at = ${now}, end_reason = ${asked.step === "end" ? asked.reason : ""}`,
      look: sql`looked_at = null, matches = null`,
    }[asked.step];
    await tx.execute(sql`update artefacts set ${changes}, version = version + 1 where id = ${artefactId}`);
    const detail = { artefactId, reference: row.reference };
    await writeAudit(tx, ctx, { action: `artefact.${asked.step}`, objectType: "case", objectId: row.caseId, detail });
    return { version: row.version + 1 };
  });
}
