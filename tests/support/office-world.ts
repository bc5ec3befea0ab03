// Two authorities, a bank and a shop, officers and people of theirs, for tests of the regulator's office; steps with the passkey already given.
import type { Actor, Context } from "../../backend/platform/context/index.ts";
import type { StepUpBinding } from "../../backend/identity/model.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";
import { addCert, addPerson } from "./desk-world.ts";

export type Person = Extract<Actor, { kind: "person" }>;

export interface OfficeWorld {
  cert: string;
  apdp: string;
  amrtp: string;
  bank: string;
  bankOrganisation: string;
  shop: string;
  shopOrganisation: string;
  head: Person;
  officer: Person;
  second: Person;
  rivalHead: Person;
  rival: Person;
  dpo: Person;
  otherDpo: Person;
  analyst: Person;
  as(person: Person): Context;
  /** A session and a fresh assertion for one act. */
  confirm(person: Person, binding: StepUpBinding): Promise<void>;
}

export async function makeOfficeWorld(world: TestWorld): Promise<OfficeWorld> {
  const { owner } = world;
  const organisation = async (kind: string, name: string, addressee: string | null = null): Promise<string> => {
    const id = newId();
    await owner`insert into organisations (id, kind, name, addressee) values (${id}, ${kind}, ${name}, ${addressee})`;
    return id;
  };
  const cert = await addCert(world);
  const apdp = await organisation("authority", "APDP", "apdp");
  const amrtp = await organisation("authority", "AMRTP", "amrtp");
  const bankOrganisation = await organisation("constituent", "Banque du Fleuve");
  const shopOrganisation = await organisation("constituent", "Boutique en ligne");
  const constituent = async (
    organisationId: string,
    name: string,
    sector: string,
    classes: string[],
  ): Promise<string> => {
    const id = newId();
    await owner`insert into constituents (id, reference, organisation_id, name, sector, classes, languages) values (${id}, ${`K-${name.slice(0, 3)}`}, ${organisationId}, ${name}, ${sector}, ${classes}, '{fr}')`;
    return id;
  };
  const bank = await constituent(bankOrganisation, "Banque du Fleuve", "finance", ["bank"]);
  const shop = await constituent(shopOrganisation, "Boutique en ligne", "commerce", ["ecommerce"]);
  const profile = async (organisationId: string, packs: string[]): Promise<void> => {
    await owner`insert into authority_profiles (organisation_id, packs, is_remit_everybody, remit_sectors, deliberation_format, quorum_percent, takes_complaints, changed_at)
      values (${organisationId}, ${packs}, true, '{}', 'DEL {year}/{n}', 50, true, now())`;
  };
  await profile(apdp, ["ml.data-protection"]);
  await profile(amrtp, ["ml.cryptology"]);
  const sessions = new Set<string>();
  return {
    cert,
    apdp,
    amrtp,
    bank,
    bankOrganisation,
    shop,
    shopOrganisation,
    head: await addPerson(world, apdp, "officer_head", "Head"),
    officer: await addPerson(world, apdp, "officer", "Officer"),
    second: await addPerson(world, apdp, "officer", "Second"),
    rivalHead: await addPerson(world, amrtp, "officer_head", "Rival head"),
    rival: await addPerson(world, amrtp, "officer", "Rival"),
    dpo: await addPerson(world, bankOrganisation, "constituent_dpo", "Dpo"),
    otherDpo: await addPerson(world, shopOrganisation, "constituent_dpo", "Other dpo"),
    analyst: await addPerson(world, cert, "analyst", "Analyst"),
    as: (person) => world.context(person),
    confirm: async (person, { act, object, version }) => {
      if (!sessions.has(person.sessionId)) {
        sessions.add(person.sessionId);
        await owner`insert into sessions (id, token_hash, person_id, idle_expires_at, expires_at) values (${person.sessionId}, ${Buffer.from(person.sessionId)}, ${person.personId}, now() + interval '1 hour', now() + interval '1 hour')`;
      }
      await owner`insert into step_ups (id, session_id, person_id, act, object, version, created_at, expires_at)
        values (${newId()}, ${person.sessionId}, ${person.personId}, ${act}, ${object}, ${version}, now(), ${new Date(world.clock.now().getTime() + 300_000)})`;
    },
  };
}
