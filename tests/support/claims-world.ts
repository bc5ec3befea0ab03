// Constituents with their people, and the shortest ways to claims and disputes, for tests of network claims.
import type { Actor, Context } from "../../backend/platform/context/index.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import { proposeClaim } from "../../backend/registry/claims/propose-claim.ts";
import type { ProposeClaim } from "../../backend/registry/claims/model.ts";
import type { TestWorld } from "./database.ts";
import { addPerson } from "./desk-world.ts";

export interface Holder {
  id: string;
  organisationId: string;
  name: string;
  ctx: Context;
}

/** An entry with an organisation of its own and somebody enrolled who keeps it. */
export async function addHolder(world: TestWorld, name: string, role = "constituent_administrator"): Promise<Holder> {
  const [id, organisationId] = [newId(), newId()];
  await world.owner`insert into organisations (id, kind, name) values (${organisationId}, 'constituent', ${name})`;
  await world.owner`insert into constituents (id, reference, organisation_id, name, sector) values (${id}, ${`C-${id.slice(-8)}`}, ${organisationId}, ${name}, 'finance')`;
  const person: Actor = await addPerson(world, organisationId, role, `${name} security`);
  return { id, organisationId, name, ctx: world.context(person) };
}

/** What is told by mail, as it stands in the queue of events. */
export async function noticesOf(
  world: TestWorld,
): Promise<{ kind: string; constituentId: string; disputeId: string | null }[]> {
  const rows = await world.owner<{ event: { kind: string; constituentId: string; disputeId: string | null } }[]>`
    select payload::jsonb as event from graphile_worker._private_jobs where payload::jsonb @> '{"type":"claim.notice"}' order by id`;
  return rows.map(({ event: { kind, constituentId, disputeId } }) => ({ kind, constituentId, disputeId }));
}

export async function propose(holder: Holder, claim: Partial<ProposeClaim> & { value: string }): Promise<string> {
  return (await proposeClaim(holder.ctx, { kind: "domain", proof: "dns_txt", ...claim })).id;
}

/** A step-up as the passkey leaves it, for this act of this person's session. */
export async function confirmWithPasskey(
  world: TestWorld,
  ctx: Context,
  binding: { act: string; object: string; version: string },
): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== "person") throw new Error("only people confirm");
  await world.owner`insert into sessions (id, token_hash, person_id, idle_expires_at, expires_at)
    values (${actor.sessionId}, ${Buffer.from(newId())}, ${actor.personId}, now() + interval '1 day', now() + interval '1 day') on conflict do nothing`;
  await world.owner`insert into step_ups (id, session_id, person_id, act, object, version, created_at, expires_at)
    values (${newId()}, ${actor.sessionId}, ${actor.personId}, ${binding.act}, ${binding.object}, ${binding.version}, now(), now() + interval '1 hour')`;
}
