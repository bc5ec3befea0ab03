// Disables a person: no new session, the open ones end at once. Nothing is deleted; the log still names who it was.
import { eq } from "drizzle-orm";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { notFound } from "../platform/errors/index.ts";
import { publish } from "../platform/jobs/index.ts";
import { requirePermission } from "./access.ts";
import { changedMeanwhile } from "./change-roles.ts";
import { stepUpFor } from "./model.ts";
import { AtVersion } from "./requests.ts";
import { requireStepUp } from "./require-step-up.ts";
import { decideDisable } from "./rules.ts";
import { countOtherAdministrators, endSessions, findPerson } from "./store.ts";
import { people } from "./tables.ts";

/** Needs a step-up (`stepUpFor.disable`). @throws AppError refused for the own account and the last administrator. */
export async function disablePerson(ctx: Context, personId: string, input: unknown): Promise<void> {
  requirePermission(ctx, "person.change");
  const { version } = AtVersion.parse(input);
  await withTransaction(
    ctx,
    async (tx) => {
      const person = await findPerson(tx, personId, { forUpdate: true });
      if (!person) throw notFound("person");
      if (person.version !== version || person.disabledAt) throw changedMeanwhile();
      decideDisable({
        isOwn: ctx.actor.kind === "person" && ctx.actor.personId === personId,
        isAdministrator: person.grants.some((grant) => grant.role === "administrator"),
        otherAdministrators: await countOtherAdministrators(tx, personId),
      });
      await requireStepUp(tx, ctx, stepUpFor.disable(personId, version));
      const now = ctx.now();
      await tx
        .update(people)
        .set({ disabledAt: now, version: version + 1 })
        .where(eq(people.id, personId));
      const ended = await endSessions(tx, { personId }, "person_disabled", now);
      await publish(tx, { type: "identity.changed", personId, change: "disabled" });
      const detail = { endedSessions: ended.length };
      await writeAudit(tx, ctx, { action: "person.disable", objectType: "person", objectId: personId, detail });
    },
    "identity",
  );
}
