// Writes down how large a constituent is: staff, turnover or users, of which day and from where.
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { invalidInput } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { requireConstituent } from "../require-constituent.ts";
import { AddSize } from "./model.ts";
import { constituentSizes } from "./tables.ts";

/** @throws AppError not_found; invalid_input for a day that is still to come. */
export async function addSize(ctx: Context, input: AddSize): Promise<{ id: string }> {
  requirePermission(ctx, "registry.change");
  const size = AddSize.parse(input);
  if (size.asOf > ctx.now().toISOString().slice(0, 10))
    throw invalidInput([{ path: "asOf", message: "Expected a day that is not in the future." }]);
  return await withTransaction(
    ctx,
    async (tx) => {
      await requireConstituent(tx, size.constituentId);
      const id = await insertSize(tx, ctx, size);
      await writeAudit(tx, ctx, {
        action: "constituent.add_size",
        objectType: "constituent",
        objectId: size.constituentId,
        detail: { kind: size.kind, asOf: size.asOf },
      });
      await publish(tx, { type: "registry.changed" });
      return { id };
    },
    "staff",
  );
}

export async function insertSize(tx: Tx, ctx: Context, size: ReturnType<typeof AddSize.parse>): Promise<string> {
  const id = newId(ctx.now());
  await tx.insert(constituentSizes).values({
    id,
    constituentId: size.constituentId,
    kind: size.kind,
    amount: String(size.amount),
    currency: size.currency ?? null,
    asOf: size.asOf,
    source: size.source,
    recordedAt: ctx.now(),
    recordedBy: ctx.actor.kind === "person" ? ctx.actor.personId : null,
  });
  return id;
}
