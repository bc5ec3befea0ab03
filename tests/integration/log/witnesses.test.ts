// The log before the world: publications are padded and hourly in size, tiles give the root, witnesses sign what grew and refuse a fork, a real time-stamping authority stamps.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import {
  askWitnesses,
  formatVerifierKey,
  logKey,
  publishLog,
  readConsistencyPath,
  readFirstProof,
  readNewest,
  readTile,
  stampLog,
  writeAudit,
} from "../../../backend/platform/audit/index.ts";
import { makeNoteKey, signCheckpoint, verifierKeyOf } from "../../../backend/platform/audit/note.ts";
import { writeConsistencyText } from "../../../backend/platform/audit/proof/consistency.ts";
import { readVerifierKey, type VerifierKey } from "../../../backend/platform/audit/proof/keys.ts";
import { isSame } from "../../../backend/platform/audit/proof/merkle.ts";
import { openCheckpointNote } from "../../../backend/platform/audit/proof/note.ts";
import { hashFull } from "../../../backend/platform/audit/proof/plan-proof.ts";
import { nobodysPolicy, readPolicy } from "../../../backend/platform/audit/proof/policy.ts";
import { verifyTexts } from "../../../backend/platform/audit/proof/verify.ts";
import { hashOrigin, openWitnessState } from "../../../backend/platform/audit/witness/keep-state.ts";
import { makeWitness } from "../../../backend/platform/audit/witness/serve-witness.ts";
import { systemClock } from "../../../backend/platform/clock/index.ts";
import type { Context } from "../../../backend/platform/context/index.ts";
import { readOnly, withTransaction } from "../../../backend/platform/db/index.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { sealAll } from "../../support/seal-all.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), "toguna-witness-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let world: TestWorld;
let ctx: Context;
let key: VerifierKey;
beforeAll(async () => {
  world = await makeTestWorld();
  ctx = world.context({ kind: "system", job: "log" });
  key = verifierKeyOf(logKey(world.services));
});

async function act(on: Context, count: number): Promise<void> {
  for (let number = 0; number < count; number++)
    await withTransaction(
      on,
      async (tx) => await writeAudit(tx, on, { action: "case.change", objectType: "case", objectId: `c${number}` }),
    );
  await sealAll(on);
}

const read = async <Result>(work: Parameters<typeof readOnly<Result>>[1]): Promise<Result> =>
  await readOnly(ctx, work, "system");

async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("two publications grow by whole tiles whether three acts were done or none, and padding is told apart by nothing public", async () => {
  await act(ctx, 3);
  const first = await publishLog(ctx);
  const second = await publishLog(ctx);
  expect([first.size, second.size]).toEqual([256, 512]);
  const [padding] = await world.owner<
    { n: number }[]
  >`select count(*)::int as n from audit_sequence where audit_id is null`;
  expect(padding?.n).toBe(509);
  await act(ctx, 300);
  expect((await publishLog(ctx)).size).toBe(1024);
});

test("a mirror rebuilds the published root from hash tiles alone", async () => {
  const newest = await read(async (tx) => await readNewest(tx, true));
  const size = newest?.size ?? 0;
  const leaves: Uint8Array[] = [];
  for (let index = 0; index < size / 256; index++) {
    const tile = await read(async (tx) => await readTile(tx, { level: 0, index, width: 256 }, size));
    for (let at = 0; at < 8192; at += 32) leaves.push(Uint8Array.from((tile ?? Buffer.alloc(0)).subarray(at, at + 32)));
  }
  const opened = openCheckpointNote(newest?.note ?? "", [key]);
  expect(isSame(hashFull(leaves), opened.root)).toBe(true);
  const above = await read(async (tx) => await readTile(tx, { level: 1, index: 0, width: size / 256 }, size));
  expect(isSame(Uint8Array.from(above?.subarray(0, 32) ?? []), hashFull(leaves.slice(0, 256)))).toBe(true);
  const beyond = await read(async (tx) => await readTile(tx, { level: 0, index: size / 256, width: 1 }, size));
  expect(beyond).toBeUndefined();
});

test("a first proof cites an internal checkpoint; once published, the same row is proved by the published one, and both agree", async () => {
  await act(ctx, 1);
  await withTransaction(
    ctx,
    async (tx) => await writeAudit(tx, ctx, { action: "report.receive", objectType: "report", objectId: "r1" }),
  );
  await sealAll(ctx);
  const about = { action: "report.receive", objectType: "report", objectId: "r1" };
  const first = await readFirstProof(ctx, about);
  const published = await publishLog(ctx);
  const later = await readFirstProof(ctx, about);
  expect([first, later]).toMatchObject([{ isPublished: false }, { isPublished: true }]);
  const texts = [first, later].map((proof) => (typeof proof === "object" ? proof.text : ""));
  const older = Number(/\n(\d+)\n[A-Za-z0-9+/=]{44}\n\n/.exec(texts[0] ?? "")?.[1]);
  const growth = writeConsistencyText({
    oldSize: older,
    path: await read(async (tx) => await readConsistencyPath(tx, older, published.size)),
    checkpoint: published.note,
  });
  const files = [...texts, growth].map((text, index) => ({ name: String(index), text }));
  const findings = verifyTexts(files, { logs: [key], policy: nobodysPolicy });
  expect(findings.map(({ says, isGood }) => [says, isGood])).toEqual([
    ["included", true],
    ["included", true],
    ["consistent", true],
  ]);
});

