// The API as a stranger calls it: JSON and multipart, repeats, limits by name, receipts, and nothing that makes it stumble.
import { randomBytes, randomUUID } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { solveProofOfWork } from "../../../backend/intake/proof-of-work.ts";
import { type TestServer, startTestServer } from "./server.ts";
import { type IntakeWorld, makeIntakeWorld } from "./support.ts";

let world: IntakeWorld;
let server: TestServer;
let busy: TestServer;
beforeAll(async () => {
  world = await makeIntakeWorld();
  server = await startTestServer(world, {
    kind: "api_key",
    keyId: randomUUID(),
    organisationId: randomUUID(),
    acts: ["report.submit"],
  });
  busy = await startTestServer(world);
});

const post = async (body: unknown, headers: Record<string, string> = {}, at = server) =>
  await fetch(`${at.url}/api/v1/reports`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
const postForm = async (parts: [string, string | Blob, string?][], headers: Record<string, string> = {}) => {
  const form = new FormData();
  for (const [name, value, file] of parts) {
    if (typeof value === "string") form.append(name, value);
    else form.append(name, value, file);
  }
  return await fetch(`${server.url}/api/v1/reports`, { method: "POST", headers, body: form });
};
const storedFiles = () =>
  readdirSync(join(world.dataDir, "objects"), { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(world.dataDir, "objects", name)).isFile(),
  ).length;

test("the shortest report is a description, and the answer is 201 with reference and receipt", async () => {
  const response = await post({ description: "My account is gone." });
  expect(response.status).toBe(201);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await response.json()).toEqual({
    reference: expect.stringMatching(/^TG-\d{4}-\d{4,}$/),
    receipt: expect.stringMatching(/^\d{4}( \d{4}){4}$/),
    receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    status: "received",
    isHeld: false,
  });
});

test("a repeat under the same key gives the same bytes; another body is a conflict", async () => {
  const key = { "idempotency-key": randomUUID() };
  const bodies = await Promise.all(
    Array.from({ length: 5 }, async () => await (await post({ description: "one" }, key)).text()),
  );
  bodies.push(await (await post({ description: "one" }, key)).text());
  expect(new Set(bodies).size).toBe(1);
  const other = await post({ description: "two" }, key);
  expect(other.status).toBe(409);
  expect(await other.json()).toMatchObject({ code: "conflict", errors: [{ path: "Idempotency-Key" }] });
  expect((await post({ description: "x" }, { "idempotency-key": "a b" })).status).toBe(400);
});

test("unknown fields are refused by name, wrong ones with what was expected", async () => {
  const response = await post({ description: "x", id: "1", contact: { email: "no", isAdmin: true } });
  expect(response.status).toBe(400);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const paths = ((await response.json()) as { errors: { path: string }[] }).errors.map((error) => error.path);
  expect(paths).toEqual(expect.arrayContaining(["id", "contact.isAdmin", "contact.email"]));
  expect((await post("{")).status).toBe(400);
  expect((await post({ description: "x" }, { "content-type": "text/plain" })).status).toBe(415);
  expect((await post({ description: "x".repeat(2_100_000) })).status).toBe(413);
});

