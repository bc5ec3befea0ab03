// Uses an invitation: one passkey, one person with the invited role, one session. A recovery only adds the key and signs nobody in.
import { and, eq, isNull } from "drizzle-orm";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { type Tx, withTransaction } from "../platform/db/index.ts";
import { AppError } from "../platform/errors/index.ts";
import { newId } from "../platform/ids/index.ts";
import { publish } from "../platform/jobs/index.ts";
import { requirePermission } from "./access.ts";
import { attestationOf } from "./authenticators/store.ts";
import { takeChallenge } from "./ceremony/challenge-store.ts";
import { relyingPartyOf } from "./ceremony/relying-party.ts";
import { verifyCeremony } from "./ceremony/verify-ceremony.ts";
import type { Role } from "./model.ts";
import { dropCodes } from "./recovery-codes/make-codes.ts";
import { AnswerRegistration } from "./requests.ts";
import { decideInvitationOpen, decideNewPasskey, refusal } from "./rules.ts";
import { notAccepted, personActor } from "./sign-in.ts";
import {
  actingRoles,
  countAdministrators,
  endSessions,
  findPerson,
  insertPasskey,
  insertSession,
  isKnownPasskey,
  readPolicy,
} from "./store.ts";
import { invitations, passkeys, people, roleGrants } from "./tables.ts";

export interface Enrolled {
  personId: string;
  /** Absent after a recovery: the person signs in with the new key. */
  token?: string;
}

/** @throws AppError unauthenticated for a refused ceremony, gone for a link that was used meanwhile, refused under the policy. */
export async function enrol(ctx: Context, input: unknown): Promise<Enrolled> {
  requirePermission(ctx, "session.open");
  const { ceremonyId, response, keyName } = AnswerRegistration.parse(input);
  const outcome = await withTransaction(
    ctx,
    async (tx): Promise<Enrolled | AppError> => {
      const now = ctx.now();
      const ceremony = await takeChallenge(tx, ceremonyId, "enrol", now);
      const invitation = ceremony?.invitationId ? await holdInvitation(tx, ceremony.invitationId) : undefined;
      const refuse = async (error: AppError, why: string): Promise<AppError> => {
        const entry = { action: "person.refuse_enrolment", objectType: "invitation" };
        await writeAudit(tx, ctx, { ...entry, objectId: invitation?.id ?? "unknown", detail: { why } });
        return error;
      };
      if (!ceremony || !invitation) return await refuse(notAccepted(), "unknown_challenge");
      const party = relyingPartyOf(ctx.config);
      const verdict = await verifyCeremony({ kind: "create", party, challenge: ceremony.challenge, response });
      if (!verdict.isAccepted) return await refuse(notAccepted(), verdict.why);
      if (await isKnownPasskey(tx, verdict.value.id)) return await refuse(notAccepted(), "known_passkey");
      const policy = await readPolicy(tx);
      const passkey = { ...verdict.value, attestation: await attestationOf(tx, verdict.value, now) };
      const known = invitation.personId ? await findPerson(tx, invitation.personId) : undefined;
      try {
        decideInvitationOpen(invitation, now);
        decideNewPasskey(policy, actingRoles(known?.grants ?? [])?.roles ?? [invitation.role], passkey);
        if (invitation.kind === "setup" && (await countAdministrators(tx)) > 0)
          throw refusal("already_set_up", "There is an administrator already: ask for an invitation.");
      } catch (error) {
        if (error instanceof AppError) return await refuse(error, error.code);
        throw error;
      }
      const personId = invitation.personId ?? newId(now);
      if (!invitation.personId) await insertPerson(tx, personId, ceremony.boundTo, invitation, now);
      if (!(await insertPasskey(tx, personId, passkey, keyName ?? "1", now))) throw notAccepted();
      await tx.update(invitations).set({ usedAt: now, personId }).where(eq(invitations.id, invitation.id));
      await publish(tx, { type: "identity.changed", personId, change: "passkey_added" });
      const detail = { kind: invitation.kind, role: invitation.role, passkeyId: verdict.value.id };
      const entry = { action: "person.enrol", objectType: "person", objectId: personId };
      if (invitation.kind === "recovery") {
        await replaceKeys(tx, personId, verdict.value.id, now);
        await writeAudit(tx, ctx, { ...entry, detail });
        return { personId };
      }
      const session = await insertSession(tx, personId, verdict.value.id, policy, now);
      const acting = { organisationId: invitation.organisationId, roles: [invitation.role] };
      await writeAudit(tx, { ...ctx, actor: personActor(personId, acting, session.id) }, { ...entry, detail });
      return { personId, token: session.token };
    },
    "identity",
  );
  if (outcome instanceof AppError) throw outcome;
  return outcome;
}

async function holdInvitation(tx: Tx, id: string) {
  const [row] = await tx.select().from(invitations).where(eq(invitations.id, id)).for("update");
  return row;
}

async function insertPerson(
  tx: Tx,
  id: string,
  bound: Record<string, string>,
  invitation: { role: Role; organisationId: string; createdBy: string | null },
  now: Date,
): Promise<void> {
  const { name = "", email = "", language = "fr", handle = "" } = bound;
  const made = await tx
    .insert(people)
    .values({ id, handle: Buffer.from(handle, "base64url"), name, email, language, createdAt: now })
    .onConflictDoNothing()
    .returning({ id: people.id });
  if (made.length === 0)
    throw new AppError("conflict", "This address has an account already.", { words: "refusals.has_account" });
  await tx.insert(roleGrants).values({
    id: newId(now),
    personId: id,
    organisationId: invitation.organisationId,
    role: invitation.role,
    grantedBy: invitation.createdBy,
    grantedAt: now,
  });
}

// After a loss nothing old may open anything: keys are removed, sessions end, codes die.
async function replaceKeys(tx: Tx, personId: string, keptId: string, now: Date): Promise<void> {
  const old = await tx
    .select({ id: passkeys.id })
    .from(passkeys)
    .where(and(eq(passkeys.personId, personId), isNull(passkeys.removedAt)));
  for (const { id } of old)
    if (id !== keptId) await tx.update(passkeys).set({ removedAt: now }).where(eq(passkeys.id, id));
  await endSessions(tx, { personId }, "recovery", now);
  await dropCodes(tx, personId, now);
}
