// Sends recordings of questions, whole or in ranges (RFC 9110, 14), kept by browsers for a year under the version in their address.
import type { Hono } from "hono";
import type { PortalEnv } from "../options.ts";
import { rangeOf } from "../request/range.ts";
import type { PortalContext } from "./answer.ts";

export function addAudioRoutes(app: Hono<PortalEnv>): void {
  app.get("/audio/:flow", async (c, next) => (await send(c, c.req.param("flow"))) ?? (await next()));
  app.get(
    "/audio/:flow/:question",
    async (c, next) => (await send(c, `${c.req.param("flow")}/${c.req.param("question")}`)) ?? (await next()),
  );
}

async function send(c: PortalContext, question: string): Promise<Response | undefined> {
  const language = c.req.query("in") ?? "";
  const isKnown = /^[a-z]{2,20}(\/[A-Za-z]{1,40})?$/.test(question) && /^[a-z]{2,3}$/.test(language);
  const found = isKnown ? await c.get("core").spoken.read(question, language) : undefined;
  if (!found) return undefined;
  const { bytes, mediaType, version } = found;
  const isVersioned = c.req.query("v") === version;
  const headers = {
    "content-type": mediaType,
    "accept-ranges": "bytes",
    etag: `"${version}"`,
    "cache-control": isVersioned ? "public, max-age=31536000, immutable, no-transform" : "no-cache, no-transform",
  };
  const range = rangeOf(c.req.header("range"), bytes.length);
  if (range === "none") return c.body(bytes, 200, headers);
  if (range === "beyond") return c.body(null, 416, { ...headers, "content-range": `bytes */${bytes.length}` });
  return c.body(bytes.slice(range.from, range.to + 1), 206, {
    ...headers,
    "content-range": `bytes ${range.from}-${range.to}/${bytes.length}`,
  });
}
