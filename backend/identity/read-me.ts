// What the signed-in person is told about themself: name, roles, what they can do, what the policy asks of their keys.
import type { Context } from "../platform/context/index.ts";
import { readOnly } from "../platform/db/index.ts";
import { AppError } from "../platform/errors/index.ts";
import { may, requirePermission } from "./access.ts";
import { acts, type MeView } from "./model.ts";
import { readSession } from "./resolve-session.ts";
import { findPerson, type Grant } from "./store.ts";

/** `token` is the session cookie's; `isBackground` as in `resolveSession`. @throws AppError unauthenticated when it opens nothing. */
export async function readMe(ctx: Context, token: string | undefined, isBackground: boolean): Promise<MeView> {
  requirePermission(ctx, "own.change");
  const session = await readSession(ctx, token, isBackground);
  const person = session
    ? await readOnly(ctx, async (tx) => await findPerson(tx, session.actor.personId), "identity")
    : undefined;
  const grant = session?.grants.find((one) => one.organisationId === session.actor.organisationId);
  if (!session || !person || !grant) throw new AppError("unauthenticated", "Sign in to do this.");
  const { actor } = session;
  return {
    personId: person.id,
    name: person.name,
    email: person.email,
    language: person.language,
    organisation: { id: grant.organisationId, name: grant.organisationName, kind: grant.kind },
    roles: session.grants.filter((one) => one.organisationId === grant.organisationId).map((one) => one.role),
    organisations: listOrganisations(session.grants),
    can: Object.fromEntries(acts.map((act) => [act, may({ actor }, act)])),
    policyLevel: session.policy.level,
    limitation: session.limitation,
    session: {
      id: actor.sessionId,
      idleExpiresAt: session.idleExpiresAt.toISOString(),
      expiresAt: session.expiresAt.toISOString(),
    },
  };
}

function listOrganisations(grants: readonly Grant[]): MeView["organisations"] {
  const found = new Map<string, MeView["organisations"][number]>();
  for (const { organisationId: id, organisationName: name, kind, role } of grants) {
    const known = found.get(id) ?? { id, name, kind, roles: [] };
    found.set(id, { ...known, roles: [...known.roles, role] });
  }
  return [...found.values()];
}
