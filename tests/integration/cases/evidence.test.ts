// Evidence over a real database, object store and log: taken, handed on, read, exported and checked offline, disposed of by two.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { blake3 } from "@noble/hashes/blake3.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { beforeAll, expect, test } from "vitest";
import { disposeEvidence } from "../../../backend/cases/evidence/dispose-evidence.ts";
import { makeBundle } from "../../../backend/cases/evidence/make-bundle.ts";
import { bindCustody, type TakeEvidence } from "../../../backend/cases/evidence/model.ts";
import { moveEvidence } from "../../../backend/cases/evidence/move-evidence.ts";
import { openEvidence } from "../../../backend/cases/evidence/open-evidence.ts";
import { listEvidence, readEvidence } from "../../../backend/cases/evidence/read-evidence.ts";
import { receiveEvidence, takeEvidence } from "../../../backend/cases/evidence/take-evidence.ts";
import { verifyBundle } from "../../../backend/cases/evidence/verify-bundle.ts";
import { openCase } from "../../../backend/cases/index.ts";
import { restrictCase } from "../../../backend/cases/restriction/restrict-case.ts";
import type { StepUpBinding } from "../../../backend/identity/model.ts";
import { formatVerifierKey, logKey, sealLog } from "../../../backend/platform/audit/index.ts";
import { readVerifierKey } from "../../../backend/platform/audit/proof/keys.ts";
import { nobodysPolicy } from "../../../backend/platform/audit/proof/policy.ts";
import type { Actor } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson, addReport } from "../../support/desk-world.ts";
import { sealAll } from "../../support/seal-all.ts";

type Person = Extract<Actor, { kind: "person" }>;
let world: TestWorld;
let cert: string;
let awa: Person;
let bat: Person;
let outside: Person;

beforeAll(async () => {
  world = await makeTestWorld();
  cert = await addCert(world);
  awa = await addPerson(world, cert, "analyst", "Awa");
  bat = await addPerson(world, cert, "senior", "Bat");
  outside = await addPerson(world, cert, "analyst", "Oumar");
});

const as = (actor: Actor) => world.context(actor);
const said: TakeEvidence = {
  label: "Disque du serveur de paie",
  takenFrom: "M. Keïta, service informatique",
  place: "Armoire forte 2",
  takenAt: "2026-01-02T09:30:00Z",
};
const newCase = async () => (await openCase(as(awa), { reportIds: [(await addReport(world, cert)).id] })).id;

async function stepUp(person: Person, binding: StepUpBinding): Promise<void> {
  await world.owner`insert into sessions (id, person_id, token_hash, idle_expires_at, expires_at)
    values (${person.sessionId}, ${person.personId}, ${createHash("sha256").update(person.sessionId).digest()}, now() + interval '1 hour', now() + interval '1 hour')
    on conflict do nothing`;
  await world.owner`insert into step_ups (id, session_id, person_id, act, object, version, created_at, expires_at)
    values (${newId()}, ${person.sessionId}, ${person.personId}, ${binding.act}, ${binding.object}, ${binding.version}, now(), now() + interval '5 minutes')`;
}

async function* inPieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1000) yield await Promise.resolve(bytes.subarray(at, at + 1000));
}

async function takeFile(caseId: string, bytes: Buffer, name = "image disque.dd") {
  const body = inPieces(bytes);
  const request = { body, mediaType: "application/octet-stream", name: encodeURIComponent(name) };
  return await takeEvidence(as(awa), caseId, said, await receiveEvidence(as(awa), caseId, request));
}

async function saveBundle(person: Person, evidenceId: string): Promise<string> {
  await sealAll(as(person));
  const bundle = await makeBundle(as(person), evidenceId);
  const path = join(mkdtempSync(join(tmpdir(), "toguna-bundle-")), bundle.name);
  const chunks: Uint8Array[] = [];
  for await (const chunk of bundle.stream) chunks.push(chunk);
  writeFileSync(path, Buffer.concat(chunks));
  return path;
}
const trusting = { logs: [], policy: nobodysPolicy };
const wrongOf = async (path: string) => (await verifyBundle(path, trusting)).filter(({ isGood }) => !isGood);

