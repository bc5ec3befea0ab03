// Writes down how a service stands with one instrument of law on a day; earlier records stay.
import { eq } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { loadInstruments } from "./load-instruments.ts";
import { RecordCompliance } from "./model.ts";
import { onlineServices, serviceCompliance } from "./tables.ts";

/** @throws AppError not_found; invalid_input for a day to come or an instrument that no pack of law is about. */
export async function recordCompliance(ctx: Context, input: RecordCompliance): Promise<{ id: string }> {
  requirePermission(ctx, "registry.change");
  const record = RecordCompliance.parse(input);
  if (record.asOf > ctx.now().toISOString().slice(0, 10))
    throw invalidInput([{ path: "asOf", message: "Expected a day that is not in the future." }]);
  if (!loadInstruments().some(({ id }) => id === record.instrument))
    throw invalidInput([{ path: "instrument", message: "Expected a pack of law such as ml.data-protection." }]);
  return await withTransaction(
    ctx,
    async (tx) => {
      const [service] = await tx.select().from(onlineServices).where(eq(onlineServices.id, record.serviceId));
      if (!service) throw notFound("service");
      const id = await insertCompliance(tx, ctx, record);
      const { serviceId, instrument, state, asOf } = record;
      await writeAudit(tx, ctx, {
        action: "service.record_compliance",
        objectType: "constituent",
        objectId: service.constituentId,
        detail: { serviceId, instrument, state, asOf },
      });
      await publish(tx, { type: "registry.changed" });
      return { id };
    },
    "staff",
  );
}

export async function insertCompliance(
  tx: Tx,
  ctx: Context,
  record: ReturnType<typeof RecordCompliance.parse>,
): Promise<string> {
  const id = newId(ctx.now());
  const recordedBy = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  await tx.insert(serviceCompliance).values({ ...record, id, recordedAt: ctx.now(), recordedBy });
  return id;
}
