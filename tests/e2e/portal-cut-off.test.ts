// Answers that are not the portal's, browsers that keep nothing, and browsers that are ended in the middle: no report is lost, none is there twice.
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pageMark } from "../../frontend/portal/page-mark.ts";
import { chromiumPath, killBrowser, openBrowser, openProfile } from "../support/browser.ts";
import { picture, readReceipt } from "../support/portal-walk.ts";
import { startWebServer, type WebServer } from "../support/web-server.ts";

let server: WebServer;
let browser: Browser;
const profile = mkdtempSync(join(tmpdir(), "toguna-profile-"));
const generous = { timeout: 60_000 };

/** What a café's gateway, a proxy and a tired server say instead of the portal. */
const strangers = [
  { name: "a café's page", status: 200, contentType: "text/html", body: "<h1>Welcome! Log in to the Wi-Fi</h1>" },
  { name: "a gateway's JSON", status: 200, contentType: "application/json", body: "{}" },
  { name: "a proxy's 403", status: 403, contentType: "text/html", body: "<h1>Blocked</h1>" },
  { name: "a proxy's 429", status: 429, contentType: "text/html", body: "<h1>Slow down</h1>" },
  { name: "a gateway's 502", status: 502, contentType: "text/html", body: "<h1>Bad gateway</h1>" },
] as const;
/** What the portal itself says when it takes nothing. */
const busy = [503, 429].map((status) => ({
  status,
  contentType: "application/json",
  body: JSON.stringify({ isPage: true }),
  headers: { [pageMark]: "1", "retry-after": "600" },
}));

async function open(): Promise<{ page: Page; context: BrowserContext }> {
  // Without a worker, so that the test is the gateway.
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    locale: "en-GB",
    serviceWorkers: "block",
  });
  return { page: await context.newPage(), context };
}

async function type(page: Page, message: string): Promise<void> {
  // What seals is fetched while somebody types.
  const fetched = page.waitForResponse(/seal-form-/, generous);
  await page.fill("#f-message", message);
  await fetched;
}

const reportsOf = async (words: string): Promise<number> =>
  (await server.world.owner`select 1 from reports where description = ${words}`).length;