test("a file is hashed by SHA-256 and BLAKE3 while it arrives, and its first row of custody says who, from where and when", async () => {
  const bytes = Buffer.alloc(300_000, "evidence ");
  const taken = await takeFile(await newCase(), bytes);
  expect(taken.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
  expect(taken.blake3).toBe(bytesToHex(blake3(bytes)));
  expect(taken.reference).toMatch(/^TG-E-\d{4}-\d{4}$/);
  const page = await readEvidence(as(bat), taken.id);
  expect(page).toMatchObject({ holder: { name: "Awa" }, place: "Armoire forte 2", isChainWhole: true });
  expect(page.chain).toMatchObject([{ kind: "taken", person: { name: "Awa" }, place: "Armoire forte 2" }]);
});

test("an empty file, a time ahead and a closed case are refused, and no bytes stay behind", async () => {
  const caseId = await newCase();
  const count = async () => {
    const found = await readdir(join(world.services.config.dataDir, "objects"), {
      recursive: true,
      withFileTypes: true,
    });
    return found.filter((entry) => entry.isFile()).length;
  };
  const before = await count();
  await expect(takeFile(caseId, Buffer.alloc(0))).rejects.toMatchObject({ code: "invalid_input" });
  const file = { body: inPieces(Buffer.from("x")), mediaType: "text/plain", name: "x" };
  const arrived = await receiveEvidence(as(awa), caseId, file);
  const ahead = { ...said, takenAt: new Date(Date.now() + 86_400_000).toISOString() };
  await expect(takeEvidence(as(awa), caseId, ahead, arrived)).rejects.toMatchObject({
    fields: [{ path: "takenAt", message: "Expected a time that is not ahead." }],
  });
  await world.owner`update cases set status = 'closed', closed_at = now() where id = ${caseId}`;
  await expect(takeFile(caseId, Buffer.from("late"))).rejects.toMatchObject({ code: "refused" });
  expect(await count()).toBe(before);
});

test("a thing goes from hand to hand: offered, refused, offered again, taken over with the passkey; others cannot answer", async () => {
  const { id } = await takeEvidence(as(awa), await newCase(), { ...said, label: "Téléphone", seal: "S-0041" }, null);
  const offer = { kind: "offered", toPersonId: bat.personId } as const;
  await expect(moveEvidence(as(bat), id, offer)).rejects.toMatchObject({ words: "evidence.refusal.not_holder" });
  await expect(moveEvidence(as(awa), id, { kind: "offered", toPersonId: awa.personId })).rejects.toMatchObject({
    fields: [{ path: "toPersonId", message: expect.any(String) }],
  });
  await moveEvidence(as(awa), id, offer);
  await expect(moveEvidence(as(awa), id, { kind: "unsealed", note: "to look" })).rejects.toMatchObject({
    words: "evidence.refusal.waits",
  });
  await expect(moveEvidence(as(outside), id, { kind: "refused", note: "not mine" })).rejects.toMatchObject({
    words: "evidence.refusal.not_offered",
  });
  await moveEvidence(as(bat), id, { kind: "refused", note: "Scellé abîmé" });
  await moveEvidence(as(awa), id, offer);
  const take = { kind: "acknowledged", place: "Coffre 7" } as const;
  await expect(moveEvidence(as(bat), id, take)).rejects.toMatchObject({ code: "step_up_required" });
  const { chain } = await readEvidence(as(bat), id);
  await stepUp(bat, bindCustody("acknowledged", id, chain.length));
  await moveEvidence(as(bat), id, take);
  await moveEvidence(as(bat), id, { kind: "unsealed", note: "Pour l'examen" });
  await moveEvidence(as(bat), id, { kind: "sealed", seal: "S-0042" });
  const page = await readEvidence(as(awa), id);
  expect(page).toMatchObject({ holder: { name: "Bat" }, waitsFor: null, seal: "S-0042", place: "Coffre 7" });
  expect(page.chain.map(({ kind }) => kind)).toEqual([
    "taken",
    "offered",
    "refused",
    "offered",
    "acknowledged",
    "unsealed",
    "sealed",
  ]);
  expect(page.chain[5]?.seal).toBe("S-0041");
});

test("each reading of the bytes is a row of custody, and nobody changes a row or what was fixed on arrival", async () => {
  const { id } = await takeFile(await newCase(), Buffer.from("bytes"));
  await openEvidence(as(bat), id);
  await openEvidence(as(bat), id);
  expect((await readEvidence(as(awa), id)).chain.map(({ kind }) => kind)).toEqual(["taken", "read", "read"]);
  await expect(world.owner`update evidence_custody set note = 'x' where evidence_id = ${id}`).rejects.toThrow(
    /not changed afterwards/,
  );
  await expect(world.owner`delete from evidence_custody where evidence_id = ${id}`).rejects.toThrow(
    /not changed afterwards/,
  );
  await expect(world.owner`update case_evidence set label = 'x' where id = ${id}`).rejects.toThrow(
    /not changed afterwards/,
  );
  await expect(world.owner`update case_evidence set object_id = null where id = ${id}`).rejects.toThrow(/disposal/);
});

test("who may not see the case sees no evidence of it, not its bytes' row, not its custody", async () => {
  const caseId = await newCase();
  const { id } = await takeFile(caseId, Buffer.from("secret bytes"));
  expect((await listEvidence(as(outside), caseId)).evidence).toHaveLength(1);
  await restrictCase(as(awa), { caseId, reason: "An insider", personIds: [bat.personId] });
  for (const work of [
    () => listEvidence(as(outside), caseId),
    () => readEvidence(as(outside), id),
    () => openEvidence(as(outside), id),
    () => makeBundle(as(outside), id),
    () => moveEvidence(as(outside), id, { kind: "refused", note: "not mine" }),
    () => disposeEvidence(as(outside), id, { step: "ask", reason: "It is old" }),
  ])
    await expect(work()).rejects.toMatchObject({ code: "not_found" });
  const seen = async (person: Person) =>
    await world.owner.begin(async (sql) => {
      await sql`select set_config('toguna.scope', 'staff', true), set_config('toguna.person', ${person.personId}, true), set_config('toguna.roles', 'analyst', true)`;
      await sql`set local role toguna_app`;
      const [row] = await sql<
        { n: number }[]
      >`select (select count(*) from evidence_custody where evidence_id = ${id})::int
        + (select count(*) from objects o where o.sha256 = ${createHash("sha256").update("secret bytes").digest()})::int as n`;
      return row?.n;
    });
  expect(await seen(outside)).toBe(0);
  expect(await seen(bat)).toBe(2);
  // It is not offered to somebody who could not see it.
  await expect(moveEvidence(as(awa), id, { kind: "offered", toPersonId: outside.personId })).rejects.toMatchObject({
    code: "invalid_input",
  });
});

test("a bundle is a bag that verifies offline with the log's key alone; whoever changes a byte is told which file", async () => {
  const { id } = await takeFile(await newCase(), Buffer.alloc(100_000, "disk"));
  await openEvidence(as(bat), id);
  const path = await saveBundle(bat, id);
  const key = formatVerifierKey(logKey(world.services));
  const found = await verifyBundle(path, { logs: [readVerifierKey(key)], policy: nobodysPolicy });
  expect(found.filter(({ isGood }) => !isGood)).toEqual([]);
  expect(found.map(({ says }) => says)).toEqual(["manifest", "manifest", "as_arrived", "chain", "proved"]);
  expect(found.at(-1)?.values).toEqual({ rows: 2 });
  // Without a key of one's own the bundle's is used, and that is said.
  expect((await verifyBundle(path, trusting)).map(({ says }) => says)).toContain("own_key");
  // Unpacked it is a bag like any other: bagit.txt, a manifest of the payload, a manifest of the tags.
  const folder = join(path, "..", "unpacked");
  await mkdir(folder);
  execFileSync("tar", ["-xf", path, "-C", folder]);
  const bag = join(folder, (await readEvidence(as(bat), id)).reference);
  expect(await wrongOf(bag)).toEqual([]);
  expect(readFileSync(join(bag, "bagit.txt"), "utf8")).toBe("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
  for (const manifest of ["manifest-sha256.txt", "tagmanifest-sha256.txt"])
    for (const line of readFileSync(join(bag, manifest), "utf8").trim().split("\n")) {
      const [hash = "", name = ""] = line.split("  ");
      expect(
        createHash("sha256")
          .update(readFileSync(join(bag, name)))
          .digest("hex"),
        name,
      ).toBe(hash);
    }

  const change = async (file: string, edit: (text: string) => string) => {
    const before = readFileSync(join(bag, file));
    writeFileSync(join(bag, file), edit(before.toString("latin1")), "latin1");
    const wrong = await wrongOf(bag);
    writeFileSync(join(bag, file), before);
    return wrong;
  };
  expect(await change("data/image disque.dd", (text) => `D${text.slice(1)}`)).toMatchObject([
    { says: "changed", values: { path: "data/image disque.dd" } },
    { says: "not_as_arrived", values: { path: "data/image disque.dd" } },
  ]);
  expect(
    await change("custody/evidence.json", (text) => text.replace("Armoire forte 2", "Armoire forte 3")),
  ).toMatchObject([{ says: "changed", values: { path: "custody/evidence.json" } }, { says: "facts_changed" }]);
  const proof = "custody/proofs/00002.tlog-proof";
  expect((await change(proof, (text) => text.replace("index ", "index 1"))).map(({ says }) => says)).toEqual([
    "changed",
    "proof_bad",
  ]);
  expect((await change("bagit.txt", () => "BagIt-Version: 0.97\n")).map(({ says }) => says)).toEqual(["no_bag"]);
  expect((await change("manifest-sha256.txt", () => "nonsense\n"))[0]).toMatchObject({ says: "manifest_malformed" });
});

test("a forged chain with right hashes is found out by the log: its acts have no place there", async () => {
  const { id } = await takeFile(await newCase(), Buffer.from("forged"));
  const path = await saveBundle(bat, id);
  const other = await takeFile(await newCase(), Buffer.from("other"));
  const otherPath = await saveBundle(bat, other.id);
  const folder = join(path, "..");
  execFileSync("tar", ["-xf", path, "-C", folder]);
  execFileSync("tar", ["-xf", otherPath, "-C", folder]);
  const [mine, theirs] = [(await readEvidence(as(bat), id)).reference, other.reference].map((one) => join(folder, one));
  writeFileSync(
    join(mine ?? "", "custody/proofs/00001.tlog-proof"),
    readFileSync(join(theirs ?? "", "custody/proofs/00001.tlog-proof")),
  );
  expect((await wrongOf(mine ?? "")).map(({ says }) => says)).toEqual(["changed", "proof_of_other"]);
});

test("evidence of a case marked TLP:RED does not leave as a bundle", async () => {
  const caseId = await newCase();
  const { id } = await takeFile(caseId, Buffer.from("red"));
  await world.owner`update cases set marking = 'red' where id = ${caseId}`;
  await sealLog(as(bat));
  await expect(makeBundle(as(bat), id)).rejects.toMatchObject({ code: "refused", words: "access.leave.red" });
});

test("it is disposed of by two and not before its day: the bytes go, the hashes and the chain stay", async () => {
  const caseId = await newCase();
  const arrived = await receiveEvidence(as(awa), caseId, {
    body: inPieces(Buffer.from("old")),
    mediaType: "text/plain",
    name: "old.txt",
  });
  const kept = await takeEvidence(as(awa), caseId, { ...said, keepUntil: "2999-01-01" }, arrived);
  await expect(disposeEvidence(as(awa), kept.id, { step: "ask", reason: "It is old" })).rejects.toMatchObject({
    words: "evidence.refusal.keep_until",
  });
  const { id } = await takeFile(caseId, Buffer.from("gone soon"));
  await disposeEvidence(as(awa), id, { step: "ask", reason: "Rendu au propriétaire" });
  await expect(disposeEvidence(as(awa), id, { step: "agree" })).rejects.toMatchObject({
    words: "evidence.refusal.own_disposal",
  });
  await expect(disposeEvidence(as(bat), id, { step: "agree" })).rejects.toMatchObject({ code: "step_up_required" });
  await stepUp(bat, bindCustody("disposed", id, 2));
  const [{ object_id: objectId } = { object_id: "" }] = await world.owner<
    { object_id: string }[]
  >`select object_id from case_evidence where id = ${id}`;
  await disposeEvidence(as(bat), id, { step: "agree" });
  await expect(world.services.objects.size(objectId)).rejects.toThrow(/ENOENT/);
  const page = await readEvidence(as(awa), id);
  expect(page).toMatchObject({ isDisposed: true, isChainWhole: true, can: ["export"] });
  expect(page.sha256).toBe(createHash("sha256").update("gone soon").digest("hex"));
  await expect(openEvidence(as(awa), id)).rejects.toMatchObject({ code: "gone" });
  const own = world.owner`update case_evidence set disposal_asked_by = ${awa.personId}, disposed_by = ${awa.personId}, disposed_at = now(), object_id = null where id = ${kept.id}`;
  await expect(own).rejects.toThrow(/evidence_disposed_by_two/);
  // Its bundle still proves what there was and who ended it.
  expect(await wrongOf(await saveBundle(bat, id))).toEqual([]);
});
