// Makes an office, and closes one: its devices and clerks open nothing from that moment.
import { and, eq, isNull, sql } from "drizzle-orm";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { requirePermission } from "../access.ts";
import { requirePerson } from "../step-up.ts";
import { MakeOffice } from "./requests.ts";
import { endShifts } from "./store.ts";
import { clerks, officeDevices, offices } from "./tables.ts";

/** @throws AppError invalid_input when an open office has this name. */
export async function makeOffice(ctx: Context, input: unknown): Promise<{ id: string }> {
  requirePermission(ctx, "office.change");
  const { name } = MakeOffice.parse(input);
  const { personId } = requirePerson(ctx);
  return await withTransaction(
    ctx,
    async (tx) => {
      const now = ctx.now();
      const id = newId(now);
      const made = await tx
        .insert(offices)
        .values({ id, name, madeBy: personId, madeAt: now })
        .onConflictDoNothing()
        .returning({ id: offices.id });
      if (made.length === 0)
        throw invalidInput([{ path: "name", message: "An office with this name exists: choose another one." }]);
      await writeAudit(tx, ctx, { action: "office.make", objectType: "office", objectId: id, detail: { name } });
      return { id };
    },
    "identity",
  );
}

export async function closeOffice(ctx: Context, officeId: string): Promise<void> {
  requirePermission(ctx, "office.change");
  await withTransaction(
    ctx,
    async (tx) => {
      const now = ctx.now();
      await holdOffice(tx, officeId);
      await tx.update(offices).set({ closedAt: now }).where(eq(offices.id, officeId));
      const ofOffice = sql`device_id in (select id from office_devices where office_id = ${officeId})`;
      const ended = await endShifts(tx, ofOffice, "office_closed", now);
      await tx
        .update(officeDevices)
        .set({ withdrawnAt: now, linkHash: null, keyHash: null })
        .where(and(eq(officeDevices.officeId, officeId), isNull(officeDevices.withdrawnAt)));
      await tx
        .update(clerks)
        .set({ removedAt: now })
        .where(and(eq(clerks.officeId, officeId), isNull(clerks.removedAt)));
      const detail = { endedShifts: ended };
      await writeAudit(tx, ctx, { action: "office.close", objectType: "office", objectId: officeId, detail });
    },
    "identity",
  );
}

/** Holds an open office until the transaction ends. @throws AppError not_found. */
export async function holdOffice(tx: Tx, id: string): Promise<{ id: string; name: string }> {
  const [office] = await tx
    .select({ id: offices.id, name: offices.name })
    .from(offices)
    .where(and(eq(offices.id, id), isNull(offices.closedAt)))
    .for("update");
  if (!office) throw notFound("open office");
  return office;
}
