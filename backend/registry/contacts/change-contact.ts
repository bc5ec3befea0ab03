// Corrects a contact. The log keeps which fields changed, never what stood in them: it forgets nothing, and a contact must be forgotten one day.
import { eq } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { contacts } from "../tables.ts";
import { ChangeContact } from "./model.ts";

/** Returns the new version. @throws AppError not_found; conflict on an older version or for a contact that has ended; invalid_input when nothing differs. */
export async function changeContact(ctx: Context, input: ChangeContact): Promise<{ version: number }> {
  requirePermission(ctx, "registry.change");
  const { contactId, version, weekly, safeChannel, ...plain } = ChangeContact.parse(input);
  return await withTransaction(
    ctx,
    async (tx) => {
      const [before] = await tx.select().from(contacts).where(eq(contacts.id, contactId)).for("update");
      if (!before) throw notFound("contact");
      if (before.endedAt)
        throw new AppError("conflict", "This contact has ended.", { words: "refusals.contact_ended" });
      if (before.version !== version)
        throw new AppError("conflict", "This contact was changed by somebody else in the meantime.", {
          words: "forms.conflict.changed",
          fields: [{ path: "version", message: `Expected ${before.version}.` }],
        });
      const wanted: Partial<typeof contacts.$inferInsert> = {
        ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
        ...(weekly === undefined ? {} : { weeklyHours: weekly?.hours ?? null, timeZone: weekly?.timeZone ?? null }),
        ...(safeChannel === undefined
          ? {}
          : { safeChannelKind: safeChannel?.kind ?? null, safeChannelValue: safeChannel?.value ?? null }),
      };
      const differing = Object.entries(wanted)
        .filter(([fact, value]) => JSON.stringify(value) !== JSON.stringify(before[fact as keyof typeof before]))
        .map(([fact]) => fact);
      if (differing.length === 0) throw invalidInput([{ path: "body", message: "Expected a change." }]);
      await tx
        .update(contacts)
        .set({ ...wanted, version: version + 1 })
        .where(eq(contacts.id, contactId));
      await writeAudit(tx, ctx, {
        action: "contact.change",
        objectType: "constituent",
        objectId: before.constituentId,
        detail: { contactId, fields: differing.sort() },
      });
      await publish(tx, { type: "registry.changed" });
      return { version: version + 1 };
    },
    "staff",
  );
}
