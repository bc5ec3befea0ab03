// Takes an OpenPGP key from a contact: nothing is encrypted to it any more.
import { and, eq, isNull } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { contacts } from "../tables.ts";
import { contactKeys } from "./tables.ts";

/** @throws AppError not_found, also for a key of another contact or one that was taken already. */
export async function removeKey(ctx: Context, contactId: string, keyId: string): Promise<void> {
  requirePermission(ctx, "registry.change");
  await withTransaction(
    ctx,
    async (tx) => {
      const removedBy = ctx.actor.kind === "person" ? ctx.actor.personId : null;
      const [removed] = await tx
        .update(contactKeys)
        .set({ removedAt: ctx.now(), removedBy })
        .where(and(eq(contactKeys.id, keyId), eq(contactKeys.contactId, contactId), isNull(contactKeys.removedAt)))
        .returning({ fingerprint: contactKeys.fingerprint });
      const [contact] = await tx.select().from(contacts).where(eq(contacts.id, contactId));
      if (!removed || !contact) throw notFound("key");
      await writeAudit(tx, ctx, {
        action: "contact.remove_key",
        objectType: "constituent",
        objectId: contact.constituentId,
        detail: { contactId, fingerprint: removed.fingerprint },
      });
    },
    "staff",
  );
}