describe.skipIf(!chromiumPath)("cut off", () => {
  beforeAll(async () => {
    server = await startWebServer();
    browser = await openBrowser();
  });
  afterAll(() => {
    rmSync(profile, { recursive: true, force: true });
  });

  test("a gateway's answer is not taken for the portal's, nor a busy portal's for an end: the report waits, and goes once", async () => {
    const { page, context } = await open();
    const message = `http://gateway.example/${Date.now()}`;
    await page.goto(`${server.url}/suspicious?lang=en`);
    let answer: (typeof strangers)[number] | (typeof busy)[number] | undefined = strangers[0];
    let asked = 0;
    await context.route("**/suspicious", async (route) => {
      if (route.request().method() !== "POST" || !answer) return await route.continue();
      await route.fulfill(answer);
      asked++;
    });
    await type(page, message);
    await page.click("form[data-sends] button.go");
    for (const one of [...strangers, ...busy]) {
      const before = asked;
      if (answer !== one) {
        answer = one;
        await page.getByRole("button", { name: "Try now" }).click();
      }
      await expect.poll(() => asked, generous).toBeGreaterThan(one === strangers[0] ? 0 : before);
      // It has heard the answer once it can be pressed again.
      await expect.poll(async () => await page.textContent("form[data-sends] button.go")).toBe("Send");
      const isBusy = "headers" in one;
      await page
        .locator(".note")
        .filter({ hasText: isBusy ? "Too many reports are arriving" : "No connection." })
        .waitFor(generous);
      expect(new URL(page.url()).pathname).toBe("/suspicious");
      expect(await page.inputValue("#f-message")).toBe(message);
      expect(await page.textContent(".note")).toMatch(/kept sealed on this phone.*provisional number \d{6}/);
    }
    await picture(page, "en-busy");
    // Nor does another page of the portal, which drains what waits.
    answer = strangers[1];
    const later = await context.newPage();
    const before = asked;
    await later.goto(`${server.url}/help`);
    await expect.poll(() => asked, generous).toBeGreaterThan(before);
    await later.getByText("The door is busy").waitFor(generous);
    expect(await later.locator('[data-state="waiting"]').count()).toBe(1);
    await later.close();
    expect(await reportsOf(message)).toBe(0);
    answer = undefined;
    await page.getByRole("button", { name: "Try now" }).click();
    await page.waitForURL("**/sent", generous);
    expect(await readReceipt(page)).toMatch(/^\d{4}/);
    expect(await reportsOf(message)).toBe(1);
    await context.close();
  });

  test("where the browser keeps nothing (a private window, a full disk) this is said, the words stay on the page, and go from there", async () => {
    for (const isFull of [false, true]) {
      const { page, context } = await open();
      await context.addInitScript((full) => {
        const refuse = (): never => {
          throw new DOMException("not here", full ? "QuotaExceededError" : "SecurityError");
        };
        Storage.prototype.setItem = refuse;
        if (full) IDBObjectStore.prototype.put = refuse;
        else IDBFactory.prototype.open = refuse;
      }, isFull);
      const message = `http://private.example/${Date.now()}`;
      await page.goto(`${server.url}/suspicious?lang=en`);
      await type(page, message);
      await context.setOffline(true);
      await page.click("form[data-sends] button.go");
      await page.locator(".note").filter({ hasText: "Everything is still on this page" }).waitFor(generous);
      expect(await page.textContent(".note")).not.toContain("kept");
      await context.setOffline(false);
      await page.waitForURL("**/sent", generous);
      expect(await reportsOf(message)).toBe(1);

      const story = `From a private window ${Date.now()}`;
      await page.goto(`${server.url}/short?lang=en`, { waitUntil: "networkidle" });
      await page.check('input[name="about"][value="phishing"]');
      await page.fill("#f-story", story);
      await page.click("form[data-short] button.go");
      await page.getByText("This browser keeps nothing").waitFor(generous);
      await page.locator("[data-receipt]").waitFor(generous);
      expect(await reportsOf(story)).toBe(1);
      await context.close();
    }
  });

  test("ended in the middle of the report and again in the middle of its file, the same profile sends both, once, also from two pages at once", async () => {
    const message = `http://battery.example/${Date.now()}`;
    const file = randomBytes(700_000);
    const first = await openProfile(profile, "en-GB");
    const page = await first.newPage();
    // The server takes the report in; its answer never comes.
    let isTaken = false;
    await first.route("**/suspicious", async (route) => {
      if (route.request().method() !== "POST") return await route.continue();
      await route.fetch();
      isTaken = true;
    });
    await page.goto(`${server.url}/suspicious?lang=en`);
    await type(page, message);
    await page.setInputFiles('input[type="file"]', [{ name: "log.bin", mimeType: "text/plain", buffer: file }]);
    await page.locator(".files li").waitFor(generous);
    await page.click("form[data-sends] button.go", { noWaitAfter: true });
    await expect.poll(() => isTaken, generous).toBe(true);
    await killBrowser(first);
    expect(await reportsOf(message)).toBe(1);

    // Two pages at once; the first piece of the file passes, then the battery is empty again.
    const second = await openProfile(profile, "en-GB");
    let pieces = 0;
    await second.route("**/uploads/**", async (route) => {
      if (route.request().method() !== "PATCH") return await route.continue();
      pieces++;
      // Never answered: it hangs as a line without a signal does.
      if (pieces === 1) return await route.continue();
    });
    const pages = [await second.newPage(), await second.newPage()];
    await Promise.all(pages.map(async (one) => await one.goto(`${server.url}/help?lang=en`)));
    await pages[0]?.locator("[data-outbox] [data-receipt]").waitFor(generous);
    for (const one of pages) await one.goto(`${server.url}/help?lang=en`);
    await expect.poll(() => pieces, generous).toBeGreaterThan(1);
    expect(await reportsOf(message)).toBe(1);
    await killBrowser(second);

    const third = await openProfile(profile, "en-GB");
    const offsets: string[] = [];
    third.on("request", (request) => {
      if (request.method() === "PATCH") offsets.push(request.headers()["upload-offset"] ?? "");
    });
    const last = await third.newPage();
    await last.goto(`${server.url}/?lang=en`);
    await last.getByRole("status").filter({ hasText: "All files are sent" }).waitFor(generous);
    expect(Number(offsets[0])).toBeGreaterThan(0);
    const files = await server.world.owner<{ name: string; size: number }[]>`select f.name, f.size::int as size
      from report_files f join reports r on r.id = f.report_id where r.description = ${message}`;
    expect(files).toEqual([{ name: "log.bin", size: 700_000 }]);
    expect(await reportsOf(message)).toBe(1);
    await third.close();
  });
});
