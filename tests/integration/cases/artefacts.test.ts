// Artefacts over a real database, object store and a real little sandbox on loopback: asked for, taken, looked at, written down, let out as an archive, held inside by PAP.
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Readable } from "node:stream";
import { BlobReader, TextWriter, ZipReader } from "@zip.js/zip.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askAnalysis } from "../../../backend/cases/artefacts/ask-analysis.ts";
import { askSandbox, decideRun } from "../../../backend/cases/artefacts/ask-sandbox.ts";
import { lookAtArtefact } from "../../../backend/cases/artefacts/look-at-artefact.ts";
import { bindRun, type WriteResult } from "../../../backend/cases/artefacts/model.ts";
import { packArtefact } from "../../../backend/cases/artefacts/pack-artefact.ts";
import { listArtefacts, listOfCase, readArtefact } from "../../../backend/cases/artefacts/read-artefacts.ts";
import { runSandbox } from "../../../backend/cases/artefacts/run-sandbox.ts";
import { stepArtefact } from "../../../backend/cases/artefacts/step-artefact.ts";
import { writeResult } from "../../../backend/cases/artefacts/write-result.ts";
import { openEvidence } from "../../../backend/cases/evidence/open-evidence.ts";
import { readEvidence } from "../../../backend/cases/evidence/read-evidence.ts";
import { receiveEvidence, takeEvidence } from "../../../backend/cases/evidence/take-evidence.ts";
import { openCase } from "../../../backend/cases/index.ts";
import { restrictCase } from "../../../backend/cases/restriction/restrict-case.ts";
import { readCasePage } from "../../../backend/reporting/read-case-page.ts";
import type { Actor, Context } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { allowStepUp } from "../../support/allow-step-up.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addFile, addObservable, addPerson, addReport } from "../../support/desk-world.ts";

type Person = Extract<Actor, { kind: "person" }>;
let world: TestWorld;
let cert: string;
let awa: Person;
let bat: Person;
let server: Server;
let asked: { method: string; url: string; token: string; body: Buffer }[] = [];
/** What the sandbox answers, by path. */
let answers: Record<string, { status: number; body: unknown; location?: string }> = {};

const bytesOf = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
};

