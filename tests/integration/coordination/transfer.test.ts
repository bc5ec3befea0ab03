// Handing a case over: only what the list lets go, exactly what was previewed, by the labels, names by two persons, and a receipt by link.
import { createHash } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { decrypt, readCleartextMessage, readKey, readMessage, readPrivateKey, verify } from "openpgp";
import { addNote, openCase } from "../../../backend/cases/index.ts";
import { keepOwnPlaces } from "../../../backend/coordination/links/own-places.ts";
import { fillSignedLinks, signedLink } from "../../../backend/coordination/links/signed-link.ts";
import { makeTeamKey } from "../../../backend/coordination/openpgp/team-keys.ts";
import { stepUpForTeamKey } from "../../../backend/coordination/openpgp/model.ts";
import { importKey } from "../../../backend/coordination/openpgp/import-key.ts";
import { confirmHanded, readHanded } from "../../../backend/coordination/transfer/confirm-receipt.ts";
import { decideTransfer, handOver, previewTransfer } from "../../../backend/coordination/transfer/hand-over.ts";
import { bindTransfer, type PreviewTransfer } from "../../../backend/coordination/transfer/model.ts";
import { listTransfers } from "../../../backend/coordination/transfer/read-transfers.ts";
import { fetchTransfer, sendTransfer } from "../../../backend/coordination/transfer/send-transfer.ts";
import type { Actor } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { allowStepUp } from "../../support/allow-step-up.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addObservable, addPerson, addReport } from "../../support/desk-world.ts";
import { makeOpenPgpKey } from "../../support/openpgp-keys.ts";

type Person = Extract<Actor, { kind: "person" }>;
let world: TestWorld;
let cert: string;
let bat: Person;
let sara: Person;

beforeAll(async () => {
  world = await makeTestWorld();
  cert = await addCert(world);
  bat = await addPerson(world, cert, "senior", "Bat");
  sara = await addPerson(world, cert, "lead", "Sara");
});
const as = (actor: Actor) => world.context(actor);
const job = () => as({ kind: "system", job: "test" });

async function addBody(
  kind: "peer" | "authority" | "third_party" | "constituent",
  email: string | null = `${newId()}@body.example`,
): Promise<string> {
  const id = newId();
  await world.owner`insert into correspondents (id, kind, name, email, phone, added_at) values (${id}, ${kind}, ${`A body ${id.slice(-6)}`}, ${email}, '+223 76 00 00 00', now())`;
  return id;
}
async function newCase(label: { marking?: string; pap?: string } = {}): Promise<{ caseId: string; reportId: string }> {
  const { id: reportId } = await addReport(world, cert, { isAnonymous: false });
  const { marking = "green", pap = "green" } = label;
  await world.owner`update reports set marking = ${marking}, pap = ${pap} where id = ${reportId}`;
  await world.owner`insert into report_identities (report_id, name, email) values (${reportId}, 'Awa Traoré', 'awa@home.example')`;
  await addObservable(world, reportId, { kind: "domain", value: "evil.example", role: "suspect" });
  await addObservable(world, reportId, { kind: "domain", value: "victim.example", role: "victim" });
  const { id: caseId } = await openCase(as(bat), { reportIds: [reportId], title: "Fake bank" });
  await world.owner`update cases set marking = ${marking}, pap = ${pap} where id = ${caseId}`;
  await addNote(as(bat), { caseId, body: "Between us: an informer told it." });
  return { caseId, reportId };
}
const asked = (correspondentId: string, more: Partial<PreviewTransfer> = {}): PreviewTransfer => ({
  correspondentId,
  way: "mail",
  language: "en",
  fields: ["title", "values", "summary"],
  summary: "A bank is imitated.",
  ...more,
});
async function hand(caseId: string, what: PreviewTransfer) {
  const { sha256 } = await previewTransfer(as(bat), caseId, what);
  return await handOver(as(bat), caseId, { ...what, sha256 });
}
const mailOf = async (transferId: string) =>
  (
    await world.owner<{ subject: string; body: string; attachment: string; name: string; to_address: string }[]>`
    select m.subject, m.body, m.to_address, x.attachment, x.attachment_name as name from outgoing_mails m join outgoing_mail_extras x on x.mail_id = m.id where m.cause = ${`transfer:${transferId}`}`
  )[0];

