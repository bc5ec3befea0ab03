// Lets a disabled person sign in again with the passkeys that are still theirs.
import { eq } from "drizzle-orm";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { notFound } from "../platform/errors/index.ts";
import { requirePermission } from "./access.ts";
import { changedMeanwhile } from "./change-roles.ts";
import { stepUpFor } from "./model.ts";
import { AtVersion } from "./requests.ts";
import { requireStepUp } from "./require-step-up.ts";
import { findPerson } from "./store.ts";
import { people } from "./tables.ts";

/** Needs a step-up (`stepUpFor.enable`). */
export async function enablePerson(ctx: Context, personId: string, input: unknown): Promise<void> {
  requirePermission(ctx, "person.change");
  const { version } = AtVersion.parse(input);
  await withTransaction(
    ctx,
    async (tx) => {
      const person = await findPerson(tx, personId, { forUpdate: true });
      if (!person) throw notFound("person");
      if (person.version !== version || !person.disabledAt) throw changedMeanwhile();
      await requireStepUp(tx, ctx, stepUpFor.enable(personId, version));
      await tx
        .update(people)
        .set({ disabledAt: null, version: version + 1 })
        .where(eq(people.id, personId));
      await writeAudit(tx, ctx, { action: "person.enable", objectType: "person", objectId: personId });
    },
    "identity",
  );
}
