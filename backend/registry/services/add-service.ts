// Writes down a service that a constituent offers online.
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { requireConstituent } from "../require-constituent.ts";
import { AddService } from "./model.ts";
import { onlineServices } from "./tables.ts";

/** @throws AppError not_found for a constituent that is not in the register. */
export async function addService(ctx: Context, input: AddService): Promise<{ id: string }> {
  requirePermission(ctx, "registry.change");
  const service = AddService.parse(input);
  return await withTransaction(
    ctx,
    async (tx) => {
      await requireConstituent(tx, service.constituentId);
      const id = await insertService(tx, ctx, service, false);
      await writeAudit(tx, ctx, {
        action: "service.add",
        objectType: "constituent",
        objectId: service.constituentId,
        detail: { serviceId: id, name: service.name, kind: service.kind },
      });
      await publish(tx, { type: "registry.changed" });
      return { id };
    },
    "staff",
  );
}

export async function insertService(
  tx: Tx,
  ctx: Context,
  service: ReturnType<typeof AddService.parse>,
  isDemo: boolean,
): Promise<string> {
  const id = newId(ctx.now());
  await tx
    .insert(onlineServices)
    .values({ ...service, id, since: service.since ?? null, isDemo, createdAt: ctx.now() });
  return id;
}
