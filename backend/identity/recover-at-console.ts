// The way back in from the server's own console, for an installation whose few administrators lost their keys. Logged, alarmed; enrols only.
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { raiseAlarm, writeAudit } from "../platform/audit/index.ts";
import { makeContext, type Services } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { notFound } from "../platform/errors/index.ts";
import { publish } from "../platform/jobs/index.ts";
import { requirePermission } from "./access.ts";
import { insertRecoveryLink, type RecoveryLink } from "./make-recovery-link.ts";
import { lifetimes, refusal } from "./rules.ts";
import { countAdministrators, findPerson } from "./store.ts";
import { people } from "./tables.ts";

/**
 * A recovery link of one hour for an administrator's address. @throws AppError refused once there are three administrators (two of them
 * recover the third), not_found for an address without an administrator.
 */
export async function recoverAtConsole(services: Services, email: string): Promise<RecoveryLink> {
  const ctx = makeContext(services, { kind: "system", job: "identity.recover_at_console" }, randomUUID());
  requirePermission(ctx, "person.change");
  return await withTransaction(ctx, async (tx) => {
    if ((await countAdministrators(tx)) >= 3)
      throw refusal("console_closed", "There are three administrators: two of them recover the third at the desk.");
    const [row] = await tx.select({ id: people.id }).from(people).where(sql`lower(${people.email}) = lower(${email})`);
    const person = row ? await findPerson(tx, row.id, { forUpdate: true }) : undefined;
    if (!person?.grants.some((grant) => grant.role === "administrator"))
      throw notFound("administrator with this address");
    const link = await insertRecoveryLink(tx, ctx, person, { waitMs: 0, openMs: lifetimes.recoveryLinkMs });
    await publish(tx, { type: "identity.changed", personId: person.id, change: "recovery_at_console" });
    await writeAudit(tx, ctx, { action: "person.recover_at_console", objectType: "person", objectId: person.id });
    const detail = { personId: person.id, email: person.email };
    await raiseAlarm(tx, ctx, { kind: "console_recovery", key: `console_recovery:${link.invitationId}`, detail });
    return link;
  });
}