beforeAll(async () => {
  world = await makeTestWorld();
  cert = await addCert(world);
  awa = await addPerson(world, cert, "analyst", "Awa");
  bat = await addPerson(world, cert, "senior", "Bat");
  server = createServer((request, response) => {
    void bytesOf(request).then((body) => {
      const path = request.url ?? "";
      asked.push({ method: request.method ?? "", url: path, token: String(request.headers.authorization), body });
      const said = answers[path] ?? { status: 404, body: {} };
      response.writeHead(said.status, {
        "content-type": "application/json",
        ...(said.location ? { location: said.location } : {}),
      });
      response.end(JSON.stringify(said.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const contract = join(world.dataDir, "sandbox.yml");
  writeFileSync(
    contract,
    `name: CAPE
headers: { Authorization: "Token {token}" }
submit: { url: "${at}/submit", file: sample, fields: { package: auto }, id: /data/ids/0 }
poll: { url: "${at}/task/{id}", state: /status, done: [reported], failed: [broken], everySeconds: 5 }
result:
  url: "${at}/task/{id}/report"
  what: /kind
  family: /family
  verdict: /verdict
  malicious: [bad]
  capabilities: /can
  values: [/network/hosts, /network/links]
`,
  );
  Object.assign(world.services.config, { sandboxPath: contract, sandboxToken: "s3cret" });
});
afterAll(() => void server.close());

const as = (actor: Actor) => world.context(actor);
const job = (): Context & { attempt: number; maxAttempts: number } => ({
  ...as({ kind: "system", job: "test" }),
  attempt: 1,
  maxAttempts: 8,
});
const report = Buffer.from("MZ this is a sample that nobody should run\n");

async function newCase(
  label: { marking?: string; pap?: string } = {},
): Promise<{ caseId: string; fileId: string; reportId: string }> {
  const { id } = await addReport(world, cert);
  const fileId = await addFile(world, id, {
    name: "../facture.exe",
    mediaType: "application/octet-stream",
    bytes: Buffer.concat([report, Buffer.from(newId())]),
  });
  const { marking = "green", pap = "clear" } = label;
  await world.owner`update reports set marking = ${marking}, pap = ${pap} where id = ${id}`;
  const { id: caseId } = await openCase(as(awa), { reportIds: [id] });
  await world.owner`update cases set marking = ${marking}, pap = ${pap} where id = ${caseId}`;
  return { caseId, fileId, reportId: id };
}
async function ask(label: { marking?: string; pap?: string } = {}) {
  const made = await newCase(label);
  const source = { kind: "report_file" as const, fileId: made.fileId };
  return { ...made, ...(await askAnalysis(as(awa), made.caseId, { source, question: "What does it do?" })) };
}
const said: WriteResult = {
  version: 1,
  verdict: "malicious",
  what: "A loader that fetches a second stage",
  family: "Bumblebee",
  capabilities: ["persistence by a scheduled task"],
  confidence: "high",
  tools: "Ghidra 11",
  values: ["hxxp://stage[.]example/b.bin", "203.0.113.9"],
};

test("a report's file becomes evidence and an artefact in one go; the same file is not asked for twice, and a file of another case is refused", async () => {
  const { caseId, id, reference, fileId } = await ask();
  expect(reference).toMatch(/^TG-A-\d{4}-\d{4}$/);
  const page = await readArtefact(as(bat), id);
  expect(page.elsewhere).toEqual([]);
  expect(page).toMatchObject({
    state: "asked",
    question: "What does it do?",
    fileName: "facture.exe",
    matches: null,
  });
  const evidence = await readEvidence(as(bat), page.evidence.id);
  expect(evidence).toMatchObject({ isChainWhole: true, sha256: page.sha256 });
  expect((await listOfCase(as(awa), caseId)).candidates).toEqual({ evidence: [], files: [] });
  expect((await listArtefacts(as(awa))).artefacts.map((one) => one.id)).toContain(id);
  const source = { kind: "report_file" as const, fileId };
  await expect(askAnalysis(as(awa), caseId, { source, question: "Again?" })).rejects.toMatchObject({ code: "refused" });
  const other = await newCase();
  await expect(askAnalysis(as(awa), other.caseId, { source, question: "Mine?" })).rejects.toMatchObject({
    fields: [{ path: "source.fileId", message: "Expected a file that came with a report of this case." }],
  });
});

test("evidence that is looked into leaves only as an archive under a password, each time a row of custody", async () => {
  const { caseId } = await newCase();
  const body = Readable.from([report]);
  const arrived = await receiveEvidence(as(awa), caseId, {
    body,
    mediaType: "application/octet-stream",
    name: "a.exe",
  });
  const taken = await takeEvidence(
    as(awa),
    caseId,
    { label: "Sample", takenFrom: "The bank", place: "Store", takenAt: "2026-01-02T09:30:00Z" },
    arrived,
  );
  const source = { kind: "evidence" as const, evidenceId: taken.id };
  const { id } = await askAnalysis(as(awa), caseId, {
    source,
    question: "What is it?",
    urgency: "now",
    analystId: bat.personId,
  });
  await expect(openEvidence(as(awa), taken.id)).rejects.toMatchObject({
    code: "refused",
    words: "artefacts.refusal.isolated",
  });
  await expect(packArtefact(as(awa), id, { reason: "" })).rejects.toThrow(/reason/);
  const archive = await packArtefact(as(awa), id, { reason: "To look at it in the laboratory" });
  expect(archive.name).toBe(`${(taken.sha256 ?? "").slice(0, 16)}.zip`);
  const zip = new Blob([await new Response(archive.bytes).arrayBuffer()]);
  expect(Buffer.from(await zip.arrayBuffer()).includes("MZ this is a sample")).toBe(false);
  const [entry] = await new ZipReader(new BlobReader(zip), { password: archive.password }).getEntries();
  expect(entry?.filename).toBe("a.exe.sample");
  expect(entry && "getData" in entry ? await entry.getData?.(new TextWriter()) : "").toBe(report.toString());
  const { chain } = await readEvidence(as(bat), taken.id);
  expect(chain.at(-1)).toMatchObject({ kind: "read", person: { name: "Awa" } });
  expect(chain.at(-1)?.note).toContain("To look at it in the laboratory");
});

test("the result form keeps each result for good; its values belong to the case with their source, and are found in other reports", async () => {
  const { id, caseId } = await ask();
  const other = await addReport(world, cert);
  await addObservable(world, other.id, { kind: "ipv4", value: "203.0.113.9" });
  await stepArtefact(as(bat), id, { step: "take", version: 1 });
  await expect(stepArtefact(as(awa), id, { step: "take", version: 1 })).rejects.toMatchObject({ code: "conflict" });
  await expect(
    writeResult(as(bat), id, { ...said, version: 2, values: ["203.0.113.9", "no value at all !"] }),
  ).rejects.toMatchObject({
    fields: [{ path: "values.1" }],
  });
  await writeResult(as(bat), id, { ...said, version: 2 });
  const page = await readArtefact(as(awa), id);
  expect(page).toMatchObject({ state: "done", verdict: "malicious", analyst: { name: "Bat" } });
  expect(page.results[0]).toMatchObject({
    number: 1,
    by: { name: "Bat" },
    tools: "Ghidra 11",
    found: [
      { kind: "url", value: "http://stage.example/b.bin" },
      { kind: "ipv4", value: "203.0.113.9" },
    ],
  });
  expect(page.elsewhere).toContainEqual({
    why: "same_value",
    object: "report",
    id: other.id,
    reference: other.reference,
    value: "203.0.113.9",
  });
  const values = (await readCasePage(as(awa), caseId)).observables;
  expect(values).toContainEqual(expect.objectContaining({ value: "203.0.113.9", artefacts: [page.reference] }));
  await writeResult(as(awa), id, { ...said, version: 3, verdict: "suspicious" });
  expect((await readArtefact(as(awa), id)).results.map(({ number, verdict }) => [number, verdict])).toEqual([
    [2, "suspicious"],
    [1, "malicious"],
  ]);
  await expect(world.owner`update artefact_results set what = 'x' where artefact_id = ${id}`).rejects.toThrow(
    /not changed/,
  );
});

test("the house's own rules look at it, and into it", { timeout: 180_000 }, async () => {
  const { caseId } = await newCase();
  const kit = Buffer.from(
    readFileSync("rules/yara/samples/toguna_phish_kit_telegram/hit/send.php.b64", "utf8"),
    "base64",
  );
  const arrived = await receiveEvidence(as(awa), caseId, {
    body: Readable.from([kit]),
    mediaType: "text/html",
    name: "kit.php",
  });
  const taken = await takeEvidence(
    as(awa),
    caseId,
    { label: "Kit", takenFrom: "A host", place: "Store", takenAt: "2026-01-02T09:30:00Z" },
    arrived,
  );
  const { id } = await askAnalysis(as(awa), caseId, {
    source: { kind: "evidence", evidenceId: taken.id },
    question: "Whose kit?",
  });
  await lookAtArtefact(job(), { artefactId: id });
  const { matches, lookedAt } = await readArtefact(as(awa), id);
  expect(lookedAt).not.toBeNull();
  expect(matches?.length).toBeGreaterThan(0);
});

test("PAP:RED and AMBER, TLP:RED and an exercise never leave for the sandbox; GREEN takes a second person with the passkey; the database holds it too", async () => {
  asked = [];
  for (const label of [
    { pap: "red" },
    { pap: "amber" },
    { marking: "amber+strict", pap: "clear" },
    { marking: "red", pap: "green" },
  ]) {
    const { id } = await ask(label);
    expect((await readArtefact(as(awa), id)).can.send).toBe(false);
    await expect(askSandbox(as(awa), id), JSON.stringify(label)).rejects.toMatchObject({ code: "refused" });
  }
  const exercise = await ask();
  await world.owner`update reports set is_exercise = true where id = ${exercise.reportId}`;
  await expect(askSandbox(as(awa), exercise.id)).rejects.toMatchObject({ words: "artefacts.refusal.leave_exercise" });
  const { id, caseId } = await ask({ pap: "green" });
  const preview = await readArtefact(as(awa), id);
  expect(preview.sandbox).toMatchObject({
    name: "CAPE",
    may: "second",
    fileName: `${preview.sha256.slice(0, 16)}.bin`,
    fields: { package: "auto" },
  });
  const run = await askSandbox(as(awa), id);
  expect(run.state).toBe("waiting");
  await expect(askSandbox(as(bat), id)).rejects.toMatchObject({ code: "conflict" });
  await runSandbox(job(), { runId: run.runId });
  await expect(decideRun(as({ ...awa, roles: ["senior"] }), run.runId, { decision: "agree" })).rejects.toMatchObject({
    words: "artefacts.refusal.own",
  });
  await expect(decideRun(as(bat), run.runId, { decision: "agree" })).rejects.toMatchObject({
    code: "step_up_required",
  });
  await expect(world.owner`update sandbox_runs set state = 'queued' where id = ${run.runId}`).rejects.toThrow(
    /sandbox_runs_second/,
  );
  await allowStepUp(world, as(bat), bindRun(run.runId));
  await decideRun(as(bat), run.runId, { decision: "agree" });
  // The label became stricter after the second word: nothing leaves.
  await world.owner`update cases set pap = 'red' where id = ${caseId}`;
  await runSandbox(job(), { runId: run.runId });
  expect((await readArtefact(as(awa), id)).runs[0]).toMatchObject({ state: "failed", decidedBy: { name: "Bat" } });
  expect(asked).toEqual([]);
});

test("a run hands the file over once under a name that tells nothing, asks until it is done, and its findings become a result; faults are told", async () => {
  asked = [];
  const { id } = await ask();
  answers = {
    "/submit": { status: 200, body: { data: { ids: [77] } } },
    "/task/77": { status: 200, body: { status: "running" } },
    "/task/77/report": {
      status: 200,
      body: {
        kind: "Stealer",
        family: "Redline",
        verdict: "bad",
        can: ["reads browser passwords"],
        network: { hosts: ["198.51.100.7", "nothing here"], links: ["http://c2.example/gate"] },
      },
    },
  };
  const { runId } = await askSandbox(as(awa), id);
  await runSandbox(job(), { runId });
  expect(asked.map(({ method, url, token }) => [method, url, token])).toEqual([
    ["POST", "/submit", "Token s3cret"],
    ["GET", "/task/77", "Token s3cret"],
  ]);
  const sent = asked[0]?.body.toString("latin1") ?? "";
  expect(sent).toContain("MZ this is a sample");
  expect(sent).toContain('name="package"');
  expect(sent).not.toContain("facture");
  answers["/task/77"] = { status: 200, body: { status: "reported" } };
  await runSandbox(job(), { runId });
  const page = await readArtefact(as(awa), id);
  expect(page.runs[0]).toMatchObject({ state: "done", fault: null });
  expect(page.results[0]).toMatchObject({
    verdict: "malicious",
    family: "Redline",
    confidence: "low",
    tools: "CAPE",
    by: null,
  });
  expect(page.results[0]?.found.map(({ value }) => value)).toEqual(["198.51.100.7", "http://c2.example/gate"]);
  expect((await readEvidence(as(awa), page.evidence.id)).chain.at(-1)).toMatchObject({
    kind: "exported",
    person: { name: "Awa" },
  });
  expect(asked.filter(({ url }) => url === "/submit")).toHaveLength(1);

  // A redirect is not followed; a refusal is its last word; an answer without an id is a fault that is told.
  const other = await ask();
  answers["/submit"] = { status: 302, body: {}, location: "/task/77" };
  const again = await askSandbox(as(awa), other.id);
  asked = [];
  await expect(runSandbox(job(), { runId: again.runId })).rejects.toThrow(/no connection, or a redirect/);
  expect(asked).toHaveLength(1);
  answers["/submit"] = { status: 200, body: { data: { ids: ["../../admin"] } } };
  await runSandbox(job(), { runId: again.runId });
  expect((await readArtefact(as(awa), other.id)).runs[0]).toMatchObject({
    state: "failed",
    fault: "its answer has no name for the run at /data/ids/0",
  });
});

test("an artefact of a restricted case is as if it did not exist for others, in lists and in the database", async () => {
  const { id, caseId } = await ask();
  await restrictCase(as(awa), { caseId, reason: "Only for us", personIds: [] });
  await expect(readArtefact(as(bat), id)).rejects.toMatchObject({ code: "not_found" });
  expect((await listArtefacts(as(bat))).artefacts.map((one) => one.id)).not.toContain(id);
  expect((await readArtefact(as(awa), id)).id).toBe(id);
});
