// Which of the person's organisations this session acts for: one at a time, so that nothing of the one is done or seen in the name of another.
import { eq } from "drizzle-orm";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { AppError, notFound } from "../platform/errors/index.ts";
import { requirePermission } from "./access.ts";
import { ActFor } from "./requests.ts";
import { findPerson } from "./store.ts";
import { sessions } from "./tables.ts";

/** @throws AppError not_found when the person holds no role in it. */
export async function actForOrganisation(ctx: Context, input: unknown): Promise<{ organisationId: string }> {
  requirePermission(ctx, "own.change");
  const { organisationId } = ActFor.parse(input);
  const { actor } = ctx;
  if (actor.kind !== "person") throw new AppError("unauthenticated", "Sign in to do this.");
  return await withTransaction(
    ctx,
    async (tx) => {
      const person = await findPerson(tx, actor.personId);
      if (!person?.grants.some((grant) => grant.organisationId === organisationId)) throw notFound("organisation");
      await tx.update(sessions).set({ actingOrganisationId: organisationId }).where(eq(sessions.id, actor.sessionId));
      await writeAudit(tx, ctx, {
        action: "session.act_for",
        objectType: "session",
        objectId: actor.sessionId,
        detail: { organisationId },
      });
      return { organisationId };
    },
    "identity",
  );
}
