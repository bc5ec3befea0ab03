// One-time codes for the day when every passkey is lost: eight of them, shown once, where the operator allows them.
import { createHash, randomBytes } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { requirePermission } from "../access.ts";
import { stepUpFor } from "../model.ts";
import { requireStepUp } from "../require-step-up.ts";
import { forgetTries, hashSecret } from "../slow-secrets.ts";
import { requirePerson } from "../step-up.ts";
import { actingRoles, findPerson, readPolicy } from "../store.ts";
import { decideRecoveryCodes } from "./rules.ts";
import { recoveryCodes } from "./tables.ts";
import { codeCharacters, readCode, writeCode } from "./write-code.ts";

const codesAtOnce = 8;

/** What counts the wrong codes for an address, known or not. */
export function codesSubject(email: string): string {
  return `codes:${createHash("sha256").update(email.trim().toLowerCase()).digest("base64url")}`;
}

/** Needs a step-up (`stepUpFor.makeCodes`). Older codes die. @throws AppError refused where the policy allows none. */
export async function makeRecoveryCodes(ctx: Context): Promise<{ codes: string[] }> {
  requirePermission(ctx, "own.change");
  const { personId } = requirePerson(ctx);
  const person = await readOnly(
    ctx,
    async (tx) => {
      const found = await findPerson(tx, personId);
      if (!found) throw notFound("person");
      decideRecoveryCodes(await readPolicy(tx), actingRoles(found.grants)?.roles ?? []);
      return found;
    },
    "identity",
  );
  const now = ctx.now();
  const subject = codesSubject(person.email);
  const bySelector = new Map<string, { code: string; codeHash: string }>();
  while (bySelector.size < codesAtOnce) {
    const code = writeCode(randomBytes(codeCharacters));
    const parts = readCode(code);
    if (parts) bySelector.set(parts.selector, { code, codeHash: await hashSecret(ctx, subject, parts.secret) });
  }
  return await withTransaction(
    ctx,
    async (tx) => {
      await requireStepUp(tx, ctx, stepUpFor.makeCodes(personId));
      await tx.delete(recoveryCodes).where(eq(recoveryCodes.personId, personId));
      for (const [selector, { codeHash }] of bySelector)
        await tx.insert(recoveryCodes).values({ id: newId(now), personId, selector, codeHash, madeAt: now });
      await forgetTries(tx, subject);
      await publish(tx, { type: "identity.changed", personId, change: "codes_made" });
      const detail = { codes: codesAtOnce };
      await writeAudit(tx, ctx, { action: "person.make_codes", objectType: "person", objectId: personId, detail });
      return { codes: [...bySelector.values()].map(({ code }) => code) };
    },
    "identity",
  );
}

/** Codes that still work die, for instance when access was restored. */
export async function dropCodes(tx: Tx, personId: string, now: Date): Promise<void> {
  await tx
    .update(recoveryCodes)
    .set({ droppedAt: now })
    .where(and(eq(recoveryCodes.personId, personId), isNull(recoveryCodes.usedAt), isNull(recoveryCodes.droppedAt)));
}