describe("witnesses", () => {
  let witnessed: Context;
  let stateFolder: string;
  let url: string;
  const told: string[] = [];
  const witnessName = "cert.neighbour.example/witness";

  const start = async (at = stateFolder): Promise<{ url: string; key: string; server: Server }> => {
    const { server, verifierKey } = makeWitness(openWitnessState(at, [key]), witnessName, systemClock, (line) =>
      told.push(line),
    );
    return { url: await listen(server), key: verifierKey, server };
  };
  const post = async (body: string): Promise<{ status: number; type: string | null; text: string }> => {
    const answer = await fetch(`${url}/add-checkpoint`, { method: "POST", body });
    return { status: answer.status, type: answer.headers.get("content-type"), text: await answer.text() };
  };

  beforeAll(async () => {
    stateFolder = join(folder, "state");
    const witness = await start();
    url = witness.url;
    const path = join(folder, "policy");
    writeFileSync(path, `witness neighbour ${witness.key} ${url}\nquorum neighbour\n`);
    witnessed = { ...ctx, config: { ...ctx.config, logPolicyPath: path } };
  });

  test("nothing counts as published before the quorum has signed; then the note bears the witness's signature", async () => {
    const before = await read(async (tx) => await readNewest(tx, true));
    const published = await publishLog(witnessed);
    expect(published.hasQuorum).toBe(false);
    expect((await read(async (tx) => await readNewest(tx, true)))?.size).toBe(before?.size);
    expect(await askWitnesses(witnessed)).toBe(1);
    const after = await read(async (tx) => await readNewest(tx, true));
    expect(after?.size).toBe(published.size);
    const policy = readPolicy(readFileSync(witnessed.config.logPolicyPath ?? "", "utf8"));
    const [finding] = verifyTexts([{ name: "n", text: after?.note ?? "" }], { logs: [key], policy });
    expect(finding).toMatchObject({ isGood: true, attested: [{ witness: "neighbour" }] });
    expect(await askWitnesses(witnessed)).toBe(0);
  });

  test("the witness goes on from where it was after its process ended, and shows what it signed", async () => {
    const again = await start();
    const size = (await publishLog(witnessed)).size;
    writeFileSync(
      witnessed.config.logPolicyPath ?? "",
      `witness neighbour ${again.key} ${again.url}\nquorum neighbour\n`,
    );
    expect(await askWitnesses(witnessed)).toBe(1);
    const shown = await (await fetch(`${again.url}/${hashOrigin(key.name)}/checkpoint`)).text();
    expect(openCheckpointNote(shown, [key, readVerifierKey(again.key)])).toMatchObject({ size, cosignatures: [{}] });
    url = again.url;
  });

  test("each refusal has the status of the specification", async () => {
    const newest = await read(async (tx) => await readNewest(tx, true));
    const { size = 0, note = "" } = newest ?? {};
    const ours = logKey(world.services, note);
    const sign = (at: number, by = ours): string =>
      signCheckpoint({ origin: by.name, size: at, root: Buffer.alloc(32, 5) }, by);
    const body = (oldSize: number, checkpoint: string, path: Uint8Array[] = []): string =>
      writeConsistencyText({ oldSize, path, checkpoint });
    const stranger = makeNoteKey("stranger.example/log", Buffer.alloc(32, 8));
    expect(await post("hello")).toMatchObject({ status: 400 });
    expect(await post(body(0, sign(1, stranger)))).toMatchObject({ status: 404 });
    expect(await post(body(size, sign(size + 1, { ...stranger, name: ours.name })))).toMatchObject({ status: 403 });
    expect(await post(body(size + 9, sign(size + 1)))).toMatchObject({ status: 400 });
    expect(await post(body(0, sign(size + 1)))).toMatchObject({
      status: 409,
      type: "text/x.tlog.size",
      text: `${size}\n`,
    });
    expect(await post(body(size, sign(size + 256), [new Uint8Array(32)]))).toMatchObject({ status: 422 });
    expect(await post(body(size, sign(size)))).toMatchObject({ status: 422 });
    expect(told.filter((line) => line.startsWith("REFUSED"))).toHaveLength(2);
    expect((await fetch(`${url}/add-checkpoint`)).status).toBe(405);
    expect((await fetch(`${url}/add-checkpoint`, { method: "POST", body: "x".repeat(70_000) })).status).toBe(413);
    // What is well-formed and the same again is signed again.
    expect(await post(body(size, note))).toMatchObject({ status: 200 });
  });

  test("who rewrites database and log with the key in hand is found by the witness, and the alarm is raised", async () => {
    // The same key, another history: what an administrator with everything could make.
    const forged = await makeTestWorld();
    const forger = {
      ...forged.context({ kind: "system", job: "log" }),
      secrets: world.services.secrets,
      config: witnessed.config,
    };
    await act(forger, 2);
    const shorter = await publishLog(forger);
    expect(await askWitnesses(forger)).toBe(0);
    for (let size = shorter.size; size < 4096; size += 256) await publishLog(forger);
    expect(await askWitnesses(forger)).toBe(0);
    const alarms = await forged.owner<
      { kind: string; state: string }[]
    >`select kind, detail ->> 'state' as state from log_alarms order by raised_at`;
    expect(alarms).toEqual([
      { kind: "witness", state: "ahead" },
      { kind: "witness", state: "refused" },
    ]);
  });

  test("a witness that does not answer leaves its state, and is asked again", async () => {
    writeFileSync(
      witnessed.config.logPolicyPath ?? "",
      `witness neighbour ${formatVerifierKey(makeNoteKey("w.example", Buffer.alloc(32, 4)), "witness")} http://127.0.0.1:9\nquorum neighbour\n`,
    );
    await publishLog(witnessed);
    expect(await askWitnesses(witnessed)).toBe(0);
    const [state] = await world.owner<{ state: string }[]>`select state from log_witnesses where name = 'neighbour'`;
    expect(state?.state).toBe("unreachable");
  });
});

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