test("a JSON body of unknown length is cut off at its limit", async () => {
  const status = await new Promise<number>((resolve, reject) => {
    const call = request(
      `${server.url}/api/v1/reports`,
      { method: "POST", headers: { "content-type": "application/json" } },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    call.on("error", reject);
    for (let index = 0; index < 30; index++) call.write(Buffer.alloc(100_000, 0x20));
    call.end();
  });
  expect(status).toBe(413);
});

test("multipart brings dotted fields and files, and a repeat leaves no file behind", async () => {
  const key = { "idempotency-key": randomUUID() };
  const parts: [string, string | Blob, string?][] = [
    ["description", "with files"],
    ["contact.email", "awa@example.org"],
    ["answers.kind", "money"],
    ["answers.who", "me"],
    ["answers.who", "you"],
    ["mayTell", "police"],
    ["isOngoing", "true"],
    ["subject", ""],
    ["files", new Blob(["one"]), "../a/один.txt"],
    ["files", new Blob([randomBytes(300_000)]), "log.bin"],
  ];
  const first = await postForm(parts, key);
  expect(first.status).toBe(201);
  const answer = (await first.json()) as { reference: string };
  const [row] =
    await world.owner`select r.*, i.may_tell, (select array_agg(name order by name) from report_files f where f.report_id = r.id) as names
    from reports r join report_identities i on i.report_id = r.id where reference = ${answer.reference}`;
  expect(row).toMatchObject({
    answers: { kind: "money", who: ["me", "you"] },
    is_ongoing: true,
    may_tell: ["police"],
    names: ["log.bin", "один.txt"],
  });
  const before = storedFiles();
  const again = await postForm(parts, key);
  expect(await again.json()).toEqual(answer);
  expect(storedFiles()).toBe(before);
});

test("a form may hold the report as JSON, and a nameless empty file input is nothing", async () => {
  const response = await postForm([
    ["report", JSON.stringify({ description: "whole", language: "mn" })],
    ["file", new Blob([]), ""],
  ]);
  expect(response.status).toBe(201);
  expect((await postForm([["report", "[1]"]])).status).toBe(400);
});

test("a file over 25 MB is refused by name, though the rest was sent, and leaves nothing", async () => {
  const before = storedFiles();
  const response = await postForm([
    ["description", "heavy"],
    ["files", new Blob(["small"]), "small.txt"],
    ["files", new Blob([Buffer.alloc(25_000_001)]), "video.mp4"],
    ["files", new Blob(["after"]), "after.txt"],
  ]);
  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({
    errors: [{ path: "files.video.mp4", message: expect.stringContaining("25 MB") }],
  });
  expect(storedFiles()).toBe(before);
});

test("more than 50 files, more than 100 MB, or files under another name are refused by name", async () => {
  const before = storedFiles();
  const many = Array.from({ length: 51 }, (_, index): [string, Blob, string] => [
    "files",
    new Blob(["x"]),
    `f${index}.txt`,
  ]);
  const tooMany = await postForm([["description", "x"], ...many]);
  expect(tooMany.status).toBe(413);
  expect(await tooMany.json()).toMatchObject({ errors: [{ path: "files.f50.txt" }] });
  const heavy = Array.from({ length: 5 }, (_, index): [string, Blob, string] => [
    "files",
    new Blob([Buffer.alloc(21_000_000)]),
    `h${index}`,
  ]);
  const tooHeavy = await postForm([["description", "x"], ...heavy]);
  expect(tooHeavy.status).toBe(413);
  expect(await tooHeavy.json()).toMatchObject({
    errors: [{ path: "files.h4", message: expect.stringContaining("100 MB") }],
  });
  const odd = await postForm([
    ["description", "x"],
    ["avatar", new Blob(["x"]), "a.png"],
  ]);
  expect(await odd.json()).toMatchObject({ errors: [{ path: "avatar" }] });
  const unknown = await postForm([
    ["description", "x"],
    ["contact.isAdmin", "1"],
  ]);
  expect(await unknown.json()).toMatchObject({ errors: [{ path: "contact.isAdmin" }] });
  expect(storedFiles()).toBe(before);
});

test("a form that breaks off is refused and leaves nothing", async () => {
  const before = storedFiles();
  const head = '--b\r\ncontent-disposition: form-data; name="files"; filename="a.bin"\r\n\r\n';
  for (const body of [`${head}cut`, "", "nonsense", `--b\r\n\r\n`]) {
    const response = await fetch(`${server.url}/api/v1/reports`, {
      method: "POST",
      headers: { "content-type": "multipart/form-data; boundary=b" },
      body,
    });
    expect(response.status, body).toBe(400);
  }
  const unbounded = await fetch(`${server.url}/api/v1/reports`, {
    method: "POST",
    headers: { "content-type": "multipart/form-data" },
    body: "x",
  });
  expect(unbounded.status).toBe(400);
  expect(storedFiles()).toBe(before);
});

test("without proof of work at least ten an hour pass from one source, then reports are held with a word, not lost", async () => {
  const send = async () =>
    (await (await post({ description: "again" }, { "x-forwarded-for": "203.0.113.5" }, busy)).json()) as {
      isHeld: boolean;
    };
  const answers: boolean[] = [];
  for (let index = 0; index < 25; index++) answers.push((await send()).isHeld);
  expect(answers.slice(0, 10)).not.toContain(true);
  expect(answers.at(-1)).toBe(true);
  const [row] =
    await world.owner`select priority, is_held from reports where description = 'again' order by received_at desc limit 1`;
  expect(row).toMatchObject({ is_held: true, priority: -1 });
  // Held ones are triaged after those that are not, however many there are.
  const jobs = await world.owner`select job.priority, report.is_held from graphile_worker._private_jobs job
    join reports report on report.id::text = job.payload->>'reportId' where report.description = 'again'`;
  for (const job of jobs) expect(job["priority"]).toBe(job["is_held"] ? 10 : 0);
  expect(jobs.some((job) => job["is_held"])).toBe(true);
});

test("with proof of work the same source goes on, and a proof counts once", async () => {
  const headers = { "x-forwarded-for": "203.0.113.5" };
  const challenge = (await (await fetch(`${busy.url}/api/v1/reports/challenge`)).json()) as {
    challenge: string;
    difficulty: number;
  };
  const proofOfWork = {
    challenge: challenge.challenge,
    nonce: solveProofOfWork(challenge.challenge, challenge.difficulty),
  };
  const proven = await post({ description: "proven", proofOfWork }, headers, busy);
  expect(await proven.json()).toMatchObject({ isHeld: false });
  const reused = await post({ description: "proven again", proofOfWork }, headers, busy);
  expect(await reused.json()).toMatchObject({ isHeld: true });
  const forged = { challenge: challenge.challenge.replace(/.$/, "x"), nonce: proofOfWork.nonce };
  expect(await (await post({ description: "forged", proofOfWork: forged }, headers, busy)).json()).toMatchObject({
    isHeld: true,
  });
});

test("past the hard ceiling a source is refused with a time to come back", async () => {
  const headers = { "x-forwarded-for": "203.0.113.99" };
  const statuses: Response[] = [];
  for (let index = 0; index < 620; index += 62)
    statuses.push(
      ...(await Promise.all(
        Array.from({ length: 62 }, async () => await post({ description: "flood" }, headers, busy)),
      )),
    );
  const refused = statuses.filter((response) => response.status === 429);
  expect(refused.length).toBe(20);
  expect(Number(refused[0]!.headers.get("retry-after"))).toBeGreaterThan(0);
});

test("a receipt opens over the API, shows the report, and takes words and files", async () => {
  const { receipt } = (await (await post({ description: "mine" })).json()) as { receipt: string };
  const open = async (digits: string) =>
    await fetch(`${busy.url}/api/v1/receipts/open`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ receipt: digits }),
    });
  const mistyped = receipt.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
  expect(await (await open(mistyped)).json()).toMatchObject({ status: 400, errors: [{ path: "receipt" }] });
  const { token } = (await (await open(receipt)).json()) as { token: string };
  const headers = { "receipt-token": token };
  const added = await fetch(`${busy.url}/api/v1/receipts/messages`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ text: "one more thing" }),
  });
  expect(added.status).toBe(201);
  const form = new FormData();
  form.append("text", "see picture");
  form.append("files", new Blob(["png"]), "p.png");
  const withFile = await fetch(`${busy.url}/api/v1/receipts/files`, { method: "POST", headers, body: form });
  expect(withFile.status).toBe(201);
  const view = (await (await fetch(`${busy.url}/api/v1/receipts/report`, { headers })).json()) as {
    messages: { body: string }[];
    files: { name: string }[];
  };
  expect(view.messages.map((message) => message.body)).toEqual(["one more thing", "see picture"]);
  expect(view.files.map((file) => file.name)).toEqual(["p.png"]);
  expect((await fetch(`${busy.url}/api/v1/receipts/report`)).status).toBe(401);
  expect((await fetch(`${busy.url}/api/v1/receipts/files`, { method: "POST", body: form })).status).toBe(401);
});

