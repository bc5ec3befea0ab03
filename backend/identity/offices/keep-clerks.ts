// Clerks of an office: each with a PIN that the server draws and shows once, that opens a shift on the office's devices and nothing else.
import { randomInt } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { requirePermission } from "../access.ts";
import { requireStepUp } from "../require-step-up.ts";
import { forgetTries, hashSecret } from "../slow-secrets.ts";
import { requirePerson } from "../step-up.ts";
import { holdOffice } from "./make-office.ts";
import { type MadeClerkPin, stepUpForOffice } from "./model.ts";
import { MakeClerk } from "./requests.ts";
import { endShifts } from "./store.ts";
import { clerks, clerkShifts } from "./tables.ts";

/** What counts the wrong PINs of a clerk. */
export const pinSubject = (clerkId: string): string => `pin:${clerkId}`;

/** Six digits, drawn: nobody chooses a birthday. */
function drawPin(): string {
  return String(randomInt(1_000_000)).padStart(6, "0");
}

/** Needs a step-up (`stepUpForOffice.makeClerk`). @throws AppError invalid_input when the office has a clerk of this name. */
export async function makeClerk(ctx: Context, officeId: string, input: unknown): Promise<MadeClerkPin> {
  requirePermission(ctx, "office.change");
  const { name } = MakeClerk.parse(input);
  const { personId } = requirePerson(ctx);
  const now = ctx.now();
  const id = newId(now);
  const pin = drawPin();
  const pinHash = await hashSecret(ctx, pinSubject(id), pin);
  return await withTransaction(
    ctx,
    async (tx) => {
      await holdOffice(tx, officeId);
      await requireStepUp(tx, ctx, stepUpForOffice.makeClerk(officeId, name));
      const made = await tx
        .insert(clerks)
        .values({ id, officeId, name, pinHash, madeBy: personId, madeAt: now, pinMadeAt: now })
        .onConflictDoNothing()
        .returning({ id: clerks.id });
      if (made.length === 0)
        throw invalidInput([{ path: "name", message: "This office has a clerk of this name: choose another one." }]);
      await writeAudit(tx, ctx, {
        action: "office.make_clerk",
        objectType: "clerk",
        objectId: id,
        detail: { officeId, name },
      });
      return { clerkId: id, pin };
    },
    "identity",
  );
}

/** A new PIN; the old one dies, an open shift ends, wrong tries are forgotten. Needs a step-up (`stepUpForOffice.renewPin`). */
export async function renewPin(ctx: Context, clerkId: string): Promise<MadeClerkPin> {
  requirePermission(ctx, "office.change");
  const pin = drawPin();
  const pinHash = await hashSecret(ctx, pinSubject(clerkId), pin);
  return await withTransaction(
    ctx,
    async (tx) => {
      const now = ctx.now();
      const [done] = await tx
        .update(clerks)
        .set({ pinHash, pinMadeAt: now })
        .where(and(eq(clerks.id, clerkId), isNull(clerks.removedAt)))
        .returning({ id: clerks.id });
      if (!done) throw notFound("clerk");
      await requireStepUp(tx, ctx, stepUpForOffice.renewPin(clerkId));
      await forgetTries(tx, pinSubject(clerkId));
      await endShifts(tx, eq(clerkShifts.clerkId, clerkId), "pin_renewed", now);
      await writeAudit(tx, ctx, { action: "office.renew_pin", objectType: "clerk", objectId: clerkId });
      return { clerkId, pin };
    },
    "identity",
  );
}

export async function removeClerk(ctx: Context, clerkId: string): Promise<void> {
  requirePermission(ctx, "office.change");
  await withTransaction(
    ctx,
    async (tx) => {
      const now = ctx.now();
      const [done] = await tx
        .update(clerks)
        .set({ removedAt: now })
        .where(and(eq(clerks.id, clerkId), isNull(clerks.removedAt)))
        .returning({ id: clerks.id });
      if (!done) throw notFound("clerk");
      await forgetTries(tx, pinSubject(clerkId));
      const endedShifts = await endShifts(tx, eq(clerkShifts.clerkId, clerkId), "clerk_removed", now);
      const entry = { action: "office.remove_clerk", objectType: "clerk", objectId: clerkId };
      await writeAudit(tx, ctx, { ...entry, detail: { endedShifts } });
    },
    "identity",
  );
}
