// An officer asks the register to count an entity otherwise, with the article and why. The desk decides; the entity hears of it at once and of the decision.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { invalidInput } from "../../platform/errors/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { askForClasses } from "../../registry/index.ts";
import { askerOf, readProfileOf, requireEntity } from "../offices/store.ts";
import { AskRequalification } from "./model.ts";

/** @throws AppError not_found for an entity of another remit or that a conflict of interest hides; invalid_input; conflict while a change of the entry is open. */
export async function askRequalification(ctx: Context, constituentId: string, input: unknown): Promise<{ id: string }> {
  requirePermission(ctx, "authority.work");
  const { classes, packId, articles, reason } = AskRequalification.parse(input);
  const { organisationId, personId } = askerOf(ctx);
  return await withTransaction(ctx, async (tx) => {
    const { packs, name } = await readProfileOf(tx, organisationId);
    if (!packs.includes(packId))
      throw invalidInput([
        {
          path: "packId",
          message:
            packs.length === 0
              ? "Expected the authority's laws to be named on its page first."
              : `Expected one of ${packs.join(", ")}.`,
        },
      ]);
    const entity = await requireEntity(tx, constituentId);
    const note = `${name} · ${packId}, ${articles}: ${reason}`;
    const id = await askForClasses(tx, ctx, { entity, classes, note, personId });
    await tx.execute(
      sql`insert into requalifications (proposal_id, organisation_id, constituent_id, pack_id, articles, reason, asked_at)
        values (${id}, ${organisationId}, ${constituentId}, ${packId}, ${articles}, ${reason}, ${ctx.now().toISOString()}::timestamptz)`,
    );
    await writeAudit(tx, ctx, {
      action: "entry.ask_requalification",
      objectType: "constituent",
      objectId: constituentId,
      detail: { proposalId: id, before: entity.classes, after: classes, packId, articles },
    });
    await publish(tx, { type: "office.notified", subject: "requalification", subjectId: id });
    return { id };
  });
}
