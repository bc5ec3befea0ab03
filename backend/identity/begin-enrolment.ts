// Opens the making of a first passkey for an invitation: the address must be the one that was invited; the name is kept with the challenge.
import { knownLanguage } from "../platform/words/index.ts";
import { randomBytes } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { generateRegistrationOptions, type PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/server";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { type Tx, withTransaction } from "../platform/db/index.ts";
import { AppError, invalidInput } from "../platform/errors/index.ts";
import { requirePermission } from "./access.ts";
import { insertChallenge } from "./ceremony/challenge-store.ts";
import { relyingPartyOf } from "./ceremony/relying-party.ts";
import { ceremonyAlgorithms } from "./ceremony/verify-ceremony.ts";
import { findInvitation } from "./look-at-invitation.ts";
import { BeginEnrolment } from "./requests.ts";
import { decideInvitationOpen, lifetimes, maxInvitationTries, needsAttestation } from "./rules.ts";
import { actingRoles, findPerson, readPolicy, usablePasskeys } from "./store.ts";
import { invitations, people } from "./tables.ts";

export interface BegunRegistration {
  ceremonyId: string;
  options: PublicKeyCredentialCreationOptionsJSON;
}

type Invitation = NonNullable<Awaited<ReturnType<typeof findInvitation>>>;

/** @throws AppError gone, or invalid_input naming the field; after five wrong addresses the link dies. */
export async function beginEnrolment(ctx: Context, input: unknown): Promise<BegunRegistration> {
  requirePermission(ctx, "session.open");
  const given = BeginEnrolment.parse(input);
  const outcome = await withTransaction(
    ctx,
    async (tx): Promise<BegunRegistration | AppError> => {
      const invitation = await findInvitation(tx, given.token, { forUpdate: true });
      decideInvitationOpen(invitation, ctx.now());
      if (isOtherAddress(invitation, given.email)) {
        const failedTries = invitation.failedTries + 1;
        const withdrawnAt = failedTries >= maxInvitationTries ? ctx.now() : null;
        await tx.update(invitations).set({ failedTries, withdrawnAt }).where(eq(invitations.id, invitation.id));
        const entry = { action: "person.refuse_enrolment", objectType: "invitation", objectId: invitation.id };
        await writeAudit(tx, ctx, { ...entry, detail: { why: "address", failedTries } });
        return invalidInput([{ path: "email", message: "This is not the address that was invited." }]);
      }
      const who = await whoEnrols(tx, invitation, given);
      const { id, challenge } = await insertChallenge(tx, ctx, {
        purpose: "enrol",
        invitationId: invitation.id,
        boundTo: {
          name: who.name,
          email: who.email,
          handle: who.handle.toString("base64url"),
          language: knownLanguage(given.language),
        },
      });
      const existing = invitation.personId ? await usablePasskeys(tx, invitation.personId) : [];
      const asksAttestation = needsAttestation(await readPolicy(tx), who.roles);
      return { ceremonyId: id, options: await registrationOptions(ctx, challenge, who, existing, asksAttestation) };
    },
    "identity",
  );
  if (outcome instanceof AppError) throw outcome;
  return outcome;
}

function isOtherAddress(invitation: Invitation, email: string | undefined): boolean {
  if (invitation.kind === "setup" || invitation.kind === "demo") return false;
  return invitation.email?.trim().toLowerCase() !== email?.trim().toLowerCase();
}

async function whoEnrols(tx: Tx, invitation: Invitation, given: BeginEnrolment) {
  if (invitation.personId) {
    const person = await findPerson(tx, invitation.personId);
    if (person) {
      const roles = actingRoles(person.grants)?.roles ?? [];
      return { handle: person.handle, name: person.name, email: person.email, roles };
    }
  }
  const name = given.name ?? invitation.name;
  const email = invitation.email ?? given.email;
  if (!name) throw invalidInput([{ path: "name", message: "Expected your name." }]);
  if (!email) throw invalidInput([{ path: "email", message: "Expected your e-mail address." }]);
  const [known] = await tx.select({ id: people.id }).from(people).where(sql`lower(${people.email}) = lower(${email})`);
  if (known) throw invalidInput([{ path: "email", message: "This address has an account already." }]);
  return { handle: randomBytes(32), name, email, roles: [invitation.role] };
}

/** Creation options with our policy: discoverable, verified by the person, our algorithms only; the maker's word where the role asks for it. */
export async function registrationOptions(
  ctx: Context,
  challenge: Uint8Array,
  who: { handle: Uint8Array; name: string; email: string },
  existing: { id: string; transports: string[] }[],
  asksAttestation: boolean,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const party = relyingPartyOf(ctx.config);
  return await generateRegistrationOptions({
    rpName: party.name,
    rpID: party.id,
    userID: new Uint8Array(who.handle),
    userName: who.email,
    userDisplayName: who.name,
    challenge: new Uint8Array(challenge),
    attestationType: asksAttestation ? "direct" : "none",
    excludeCredentials: existing,
    authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
    supportedAlgorithmIDs: ceremonyAlgorithms,
    timeout: lifetimes.ceremonyMs,
    // Some authenticators derive keys later only if they were asked at creation (WebAuthn Level 3 §10.1.4); others ignore it.
    extensions: { prf: {} },
  });
}
