// The ways to a door that opens: a certificate of our own authority serves https with HSTS; plain http under another name says why nobody signs in, and the ways out.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import { get } from "node:https";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { chromiumPath, openBrowser } from "../../support/browser.ts";
import { runToguna } from "../../support/run-toguna.ts";
import { freePort, makeDataDir, type RunningServer, startServer } from "../../support/server.ts";

const running: RunningServer[] = [];
const folder = mkdtempSync(join(tmpdir(), "toguna-https-"));
afterAll(async () => {
  for (const server of running) {
    if (server.process.exitCode === null) await server.stop();
    rmSync(dirname(server.dataDir), { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true });
});

async function start(options: Parameters<typeof startServer>[0]): Promise<RunningServer> {
  const server = await startServer(options);
  running.push(server);
  return server;
}

const ask = async (address: string, authority: string) =>
  await new Promise<{ status: number | string; headers: IncomingHttpHeaders; body: string }>((resolve) => {
    const request = get(address, { ca: readFileSync(authority) }, (response) => {
      let body = "";
      response.on("data", (chunk) => void (body += String(chunk)));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    request.on("error", (error: NodeJS.ErrnoException) => resolve({ status: error.code ?? "", headers: {}, body: "" }));
  });

test("toguna certificate localhost, and what it prints starts an https installation with HSTS and a working door", async () => {
  const dataDir = makeDataDir();
  const made = await runToguna(["certificate", "localhost", "--data", dataDir]);
  expect(made).toMatchObject({ code: 0, stderr: "" });
  const path = (name: string) => new RegExp(`${name}=(\\S+)`).exec(made.stdout)?.[1] ?? "";
  const authority = /Install (\S+) as/.exec(made.stdout)?.[1] ?? "";
  const env = { TLS_CERT: path("TLS_CERT"), TLS_KEY: path("TLS_KEY") };
  const server = await start({ dataDir, env, readyWhen: "set up the first administrator" });
  const url = server.url.replace("http:", "https:");
  expect(server.output()).toContain(`desk     ${url}/desk/`);
  expect(server.setupLink()?.startsWith(`${url}/desk/enrol#`)).toBe(true);
  const home = await ask(`${url}/`, authority);
  expect(home.status).toBe(200);
  expect(home.headers["strict-transport-security"]).toMatch(/max-age=31536000/);
  const door = JSON.parse((await ask(`${url}/api/v1/identity/door`, authority)).body) as unknown;
  expect(door).toMatchObject({ availability: { isAvailable: true }, siteName: "localhost" });
  // Nobody falls through to an answer in the clear.
  await expect(fetch(server.url)).rejects.toThrow("fetch failed");
  const doctor = await runToguna(["doctor", "--data", dataDir], { env });
  expect(doctor.stdout).toMatch(/ok +certificate: in force for 39\d more days/);
  expect(await server.stop()).toBe(0);
}, 120_000);

test("a certificate that is missing, is none, or has another key stops the start in words before anything is made", async () => {
  const made = async (name: string) => {
    const dataDir = join(folder, name);
    await runToguna(["certificate", "localhost", "--data", dataDir]);
    return join(dataDir, "certificates");
  };
  const [one, two] = [await made("one"), await made("two")];
  writeFileSync(join(folder, "text"), "no certificate");
  const good = { TLS_CERT: join(one, "server.crt"), TLS_KEY: join(one, "server.key") };
  const wrong: [Record<string, string>, RegExp][] = [
    [{ ...good, TLS_CERT: "/nowhere.crt" }, /TLS_CERT \/nowhere\.crt cannot be read/],
    [{ ...good, TLS_CERT: join(folder, "text") }, /TLS_CERT .*text does not hold a certificate/],
    [{ ...good, TLS_KEY: join(folder, "text") }, /TLS_KEY .*text does not hold a private key/],
    [{ ...good, TLS_KEY: join(two, "server.key") }, /is not the key of the certificate/],
  ];
  for (const [env, says] of wrong) {
    const ended = await runToguna(["serve", "--data", join(folder, "never")], { env: { ...env, PORT: "0" } });
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringMatching(says) });
    expect(ended.stderr).not.toContain("PRIVATE KEY");
  }
}, 60_000);

let plain: Promise<RunningServer> | undefined;
const startPlain = (): Promise<RunningServer> => {
  plain ??= freePort().then(async (port) => {
    const env = { PORT: String(port), PUBLIC_URL: `http://desk.example:${port}` };
    return await start({ env, readyWhen: "mail in" });
  });
  return plain;
};

test("plain http under another name: the reason and the ways out are in the start lines and at the API; reporting goes on", async () => {
  const server = await startPlain();
  const [line = ""] = server.output().match(/.*signing in is off.*/) ?? [];
  const name = /http:\/\/desk\.example:\d+/.exec(line)?.[0] ?? "";
  for (const part of ["https or localhost", "TLS_CERT", "reverse proxy", "toguna certificate"])
    expect(line).toContain(part);
  expect(server.setupLink()).toBeUndefined();
  const at = name.replace("desk.example", "127.0.0.1");
  expect(await (await fetch(`${at}/api/v1/identity/door`)).json()).toMatchObject({
    availability: { isAvailable: false, reason: "needs_https" },
  });
  const headers = { "content-type": "application/json", origin: name };
  const options = `${at}/api/v1/identity/sign-in/options`;
  const refused = await fetch(options, { method: "POST", headers, body: "{}" });
  expect(refused.status).toBe(422);
  expect(await refused.text()).toMatch(/https/);
  const home = await fetch(`${at}/`);
  expect(home.status).toBe(200);
  expect(home.headers.get("strict-transport-security")).toBeNull();
}, 120_000);

test.skipIf(!chromiumPath)(
  "the sign-in page of such an installation says why, and three ways out, and offers no passkey",
  async () => {
    const server = await startPlain();
    const port = /desk\.example:(\d+)/.exec(server.output())?.[1] ?? "";
    const page = await (await openBrowser()).newPage({ locale: "en" });
    await page.goto(`http://127.0.0.1:${port}/desk/`);
    await page.getByRole("alert").waitFor();
    expect(await page.getByRole("alert").innerText()).toMatch(/encrypted connection/);
    expect(await page.locator(".door-ways li").count()).toBe(3);
    expect(await page.getByRole("button", { name: /passkey/i }).count()).toBe(0);
  },
  120_000,
);