test("what was previewed leaves word for word: chosen fields of the list, never a note, never a victim's value; it stays frozen", async () => {
  const { caseId } = await newCase();
  const peer = await addBody("peer");
  const preview = await previewTransfer(as(bat), caseId, asked(peer));
  expect(JSON.parse(preview.document)).toMatchObject({
    format: "toguna-hand-over/1",
    marking: "TLP:GREEN",
    list: 1,
    case: { title: "Fake bank", summary: "A bank is imitated.", values: [{ kind: "domain", value: "evil.example" }] },
  });
  expect(preview.document).not.toMatch(/informer|victim\.example|Traoré/);
  const { id, state } = await handOver(as(bat), caseId, { ...asked(peer), sha256: preview.sha256 });
  expect(state).toBe("sending");
  await sendTransfer(job(), { transferId: id });
  await sendTransfer(job(), { transferId: id });
  const mail = await mailOf(id);
  expect(mail?.attachment).toBe(preview.document);
  const left = keepOwnPlaces(mail?.body ?? "", { cause: `transfer:${id}`, places: [] });
  expect(fillSignedLinks(world.services, left)).toContain(signedLink(world.services, "handed", id));
  const [shown] = (await listTransfers(as(bat), caseId)).transfers;
  expect(shown).toMatchObject({
    state: "sent",
    way: "mail_clear",
    listVersion: 1,
    document: preview.document,
    sha256: preview.sha256,
  });
  const [moment] = await world.owner`select kind from case_timeline where case_id = ${caseId} and kind = 'handed_over'`;
  expect(moment).toEqual({ kind: "handed_over" });
  await expect(world.owner`update case_transfers set document = '{}' where id = ${id}`).rejects.toThrow(/not changed/);
  await expect(world.owner`delete from case_transfers where id = ${id}`).rejects.toThrow(/not changed/);
  // The case is another one by now: what nobody looked at does not leave.
  await world.owner`update cases set title = 'Another title' where id = ${caseId}`;
  await expect(handOver(as(bat), caseId, { ...asked(peer), sha256: preview.sha256 })).rejects.toMatchObject({
    code: "conflict",
  });
});

test("fields outside the list, bodies of another kind and a summary that says nothing are refused by name", async () => {
  const { caseId } = await newCase();
  const peer = await addBody("peer");
  await expect(
    previewTransfer(as(bat), caseId, asked(peer, { fields: ["title", "reporters", "assets"] })),
  ).rejects.toMatchObject({
    fields: [{ path: "fields", message: expect.stringContaining("reporters, assets") as string }],
  });
  await expect(previewTransfer(as(bat), caseId, asked(await addBody("constituent")))).rejects.toMatchObject({
    fields: [{ path: "correspondentId" }],
  });
  await expect(previewTransfer(as(bat), caseId, asked(await addBody("peer", null)))).rejects.toMatchObject({
    fields: [{ path: "way" }],
  });
  await expect(previewTransfer(as(bat), caseId, asked(peer, { summary: "" }))).rejects.toMatchObject({
    fields: [{ path: "summary" }],
  });
});

test("labels hold it: a peer up to GREEN, a third party up to AMBER, an authority below RED; PAP:RED and exercises nothing; above GREEN no mail in clear", async () => {
  const bodies = {
    peer: await addBody("peer"),
    third_party: await addBody("third_party"),
    authority: await addBody("authority"),
  };
  const tries = [
    [{ marking: "amber" }, "peer", "transfer.refusal.tlp_peer"],
    [{ marking: "amber+strict" }, "third_party", "transfer.refusal.tlp_third_party"],
    [{ marking: "red" }, "authority", "transfer.refusal.tlp_authority"],
    [{ pap: "red" }, "authority", "transfer.refusal.pap_red"],
    [{ marking: "amber" }, "third_party", "transfer.refusal.no_key"],
  ] as const;
  for (const [label, body, words] of tries) {
    const { caseId } = await newCase(label);
    await expect(previewTransfer(as(bat), caseId, asked(bodies[body])), words).rejects.toMatchObject({ words });
  }
  const exercise = await newCase();
  await world.owner`update reports set is_exercise = true where id = ${exercise.reportId}`;
  await expect(previewTransfer(as(bat), exercise.caseId, asked(bodies.peer))).rejects.toMatchObject({
    words: "transfer.refusal.exercise",
  });
  // A label that became stricter before the job ran: nothing leaves.
  const { caseId } = await newCase();
  const { id } = await hand(caseId, asked(bodies.peer));
  await world.owner`update cases set marking = 'red' where id = ${caseId}`;
  await sendTransfer(job(), { transferId: id });
  expect((await listTransfers(as(bat), caseId)).transfers[0]).toMatchObject({ state: "failed" });
  expect(await mailOf(id)).toBeUndefined();
});

