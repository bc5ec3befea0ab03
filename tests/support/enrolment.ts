// For tests of enrolment: an entry with a domain, a claim begun as a visitor does, and a passkey's word given beforehand.
import type { StepUpBinding } from "../../backend/identity/model.ts";
import { newToken } from "../../backend/identity/tokens.ts";
import { hashToken } from "../../backend/identity/tokens.ts";
import type { Actor, Context } from "../../backend/platform/context/index.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import { claimToken } from "../../backend/registry/enrolment/claim-token.ts";
import { startClaim } from "../../backend/registry/enrolment/start-claim.ts";
import type { TestWorld } from "./database.ts";

type Person = Extract<Actor, { kind: "person" }>;

export interface TestEntry {
  id: string;
  organisationId: string;
  reference: string;
  domain: string;
}

export async function addEntry(world: TestWorld, options: { sector?: string; name?: string } = {}): Promise<TestEntry> {
  const [id, organisationId] = [newId(), newId()];
  const reference = `C-${id.slice(-8).toUpperCase()}`;
  const domain = `bank-${id.slice(-8)}.example`;
  const name = options.name ?? `Banque ${id.slice(-6)}`;
  const { owner } = world;
  await owner`insert into organisations (id, kind, name) values (${organisationId}, 'constituent', ${name})`;
  await owner`insert into constituents (id, reference, organisation_id, name, sector) values (${id}, ${reference}, ${organisationId}, ${name}, ${options.sector ?? "finance"})`;
  await owner`insert into network_claims (id, constituent_id, kind, value, source, proof) values (${newId()}, ${id}, 'domain', ${domain}, 'letter', 'import')`;
  return { id, organisationId, reference, domain };
}

/** Begins a claim; returns the token that its mail carries. */
export async function begin(world: TestWorld, entry: TestEntry, email: string): Promise<{ id: string; token: string }> {
  const visitor = world.context({ kind: "anonymous" });
  await startClaim(visitor, { entryId: entry.id, personName: "Awa Traoré", email, language: "fr" });
  const [claim] = await world.owner<{ id: string }[]>`select id from entry_claims
    where constituent_id = ${entry.id} and email = ${email} order by made_at desc limit 1`;
  const id = claim?.id ?? "";
  return { id, token: claimToken(world.services, id) };
}

/** A passkey's word for one act, as if it had been given a moment ago. */
export async function confirmAct(world: TestWorld, person: Person, binding: StepUpBinding): Promise<Context> {
  const { owner } = world;
  await owner`insert into sessions (id, token_hash, person_id, idle_expires_at, expires_at)
    values (${person.sessionId}, ${hashToken(newToken())}, ${person.personId}, now() + interval '1 hour', now() + interval '1 hour') on conflict do nothing`;
  await owner`insert into step_ups (id, session_id, person_id, act, object, version, created_at, expires_at)
    values (${newId()}, ${person.sessionId}, ${person.personId}, ${binding.act}, ${binding.object}, ${binding.version}, now(), now() + interval '5 minutes')`;
  return world.context(person);
}
