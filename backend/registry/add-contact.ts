// Records who answers at a constituent, for what, and when.
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { type Tx, withTransaction } from "../platform/db/index.ts";
import { newId } from "../platform/ids/index.ts";
import { publish } from "../platform/jobs/index.ts";
import { AddContact } from "./model.ts";
import { requireConstituent } from "./require-constituent.ts";
import { contacts } from "./tables.ts";

/** @throws AppError not_found for a constituent that is not in the register. */
export async function addContact(ctx: Context, input: AddContact): Promise<{ id: string }> {
  requirePermission(ctx, "registry.change");
  const contact = AddContact.parse(input);
  return await withTransaction(
    ctx,
    async (tx) => {
      await requireConstituent(tx, contact.constituentId);
      const id = await insertContact(tx, ctx, contact);
      await writeAudit(tx, ctx, {
        action: "contact.add",
        objectType: "constituent",
        objectId: contact.constituentId,
        detail: { contactId: id, role: contact.role },
      });
      await publish(tx, { type: "registry.changed" });
      return { id };
    },
    "staff",
  );
}

export async function insertContact(
  tx: Tx,
  ctx: Context,
  contact: ReturnType<typeof AddContact.parse>,
): Promise<string> {
  const id = newId(ctx.now());
  await tx.insert(contacts).values({
    id,
    constituentId: contact.constituentId,
    name: contact.name,
    role: contact.role,
    email: contact.email ?? null,
    phone: contact.phone ?? null,
    languages: contact.languages,
    hours: contact.hours ?? null,
    weeklyHours: contact.weekly?.hours ?? null,
    timeZone: contact.weekly?.timeZone ?? null,
    safeChannelKind: contact.safeChannel?.kind ?? null,
    safeChannelValue: contact.safeChannel?.value ?? null,
    isSafeChannel: contact.isSafeChannel,
  });
  return id;
}
