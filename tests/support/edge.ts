// The portal at the edge as it runs: the folder of `toguna edge build`, under plain workerd or under wrangler, on a free port of the loopback.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { challengeOf, hourOf, proofDifficulty, type SealedItem } from "../../backend/intake/edge/wire/model.ts";
import {
  type ChosenFile,
  type DescribedFiles,
  describeFiles,
  sealPieces,
} from "../../backend/intake/edge/pieces/seal-pieces.ts";
import {
  pieceHeader,
  type PieceName,
  piecesPath,
  writePieceName,
} from "../../backend/intake/edge/pieces/wire/model.ts";
import { solveProofOfWork } from "../../backend/intake/proof-of-work.ts";
import { type CoreKey, sealItem } from "../../backend/intake/edge/seal-item.ts";
import type { SubmitReport } from "../../backend/intake/model.ts";
import { buildFrontend } from "./web-server.ts";
import { freePort } from "./server.ts";
import { runToguna } from "./run-toguna.ts";

const bin = fileURLToPath(new URL("../../node_modules/.bin", import.meta.url));

export interface Edge {
  url: string;
  folder: string;
  port: number;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Builds an edge for a core's data folder. It is started and stopped by the test; its queue stays between. */
export async function makeEdge(
  core: { dataDir: string; publicUrl: string; env?: Record<string, string>; root?: string },
  options: { under: "workerd" | "wrangler"; args?: string[] },
): Promise<Edge> {
  buildFrontend("frontend/portal/vite.config.ts");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const folder = mkdtempSync(join(tmpdir(), "toguna-edge-"));
  const built = await runToguna(
    ["edge", "build", "--url", url, "--data", core.dataDir, "--out", folder, ...(options.args ?? [])],
    { env: { PUBLIC_URL: core.publicUrl, ...core.env }, ...(core.root === undefined ? {} : { root: core.root }) },
  );
  expect(built.stderr).toBe("");
  expect(built.code).toBe(0);
  mkdirSync(join(folder, "queue"), { recursive: true });
  const capnp = join(folder, "workerd.capnp");
  writeFileSync(capnp, readFileSync(capnp, "utf8").replace("127.0.0.1:8090", `127.0.0.1:${port}`));
  let child: ChildProcess | undefined;
  return {
    url,
    folder,
    port,
    start: async () => {
      child = options.under === "workerd" ? startWorkerd(folder) : startWrangler(folder, port);
      await waitFor(url, child);
    },
    stop: async () => {
      const running = child;
      child = undefined;
      if (!running || running.exitCode !== null) return;
      const ended = new Promise((resolve) => running.once("exit", resolve));
      // Its own group: wrangler starts workerd beside it.
      process.kill(-(running.pid ?? 0), "SIGTERM");
      await Promise.race([ended, sleep(10_000)]);
      if (running.exitCode === null && running.signalCode === null) process.kill(-(running.pid ?? 0), "SIGKILL");
    },
  };
}

function startWorkerd(folder: string): ChildProcess {
  return spawn(join(bin, "workerd"), ["serve", "workerd.capnp"], {
    cwd: folder,
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
}

function startWrangler(folder: string, port: number): ChildProcess {
  const args = [
    "dev",
    "--config",
    "wrangler.toml",
    "--ip",
    "127.0.0.1",
    "--port",
    String(port),
    "--persist-to",
    "queue",
  ];
  return spawn(join(bin, "wrangler"), [...args, "--show-interactive-dev-session=false", "--inspector-port", "0"], {
    cwd: folder,
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, WRANGLER_SEND_METRICS: "false", CI: "1", HOME: folder, XDG_CONFIG_HOME: folder },
  });
}

async function waitFor(url: string, child: ChildProcess): Promise<void> {
  let said = "";
  child.stderr?.on("data", (chunk) => void (said += String(chunk)));
  const until = Date.now() + 90_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the edge ended at once:\n${said}`);
    const isUp = await fetch(`${url}/short`).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    if (Date.now() > until) throw new Error(`the edge did not come up:\n${said}`);
    await sleep(100);
  }
}

/** The version of workerd, or undefined where it does not run on this machine. */
export function workerdVersion(): string | undefined {
  try {
    return execFileSync(join(bin, "workerd"), ["--version"], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}

/** What the edge says that reports are sealed to, as its page says it. */
export async function keyOf(url: string): Promise<CoreKey> {
  const page = await (await fetch(`${url}/short`)).text();
  const [, keyId = "", publicKey = ""] = /data-key="([0-9a-f]{16})" data-public="([\w-]+)"/.exec(page) ?? [];
  return { keyId, publicKey };
}

/** A sealed report with its sum, as a phone makes it. */
export async function sealedReport(
  key: CoreKey,
  report: Partial<SubmitReport> & { description: string },
): Promise<{ item: SealedItem; secret: string }> {
  const { item, secret } = await sealItem(key, { language: "en", flow: "citizen", ...report }, new Date());
  const hour = hourOf(Date.now());
  return {
    item: { ...item, proof: { hour, nonce: solveProofOfWork(challengeOf(item.id, hour), proofDifficulty) } },
    secret,
  };
}

export async function postSealed(url: string, item: unknown): Promise<Response> {
  return await fetch(`${url}/sealed`, {
    method: "POST",
    body: JSON.stringify(item),
    headers: { "content-type": "application/json" },
  });
}

/** One piece of a file, as a phone brings it. */
export interface SealedPiece {
  name: PieceName;
  body: Uint8Array<ArrayBuffer>;
}

/** A sealed report that announces files, with their pieces. */
export async function sealedWithFiles(
  key: CoreKey,
  report: Partial<SubmitReport> & { description: string },
  files: ChosenFile[],
): Promise<{ item: SealedItem; secret: string; pieces: SealedPiece[]; described: DescribedFiles }> {
  const described = await describeFiles(files);
  const { item, secret } = await sealItem(key, { language: "en", flow: "citizen", ...report }, new Date(), described);
  const pieces: SealedPiece[] = [];
  await sealPieces(key, item.id, described, files, async (name, body) => void pieces.push({ name, body }));
  const hour = hourOf(Date.now());
  const nonce = solveProofOfWork(challengeOf(item.id, hour), proofDifficulty);
  return { item: { ...item, proof: { hour, nonce } }, secret, pieces, described };
}

/** @returns the status of the answer, and what it says. */
export async function postPiece(
  url: string,
  { name, body }: SealedPiece,
): Promise<{ status: number; state?: string; have?: number; title?: string }> {
  const headers = { [pieceHeader]: writePieceName(name), "content-type": "application/octet-stream" };
  const response = await fetch(url + piecesPath, { method: "POST", body, headers });
  return { status: response.status, ...((await response.json()) as { state?: string; have?: number; title?: string }) };
}
