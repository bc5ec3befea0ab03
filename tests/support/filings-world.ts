// A bank in Mali with its people, and the authorities that the law names, as rows; answers and the passkey's word in one call.
import { randomBytes } from "node:crypto";
import { openDraft, readDraft, saveAnswer } from "../../backend/compliance/filings/keep-draft.ts";
import { stepUpForFiling, type Submitted } from "../../backend/compliance/filings/model.ts";
import { submitFiling } from "../../backend/compliance/filings/submit-filing.ts";
import type { Actor } from "../../backend/platform/context/index.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import { makeTestWorld, type TestWorld } from "./database.ts";
import { addCert, addPerson } from "./desk-world.ts";

export type Person = Extract<Actor, { kind: "person" }>;

export interface FilingsWorld {
  world: TestWorld;
  cert: string;
  bank: { organisationId: string; constituentId: string; reference: string; dpo: Person; contact: Person };
  authorities: { apdp: string; amrtp: string };
  officers: { apdp: Person; amrtp: Person };
  analyst: Person;
}

export async function addEntity(
  world: TestWorld,
  name: string,
  classes: string[],
): Promise<{ organisationId: string; constituentId: string; reference: string }> {
  const [organisationId, constituentId] = [newId(), newId()];
  const reference = `C-${randomBytes(4).toString("hex")}`;
  await world.owner`insert into organisations (id, kind, name) values (${organisationId}, 'constituent', ${name})`;
  await world.owner`insert into constituents (id, reference, organisation_id, name, sector, classes)
    values (${constituentId}, ${reference}, ${organisationId}, ${name}, 'finance', ${classes})`;
  await world.owner`insert into contacts (id, constituent_id, name, role, phone) values (${newId()}, ${constituentId}, 'Awa Traoré', 'security', '+223 20 00 00 00')`;
  return { organisationId, constituentId, reference };
}

export async function addAuthority(
  world: TestWorld,
  name: string,
  addressee: string,
  email: string | null = null,
): Promise<string> {
  const id = newId();
  await world.owner`insert into organisations (id, kind, name, addressee, email) values (${id}, 'authority', ${name}, ${addressee}, ${email})`;
  return id;
}

export async function makeFilingsWorld(startAt?: Date): Promise<FilingsWorld> {
  const world = await makeTestWorld({ env: { COUNTRY: "ml" }, ...(startAt ? { startAt } : {}) });
  const cert = await addCert(world);
  const entity = await addEntity(world, "Banque du Fleuve", ["bank"]);
  const apdp = await addAuthority(world, "APDP", "apdp", "depot@apdp.example");
  const amrtp = await addAuthority(world, "AMRTP", "amrtp");
  return {
    world,
    cert,
    bank: {
      ...entity,
      dpo: await addPerson(world, entity.organisationId, "constituent_dpo", "Oumou"),
      contact: await addPerson(world, entity.organisationId, "constituent_contact", "Issa"),
    },
    authorities: { apdp, amrtp },
    officers: {
      apdp: await addPerson(world, apdp, "officer", "Officer A"),
      amrtp: await addPerson(world, amrtp, "officer", "Officer T"),
    },
    analyst: await addPerson(world, cert, "analyst", "Analyst"),
  };
}

/** The passkey's word for one act, as its ceremony leaves it. */
export async function confirmAct(
  world: TestWorld,
  person: Person,
  binding: { act: string; object: string; version: string },
): Promise<void> {
  const now = world.services.clock.now();
  const later = new Date(now.getTime() + 300_000);
  await world.owner`insert into sessions (id, token_hash, person_id, idle_expires_at, expires_at)
    values (${person.sessionId}, ${randomBytes(32)}, ${person.personId}, ${later}, ${later}) on conflict (id) do nothing`;
  await world.owner`insert into step_ups (id, session_id, person_id, act, object, version, created_at, expires_at)
    values (${newId()}, ${person.sessionId}, ${person.personId}, ${binding.act}, ${binding.object}, ${binding.version}, ${now}, ${later})`;
}

/** Answers one after the other, as the form does. */
export async function answer(
  world: TestWorld,
  person: Person,
  draftId: string,
  answers: Record<string, string>,
): Promise<void> {
  const ctx = world.context(person);
  for (const [field, value] of Object.entries(answers)) {
    const draft = await readDraft(ctx, draftId, { language: "en" });
    await saveAnswer(ctx, {
      draftId,
      field,
      answer: { value, isUnknown: false },
      basedOn: draft.answers[field]?.version ?? 0,
    });
  }
}

/** Looks at the review, confirms it, and files. */
export async function fileDraft(
  world: TestWorld,
  person: Person,
  draftId: string,
  reason?: string,
): Promise<Submitted> {
  const ctx = world.context(person);
  const { version } = await readDraft(ctx, draftId, { language: "en" });
  await confirmAct(world, person, stepUpForFiling.submit(draftId, version));
  return await submitFiling(ctx, { draftId, version, language: "en", ...(reason === undefined ? {} : { reason }) });
}

export const ransomware = {
  touches_people: "yes",
  nature: "Files of the payment server are locked.",
  time_aware: "2026-11-20T21:00:00Z",
  data_categories: "SECRET-FOR-APDP names and balances",
  people_count: "1200",
  consequences: "Fraud against customers",
  services_affected: "SECRET-FOR-TELECOM mobile payments",
  measures: "Server taken off the net",
  iocs: "198.51.100.7",
  "copy.amrtp": "yes",
};

/** One whole filing of the bank. */
export async function fileIncident(
  world: TestWorld,
  person: Person,
  answers: Record<string, string> = ransomware,
): Promise<Submitted> {
  const { id } = await openDraft(world.context(person), {});
  await answer(world, person, id, answers);
  return await fileDraft(world, person, id);
}
