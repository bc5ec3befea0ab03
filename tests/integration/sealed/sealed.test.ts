// A name given in confidence: sealed at acceptance, opened by two persons only, every opening listed, new keepers added by a custodian's own hand.
import { beforeAll, describe, expect, test } from "vitest";
import { openReceipt } from "../../../backend/intake/index.ts";
import { askForName } from "../../../backend/intake/sealed/ask-for-name.ts";
import { decideRequest } from "../../../backend/intake/sealed/decide-request.ts";
import { followCustody } from "../../../backend/intake/sealed/follow-custody.ts";
import { listRequests } from "../../../backend/intake/sealed/list-requests.ts";
import { type CustodyRequest, reportContext, stepUpForSealed } from "../../../backend/intake/sealed/model.ts";
import { openName } from "../../../backend/intake/sealed/open-name.ts";
import { readSealed } from "../../../backend/intake/sealed/read-sealed.ts";
import { listReseals, resealNames } from "../../../backend/intake/sealed/reseal-names.ts";
import { readOnly } from "../../../backend/platform/db/index.ts";
import { fromBase64Url, openKeyWith, sealKeyTo, toBase64Url } from "../../../backend/platform/sealing/index.ts";
import { revealIdentity } from "../../../backend/reporting/reveal-identity.ts";
import { sql } from "drizzle-orm";
import { addEscrow, type Keeper } from "../../support/custody.ts";
import { type IntakeWorld, makeIntakeWorld, trusted } from "../intake/support.ts";
import {
  addSomeone,
  dumpOf,
  openGranted,
  sealOn,
  type Someone,
  telltale,
  tellInConfidence,
  witness,
  withSession,
} from "./support.ts";
import { addPerson } from "../../support/desk-world.ts";

const reason = "The reporter is threatened; the police asks for the name.";
const code = (wanted: string) => expect.objectContaining({ code: wanted });

describe("before there are keepers", () => {
  let world: IntakeWorld;
  beforeAll(async () => {
    world = await makeIntakeWorld();
  });

  test("nothing is taken in confidence, and the field says so; a custodian without an escrow, or an escrow alone, is not enough", async () => {
    const refused = { code: "invalid_input", fields: [{ path: "isConfidential" }] };
    await expect(tellInConfidence(world)).rejects.toMatchObject(refused);
    const escrow = await addEscrow(world);
    await expect(tellInConfidence(world)).rejects.toMatchObject(refused);
    await world.owner`update unlocking_keys set retired_at = now() where id = ${escrow.keyId}`;
    await addSomeone(world, "custodian", "Alone");
    await expect(tellInConfidence(world)).rejects.toMatchObject(refused);
    expect((await world.owner`select 1 from reports`).length).toBe(0);
    // A person with a key who is no custodian keeps nothing.
    await addSomeone(world, "analyst", "Curious");
    await addEscrow(world);
    const told = await tellInConfidence(world);
    const keys = await world.owner`select 1 from sealed_identity_keys where report_id = ${told.id}`;
    expect(keys.length).toBe(2);
  });
});

