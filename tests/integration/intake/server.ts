// The declared routes of intake and coordination on a real server, put together the way the application does it.
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { afterAll } from "vitest";
import { coordinationRoutes } from "../../../backend/coordination/index.ts";
import { intakeRoutes } from "../../../backend/intake/index.ts";
import type { Actor } from "../../../backend/platform/context/index.ts";
import { defineRoutes, type HttpEnv, problemResponse, toProblem } from "../../../backend/platform/http/index.ts";
import type { IntakeWorld } from "./support.ts";

export interface TestServer {
  url: string;
  /** Errors that were answered with 500: each is a defect. */
  unexpected: unknown[];
}

export async function startTestServer(world: IntakeWorld, actor: Actor = { kind: "anonymous" }): Promise<TestServer> {
  const app = new Hono<HttpEnv>();
  const unexpected: unknown[] = [];
  app.use(async (c, next) => {
    c.set("ctx", world.context(actor));
    await next();
  });
  defineRoutes(app, [...intakeRoutes, ...coordinationRoutes], () => {});
  app.onError((error, c) => {
    if (!toProblem(error, "").isExpected) unexpected.push(error);
    return problemResponse(c, error, c.get("ctx").requestId);
  });
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(() => {
    if ("closeAllConnections" in server) server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, unexpected };
}
