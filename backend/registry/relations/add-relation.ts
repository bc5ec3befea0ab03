// Writes down that one constituent provides something for another, or depends on it.
import { and, eq, isNull } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { requireConstituent } from "../require-constituent.ts";
import { AddRelation } from "./model.ts";
import { constituentRelations } from "./tables.ts";

/** @throws AppError not_found for a constituent that is not there; invalid_input naming `toId` for one with itself; conflict when it stands already. */
export async function addRelation(ctx: Context, input: AddRelation): Promise<{ id: string }> {
  requirePermission(ctx, "registry.change");
  const relation = AddRelation.parse(input);
  if (relation.fromId === relation.toId)
    throw invalidInput([{ path: "toId", message: "Expected another constituent." }]);
  return await withTransaction(
    ctx,
    async (tx) => {
      await requireConstituent(tx, relation.fromId);
      await requireConstituent(tx, relation.toId);
      const id = await insertRelation(tx, ctx, relation);
      const { fromId, ...detail } = relation;
      await writeAudit(tx, ctx, { action: "relation.add", objectType: "constituent", objectId: fromId, detail });
      await publish(tx, { type: "registry.changed" });
      return { id };
    },
    "staff",
  );
}

export async function insertRelation(
  tx: Tx,
  ctx: Context,
  relation: ReturnType<typeof AddRelation.parse>,
): Promise<string> {
  const { fromId, toId, kind, what } = relation;
  const same = await tx
    .select({ id: constituentRelations.id })
    .from(constituentRelations)
    .where(
      and(
        eq(constituentRelations.fromId, fromId),
        eq(constituentRelations.toId, toId),
        eq(constituentRelations.kind, kind),
        eq(constituentRelations.what, what),
        isNull(constituentRelations.endedOn),
      ),
    );
  if (same.length > 0)
    throw new AppError("conflict", "This relation is written down already.", { words: "refusals.relation_known" });
  const id = newId(ctx.now());
  const recordedBy = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  await tx
    .insert(constituentRelations)
    .values({ ...relation, id, since: relation.since ?? null, recordedAt: ctx.now(), recordedBy });
  return id;
}