describe("with keepers", () => {
  let world: IntakeWorld;
  let escrow: Keeper;
  let custodian: Someone;
  let other: Someone;
  let analyst: Someone;
  let told: Awaited<ReturnType<typeof tellInConfidence>>;
  beforeAll(async () => {
    world = await makeIntakeWorld();
    escrow = await addEscrow(world);
    custodian = await addSomeone(world, "custodian", "Keita");
    other = await addSomeone(world, "custodian", "Batbayar");
    analyst = await addSomeone(world, "analyst", "Awa");
    told = await tellInConfidence(world);
  });

  async function waiting(ctx: Someone): Promise<CustodyRequest> {
    const found = (await listRequests(ctx.ctx)).find((one) => one.decision === null && one.reportId === told.id);
    if (!found) throw new Error("no request waits");
    return found;
  }
  async function grant(by: Someone, requestId: string): Promise<void> {
    const request = (await listRequests(by.ctx)).find(({ id }) => id === requestId)!;
    await by.confirm(stepUpForSealed.decide(requestId, "granted"));
    await decideRequest(by.ctx, requestId, { decision: "granted", sealedKey: await sealOn(by, request) });
  }

  test("what the database has of it names nobody, in no form, and says honestly that it is sealed", async () => {
    const dump = await dumpOf(world);
    for (const word of telltale) expect(dump.toLowerCase()).not.toContain(word.toLowerCase());
    const [row] =
      await world.owner`select i.is_sealed, i.is_confidential, r.is_anonymous, r.answer_channel, r.on_behalf from report_identities i
        join reports r on r.id = i.report_id where r.id = ${told.id}`;
    expect(row).toEqual({
      is_sealed: true,
      is_confidential: true,
      is_anonymous: false,
      answer_channel: "receipt",
      on_behalf: { consent: "agreed" },
    });
    // The table itself refuses a name beside the seal.
    await expect(world.owner`update report_identities set name = 'x' where report_id = ${told.id}`).rejects.toThrow(
      /sealed_are_empty/,
    );
    expect(await openReceipt(world.anonymous(), told.receipt, trusted)).toBeTypeOf("string");
  });

  test("no scope of the desk, of the web or of the worker sees the sealed text, and the old way of opening is refused", async () => {
    for (const scope of ["staff", "person", "identity", "intake", "reporter", "system", "mailer", "none"] as const)
      for (const table of ["sealed_identities", "sealed_identity_keys"]) {
        const rows = await readOnly(
          analyst.ctx,
          async (tx) => await tx.execute(sql.raw(`select * from ${table}`)),
          scope,
        );
        expect([scope, table, rows.length]).toEqual([scope, table, 0]);
      }
    await analyst.confirm({ act: "report.reveal_identity", object: told.id, version: "1" });
    await expect(revealIdentity(analyst.ctx, { reportId: told.id, reason })).rejects.toEqual(code("refused"));
  });

  test("who asks needs a reason, an own key and the right; nobody answers the own request, an administrator answers none", async () => {
    await expect(askForName(analyst.ctx, told.id, { reason: "because" })).rejects.toMatchObject({
      fields: [{ path: "reason" }],
    });
    await expect(askForName(custodian.ctx, told.id, { reason })).rejects.toEqual(code("forbidden"));
    const [cert] = await world.owner<{ id: string }[]>`select id from organisations where kind = 'cert'`;
    const keyless = await withSession(world, await addPerson(world, cert!.id, "analyst", "Keyless"));
    await expect(askForName(keyless.ctx, told.id, { reason })).rejects.toMatchObject({
      words: "sealed.refusal.no_key",
    });

    // One person with both roles: asks as an analyst, and cannot answer as a custodian.
    const both = await addSomeone(world, "custodian", "Both");
    const actor = both.ctx.actor;
    const ctx = world.context({
      ...(actor as Extract<typeof actor, { kind: "person" }>),
      roles: ["custodian", "analyst"],
    });
    const { id } = await askForName(ctx, told.id, { reason });
    const mine = (await listRequests(ctx)).find((one) => one.id === id);
    expect(mine).toMatchObject({ canDecide: false, sealedKey: null });
    for (const answer of [
      { decision: "granted", sealedKey: toBase64Url(Buffer.alloc(80, 1)) },
      { decision: "refused", reason: "not now" },
    ] as const) {
      await both.confirm(stepUpForSealed.decide(id, answer.decision));
      await expect(decideRequest(ctx, id, answer)).rejects.toMatchObject({ words: "sealed.refusal.own_request" });
    }
    // The table refuses it too.
    await expect(
      world.owner`update identity_requests set decision = 'refused', decided_by = asked_by, decided_at = now() where id = ${id}`,
    ).rejects.toThrow(/check constraint/);
    const administrator = await addSomeone(world, "administrator", "Root");
    await expect(listRequests(administrator.ctx)).rejects.toEqual(code("forbidden"));
    await expect(decideRequest(administrator.ctx, id, { decision: "refused", reason: "no" })).rejects.toEqual(
      code("forbidden"),
    );
    await other.confirm(stepUpForSealed.decide(id, "refused"));
    await decideRequest(other.ctx, id, { decision: "refused", reason: "A reason of one line is not enough." });
    await expect(openName(ctx, id)).rejects.toMatchObject({ words: "sealed.refusal.not_open" });
  });

  test("a custodian grants, with the passkey's word for this answer; then only who asked opens it, each time with the passkey, and everyone sees who did", async () => {
    const { id } = await askForName(analyst.ctx, told.id, { reason });
    await expect(askForName(analyst.ctx, told.id, { reason })).rejects.toMatchObject({
      words: "sealed.refusal.waiting",
    });
    await expect(openName(analyst.ctx, id)).rejects.toMatchObject({ words: "sealed.refusal.not_open" });
    const request = await waiting(custodian);
    expect(request).toMatchObject({ id, askedByName: "Awa", reason, canDecide: true, reference: told.reference });
    const sealedKey = await sealOn(custodian, request);
    await expect(decideRequest(custodian.ctx, id, { decision: "granted", sealedKey })).rejects.toEqual(
      code("step_up_required"),
    );
    await custodian.confirm(stepUpForSealed.decide(id, "refused"));
    await expect(decideRequest(custodian.ctx, id, { decision: "granted", sealedKey })).rejects.toEqual(
      code("step_up_required"),
    );
    await grant(custodian, id);
    await other.confirm(stepUpForSealed.decide(id, "refused"));
    await expect(decideRequest(other.ctx, id, { decision: "refused", reason: "late" })).rejects.toEqual(
      code("conflict"),
    );

    await expect(openName(analyst.ctx, id)).rejects.toEqual(code("step_up_required"));
    const stranger = await addSomeone(world, "senior", "Stranger");
    await stranger.confirm(stepUpForSealed.open(id));
    await expect(openName(stranger.ctx, id)).rejects.toMatchObject({ words: "sealed.refusal.not_open" });
    await analyst.confirm(stepUpForSealed.open(id));
    const granted = await openName(analyst.ctx, id);
    expect(await openGranted(analyst, id, granted)).toEqual({
      ...witness.contact,
      safeChannel: witness.safeChannel,
      onBehalfName: witness.onBehalfOf.name,
      relation: witness.onBehalfOf.relation,
    });
    expect(await openGranted(stranger, id, granted).catch(() => "refused")).toBe("refused");
    await expect(openName(analyst.ctx, id)).rejects.toEqual(code("step_up_required"));
    await analyst.confirm(stepUpForSealed.open(id));
    await openName(analyst.ctx, id);

    const view = await readSealed(stranger.ctx, told.id);
    expect(view.openings.map(({ personName, way, reason: why }) => [personName, way, why])).toEqual([
      ["Awa", "request", reason],
      ["Awa", "request", reason],
    ]);
    expect(view.requests.find((one) => one.id === id)).toMatchObject({
      decision: "granted",
      decidedByName: "Keita",
      canOpen: false,
    });
    const log = await world.owner<{ action: string; actor_id: string }[]>`select action, actor_id from audit_log
      where object_id = ${told.id} and detail ->> 'requestId' = ${id} order by at, id`;
    expect(log.map(({ action, actor_id }) => [action, actor_id])).toEqual([
      ["report.ask_identity", analyst.personId],
      ["report.grant_identity", custodian.personId],
      ["report.open_identity", analyst.personId],
      ["report.open_identity", analyst.personId],
    ]);
    expect(JSON.stringify(await world.owner`select detail from audit_log`)).not.toMatch(/quibble|Thornfeather/i);
  });

  test("after a day it opens nothing, also not past the verb: the database itself shows the sealed text no more", async () => {
    const asks = await addSomeone(world, "analyst", "Late");
    const { id } = await askForName(asks.ctx, told.id, { reason });
    await grant(custodian, id);
    const look = async (): Promise<number> =>
      (await readOnly(asks.ctx, async (tx) => await tx.execute(sql`select 1 from sealed_identities`))).length;
    expect(await look()).toBe(1);
    await world.owner`update identity_requests set expires_at = now() - interval '1 second' where id = ${id}`;
    expect(await look()).toBe(0);
    await asks.confirm(stepUpForSealed.open(id));
    await expect(openName(asks.ctx, id)).rejects.toMatchObject({ words: "sealed.refusal.not_open" });
  });

  test("a key that was retired between asking and answering gets nothing", async () => {
    const asks = await addSomeone(world, "analyst", "Lost");
    const { id } = await askForName(asks.ctx, told.id, { reason });
    await world.owner`update unlocking_keys set retired_at = now() where id = ${asks.keyId}`;
    expect((await listRequests(custodian.ctx)).find((one) => one.id === id)).toMatchObject({ canDecide: false });
    await custodian.confirm(stepUpForSealed.decide(id, "granted"));
    await expect(
      decideRequest(custodian.ctx, id, { decision: "granted", sealedKey: toBase64Url(Buffer.alloc(80, 1)) }),
    ).rejects.toMatchObject({ words: "sealed.refusal.asker_key" });
  });

  test("a new custodian opens nothing of before until another custodian seals it on; nobody can seal on what the own key does not open", async () => {
    const fresh = await addSomeone(world, "custodian", "Fresh");
    expect(await listReseals(fresh.ctx)).toMatchObject({ waiting: 0, outOfReach: 1, batch: [] });
    const view = await listReseals(custodian.ctx);
    const missing = view.batch.find(({ reportId }) => reportId === told.id)!;
    expect(missing.missing).toContain(fresh.keyId);
    const context = reportContext(told.id);
    const key = await openKeyWith(custodian.privateKey, fromBase64Url(missing.sealedKey), context);
    const names = await Promise.all(
      missing.missing.map(async (keyId) => {
        const keeper = view.keepers.find((one) => one.keyId === keyId)!;
        return {
          reportId: told.id,
          keyId,
          sealedKey: toBase64Url(await sealKeyTo(fromBase64Url(keeper.publicKey), key, context)),
        };
      }),
    );
    await expect(resealNames(custodian.ctx, { names })).rejects.toEqual(code("step_up_required"));
    await fresh.confirm(stepUpForSealed.reseal(fresh.personId, names.length));
    expect(await resealNames(fresh.ctx, { names })).toEqual({ added: 0 });
    await custodian.confirm(stepUpForSealed.reseal(custodian.personId, names.length));
    expect(await resealNames(custodian.ctx, { names })).toEqual({ added: names.length });
    expect(await listReseals(custodian.ctx)).toMatchObject({ waiting: 0, outOfReach: 0 });
    // What is there is never replaced.
    await custodian.confirm(stepUpForSealed.reseal(custodian.personId, 1));
    const garbage = { reportId: told.id, keyId: fresh.keyId, sealedKey: toBase64Url(Buffer.alloc(80, 9)) };
    expect(await resealNames(custodian.ctx, { names: [garbage] })).toEqual({ added: 0 });
    const { id } = await askForName((await addSomeone(world, "analyst", "Next")).ctx, told.id, { reason });
    await grant(fresh, id);
  });

  test("a custodian whose role was taken serves no more, and new names are not sealed to them", async () => {
    await world.owner`update role_grants set revoked_at = now() where person_id = ${other.personId}`;
    const next = await tellInConfidence(world);
    const keys = await world.owner<
      { id: string }[]
    >`select key_id as id from sealed_identity_keys where report_id = ${next.id}`;
    expect(keys.map(({ id }) => id)).toContain(escrow.keyId);
    expect(keys.map(({ id }) => id)).not.toContain(other.keyId);
  });

  test("what was sealed to a key out of use is dropped, but never a name's last one", async () => {
    await world.owner`update unlocking_keys set retired_at = now() where id = ${other.keyId}`;
    await followCustody(world.system());
    const left = async (): Promise<string[]> =>
      (
        await world.owner<{ id: string }[]>`select key_id as id from sealed_identity_keys where report_id = ${told.id}`
      ).map(({ id }) => id);
    expect(await left()).not.toContain(other.keyId);
    await world.owner`update unlocking_keys set retired_at = now()`;
    const before = await left();
    await followCustody(world.system());
    expect(await left()).toEqual(before);
  });
});

