// Changes what is known of a service, or says since which day it is offered no longer.
import { eq } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { ChangeService } from "./model.ts";
import { onlineServices } from "./tables.ts";

const facts = ["name", "url", "kind", "audience", "since", "endedOn"] as const;

/** Returns the new version. @throws AppError not_found; conflict; invalid_input for an end before the beginning or when nothing differs. */
export async function changeService(ctx: Context, input: ChangeService): Promise<{ version: number }> {
  requirePermission(ctx, "registry.change");
  const { serviceId, version, ...wanted } = ChangeService.parse(input);
  return await withTransaction(
    ctx,
    async (tx) => {
      const [before] = await tx.select().from(onlineServices).where(eq(onlineServices.id, serviceId)).for("update");
      if (!before) throw notFound("service");
      if (before.version !== version)
        throw new AppError("conflict", "This service was changed by somebody else in the meantime.", {
          words: "forms.conflict.changed",
          fields: [{ path: "version", message: `Expected ${before.version}.` }],
        });
      const differing = facts.filter((fact) => wanted[fact] !== undefined && wanted[fact] !== before[fact]);
      if (differing.length === 0) throw invalidInput([{ path: "body", message: "Expected a change." }]);
      const changes = Object.fromEntries(differing.map((fact) => [fact, wanted[fact]]));
      const after = { ...before, ...changes };
      if (after.since && after.endedOn && after.endedOn < after.since)
        throw invalidInput([{ path: "endedOn", message: `Expected ${after.since} or a later day.` }]);
      await tx
        .update(onlineServices)
        .set({ ...changes, version: version + 1 })
        .where(eq(onlineServices.id, serviceId));
      await writeAudit(tx, ctx, {
        action: "service.change",
        objectType: "constituent",
        objectId: before.constituentId,
        detail: {
          serviceId,
          ...Object.fromEntries(differing.map((fact) => [fact, { from: before[fact], to: wanted[fact] ?? null }])),
        },
      });
      await publish(tx, { type: "registry.changed" });
      return { version: version + 1 };
    },
    "staff",
  );
}
