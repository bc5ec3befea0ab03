// Corrects what is written about an accredited body; its kind, number and authority are those of the grant.
import { eq } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput } from "../../platform/errors/index.ts";
import { keeperScope } from "./keeper.ts";
import { ChangeAccreditation } from "./model.ts";
import { requireKept } from "./require-kept.ts";
import { accreditationContacts, accreditedBodies } from "./tables.ts";

const facts = ["name", "scope", "website", "complaintPath"] as const;
const personal = ["representative", "email", "phone"] as const;

/** Returns the new version. @throws AppError forbidden, also for a register kept by others; not_found; conflict; invalid_input when nothing differs. */
export async function changeAccreditation(ctx: Context, input: ChangeAccreditation): Promise<{ version: number }> {
  requirePermission(ctx, "accreditation.change");
  const { bodyId, version, ...wanted } = ChangeAccreditation.parse(input);
  return await withTransaction(
    ctx,
    async (tx) => {
      const before = await requireKept(tx, ctx, bodyId);
      if (before.version !== version)
        throw new AppError("conflict", "This entry was changed by somebody else in the meantime.", {
          words: "forms.conflict.changed",
          fields: [{ path: "version", message: `Expected ${before.version}.` }],
        });
      const [contact] = await tx.select().from(accreditationContacts).where(eq(accreditationContacts.bodyId, bodyId));
      const differing = facts.filter((fact) => wanted[fact] !== undefined && wanted[fact] !== before[fact]);
      const differingPersonal = personal.filter(
        (fact) => wanted[fact] !== undefined && wanted[fact] !== (contact?.[fact] ?? null),
      );
      if (differing.length + differingPersonal.length === 0)
        throw invalidInput([{ path: "body", message: "Expected a change." }]);
      await tx
        .update(accreditedBodies)
        .set({ ...Object.fromEntries(differing.map((fact) => [fact, wanted[fact]])), version: version + 1 })
        .where(eq(accreditedBodies.id, bodyId));
      if (differingPersonal.length > 0) {
        const told = Object.fromEntries(differingPersonal.map((fact) => [fact, wanted[fact]]));
        await tx
          .insert(accreditationContacts)
          .values({ bodyId, ...told })
          .onConflictDoUpdate({ target: accreditationContacts.bodyId, set: told });
      }
      await writeAudit(tx, ctx, {
        action: "accreditation.change",
        objectType: "accreditation",
        objectId: bodyId,
        detail: {
          ...Object.fromEntries(differing.map((fact) => [fact, { from: before[fact], to: wanted[fact] ?? null }])),
          ...(differingPersonal.length > 0 ? { fields: differingPersonal } : {}),
        },
      });
      return { version: version + 1 };
    },
    keeperScope(ctx),
  );
}
