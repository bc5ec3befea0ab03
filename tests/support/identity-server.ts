// A real server on loopback with the identity routes and pages, a real database behind it, and browsers with virtual authenticators.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createAdaptorServer } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from "playwright-core";
import { build } from "vite";
import solid from "vite-plugin-solid";
import { afterAll } from "vitest";
import { Hono } from "hono";
import { type HttpEnv, securityHeaders } from "../../backend/platform/http/index.ts";
import { chromiumPath } from "./browser.ts";
import { makeTestWorld, type TestWorld } from "./database.ts";
import { makeIdentityApp } from "./identity-app.ts";
import { notePageTakenAway } from "./page-stays.ts";
import { freePort } from "./server.ts";

let pages: Promise<string> | undefined;

async function buildPages(): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), "toguna-pages-"));
  afterAll(() => rmSync(outDir, { recursive: true, force: true }));
  await build({
    configFile: false,
    root: fileURLToPath(new URL("./identity-desk", import.meta.url)),
    base: "/desk/",
    logLevel: "error",
    plugins: [solid()],
    build: { outDir, emptyOutDir: true, target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  });
  return outDir;
}

export interface IdentityServer {
  world: TestWorld;
  origin: string;
  port: number;
}

/** `host` is the name in DESK_URL; the server itself always listens on 127.0.0.1. */
export async function startIdentityServer(options: { host?: string; isDemo?: boolean } = {}): Promise<IdentityServer> {
  const port = await freePort();
  const origin = `http://${options.host ?? "localhost"}:${port}`;
  const world = await makeTestWorld({ env: { PORT: String(port), PUBLIC_URL: origin } });
  world.services.config.isDemo = options.isDemo ?? false;
  pages ??= buildPages();
  const root = await pages;
  const app = new Hono<HttpEnv>();
  app.use(securityHeaders(false));
  app.get("/desk/*", serveStatic({ root, rewriteRequestPath: (path) => path.slice("/desk".length) }));
  app.get("/desk/*", serveStatic({ root, path: "index.html" }));
  app.route("/", makeIdentityApp(world.services));
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", () => resolve()));
  afterAll(async () => {
    if ("closeAllConnections" in server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { world, origin, port };
}

export async function launchBrowser(extra: string[] = []): Promise<Browser> {
  const browser = await chromium.launch({
    ...(chromiumPath ? { executablePath: chromiumPath } : {}),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...extra,
    ],
  });
  afterAll(async () => await browser.close());
  return browser;
}

const foldedGroups = ["coordination", "detection", "register", "people", "state"];

export interface Person {
  context: BrowserContext;
  page: Page;
  cdp: CDPSession;
  authenticatorId: string;
  /** What the browser complained of: script errors and violations of the content security policy. */
  complaints: string[];
}

/** A browser of one person, with a device that verifies its owner. */
export async function openPerson(
  browser: Browser,
  options: {
    isBackedUp?: boolean;
    language?: string;
    width?: number;
    height?: number;
    dark?: boolean;
    hasAutofill?: boolean;
    /** The device derives keys (WebAuthn PRF). */
    hasPrf?: boolean;
    /** The desk's groups stand as on a first visit; else this person has unfolded them all. */
    isNavigationFolded?: boolean;
  } = {},
): Promise<Person> {
  const context = await browser.newContext({
    locale: options.language ?? "en-GB",
    viewport: { width: options.width ?? 1280, height: options.height ?? 900 },
    colorScheme: options.dark ? "dark" : "light",
  });
  await context.addInitScript(notePageTakenAway);
  // A virtual authenticator answers the autofill list by itself; most tests want the button.
  if (!options.hasAutofill)
    await context.addInitScript(
      "if (globalThis.PublicKeyCredential) PublicKeyCredential.isConditionalMediationAvailable = async () => false",
    );
  if (!options.isNavigationFolded)
    await context.addInitScript(
      `try { localStorage["toguna.navigation"] ??= '${JSON.stringify(Object.fromEntries(foldedGroups.map((id) => [id, true])))}'; } catch {}`,
    );
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("the server responded with a status of"))
      complaints.push(message.text());
  });
  const cdp = await context.newCDPSession(page);
  await cdp.send("WebAuthn.enable", { enableUI: false });
  const authenticatorId = await addAuthenticator(cdp, "internal", options.isBackedUp ?? false, options.hasPrf ?? false);
  return { context, page, cdp, authenticatorId, complaints };
}

export async function addAuthenticator(
  cdp: CDPSession,
  transport: "internal" | "usb",
  isBackedUp = false,
  hasPrf = false,
): Promise<string> {
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      ctap2Version: "ctap2_1",
      transport,
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      hasPrf,
      automaticPresenceSimulation: true,
      defaultBackupEligibility: isBackedUp,
      defaultBackupState: isBackedUp,
    },
  });
  return authenticatorId;
}

/** The person has `touched` in the hand, and lets the `other` lie: both at once would answer whatever the browser asks, the wrong one sometimes first. */
export async function touchOnly(cdp: CDPSession, touched: string, other: string): Promise<void> {
  for (const authenticatorId of [touched, other])
    await cdp.send("WebAuthn.setAutomaticPresenceSimulation", {
      authenticatorId,
      enabled: authenticatorId === touched,
    });
}
