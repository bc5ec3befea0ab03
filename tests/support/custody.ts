// Keepers of names for tests: real key pairs, their public halves in the database as the browser and the console would put them.
import { type KeyPair, makeKeyPair } from "../../backend/platform/sealing/index.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";
import { addPerson } from "./desk-world.ts";

type Person = Awaited<ReturnType<typeof addPerson>>;

export interface Keeper extends KeyPair {
  keyId: string;
}

/** An unlocking key of a person. Whoever has the role of custodian keeps names from then on. */
export async function addUnlockingKey(world: Pick<TestWorld, "owner">, personId: string): Promise<Keeper> {
  const pair = await makeKeyPair();
  const keyId = newId();
  await world.owner`insert into unlocking_keys (id, kind, person_id, public_key, prf_salt, created_by, created_at)
    values (${keyId}, 'person', ${personId}, ${Buffer.from(pair.publicKey)}, ${Buffer.alloc(32, 1)}, ${personId}, now())`;
  return { ...pair, keyId };
}

/** The escrow key, of which a real installation has the public half only. */
export async function addEscrow(world: Pick<TestWorld, "owner">): Promise<Keeper> {
  const pair = await makeKeyPair();
  const keyId = newId();
  await world.owner`insert into unlocking_keys (id, kind, public_key, created_at) values (${keyId}, 'escrow', ${Buffer.from(pair.publicKey)}, now())`;
  return { ...pair, keyId };
}

/** One custodian with a key, and the escrow: from now on names can be given in confidence. */
export async function openCustody(
  world: TestWorld,
): Promise<{ custodian: Keeper & { person: Person }; escrow: Keeper }> {
  const [cert] = await world.owner<{ id: string }[]>`select id from organisations where kind = 'cert'`;
  const person = await addPerson(world, cert?.id ?? "", "custodian", "Keeper");
  return { custodian: { ...(await addUnlockingKey(world, person.personId)), person }, escrow: await addEscrow(world) };
}
