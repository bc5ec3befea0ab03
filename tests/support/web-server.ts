// The whole application over a fresh database on a free port of the loopback, for tests that need a real browser or real HTTP.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmdirSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { getRequestListener } from "@hono/node-server";
import { afterAll } from "vitest";
import { createApi } from "../../backend/api.ts";
import { makeTestWorld, type TestWorld } from "./database.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface WebServer {
  world: TestWorld;
  /** "http://localhost:PORT", which is also the public address. */
  url: string;
  /** Paths that were asked for so far; what a browser took from its cache is not among them. */
  asked: string[];
  /** Nobody is reached here until `wake`, which stands at the same address again. */
  rest(): Promise<void>;
  wake(): Promise<void>;
}

/** Builds a front end once a run, whoever asks first. */
export function buildFrontend(config: "frontend/vite.config.ts" | "frontend/portal/vite.config.ts"): void {
  const folder = process.env["TOGUNA_TEST_SERVER"];
  if (!folder) throw new Error("run tests with: vitest --config tests/vitest.config.ts");
  const done = join(folder, `built-${config.replaceAll("/", "-")}`);
  const lock = `${done}.lock`;
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
  }
  try {
    if (statSync(done, { throwIfNoEntry: false })) return;
    // Only what changed is built: a build that is not needed would take the pages from under another test's server.
    execFileSync(process.execPath, [join(root, "backend", "start.mjs"), "--build-only"], {
      cwd: root,
      env: { ...process.env, NODE_ENV: "production" },
    });
    mkdirSync(done);
  } finally {
    rmdirSync(lock);
  }
}

/** @param env configuration beside the address. */
export async function startWebServer(env: Record<string, string> = {}): Promise<WebServer> {
  buildFrontend("frontend/portal/vite.config.ts");
  const server: Server = createServer();
  server.listen(0, "localhost");
  await once(server, "listening");
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const world = await makeTestWorld({ env: { PUBLIC_URL: url, ...env } });
  await world.owner`insert into organisations (id, kind, name) values (gen_random_uuid(), 'cert', 'CERT') on conflict do nothing`;
  const api = createApi(world.services);
  const asked: string[] = [];
  const listener = getRequestListener(api.fetch);
  server.on("request", (request, response) => {
    asked.push(request.url ?? "");
    void listener(request, response);
  });
  const rest = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  afterAll(rest);
  const wake = async (): Promise<void> => {
    server.listen(Number(new URL(url).port), "localhost");
    await once(server, "listening");
  };
  return { world, url, asked, rest, wake };
}
