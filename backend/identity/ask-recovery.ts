// Asks for a new passkey for a person who lost theirs. At `start` one administrator is enough, unless the person is one of several administrators; at `national` another must approve.
import { and, eq, isNull } from "drizzle-orm";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { notFound } from "../platform/errors/index.ts";
import { newId } from "../platform/ids/index.ts";
import { publish } from "../platform/jobs/index.ts";
import { requirePermission } from "./access.ts";
import { insertRecoveryLink, type RecoveryLink } from "./make-recovery-link.ts";
import { stepUpFor } from "./model.ts";
import { AskRecovery } from "./requests.ts";
import { requireStepUp } from "./require-step-up.ts";
import { decideRecovery, lifetimes, needsSecondWord } from "./rules.ts";
import { requirePerson } from "./step-up.ts";
import { countOtherAdministrators, findPerson, readPolicy } from "./store.ts";
import { recoveries } from "./tables.ts";

/** Needs a step-up (`stepUpFor.askRecovery`). Returns the link, or nothing while another administrator's approval is awaited. */
export async function askRecovery(
  ctx: Context,
  personId: string,
  input: unknown,
): Promise<{ recoveryId: string; link?: RecoveryLink }> {
  requirePermission(ctx, "person.change");
  const { proof } = AskRecovery.parse(input);
  const actor = requirePerson(ctx);
  return await withTransaction(
    ctx,
    async (tx) => {
      const person = await findPerson(tx, personId, { forUpdate: true });
      if (!person) throw notFound("person");
      decideRecovery({ by: actor.personId, subject: personId });
      await requireStepUp(tx, ctx, stepUpFor.askRecovery(personId));
      const now = ctx.now();
      const { level } = await readPolicy(tx);
      await tx
        .update(recoveries)
        .set({ refusedAt: now, refusedBy: actor.personId })
        .where(and(eq(recoveries.personId, personId), isNull(recoveries.approvedAt), isNull(recoveries.refusedAt)));
      const times = { waitMs: 0, openMs: lifetimes.recoveryLinkMs };
      const isAdministrator = person.grants.some((grant) => grant.role === "administrator");
      const otherAdministrators = isAdministrator ? await countOtherAdministrators(tx, personId) : 0;
      const waits = needsSecondWord(level, { isAdministrator, otherAdministrators });
      const link = waits ? undefined : await insertRecoveryLink(tx, ctx, person, times);
      const recoveryId = newId(now);
      await tx.insert(recoveries).values({
        id: recoveryId,
        personId,
        askedBy: actor.personId,
        proof,
        askedAt: now,
        approvedAt: link ? now : null,
        invitationId: link?.invitationId ?? null,
      });
      await publish(tx, { type: "identity.changed", personId, change: link ? "recovery_approved" : "recovery_asked" });
      const detail = { recoveryId, level, proof };
      await writeAudit(tx, ctx, { action: "person.ask_recovery", objectType: "person", objectId: personId, detail });
      return link ? { recoveryId, link } : { recoveryId };
    },
    "identity",
  );
}