test("names go to an authority only, by two passkeys; never of whoever asked for confidence, never from what an entity handed in itself", async () => {
  const { caseId } = await newCase();
  const authority = await addBody("authority");
  const what = asked(authority, { fields: ["title", "reporters"] });
  const hidden = await addReport(world, cert, { isAnonymous: false });
  await world.owner`insert into report_identities (report_id, name, is_confidential) values (${hidden.id}, 'Hidden Name', true)`;
  const [entity] = await world.owner<
    { id: string }[]
  >`insert into organisations (id, kind, name) values (${newId()}, 'constituent', ${newId()}) returning id`;
  const filed = await addReport(world, cert, { isAnonymous: false });
  await world.owner`update reports set filed_by_organisation_id = ${entity?.id ?? ""} where id = ${filed.id}`;
  await world.owner`insert into report_identities (report_id, name) values (${filed.id}, 'Entity Person')`;
  for (const { id } of [hidden, filed]) {
    await world.owner`update reports set marking = 'green', pap = 'green' where id = ${id}`;
    await world.owner`insert into case_reports (case_id, report_id, joined_at) values (${caseId}, ${id}, now())`;
  }
  const preview = await previewTransfer(as(bat), caseId, what);
  expect(preview).toMatchObject({ hasNames: true, leftOut: 1 });
  expect(preview.document).toContain("Awa Traoré");
  expect(preview.document).not.toMatch(/Hidden Name|Entity Person/);
  const send = { ...what, sha256: preview.sha256 };
  await expect(handOver(as(bat), caseId, send)).rejects.toMatchObject({ code: "step_up_required" });
  await allowStepUp(world, as(bat), bindTransfer.ask(caseId, preview.sha256));
  const { id, state } = await handOver(as(bat), caseId, send);
  expect(state).toBe("waiting");
  await sendTransfer(job(), { transferId: id });
  expect(await mailOf(id)).toBeUndefined();
  await expect(decideTransfer(as(bat), id, { decision: "agree" })).rejects.toMatchObject({
    words: "transfer.refusal.own",
  });
  await expect(decideTransfer(as(sara), id, { decision: "agree" })).rejects.toMatchObject({ code: "step_up_required" });
  await expect(world.owner`update case_transfers set state = 'sent' where id = ${id}`).rejects.toThrow(
    /case_transfers_names/,
  );
  await allowStepUp(world, as(sara), bindTransfer.agree(id));
  await decideTransfer(as(sara), id, { decision: "agree" });
  await sendTransfer(job(), { transferId: id });
  expect((await mailOf(id))?.attachment).toContain("Awa Traoré");
});

test("a body with a key gets the document encrypted to it and signed by the team; a signed file verifies; a key that ended lets nothing out", async () => {
  const admin = await addPerson(world, cert, "administrator", "Admin");
  await allowStepUp(world, as(admin), stepUpForTeamKey.make("CERT"));
  const { fingerprint } = await makeTeamKey(as(admin), { name: "CERT", months: 12 });
  const [team] = await world.owner<
    { armored: string }[]
  >`select armored from team_keys where fingerprint = ${fingerprint}`;
  const teamKey = await readKey({ armoredKey: team?.armored ?? "" });
  const { caseId } = await newCase({ marking: "amber" });
  const email = `${newId()}@body.example`;
  const body = await addBody("third_party", email);
  const { publicKey, privateKey } = await makeOpenPgpKey({ email });
  await importKey(as(bat), { correspondentId: body, armored: publicKey });
  const sent = await hand(caseId, asked(body));
  await sendTransfer(job(), { transferId: sent.id });
  const mail = await mailOf(sent.id);
  expect(mail?.attachment).toMatch(/^-----BEGIN PGP MESSAGE/);
  const opened = await decrypt({
    message: await readMessage({ armoredMessage: mail?.attachment ?? "" }),
    decryptionKeys: await readPrivateKey({ armoredKey: privateKey }),
    verificationKeys: teamKey,
  });
  expect(opened.data).toContain("evil.example");
  expect(await opened.signatures[0]?.verified).toBe(true);
  const file = await hand(caseId, asked(body, { way: "file" }));
  await expect(fetchTransfer(as(bat), file.id)).rejects.toMatchObject({ words: "transfer.refusal.no_file" });
  await sendTransfer(job(), { transferId: file.id });
  const { name, text } = await fetchTransfer(as(bat), file.id);
  expect(name).toBe(`${file.reference}.json.asc`);
  const checked = await verify({
    message: await readCleartextMessage({ cleartextMessage: text }),
    verificationKeys: teamKey,
  });
  expect(await checked.signatures[0]?.verified).toBe(true);
  expect(JSON.parse(String(checked.data))).toMatchObject({ case: { title: "Fake bank" } });
  const late = await hand(caseId, asked(body));
  await world.owner`update correspondent_keys set removed_at = now() where correspondent_id = ${body}`;
  await sendTransfer(job(), { transferId: late.id });
  expect((await listTransfers(as(bat), caseId)).transfers[0]).toMatchObject({ state: "failed" });
  expect(await mailOf(late.id)).toBeUndefined();
});

test("the receipt is confirmed by the link with a button, once; their reference is kept; another link tells nothing", async () => {
  const { caseId } = await newCase();
  const { id, reference } = await hand(caseId, asked(await addBody("peer")));
  const token = signedLink(world.services, "handed", id).split("/").at(-1) ?? "";
  expect(await readHanded(job(), token)).toBeUndefined();
  await sendTransfer(job(), { transferId: id });
  const document = (await listTransfers(as(bat), caseId)).transfers[0]?.document ?? "";
  const sha256 = createHash("sha256").update(document).digest("hex");
  expect(await readHanded(job(), token)).toMatchObject({ reference, sha256, confirmedAt: null });
  expect(await readHanded(job(), `${token.slice(0, -1)}x`)).toBeUndefined();
  await confirmHanded(job(), token, { name: "Duty officer", theirReference: "INC-77" });
  await confirmHanded(job(), token, { name: "Somebody else" });
  const [shown] = (await listTransfers(as(bat), caseId)).transfers;
  expect(shown).toMatchObject({ confirmedName: "Duty officer", theirReference: "INC-77" });
});
