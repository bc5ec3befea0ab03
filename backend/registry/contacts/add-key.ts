// Adds an OpenPGP public key to a contact, after it was read and judged.
import { and, eq, isNull } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { contacts } from "../tables.ts";
import { judgeKey } from "./judge-key.ts";
import { AddKey, type KeyRefusal, type KeyView } from "./model.ts";
import { contactKeys } from "./tables.ts";

const said: Record<KeyRefusal, string> = {
  not_a_key: "Expected an OpenPGP public key that begins with -----BEGIN PGP PUBLIC KEY BLOCK-----.",
  private_key:
    "This is a private key. It was not kept. Ask its owner for the public key, and tell them that the private one was passed on.",
  several_keys: "Expected one key, not several.",
  expired: "This key has expired. Expected one that can still be used.",
  revoked: "This key was revoked by its owner. Expected one that can still be used.",
  cannot_encrypt: "Nothing can be encrypted to this key. Expected one with an encryption subkey that is good today.",
  too_weak: "Expected an RSA key of 2048 bits or more, or an elliptic-curve key.",
  no_user: "Expected a key that names its owner.",
};

/** @throws AppError not_found; invalid_input naming `armored` with the reason; conflict for a key that stands there already, or a contact that has ended. */
export async function addKey(ctx: Context, input: AddKey): Promise<KeyView> {
  requirePermission(ctx, "registry.change");
  const { contactId, armored } = AddKey.parse(input);
  const judged = await judgeKey(armored, ctx.now());
  if ("refusal" in judged)
    throw new AppError("invalid_input", said[judged.refusal], {
      fields: [{ path: "armored", message: said[judged.refusal] }],
      words: `register.key.refusal.${judged.refusal}`,
    });
  return await withTransaction(
    ctx,
    async (tx) => {
      const [contact] = await tx.select().from(contacts).where(eq(contacts.id, contactId)).for("update");
      if (!contact) throw notFound("contact");
      if (contact.endedAt)
        throw new AppError("conflict", "This contact has ended.", { words: "refusals.contact_ended" });
      const same = await tx
        .select({ id: contactKeys.id })
        .from(contactKeys)
        .where(
          and(
            eq(contactKeys.contactId, contactId),
            eq(contactKeys.fingerprint, judged.fingerprint),
            isNull(contactKeys.removedAt),
          ),
        );
      if (same.length > 0)
        throw invalidInput([{ path: "armored", message: "This key stands with the contact already." }]);
      const id = newId(ctx.now());
      const addedBy = ctx.actor.kind === "person" ? ctx.actor.personId : null;
      await tx.insert(contactKeys).values({ ...judged, id, contactId, addedAt: ctx.now(), addedBy });
      await writeAudit(tx, ctx, {
        action: "contact.add_key",
        objectType: "constituent",
        objectId: contact.constituentId,
        detail: { contactId, fingerprint: judged.fingerprint, expiresAt: judged.expiresAt?.toISOString() ?? null },
      });
      return {
        id,
        contactId,
        fingerprint: judged.fingerprint,
        userIds: judged.userIds,
        algorithm: judged.algorithm,
        madeAt: judged.madeAt.toISOString(),
        expiresAt: judged.expiresAt?.toISOString() ?? null,
        addedAt: ctx.now().toISOString(),
      };
    },
    "staff",
  );
}
