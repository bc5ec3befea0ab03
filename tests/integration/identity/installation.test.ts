// The door of a whole installation, as a person starts it: the printed link, sign-in over HTTP, and the way back in from the console.
import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tokenOf, Visitor } from "../../support/identity-app.ts";
import { makeMetadataMaker } from "../../support/metadata-maker.ts";
import { eventually, makeDataDir, type RunningServer, startServer } from "../../support/server.ts";

const cli = fileURLToPath(new URL("../../../backend/cli.ts", import.meta.url));
const run = promisify(execFile);
const http = { request: async (url: string, init: RequestInit) => await fetch(url, { ...init, redirect: "manual" }) };

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ dataDir: makeDataDir() });
});
afterAll(async () => {
  await server.stop();
});

const toguna = async (...args: string[]) =>
  await run(process.execPath, [cli, ...args], { env: { ...process.env, PORT: new URL(server.url).port } });

test("the printed link makes the first administrator, who signs in again with the passkey alone", async () => {
  const administrator = new Visitor(http, server.url);
  const link = (await eventually(() => server.setupLink())) ?? "";
  expect(link.startsWith(`${server.url}/desk/enrol#`)).toBe(true);
  expect((await administrator.enrol(tokenOf(link), { email: "awa@cert.example", name: "Awa" })).status).toBe(200);
  expect((await administrator.me()).body.roles).toEqual(["administrator"]);
  administrator.cookie = undefined;
  expect((await administrator.signIn()).status).toBe(204);
  expect((await administrator.me()).status).toBe(200);
});

test("nothing of the door can be reached from another site, or by a session that was never opened", async () => {
  const evil = new Visitor(http, server.url);
  evil.cookie = `__Host-toguna=${"A".repeat(43)}`;
  expect((await evil.me()).status).toBe(401);
  const asked = await evil.ask("POST", "/api/v1/identity/sign-in/options", {}, { origin: "https://evil.example" });
  expect(asked.status).toBe(403);
});

test("the console loads FIDO's metadata from a file that a trusted authority signed, and from no other", async () => {
  const maker = await makeMetadataMaker(new Date());
  const folder = mkdtempSync(join(tmpdir(), "toguna-metadata-"));
  const [file, pem] = [join(folder, "blob.jwt"), join(folder, "root.pem")];
  const model = await maker.makeMaker("08987058-cadc-4b81-b6e1-30de50dcbe96", "Good Key 5");
  writeFileSync(file, await maker.sign({ number: 7, nextUpdate: "2099-01-01", makers: [model] }));
  writeFileSync(pem, maker.rootPem);
  const load = async (...args: string[]) =>
    await toguna("identity", "metadata", file, "--data", server.dataDir, ...args);
  await expect(load()).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining("Nobody who is trusted") as string,
  });
  expect((await load("--root", pem)).stdout).toContain("loaded number 7 with 1 models; the next one is due 2099-01-01");
  expect((await load()).stdout).toContain("loaded number 7");
});

test("the console gives a lost administrator a link that enrols only, and refuses everybody else", async () => {
  await expect(toguna("recover")).rejects.toMatchObject({ code: 2 });
  await expect(toguna("recover", "nobody@cert.example", "--data", server.dataDir)).rejects.toMatchObject({ code: 1 });
  const { stdout } = await toguna("recover", "awa@cert.example", "--data", server.dataDir);
  expect(stdout).toMatch(/in the log \(published at size \d+; no witness is set up\), an alarm stands at the desk/);
  const link = /https?:\S+/.exec(stdout)?.[0] ?? "";
  const fresh = new Visitor(http, server.url);
  expect((await fresh.enrol(tokenOf(link), { email: "awa@cert.example" })).body).toEqual({ isSignedIn: false });
  expect((await fresh.me()).status).toBe(401);
  expect((await fresh.signIn()).status).toBe(204);
  expect((await fresh.me()).body).toMatchObject({ name: "Awa", roles: ["administrator"] });
});
