// Puts the application together: who asks, security headers, the declared routes of all domains, the rooms.
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import { getCookie } from "hono/cookie";
import { casesRoutes } from "./cases/index.ts";
import {
  assessmentRoutes,
  bodyRoutes,
  contributionRoutes,
  deadlineRoutes,
  dutyRoutes,
  filingRoutes,
  formalityRoutes,
  processingRoutes,
  subjectRequestRoutes,
  exploitedRoutes,
  whatIfRoutes,
  officeRoutes,
  yearRoutes,
} from "./compliance/index.ts";
import { coordinationRoutes } from "./coordination/index.ts";
import {
  identityRoutes,
  isBackgroundRequest,
  requirePermission,
  requireSameOrigin,
  resolveApiKey,
  resolveSession,
  sessionTokenOf,
} from "./identity/index.ts";
import { type Act, roomNames } from "./identity/model.ts";
import { intakeRoutes } from "./intake/index.ts";
import { type Actor, type Context, makeContext, type Services } from "./platform/context/index.ts";
import { AppError } from "./platform/errors/index.ts";
import {
  type Access,
  defineRoutes,
  type HttpContext,
  type HttpEnv,
  makeOpenApi,
  peerAddressOf,
  policyReportPath,
  problemResponse,
  type RouteDeclaration,
  securityHeaders,
  takePolicyReports,
  toProblem,
} from "./platform/http/index.ts";
import {
  accreditationRoutes,
  areaRoutes,
  contactRoutes,
  endingRoutes,
  enrolmentRoutes,
  profileRoutes,
  proposalRoutes,
  registryRoutes,
  relationRoutes,
  serviceRoutes,
  importRoutes,
  qualityRoutes,
  partnerRoutes,
  teamRoutes,
} from "./registry/index.ts";
import { reportingRoutes } from "./reporting/index.ts";
import { triageRoutes } from "./triage/index.ts";
import { packRoutes, ruleRoutes } from "./triage/index.ts";
import { createPortalRoom } from "./portal.ts";
import { spokenRoutes } from "./spoken-routes.ts";

/** Every declared route of the application: what OpenAPI, the access matrix and the server are made from. */
export const routes: RouteDeclaration[] = [
  ...identityRoutes,
  ...registryRoutes,
  ...teamRoutes,
  ...importRoutes,
  ...qualityRoutes,
  ...endingRoutes,
  ...enrolmentRoutes,
  ...proposalRoutes,
  ...profileRoutes,
  ...serviceRoutes,
  ...relationRoutes,
  ...contactRoutes,
  ...accreditationRoutes,
  ...areaRoutes,
  ...partnerRoutes,
  ...intakeRoutes,
  ...triageRoutes,
  ...ruleRoutes,
  ...packRoutes,
  ...casesRoutes,
  ...coordinationRoutes,
  ...bodyRoutes,
  ...contributionRoutes,
  ...yearRoutes,
  ...officeRoutes,
  ...dutyRoutes,
  ...deadlineRoutes,
  ...filingRoutes,
  ...formalityRoutes,
  ...processingRoutes,
  ...assessmentRoutes,
  ...subjectRequestRoutes,
  ...exploitedRoutes,
  ...whatIfRoutes,
  ...reportingRoutes,
  ...spokenRoutes,
];

const roomsFolder = fileURLToPath(new URL("../frontend/dist/rooms", import.meta.url));

export function createApi(services: Services): Hono<HttpEnv> {
  const { config, log } = services;
  const app = new Hono<HttpEnv>();
  app.use(securityHeaders(config.publicUrl.startsWith("https:")));
  app.use(async (c, next) => {
    c.set("ctx", makeContext(services, { kind: "anonymous" }, randomUUID()));
    const actor = await whoAsks(services, c);
    if (actor) c.set("ctx", makeContext(services, actor, c.get("ctx").requestId));
    c.get("ctx").speaks = getCookie(c, "speaks");
    await next();
  });
  // The portal judges its own forms, and answers in words.
  app.use("/api/*", requireSameOrigin(config));
  app.get("/healthz", async (c) => {
    await services.db.sql`select 1`;
    return c.json({ status: "ok" });
  });
  app.post(policyReportPath, takePolicyReports(log));
  defineRoutes(app, routes, guard);
  const document = makeOpenApi(routes, config.publicUrl);
  app.get("/api/v1/openapi.json", (c) => c.json(document));
  app.all("/api/*", () => {
    throw new AppError("not_found", "There is nothing at this address.");
  });
  serveRooms(app);
  app.route("/", createPortalRoom(services));
  app.onError((error, c) => {
    const { requestId } = c.get("ctx");
    if (!toProblem(error, requestId).isExpected)
      log.error({ err: error, requestId, path: c.req.routePath }, "a request failed");
    return problemResponse(c, error, requestId);
  });
  return app;
}

async function whoAsks(services: Services, c: HttpContext): Promise<Actor | undefined> {
  const bearer = /^Bearer (.+)$/.exec(c.req.header("authorization") ?? "")?.[1];
  if (bearer !== undefined) {
    const actor = await resolveApiKey(services, bearer, peerAddressOf(c));
    // A key that does not fit is said at once: quietly becoming anonymous would hide a mistake.
    if (!actor)
      throw new AppError(
        "unauthenticated",
        "This API key is unknown, has expired, was revoked, or does not work from this network.",
      );
    return actor;
  }
  const isBackground = isBackgroundRequest((name) => c.req.header(name));
  return await resolveSession(services, sessionTokenOf(c.req.header("cookie")), isBackground);
}

function guard(ctx: Context, access: Access): void {
  if (access.kind === "signed_in" && ctx.actor.kind === "api_key")
    throw new AppError("forbidden", "Only a signed-in person can do this.");
  if (access.kind === "signed_in" && ctx.actor.kind !== "person")
    throw new AppError("unauthenticated", "Sign in to do this.");
  if (access.kind === "act") requirePermission(ctx, access.act as Act);
}

/** A room is one page; every address under it gives that page. The scripts of all rooms lie under /desk/assets/. */
function serveRooms(app: Hono<HttpEnv>): void {
  const root = roomsFolder;
  if (!existsSync(root)) return;
  app.use("/desk/assets/*", async (c, next) => {
    await next();
    if (!c.res.ok) return;
    c.header("cache-control", "public, max-age=31536000, immutable");
    if (isRuleWorker(c.req.path)) c.header("content-security-policy", ruleWorkerPolicy);
  });
  app.get(
    "/desk/assets/*",
    serveStatic({ root, precompressed: true, rewriteRequestPath: (path) => path.slice("/desk".length) }),
  );
  // A script of another build is gone, and the page in its place would be kept as that script for a year.
  app.get("/desk/assets/*", () => {
    throw new AppError("not_found", "This file is of another version of the desk. Load the page again.");
  });
  for (const name of roomNames) {
    app.get(`/${name}`, (c) => c.redirect(`/${name}/`));
    app.get(`/${name}/*`, serveStatic({ root, path: `${name}/index.html` }));
  }
}

// The one script that may compile WebAssembly (the YARA engine of the rule editor) is a worker with a policy of its own: docs/decisions/007-wasm-in-one-worker.md.
const ruleWorkerPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
const isRuleWorker = (path: string): boolean => /^\/desk\/assets\/rule-worker-[\w-]+\.js$/.test(path);
