// Objects that the access matrix asks for, written as the verbs leave them, one fresh one for each request.
import { hashToken, newToken } from "../../backend/identity/tokens.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { House } from "./access-matrix.ts";
import { addReport } from "./desk-world.ts";

export async function makeCase(
  house: House,
  status = "open",
  severity = "medium",
): Promise<{ caseId: string; reportId: string }> {
  const { owner } = house.world;
  const caseId = newId();
  const { id: reportId } = await addReport(house.world, house.cert, { status: "in_case" });
  await owner`insert into cases (id, reference, organisation_id, title, status, severity, opened_at)
    values (${caseId}, ${`TG-C-${caseId}`}, ${house.cert}, 'A case', ${status}, ${severity}, now())`;
  await owner`insert into case_reports (case_id, report_id, joined_at) values (${caseId}, ${reportId}, now())`;
  return { caseId, reportId };
}

export async function makeMail(house: House, state = "failed"): Promise<string> {
  const id = newId();
  await house.world
    .owner`insert into outgoing_mails (id, cause, kind, message_id, to_address, language, subject, body, state, created_at)
    values (${id}, ${`message:${id}`}, 'answer', ${`<${id}@cert.example>`}, 'somebody@home.example', 'fr', 'Bonjour', 'Bonjour', ${state}, now())`;
  return id;
}

export async function makePerson(house: House, role = "analyst", isDisabled = false): Promise<string> {
  const { owner } = house.world;
  const id = newId();
  await owner`insert into people (id, handle, name, email, disabled_at)
    values (${id}, ${Buffer.from(id)}, 'Somebody', ${`${id}@cert.example`}, ${isDisabled ? new Date() : null})`;
  await owner`insert into role_grants (id, person_id, organisation_id, role) values (${newId()}, ${id}, ${house.cert}, ${role})`;
  return id;
}

export async function makeConstituent(house: House): Promise<string> {
  const { owner } = house.world;
  const id = newId();
  const organisationId = newId();
  await owner`insert into organisations (id, kind, name) values (${organisationId}, 'constituent', ${id})`;
  await owner`insert into constituents (id, reference, organisation_id, name, sector) values (${id}, ${id}, ${organisationId}, ${`Bank ${id.slice(-12)}`}, 'finance')`;
  return id;
}

export async function makeInvitation(house: House): Promise<{ id: string; token: string; email: string }> {
  const [id, token] = [newId(), newToken()];
  const email = `${id}@cert.example`;
  await house.world.owner`insert into invitations (id, token_hash, kind, email, name, role, organisation_id, expires_at)
    values (${id}, ${hashToken(token)}, 'invite', ${email}, 'Guest', 'analyst', ${house.cert}, now() + interval '1 day')`;
  return { id, token, email };
}

export async function makeKey(house: House): Promise<string> {
  const id = newId();
  await house.world.owner`insert into api_keys (id, name, key_hash, prefix, organisation_id, acts, expires_at)
    values (${id}, 'feed', ${hashToken(id)}, 'abcdefgh', ${house.cert}, '{health.read}', now() + interval '1 day')`;
  return id;
}

export async function makeRecovery(house: House): Promise<string> {
  const id = newId();
  await house.world.owner`insert into recoveries (id, person_id, asked_by, proof, asked_at)
    values (${id}, ${await makePerson(house)}, ${await makePerson(house, "administrator")}, 'Seen with a passport', now())`;
  return id;
}

export async function makePasskey(house: House, personId: string): Promise<string> {
  const id = newToken();
  await house.world
    .owner`insert into passkeys (id, person_id, name, public_key, algorithm, attestation_format, is_backup_eligible, is_backed_up)
    values (${id}, ${personId}, 'Spare', ${Buffer.from(id)}, -7, 'none', false, false)`;
  return id;
}

export async function countPasskeys(house: House, personId: string): Promise<number> {
  const [row] = await house.world.owner<
    { n: number }[]
  >`select count(*)::int as n from passkeys where person_id = ${personId} and removed_at is null`;
  return row?.n ?? 0;
}

export async function makeContact(house: House): Promise<string> {
  const id = newId();
  await house.world
    .owner`insert into contacts (id, constituent_id, name, role) values (${id}, ${await makeConstituent(house)}, 'Awa', 'security')`;
  return id;
}

export async function makeClaim(house: House): Promise<string> {
  const id = newId();
  await house.world.owner`insert into network_claims (id, constituent_id, kind, value, source, proof)
    values (${id}, ${await makeConstituent(house)}, 'domain', ${`${id}.example`}, 'letter', 'letter')`;
  return id;
}

/** A claim on a registrable domain, so that a question for it finds its holder. */
export async function makeHeldDomain(house: House): Promise<{ value: string; constituentId: string }> {
  const constituentId = await makeConstituent(house);
  const value = `bank-${newId()}.com`;
  await house.world.owner`insert into network_claims (id, constituent_id, kind, value, source, proof)
    values (${newId()}, ${constituentId}, 'domain', ${value}, 'letter', 'letter')`;
  return { value, constituentId };
}
