// Says since which day a relation between two constituents stands no longer.
import { eq } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { EndRelation } from "./model.ts";
import { constituentRelations } from "./tables.ts";

/** @throws AppError not_found; conflict when it has ended; invalid_input naming `endedOn` for a day to come or before its beginning. */
export async function endRelation(ctx: Context, input: EndRelation): Promise<void> {
  requirePermission(ctx, "registry.change");
  const { relationId, ...told } = EndRelation.parse(input);
  const today = ctx.now().toISOString().slice(0, 10);
  const endedOn = told.endedOn ?? today;
  if (endedOn > today) throw invalidInput([{ path: "endedOn", message: "Expected a day that is not in the future." }]);
  await withTransaction(
    ctx,
    async (tx) => {
      const [relation] = await tx
        .select()
        .from(constituentRelations)
        .where(eq(constituentRelations.id, relationId))
        .for("update");
      if (!relation) throw notFound("relation");
      if (relation.endedOn)
        throw new AppError("conflict", "This relation has ended already.", { words: "refusals.relation_ended" });
      if (relation.since && endedOn < relation.since)
        throw invalidInput([{ path: "endedOn", message: `Expected ${relation.since} or a later day.` }]);
      await tx.update(constituentRelations).set({ endedOn }).where(eq(constituentRelations.id, relationId));
      await writeAudit(tx, ctx, {
        action: "relation.end",
        objectType: "constituent",
        objectId: relation.fromId,
        detail: { toId: relation.toId, kind: relation.kind, what: relation.what, endedOn },
      });
      await publish(tx, { type: "registry.changed" });
    },
    "staff",
  );
}
