// Adds a passkey to the own account: confirmed with one that is there already, told to the owner.
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { AppError } from "../platform/errors/index.ts";
import { publish } from "../platform/jobs/index.ts";
import { requirePermission } from "./access.ts";
import { attestationOf } from "./authenticators/store.ts";
import { type BegunRegistration, registrationOptions } from "./begin-enrolment.ts";
import { insertChallenge, takeChallenge } from "./ceremony/challenge-store.ts";
import { relyingPartyOf } from "./ceremony/relying-party.ts";
import { verifyCeremony } from "./ceremony/verify-ceremony.ts";
import { stepUpFor } from "./model.ts";
import { AnswerRegistration } from "./requests.ts";
import { requireStepUp } from "./require-step-up.ts";
import { decideNewPasskey, maxPasskeys, needsAttestation, refusal } from "./rules.ts";
import { notAccepted } from "./sign-in.ts";
import { requirePerson } from "./step-up.ts";
import { actingRoles, findPerson, insertPasskey, isKnownPasskey, readPolicy, usablePasskeys } from "./store.ts";

/** Needs a step-up (`stepUpFor.addPasskey` with the number of usable keys). */
export async function beginPasskey(ctx: Context): Promise<BegunRegistration> {
  requirePermission(ctx, "own.change");
  const actor = requirePerson(ctx);
  return await withTransaction(
    ctx,
    async (tx) => {
      const person = await findPerson(tx, actor.personId);
      if (!person) throw notAccepted("forbidden");
      const existing = await usablePasskeys(tx, person.id);
      if (existing.length >= maxPasskeys) throw refusal("too_many_passkeys", `At most ${maxPasskeys} passkeys.`);
      await requireStepUp(tx, ctx, stepUpFor.addPasskey(person.id, existing.length));
      const asksAttestation = needsAttestation(await readPolicy(tx), actingRoles(person.grants)?.roles ?? []);
      const { id, challenge } = await insertChallenge(tx, ctx, {
        purpose: "add_passkey",
        personId: person.id,
        sessionId: actor.sessionId,
      });
      await writeAudit(tx, ctx, { action: "passkey.begin", objectType: "person", objectId: person.id });
      return { ceremonyId: id, options: await registrationOptions(ctx, challenge, person, existing, asksAttestation) };
    },
    "identity",
  );
}

/** @throws AppError forbidden for a refused ceremony, refused under the policy. */
export async function addPasskey(ctx: Context, input: unknown): Promise<{ id: string }> {
  requirePermission(ctx, "own.change");
  const { ceremonyId, response, keyName } = AnswerRegistration.parse(input);
  const actor = requirePerson(ctx);
  const outcome = await withTransaction(
    ctx,
    async (tx): Promise<{ id: string } | AppError> => {
      const now = ctx.now();
      const taken = await takeChallenge(tx, ceremonyId, "add_passkey", now);
      const ceremony = taken?.sessionId === actor.sessionId ? taken : undefined;
      const person = await findPerson(tx, actor.personId, { forUpdate: true });
      const party = relyingPartyOf(ctx.config);
      const verdict =
        ceremony && person
          ? await verifyCeremony({ kind: "create", party, challenge: ceremony.challenge, response })
          : ({ isAccepted: false, why: "unknown_challenge" } as const);
      const entry = { objectType: "person", objectId: actor.personId };
      if (!verdict.isAccepted || !person) {
        const why = verdict.isAccepted ? "unknown_person" : verdict.why;
        await writeAudit(tx, ctx, { ...entry, action: "passkey.refuse", detail: { why } });
        return notAccepted("forbidden");
      }
      if (await isKnownPasskey(tx, verdict.value.id)) {
        await writeAudit(tx, ctx, { ...entry, action: "passkey.refuse", detail: { why: "known_passkey" } });
        return notAccepted("forbidden");
      }
      const policy = await readPolicy(tx);
      const passkey = { ...verdict.value, attestation: await attestationOf(tx, verdict.value, now) };
      try {
        decideNewPasskey(policy, actingRoles(person.grants)?.roles ?? [], passkey);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        await writeAudit(tx, ctx, { ...entry, action: "passkey.refuse", detail: { why: error.code } });
        return error;
      }
      const name = keyName ?? String(person.usablePasskeys + 1);
      if (!(await insertPasskey(tx, person.id, passkey, name, now))) return notAccepted("forbidden");
      const { id, isBackupEligible, attestationFormat, attestation } = passkey;
      await publish(tx, { type: "identity.changed", personId: person.id, change: "passkey_added" });
      const detail = { passkeyId: id, isBackupEligible, attestationFormat, attestation };
      await writeAudit(tx, ctx, { ...entry, action: "passkey.add", detail });
      return { id };
    },
    "identity",
  );
  if (outcome instanceof AppError) throw outcome;
  return outcome;
}