describe.skipIf(!hasOpenssl)("time stamps", () => {
  let authority: string;
  const openssl = (...args: string[]): void => {
    const ran = spawnSync("openssl", args, { cwd: folder, encoding: "utf8" });
    if (ran.status !== 0) throw new Error(ran.stderr);
  };
  let answersWrongly = false;

  beforeAll(async () => {
    writeFileSync(
      join(folder, "tsa.cnf"),
      `[tsa]\ndefault_tsa = t\n[t]\nserial = ./serial\nsigner_cert = tsa.pem\nsigner_key = tsa.key\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha256\naccuracy = secs:1\ncerts = ca.pem\ness_cert_id_alg = sha256\n[ext]\nextendedKeyUsage = critical,timeStamping\n`,
    );
    writeFileSync(join(folder, "serial"), "01\n");
    openssl(
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-keyout",
      "ca.key",
      "-out",
      "ca.pem",
      "-subj",
      "/CN=Test CA",
      "-days",
      "2",
    );
    openssl(
      "req",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-keyout",
      "tsa.key",
      "-out",
      "tsa.csr",
      "-subj",
      "/CN=Test TSA",
    );
    openssl(
      "x509",
      "-req",
      "-in",
      "tsa.csr",
      "-CA",
      "ca.pem",
      "-CAkey",
      "ca.key",
      "-CAcreateserial",
      "-out",
      "tsa.pem",
      "-days",
      "2",
      "-extfile",
      "tsa.cnf",
      "-extensions",
      "ext",
    );
    authority = await listen(
      createServer((request, response) => {
        const parts: Buffer[] = [];
        request.on("data", (part: Buffer) => parts.push(part));
        request.on("end", () => {
          writeFileSync(join(folder, "asked.tsq"), Buffer.concat(parts));
          if (answersWrongly) openssl("ts", "-query", "-data", "ca.pem", "-sha256", "-out", "asked.tsq");
          const reply = spawn(
            "openssl",
            ["ts", "-reply", "-config", "tsa.cnf", "-queryfile", "asked.tsq", "-out", "reply.tsr"],
            { cwd: folder },
          );
          reply.on("close", () => {
            response.setHeader("content-type", "application/timestamp-reply");
            response.end(readFileSync(join(folder, "reply.tsr")));
          });
        });
      }),
    );
  });

  test("the authority stamps the published checkpoint, and openssl verifies it; a changed checkpoint fails", async () => {
    const stamping = { ...ctx, config: { ...ctx.config, tsaUrl: authority } };
    await publishLog(stamping);
    expect(await stampLog(stamping)).toBe(true);
    expect(await stampLog(stamping)).toBe(false);
    const newest = await read(async (tx) => await readNewest(tx, true));
    writeFileSync(join(folder, "checkpoint"), newest?.note ?? "");
    writeFileSync(join(folder, "checkpoint.tsr"), newest?.timestampAnswer ?? "");
    const verify = (): number | null =>
      spawnSync("openssl", ["ts", "-verify", "-data", "checkpoint", "-in", "checkpoint.tsr", "-CAfile", "ca.pem"], {
        cwd: folder,
      }).status;
    expect(verify()).toBe(0);
    writeFileSync(join(folder, "checkpoint"), `${newest?.note ?? ""} `);
    expect(verify()).not.toBe(0);
  });

  test("an answer to another question is no stamp, and is told", async () => {
    const stamping = { ...ctx, config: { ...ctx.config, tsaUrl: authority } };
    answersWrongly = true;
    await publishLog(stamping);
    expect(await stampLog(stamping)).toBe(false);
    const [alarm] = await world.owner<
      { says: string }[]
    >`select detail ->> 'says' as says from log_alarms where kind = 'late'`;
    expect(alarm?.says).toContain("something else");
  });
});