test("wrong receipts are tried slowly and seldom: after ten the source waits, the right one included", async () => {
  const { receipt } = (await (await post({ description: "guarded" })).json()) as { receipt: string };
  const { checkDigit } = await import("../../../backend/intake/receipts/model.ts");
  const digits = receipt.replaceAll(" ", "");
  const statuses: number[] = [];
  const open = async (typed: string) =>
    (
      await fetch(`${busy.url}/api/v1/receipts/open`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-forwarded-for": "203.0.113.44" },
        body: JSON.stringify({ receipt: typed }),
      })
    ).status;
  for (let index = 0; index < 11; index++) {
    const wrong = digits.slice(0, 6) + String(1_000_000_000_000 + index);
    statuses.push(await open(wrong + checkDigit(wrong)));
  }
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 404), 429]);
  expect(await open(receipt)).toBe(429);
});

test("no body at all gives a 500: what is wrong is a problem document that names a field", async () => {
  const keys = fc.constantFrom(
    "description",
    "language",
    "flow",
    "contact",
    "occurredAt",
    "occurredPrecision",
    "isOngoing",
    "onBehalfOf",
    "answerBy",
    "isConfidential",
    "safeChannel",
    "mayTell",
    "area",
    "marking",
    "answers",
    "receiptSecret",
    "receiptLocator",
    "proofOfWork",
    "subject",
    "id",
    "__proto__",
    "constructor",
  );
  const values = fc.oneof(
    fc.json().map((text) => JSON.parse(text) as unknown),
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "fr",
      "citizen",
      "mail",
      "red",
      "0000-01-01T00:00:00Z",
      "9999-12-31T23:59:59Z",
      "2026-02-29T00:00:00Z",
      "\0",
      "\ud800",
      "1".repeat(13),
      "9".repeat(6),
    ),
    fc.record({ email: fc.constantFrom("a@b.co", "x"), phone: fc.string(), name: fc.string({ unit: "binary" }) }),
    fc.dictionary(fc.string({ unit: "binary" }), fc.string({ unit: "binary" })),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(keys, values), { maxLength: 8 }),
      fc.boolean(),
      async (entries, hasDescription) => {
        const body = JSON.stringify(Object.fromEntries(hasDescription ? [...entries, ["description", "x"]] : entries));
        const response = await post(body);
        expect(response.status, body).toBeLessThan(500);
        const answer = (await response.json()) as { errors?: { path: string; message: string }[] };
        const isNamed = (answer.errors ?? []).some((error) => error.path !== "" && error.message !== "");
        expect(isNamed, body).toBe(response.status === 400);
      },
    ),
    { numRuns: 300 },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.tuple(
          fc.oneof(
            fc.string({ unit: "grapheme", minLength: 1 }),
            fc.constantFrom(
              "contact.email",
              "answers.a",
              "answers.__proto__",
              "__proto__",
              "contact",
              "report",
              "mayTell",
            ),
          ),
          fc.string({ unit: "grapheme" }),
        ),
        { maxLength: 6 },
      ),
      async (fields) => {
        const response = await postForm([["description", "x"], ...fields]);
        expect(response.status, JSON.stringify(fields)).toBeLessThan(500);
        await response.arrayBuffer();
      },
    ),
    { numRuns: 150 },
  );
  expect(server.unexpected).toEqual([]);
});

