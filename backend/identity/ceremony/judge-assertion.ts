// Judges an assertion against the stored passkey, inside a transaction: the row is held, the counter moved, a cloned key blocked.
import { and, eq, isNull, lt } from "drizzle-orm";
import type { AuthenticationResponseJSON } from "@simplewebauthn/server";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { decideCounter, holdsStaffRole } from "../rules.ts";
import { endSessions, findPerson, type PersonRecord } from "../store.ts";
import { passkeys } from "../tables.ts";
import type { TakenCeremony } from "./challenge-store.ts";
import { relyingPartyOf } from "./relying-party.ts";
import { type CeremonyRefusal, verifyCeremony } from "./verify-ceremony.ts";

export type AssertionRefusal =
  | CeremonyRefusal
  | "unknown_challenge"
  | "unknown_passkey"
  | "blocked_passkey"
  | "foreign_passkey"
  | "disabled_person"
  | "no_role"
  | "counter"
  | "cloned";

export type JudgedAssertion =
  | { isAccepted: true; person: PersonRecord; passkeyId: string; isBackupEligible: boolean; notices: string[] }
  | { isAccepted: false; why: AssertionRefusal; personId?: string; passkeyId?: string };

// A key of nobody: an unknown credential costs the same cryptography as a known one, so that time tells nothing (ASVS V6.3.8).
const decoy = {
  handle: Buffer.alloc(32),
  isBackupEligible: false,
  publicKey: Buffer.from(
    "a5010203262001215820f15c8346901f94ea95073ae7d414a6277804d036d4f6d1e3154e71d0cf5631042258208177405e1db56731639002167f5ba254237a4bccba6ffcaaef3970e6fae5213e",
    "hex",
  ),
};

/** `ceremony` has been taken already. The caller writes the log row for either answer and commits: what happened here must stay. */
export async function judgeAssertion(
  tx: Tx,
  ctx: Context,
  ceremony: TakenCeremony | undefined,
  response: AuthenticationResponseJSON,
): Promise<JudgedAssertion> {
  const now = ctx.now();
  if (!ceremony) return { isAccepted: false, why: "unknown_challenge" };
  const [passkey] = await tx
    .select()
    .from(passkeys)
    .where(and(eq(passkeys.id, response.id), isNull(passkeys.removedAt)))
    .for("update");
  const person = passkey ? await findPerson(tx, passkey.personId) : undefined;
  const isStaff = holdsStaffRole(person?.grants.map((grant) => grant.role) ?? []);
  const verdict = await verifyCeremony({
    kind: "get",
    party: relyingPartyOf(ctx.config),
    challenge: ceremony.challenge,
    response,
    passkey: { ...(passkey ?? decoy), id: response.id, handle: person?.handle ?? decoy.handle },
    refusesChangedBackupEligibility: isStaff,
  });
  if (!passkey || !person) return { isAccepted: false, why: "unknown_passkey" };
  const refuse = (why: AssertionRefusal): JudgedAssertion => ({
    isAccepted: false,
    why,
    personId: person.id,
    passkeyId: passkey.id,
  });
  if (!verdict.isAccepted) return refuse(verdict.why);
  if (passkey.blockedAt) return refuse("blocked_passkey");
  if (ceremony.personId !== null && ceremony.personId !== person.id) return refuse("foreign_passkey");
  if (person.disabledAt) return refuse("disabled_person");
  if (person.grants.length === 0) return refuse("no_role");

  const { counter, isBackedUp, hasBackupEligibilityChanged } = verdict.value;
  const move = decideCounter({
    stored: passkey.counter,
    previous: passkey.previousCounter,
    received: counter,
    isBackupEligible: passkey.isBackupEligible,
    issuedAt: ceremony.createdAt,
    lastUsedAt: passkey.lastUsedAt,
  });
  if (move === "refused") return refuse("counter");
  if (move === "cloned") {
    if (isStaff) {
      await tx.update(passkeys).set({ blockedAt: now, blockedWhy: "counter" }).where(eq(passkeys.id, passkey.id));
      await endSessions(tx, { personId: person.id, passkeyId: passkey.id }, "passkey_blocked", now);
      await publish(tx, { type: "identity.changed", personId: person.id, change: "passkey_blocked" });
    }
    return refuse("cloned");
  }
  if (move === "rises")
    await tx
      .update(passkeys)
      .set({ counter, previousCounter: passkey.counter })
      .where(and(eq(passkeys.id, passkey.id), lt(passkeys.counter, counter)));
  if (move === "late") await tx.update(passkeys).set({ previousCounter: counter }).where(eq(passkeys.id, passkey.id));
  await tx.update(passkeys).set({ lastUsedAt: now, isBackedUp }).where(eq(passkeys.id, passkey.id));
  const notices = [
    ...(move === "late" ? ["overlapping sign-ins"] : []),
    ...(hasBackupEligibilityChanged ? ["backup eligibility changed"] : []),
  ];
  return { isAccepted: true, person, passkeyId: passkey.id, isBackupEligible: passkey.isBackupEligible, notices };
}
