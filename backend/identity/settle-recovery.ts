// The second administrator's word on a recovery: approved, it opens, at `national` after a day; refused, it is gone.
import { and, eq, isNull } from "drizzle-orm";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { type Tx, withTransaction } from "../platform/db/index.ts";
import { notFound } from "../platform/errors/index.ts";
import { publish } from "../platform/jobs/index.ts";
import { requirePermission } from "./access.ts";
import { insertRecoveryLink, type RecoveryLink } from "./make-recovery-link.ts";
import { stepUpFor } from "./model.ts";
import { requireStepUp } from "./require-step-up.ts";
import { decideRecovery, lifetimes } from "./rules.ts";
import { requirePerson } from "./step-up.ts";
import { findPerson, readPolicy } from "./store.ts";
import { recoveries } from "./tables.ts";

/** Needs a step-up (`stepUpFor.approveRecovery`). @throws AppError refused for the subject and for the one who asked. */
export async function approveRecovery(ctx: Context, recoveryId: string): Promise<{ link: RecoveryLink }> {
  requirePermission(ctx, "person.change");
  const actor = requirePerson(ctx);
  return await withTransaction(
    ctx,
    async (tx) => {
      const recovery = await holdOpenRecovery(tx, recoveryId);
      const person = await findPerson(tx, recovery.personId, { forUpdate: true });
      if (!person) throw notFound("person");
      decideRecovery({ by: actor.personId, subject: recovery.personId, askedBy: recovery.askedBy });
      await requireStepUp(tx, ctx, stepUpFor.approveRecovery(recoveryId));
      const isNational = (await readPolicy(tx)).level === "national";
      const times = isNational
        ? { waitMs: lifetimes.recoveryWaitMs, openMs: lifetimes.recoveryOpenMs }
        : { waitMs: 0, openMs: lifetimes.recoveryLinkMs };
      const link = await insertRecoveryLink(tx, ctx, person, times);
      await tx
        .update(recoveries)
        .set({ approvedBy: actor.personId, approvedAt: ctx.now(), invitationId: link.invitationId })
        .where(eq(recoveries.id, recoveryId));
      await publish(tx, { type: "identity.changed", personId: person.id, change: "recovery_approved" });
      const detail = { recoveryId, askedBy: recovery.askedBy, opensAt: link.opensAt };
      await writeAudit(tx, ctx, {
        action: "person.approve_recovery",
        objectType: "person",
        objectId: person.id,
        detail,
      });
      return { link };
    },
    "identity",
  );
}

/** Any administrator may refuse; also the one who asked, as taking it back. */
export async function refuseRecovery(ctx: Context, recoveryId: string): Promise<void> {
  requirePermission(ctx, "person.change");
  const actor = requirePerson(ctx);
  await withTransaction(
    ctx,
    async (tx) => {
      const recovery = await holdOpenRecovery(tx, recoveryId);
      const refused = { refusedAt: ctx.now(), refusedBy: actor.personId };
      await tx.update(recoveries).set(refused).where(eq(recoveries.id, recoveryId));
      const entry = { action: "person.refuse_recovery", objectType: "person", objectId: recovery.personId };
      await writeAudit(tx, ctx, { ...entry, detail: { recoveryId } });
    },
    "identity",
  );
}

async function holdOpenRecovery(tx: Tx, id: string) {
  const [row] = await tx
    .select()
    .from(recoveries)
    .where(and(eq(recoveries.id, id), isNull(recoveries.approvedAt), isNull(recoveries.refusedAt)))
    .for("update");
  if (!row) throw notFound("open recovery");
  return row;
}