test("no body, token or file list makes the receipt routes stumble either", async () => {
  const { receipt } = (await (await post({ description: "sturdy" })).json()) as { receipt: string };
  const opened = await fetch(`${busy.url}/api/v1/receipts/open`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ receipt }),
  });
  const { token } = (await opened.json()) as { token: string };
  const paths = fc.constantFrom("open", "messages", "files");
  const bodies = fc.oneof(
    fc.json(),
    fc.record({ text: fc.string({ unit: "binary" }) }).map((body) => JSON.stringify(body)),
    fc.record({ receipt: fc.string({ unit: "binary" }) }).map((body) => JSON.stringify(body)),
  );
  const tokens = fc.oneof(fc.constant(token), fc.base64String(), fc.constant("A".repeat(72)));
  await fc.assert(
    fc.asyncProperty(paths, bodies, tokens, async (path, body, headerToken) => {
      const type = path === "files" ? "multipart/form-data; boundary=b" : "application/json";
      const response = await fetch(`${busy.url}/api/v1/receipts/${path}`, {
        method: "POST",
        headers: { "content-type": type, "receipt-token": headerToken },
        body,
      });
      expect(response.status, `${path} ${body}`).toBeLessThan(500);
      await response.arrayBuffer();
    }),
    { numRuns: 200 },
  );
  expect(busy.unexpected).toEqual([]);
});
