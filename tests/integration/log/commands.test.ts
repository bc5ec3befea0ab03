// From the command line, as an operator and a peer do it: the log's key goes to the peer, the peer's witness runs as a process, the log is published, checked and diagnosed.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { runToguna } from "../../support/run-toguna.ts";
import { eventually, type RunningServer, startServer } from "../../support/server.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const folder = mkdtempSync(join(tmpdir(), "toguna-witness-command-"));
const cli = fileURLToPath(new URL("../../../backend/cli.ts", import.meta.url));
let server: RunningServer;
let witness: ChildProcess | undefined;

afterAll(async () => {
  witness?.kill("SIGKILL");
  if (server.process.exitCode === null) await server.stop();
  rmSync(dirname(server.dataDir), { recursive: true });
  rmSync(folder, { recursive: true });
});
beforeAll(async () => {
  server = await startServer();
});

/** Starts the peer's process and waits for what it prints. */
async function startWitness(...more: string[]): Promise<{ url: string; key: string; line: string }> {
  const args = ["witness", "--data", join(folder, "state"), "--name", "peer.example/witness", "--port", "0", ...more];
  const child = spawn(process.execPath, [cli, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  witness = child;
  let said = "";
  child.stdout.on("data", (part: Buffer) => (said += part.toString()));
  await eventually(() => Promise.resolve(/ADDRESS\n/.test(said) || undefined), 60_000);
  return {
    url: /witness {2}(\S+)/.exec(said)?.[1] ?? "",
    key: /key {6}(\S+)/.exec(said)?.[1] ?? "",
    line: /^ {2}witness NAME .*$/m.exec(said)?.[0] ?? "",
  };
}

const data = (): string[] => ["--data", server.dataDir];

test("a peer watches, the log is published under its eyes, the check is good, and the doctor says who watches", async () => {
  // The name that the log was made with stands in its first checkpoint, which a fresh house has within moments.
  const key = await eventually(async () => {
    const { stdout } = await runToguna(["log", "key", ...data()]);
    return stdout.startsWith(`${new URL(server.url).host}/log+`) ? stdout : "";
  }, 60_000);
  expect(key).toMatch(/^\S+\/log\+[0-9a-f]{8}\+\S+\n$/);
  const peer = await startWitness("--log", key.trim());
  const policy = join(folder, "policy");
  writeFileSync(policy, `${peer.line.trim().replace("NAME", "peer").replace("ADDRESS", peer.url)}\nquorum peer\n`);
  const env = { LOG_POLICY: policy };
  const published = await runToguna(["log", "publish", ...data()], { env });
  expect(published).toMatchObject({ code: 0, stderr: "" });
  expect(published.stdout).toMatch(/published 256 leaves; 1 witnesses signed/);
  const checkpoint = join(folder, "checkpoint");
  writeFileSync(checkpoint, await (await fetch(`${server.url}/log/checkpoint`)).text());
  const verified = await runToguna(["log", "verify", checkpoint, "--key", key.trim(), "--policy", policy]);
  expect(verified).toMatchObject({ code: 0 });
  expect(verified.stdout).toContain("Seen by the witness peer");
  expect(await runToguna(["log", "check", ...data()])).toMatchObject({ code: 0 });
  const doctor = await runToguna(["doctor", ...data()], { env });
  expect(doctor.stdout).toMatch(/^ok +log witnesses: 1 in the policy$/m);
  expect((await runToguna(["doctor", ...data()])).stdout).toMatch(/^note +log witnesses: nobody outside watches/m);
});

test("after its end the peer's witness goes on from what it signed, and a second one in the same folder is refused", async () => {
  witness?.kill("SIGKILL");
  const again = await startWitness();
  const second = await runToguna([
    "witness",
    "--data",
    join(folder, "state"),
    "--name",
    "peer.example/witness",
    "--port",
    "0",
  ]);
  expect(second).toMatchObject({ code: 1 });
  expect(second.stderr).toContain("another Toguna");
  const policy = join(folder, "policy");
  writeFileSync(policy, readFileSync(policy, "utf8").replace(/http:\S+/, again.url));
  const published = await runToguna(["log", "publish", ...data()], { env: { LOG_POLICY: policy } });
  expect(published.stdout).toMatch(/published 512 leaves; 1 witnesses signed/);
});

test("wrong use is said: no name, a witness's key as a log's, a time without its zone, a policy that is none", async () => {
  expect(await runToguna(["witness", "--data", folder])).toMatchObject({ code: 2 });
  const wrong = await runToguna(["witness", "--data", folder, "--name", "a", "--log", "nonsense"]);
  expect(wrong.stderr).toContain("expected a verifier key");
  const checkpoint = join(folder, "checkpoint");
  const late = await runToguna(["log", "verify", checkpoint, "--before", "2026-11-22 10:00"]);
  expect(late.stderr).toContain("expected a time with its zone");
  writeFileSync(join(folder, "nonsense"), "frobnicate\n");
  const policy = await runToguna(["log", "verify", checkpoint, "--policy", join(folder, "nonsense")]);
  expect(policy.stderr).toContain("line 1 of the policy");
});
