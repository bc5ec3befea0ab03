// Uses a one-time code: it gives a link that enrols a new passkey, after a wait where the policy is strict, and never a session.
import { and, eq, isNull, sql } from "drizzle-orm";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { requirePermission } from "../access.ts";
import { insertRecoveryLink, type RecoveryLink } from "../make-recovery-link.ts";
import { lifetimes } from "../rules.ts";
import { forgetTries, trySecret } from "../slow-secrets.ts";
import { actingRoles, findPerson, readPolicy } from "../store.ts";
import { people } from "../tables.ts";
import { codesSubject } from "./make-codes.ts";
import { UseRecoveryCode } from "./requests.ts";
import { allowsRecoveryCodes } from "./rules.ts";
import { recoveryCodes } from "./tables.ts";
import { readCode } from "./write-code.ts";

/**
 * The same words and the same work whether the address, the code or the policy is in the way.
 * @throws AppError unauthenticated; too_many_requests after wrong codes, each time for longer.
 */
export async function useRecoveryCode(ctx: Context, input: unknown): Promise<RecoveryLink> {
  requirePermission(ctx, "session.open");
  const { email, code } = UseRecoveryCode.parse(input);
  const subject = codesSubject(email);
  const parts = readCode(code);
  const found = await readOnly(ctx, async (tx) => await findCode(tx, email, parts?.selector ?? ""), "identity");
  const isRight = await trySecret(ctx, subject, parts?.secret ?? "", found?.codeHash);
  const outcome = await withTransaction(
    ctx,
    async (tx) => {
      const now = ctx.now();
      const person = found && isRight ? await findPerson(tx, found.personId, { forUpdate: true }) : undefined;
      const roles = actingRoles(person?.grants ?? [])?.roles ?? [];
      const policy = await readPolicy(tx);
      const isOpen =
        person !== undefined && !person.disabledAt && roles.length > 0 && allowsRecoveryCodes(policy, roles);
      if (!found || !person || !isOpen || !(await takeCode(tx, found.id, now))) {
        const why = found ? (isRight ? "not_allowed" : "wrong") : "unknown";
        const objectId = found?.personId ?? "unknown";
        await writeAudit(tx, ctx, { action: "person.refuse_code", objectType: "person", objectId, detail: { why } });
        return undefined;
      }
      await forgetTries(tx, subject);
      const isNational = policy.level === "national";
      const link = await insertRecoveryLink(tx, ctx, person, {
        waitMs: isNational ? lifetimes.recoveryWaitMs : 0,
        openMs: isNational ? lifetimes.recoveryOpenMs : lifetimes.recoveryLinkMs,
      });
      await publish(tx, { type: "identity.changed", personId: person.id, change: "recovery_by_code" });
      const detail = { opensAt: link.opensAt };
      await writeAudit(tx, ctx, { action: "person.use_code", objectType: "person", objectId: person.id, detail });
      return link;
    },
    "identity",
  );
  if (!outcome)
    throw new AppError("unauthenticated", "This address and this code were not accepted together.", {
      words: "identity.refusal.code",
    });
  return outcome;
}

async function findCode(tx: Tx, email: string, selector: string) {
  const [row] = await tx
    .select({ id: recoveryCodes.id, personId: people.id, codeHash: recoveryCodes.codeHash })
    .from(recoveryCodes)
    .innerJoin(people, eq(people.id, recoveryCodes.personId))
    .where(
      and(
        sql`lower(${people.email}) = lower(${email.trim()})`,
        eq(recoveryCodes.selector, selector),
        isNull(recoveryCodes.usedAt),
        isNull(recoveryCodes.droppedAt),
      ),
    );
  return row;
}

/** Consumes it in one statement: two uses at once give one link. */
async function takeCode(tx: Tx, id: string, now: Date): Promise<boolean> {
  const taken = await tx
    .update(recoveryCodes)
    .set({ usedAt: now })
    .where(and(eq(recoveryCodes.id, id), isNull(recoveryCodes.usedAt), isNull(recoveryCodes.droppedAt)))
    .returning({ id: recoveryCodes.id });
  return taken.length > 0;
}
