// The short report at the core, sealed or plain; and what makes the portal a thing that can be installed.
import type { Hono } from "hono";
import { readShort, type ShortMistake } from "../../../backend/intake/edge/short/model.ts";
import type { HtmlEscapedString } from "hono/utils/html";
import type { PortalEnv, PortalOptions } from "../options.ts";
import { manifestOf } from "../pages/app-manifest.ts";
import { outboxWords, shortPage } from "../pages/short-page.ts";
import { codeOf, readForm, readLimited } from "../request/read-form.ts";
import { randomSeed, submitOnce } from "../request/submit.ts";
import { minutesOf, type PortalContext, show } from "./answer.ts";
import { showLater, showRefusal } from "./send.ts";
import { tongueIn } from "../view.ts";

/** As at the edge (`sealedBytes`). */
const mostSealedBytes = 500_000;

export function addShortRoutes(app: Hono<PortalEnv>, options: PortalOptions): void {
  app.get("/short", async (c) => c.html(await draw(c, {}, [])));
  app.post("/short", async (c) => await takePlain(c));
  app.post("/sealed", async (c) => await takeSealed(c));
  app.get("/manifest.webmanifest", (c) =>
    c.body(JSON.stringify(manifestOf(c.get("view"))), 200, { "content-type": "application/manifest+json" }),
  );
  // Loaded by the other pages where something waits on the device. Its own address says which build it is of.
  app.get("/outbox.js", (c) => c.redirect(options.statics.outboxScript, 302));
  app.get("/outbox.json", (c) => c.body(outboxWords(c.get("view")), 200, { "content-type": "application/json" }));
  app.get("/sw.js", async (c, next) => {
    const file = options.statics.read(options.statics.serviceWorker);
    return file ? c.body(file.body, 200, { "content-type": "text/javascript; charset=utf-8" }) : await next();
  });
}

async function draw(
  c: PortalContext,
  values: Record<string, string | undefined>,
  mistakes: readonly ShortMistake[],
): Promise<HtmlEscapedString> {
  return await shortPage(c.get("view"), { values, mistakes, key: await c.get("core").sealed.key(), plain: "core" });
}

async function takePlain(c: PortalContext): Promise<Response> {
  const view = c.get("view");
  const form = await readForm(c.req.raw, c.get("core"), { fileBytes: 0, files: 0 });
  const values = Object.fromEntries(Object.entries(form.values).map(([name, [value]]) => [name, value]));
  const { report, mistakes } = readShort(values, { ...tongueIn(view), now: view.now });
  if (mistakes.length > 0) return await show(c, draw(c, values, mistakes));
  try {
    const submitted = await submitOnce(c.get("core"), report, [], {
      seed: randomSeed(),
      visitor: c.get("visitor"),
      proof: undefined,
    });
    return showLater(c, { submitted, flow: report.flow, isReached: report.answerBy !== "receipt" });
  } catch (error) {
    return await showRefusal(c, error, "/short", (paths) => {
      const field = paths.some((path) => path.includes("phone")) ? "phone" : "email";
      return draw(c, values, [{ field, key: `edge.short.e.${field}` }]);
    });
  }
}

/** Answers as the edge does, so that one script speaks to both. */
async function takeSealed(c: PortalContext): Promise<Response> {
  const problem = (status: 400 | 413 | 422 | 429 | 503, title: string): Response =>
    c.body(JSON.stringify({ type: "about:blank", title, status }), status, {
      "content-type": "application/problem+json",
    });
  const text = await readLimited(c.req.raw, mostSealedBytes);
  if (text === undefined) return problem(413, `Expected at most ${mostSealedBytes} bytes.`);
  let typed: unknown;
  try {
    typed = JSON.parse(text);
  } catch {
    return problem(400, "Expected a JSON object with id, keyId, sealed and proof.");
  }
  try {
    const answer = await c.get("core").sealed.take(typed, c.get("visitor"));
    return answer ? c.json(answer, 201) : problem(422, "This does not open: it was changed, or sealed to another key.");
  } catch (error) {
    const code = codeOf(error);
    if (code === "invalid_input")
      return problem(400, error instanceof Error ? error.message : "Expected a sealed item.");
    if (code !== "too_many_requests" && code !== "unavailable") throw error;
    c.header("retry-after", String(minutesOf(error) * 60));
    return problem(code === "unavailable" ? 503 : 429, "Keep it and send it later.");
  }
}
