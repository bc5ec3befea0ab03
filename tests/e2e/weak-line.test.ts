// A part of a room that does not come: the page is loaded anew when the line is back or the house was renewed, and says so meanwhile.
import type { Browser, Page } from "playwright-core";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { type DeskPerson, signInAtDesk } from "../support/desk-browser.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const wait = { timeout: 30_000 };

describe.skipIf(!chromiumPath)("a room on a weak line (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let analyst: DeskPerson;
  let page: Page;
  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer();
    browser = await openBrowser();
    analyst = await signInAtDesk(browser, web, { role: "lead", name: "Awa Keïta" }, { width: 1280, height: 900 });
    page = analyst.page;
  }, 240_000);
  afterEach(async () => await page.unrouteAll({ behavior: "ignoreErrors" }));

  /** What this page has not got yet does not come the first `times` times that it is asked for; what it has got it keeps, as a browser does. */
  async function cut(times: number): Promise<{ count: () => number }> {
    const got = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
    const failed = new Map<string, number>();
    await page.route(/\/assets\/.*\.(js|css)$/, async (asked) => {
      const url = asked.request().url();
      const before = failed.get(url) ?? 0;
      if (before >= times || got.includes(url)) return await asked.continue();
      failed.set(url, before + 1);
      await asked.abort("connectionreset");
    });
    return { count: () => [...failed.values()].reduce((sum, one) => sum + one, 0) };
  }

  test("a page that does not come the first time is loaded by itself when the line is back, with its words", async () => {
    await page.locator(".navigation").waitFor(wait);
    const line = await cut(1);
    await page.getByRole("link", { name: "Playbooks" }).click();
    await page.getByRole("heading", { level: 1, name: "Playbooks" }).waitFor(wait);
    expect(line.count()).toBeGreaterThan(0);
    expect(await page.getByRole("alert").count()).toBe(0);
  });

  test("where it stays away the frame stays and says so, and it comes when the line is back", async () => {
    await page.evaluate(() => sessionStorage.clear());
    const line = await cut(1000);
    await page.getByRole("link", { name: "Exercises" }).click();
    await page.getByRole("alert").getByText("A part of this page did not come.").waitFor(wait);
    expect(line.count()).toBeGreaterThan(2);
    expect(await page.getByRole("link", { name: "Playbooks" }).isVisible()).toBe(true);
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.getByRole("heading", { level: 1, name: "Exercises" }).waitFor(wait);
  });

  test("what never comes is not asked for without end, and its button asks once more", async () => {
    await page.evaluate(() => sessionStorage.clear());
    let documents = 0;
    page.on("request", (asked) => {
      if (asked.resourceType() === "document") documents += 1;
    });
    // One part breaks off each time, though the server says that it is there; everything else comes.
    await page.route(/\/assets\/artefacts-page-.*\.js$/, async (asked) =>
      asked.request().method() === "HEAD" ? await asked.fulfill({ status: 200 }) : await asked.abort("connectionreset"),
    );
    await page.getByRole("link", { name: "Artefacts" }).click();
    await expect.poll(() => documents, { timeout: 30_000 }).toBe(2);
    await page.getByRole("alert").getByText("A part of this page did not come.").waitFor(wait);
    await page.waitForTimeout(5000);
    expect(documents).toBe(2);
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.getByRole("button", { name: "Load the page again" }).click();
    await page.getByRole("heading", { level: 1, name: "Artefacts" }).waitFor(wait);
  });

  test("a page that was open when the house was renewed is loaded anew by itself", async () => {
    await page.evaluate(() => sessionStorage.clear());
    const main = (await page.locator("script[type=module][src]").first().getAttribute("src")) ?? "";
    let isReloaded = false;
    const assets = /\/assets\/.*\.(js|css)$/;
    await page.route(assets, async (asked) => await asked.fulfill({ status: 404, body: "" }));
    await page.route(`${web.url}/desk/**`, async (asked) => {
      const type = asked.request().resourceType();
      if (type === "document") {
        isReloaded = true;
        await page.unroute(assets);
        return await asked.continue();
      }
      if (type !== "fetch" || asked.request().url().includes("/assets/")) return await asked.fallback();
      const answer = await asked.fetch();
      await asked.fulfill({ response: answer, body: (await answer.text()).replaceAll(main, "/desk/assets/newer.js") });
    });
    await page.getByRole("link", { name: "Conversations" }).click();
    await page.getByRole("heading", { level: 1, name: "Conversations" }).waitFor(wait);
    expect(isReloaded).toBe(true);
  });

  test("a room whose script does not come says so in three languages instead of nothing", async () => {
    await page.route(/\/assets\/.*\.js$/, async (asked) => await asked.abort("connectionreset"));
    await page.goto(`${web.url}/desk/cases`);
    for (const words of ["Si rien ne vient, rechargez la page.", "load the page again", "дахин ачаална уу"])
      await page.getByText(words).waitFor(wait);
    await expect
      .poll(async () => await page.locator(".room-wait").evaluate((said) => getComputedStyle(said).opacity), {
        timeout: 15_000,
      })
      .toBe("1");
  });
});