test("a name that was kept in confidence before there were custodians is sealed as soon as there are, and is in clear nowhere after", async () => {
  const world = await makeIntakeWorld();
  const [cert] = await world.owner<{ id: string }[]>`select id from organisations where kind = 'cert'`;
  await world.owner`insert into reports (id, reference, organisation_id, source, flow, language, description, is_anonymous, answer_channel, received_at, on_behalf)
    values (gen_random_uuid(), 'TG-2026-0001', ${cert!.id}, 'web', 'free', 'fr', 'x', false, 'receipt', now(), ${world.owner.json({ consent: "agreed", relation: witness.onBehalfOf.relation })})`;
  const { contact } = witness;
  await world.owner`insert into report_identities (report_id, name, email, phone, role, organisation_name, is_confidential, may_tell)
    select id, ${contact.name}, ${contact.email}, ${contact.phone}, ${contact.role}, ${contact.organisation}, true, '{police}' from reports`;
  await followCustody(world.system());
  expect(await dumpOf(world)).toContain(contact.email);
  const escrow = await addEscrow(world);
  const custodian = await addSomeone(world, "custodian", "Keita");
  await followCustody(world.system());
  await followCustody(world.system());
  const dump = (await dumpOf(world)).toLowerCase();
  for (const word of [...Object.values(contact), witness.onBehalfOf.relation])
    expect(dump).not.toContain(word.toLowerCase());
  const [row] = await world.owner`select is_sealed, may_tell from report_identities`;
  expect(row).toEqual({ is_sealed: true, may_tell: ["police"] });
  const [{ id, key } = { id: "", key: Buffer.alloc(0) }] = await world.owner<
    { id: string; key: Buffer }[]
  >`select report_id as id, sealed_key as key
    from sealed_identity_keys where key_id = ${custodian.keyId}`;
  expect(await openKeyWith(custodian.privateKey, key, reportContext(id))).toHaveLength(32);
  expect(escrow.keyId).not.toBe(custodian.keyId);
});
