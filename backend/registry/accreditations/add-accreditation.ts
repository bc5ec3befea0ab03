// Enters an accredited body with its grant into the register that the own organisation keeps.
import { and, eq } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { invalidInput } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { requireConstituent } from "../require-constituent.ts";
import { keeperOf, keeperScope } from "./keeper.ts";
import { AddAccreditation } from "./model.ts";
import { accreditationContacts, accreditationEvents, accreditedBodies } from "./tables.ts";

/** @throws AppError forbidden; invalid_input for a number that stands there, or a foreign seller without a way to complain; not_found for its constituent. */
export async function addAccreditation(
  ctx: Context,
  input: AddAccreditation,
): Promise<{ id: string; reference: string }> {
  requirePermission(ctx, "accreditation.change");
  const body = AddAccreditation.parse(input);
  requireComplaintPath(body, ctx.config.country);
  return await withTransaction(
    ctx,
    async (tx) => {
      if (body.constituentId !== undefined) await requireConstituent(tx, body.constituentId);
      const added = await insertAccreditation(tx, ctx, body, { keptBy: keeperOf(ctx), isDemo: false });
      await writeAudit(tx, ctx, {
        action: "accreditation.add",
        objectType: "accreditation",
        objectId: added.id,
        detail: {
          kind: body.kind,
          number: body.number,
          grantedOn: body.grantedOn,
          validUntil: body.validUntil ?? null,
        },
      });
      return added;
    },
    keeperScope(ctx),
  );
}

function requireComplaintPath(body: ReturnType<typeof AddAccreditation.parse>, home: string): void {
  if (body.kind === "ecommerce_seller" && body.country !== home.toUpperCase() && body.complaintPath === undefined)
    throw invalidInput([
      { path: "complaintPath", message: "Expected where a buyer of this country complains about a foreign seller." },
    ]);
}

/** @throws AppError invalid_input naming `number` when this register has it already. */
export async function insertAccreditation(
  tx: Tx,
  ctx: Context,
  body: ReturnType<typeof AddAccreditation.parse>,
  { keptBy, isDemo }: { keptBy: string; isDemo: boolean },
): Promise<{ id: string; reference: string }> {
  const { representative, email, phone, grantedOn, validUntil, ...facts } = body;
  const same = await tx
    .select({ id: accreditedBodies.id })
    .from(accreditedBodies)
    .where(
      and(
        eq(accreditedBodies.keptBy, keptBy),
        eq(accreditedBodies.kind, body.kind),
        eq(accreditedBodies.number, body.number),
      ),
    );
  if (same.length > 0) throw invalidInput([{ path: "number", message: "This number stands in the register already." }]);
  const id = newId(ctx.now());
  const reference = `A-${id.slice(-8).toUpperCase()}`;
  await tx.insert(accreditedBodies).values({ ...facts, id, reference, keptBy, isDemo, createdAt: ctx.now() });
  const recordedBy = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  await tx.insert(accreditationEvents).values({
    bodyId: id,
    number: 1,
    act: "granted",
    effectiveOn: grantedOn,
    validUntil: validUntil ?? null,
    recordedAt: ctx.now(),
    recordedBy,
  });
  if (representative !== undefined || email !== undefined || phone !== undefined)
    await tx.insert(accreditationContacts).values({ bodyId: id, representative, email, phone });
  return { id, reference };
}
