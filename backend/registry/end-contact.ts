// Ends a contact: this person or desk answers no longer for the constituent.
import { eq } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../platform/errors/index.ts";
import { publish } from "../platform/jobs/index.ts";
import { EndContact } from "./model.ts";
import { contacts } from "./tables.ts";

/** @throws AppError not_found; conflict when it has ended; invalid_input naming `endedAt` when that is still to come. */
export async function endContact(ctx: Context, input: EndContact): Promise<void> {
  requirePermission(ctx, "registry.change");
  const { contactId, ...end } = EndContact.parse(input);
  const endedAt = end.endedAt === undefined ? ctx.now() : new Date(end.endedAt);
  if (endedAt > ctx.now())
    throw invalidInput([{ path: "endedAt", message: "Expected a time that is not in the future." }]);
  await withTransaction(
    ctx,
    async (tx) => {
      const [contact] = await tx.select().from(contacts).where(eq(contacts.id, contactId)).for("update");
      if (!contact) throw notFound("contact");
      if (contact.endedAt)
        throw new AppError("conflict", "This contact has ended already.", { words: "refusals.contact_ended_already" });
      await tx.update(contacts).set({ endedAt }).where(eq(contacts.id, contactId));
      await writeAudit(tx, ctx, {
        action: "contact.end",
        objectType: "constituent",
        objectId: contact.constituentId,
        detail: { contactId, role: contact.role, endedAt: endedAt.toISOString() },
      });
      await publish(tx, { type: "registry.changed" });
    },
    "staff",
  );
}
