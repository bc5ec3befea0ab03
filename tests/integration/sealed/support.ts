// What the tests of sealed names share: a reporter with tell-tale contact, people with keys, and the crypto that their browsers do.
import type { StepUpBinding } from "../../../backend/identity/model.ts";
import { submitReport } from "../../../backend/intake/index.ts";
import type { SubmitReport } from "../../../backend/intake/model.ts";
import { reportContext, requestContext } from "../../../backend/intake/sealed/model.ts";
import type { Context } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import {
  fromBase64Url,
  openKeyWith,
  openText,
  sealKeyTo,
  toBase64Url,
} from "../../../backend/platform/sealing/index.ts";
import { addUnlockingKey, type Keeper } from "../../support/custody.ts";
import type { TestWorld } from "../../support/database.ts";
import { addPerson } from "../../support/desk-world.ts";
import { report, trusted } from "../intake/support.ts";

/** Who reports. No other text of the tests holds any of these words. */
export const witness = {
  contact: {
    name: "Zarathoustra Quibblewick",
    email: "zq.quibblewick@verysecret.example",
    phone: "+999 61 23 45 67",
    role: "Night auditor of the treasury",
    organisation: "Bureau of Whispering Pines",
  },
  safeChannel: "safe-quibble@hidden.example",
  onBehalfOf: { consent: "agreed", name: "Griselda Thornfeather", relation: "godmother of the twins" },
} as const;
export const telltale: readonly string[] = [
  ...Object.values(witness.contact),
  witness.safeChannel,
  witness.onBehalfOf.name,
  witness.onBehalfOf.relation,
  "quibble",
  "Thornfeather",
  "61234567",
];

export interface Someone extends Keeper {
  ctx: Context;
  personId: string;
  sessionId: string;
  confirm(binding: StepUpBinding): Promise<void>;
}

/** A person with a session and an unlocking key. */
export async function addSomeone(world: TestWorld, role: string, name: string): Promise<Someone> {
  const [cert] = await world.owner<{ id: string }[]>`select id from organisations where kind = 'cert'`;
  const person = await addPerson(world, cert?.id ?? "", role, name);
  return { ...(await addUnlockingKey(world, person.personId)), ...(await withSession(world, person)) };
}

export async function withSession(
  world: TestWorld,
  person: Awaited<ReturnType<typeof addPerson>>,
): Promise<Pick<Someone, "ctx" | "personId" | "sessionId" | "confirm">> {
  const { personId, sessionId } = person;
  await world.owner`insert into sessions (id, token_hash, person_id, idle_expires_at, expires_at)
    values (${sessionId}, ${Buffer.from(sessionId)}, ${personId}, now() + interval '1 hour', now() + interval '1 hour')`;
  const confirm = async ({ act, object, version }: StepUpBinding): Promise<void> => {
    await world.owner`insert into step_ups (id, session_id, person_id, act, object, version, created_at, expires_at)
      values (${newId()}, ${sessionId}, ${personId}, ${act}, ${object}, ${version}, now(), now() + interval '5 minutes')`;
  };
  return { ctx: world.context(person), personId, sessionId, confirm };
}

/** Hands in a report in confidence, as a stranger. */
export async function tellInConfidence(
  world: TestWorld,
  fields: Partial<SubmitReport> = {},
): Promise<{ id: string; reference: string; receipt: string }> {
  const answer = await submitReport(
    world.context({ kind: "anonymous" }),
    report({ ...witness, isConfidential: true, ...fields }),
    [],
    { visitor: trusted, source: "web" },
  );
  const [row] = await world.owner<{ id: string }[]>`select id from reports where reference = ${answer.reference}`;
  return { ...answer, id: row?.id ?? "" };
}

/** What a custodian's browser does with a request: opens the name's key, and seals it to who asked. */
export async function sealOn(
  custodian: Keeper,
  request: { id: string; reportId: string; sealedKey: string | null; askerKey: { publicKey: string } },
): Promise<string> {
  const key = await openKeyWith(
    custodian.privateKey,
    fromBase64Url(request.sealedKey ?? ""),
    reportContext(request.reportId),
  );
  return toBase64Url(await sealKeyTo(fromBase64Url(request.askerKey.publicKey), key, requestContext(request.id)));
}

/** What the asker's browser does with what was granted. */
export async function openGranted(
  asker: Keeper,
  requestId: string,
  granted: { reportId: string; ciphertext: string; sealedKey: string },
): Promise<unknown> {
  const key = await openKeyWith(asker.privateKey, fromBase64Url(granted.sealedKey), requestContext(requestId));
  return JSON.parse(await openText(key, fromBase64Url(granted.ciphertext), reportContext(granted.reportId)));
}

/** Every row of every table, as text: bytes as hexadecimal and as they read. */
export async function dumpOf(world: Pick<TestWorld, "owner">): Promise<string> {
  const tables = await world.owner<{ schema: string; name: string }[]>`select table_schema as schema, table_name as name
    from information_schema.tables where table_type = 'BASE TABLE' and table_schema in ('public', 'graphile_worker')`;
  const texts: string[] = [];
  for (const { schema, name } of tables) {
    const rows = await world.owner.unsafe(`select t::text as row from ${schema}."${name}" t`);
    for (const { row } of rows as unknown as { row: string }[]) {
      texts.push(row);
      for (const [, hex] of row.matchAll(/\\\\x([0-9a-f]+)/g))
        texts.push(Buffer.from(hex ?? "", "hex").toString("latin1"));
    }
  }
  return texts.join("\n");
}
