// The short report on a phone without a line: sealed into the outbox before the network is asked, sent by itself, its receipt the right one; the page opens offline.
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { openReceipt } from "../../backend/intake/index.ts";
import { readReportAsReporter } from "../../backend/coordination/index.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { picture } from "../support/portal-walk.ts";
import { startWebServer, type WebServer } from "../support/web-server.ts";

let server: WebServer;
let browser: Browser;
const generous = { timeout: 60_000 };

async function open(hasScript = true): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: "en-GB",
    javaScriptEnabled: hasScript,
  });
  const page = await context.newPage();
  await page.goto(`${server.url}/short?lang=en`, { waitUntil: "networkidle" });
  return { page, context };
}

async function fill(page: Page, story: string): Promise<void> {
  await page.check('input[name="about"][value="phishing"]');
  await page.fill("#f-story", story);
}

/** What lies in the outbox of this browser, as it lies there. */
async function outboxOf(page: Page): Promise<string> {
  return await page.evaluate(
    async () =>
      await new Promise<string>((resolve, reject) => {
        const request = indexedDB.open("toguna-outbox", 1);
        request.onerror = () => reject(new Error("no outbox"));
        request.onsuccess = () => {
          const all = request.result.transaction("entries").objectStore("entries").getAll();
          all.onsuccess = () => {
            request.result.close();
            resolve(JSON.stringify(all.result));
          };
        };
      }),
  );
}

/** The worker says that it keeps pages, style, scripts, sealing and sum. */
async function waitForShell(page: Page): Promise<void> {
  const kept = async (): Promise<string> =>
    await page.evaluate(async () =>
      (await (await caches.open("toguna-shell-2")).keys()).map(({ url }) => url).join(" "),
    );
  // Written last: the pages in each language, style, scripts, sealing and sum are there by then.
  await expect.poll(kept, generous).toContain("/kept.json");
  for (const part of ["portal-", "main-", "short-", "seal-item-", "seal-form-", "whole-", "solve-in-worker-"])
    expect(await kept()).toContain(part);
}

const visitor = { address: "192.0.2.9", isExempt: false };
async function descriptionOf(receipt: string): Promise<string | undefined> {
  const stranger = server.world.context({ kind: "anonymous" });
  const token = await openReceipt(stranger, receipt, visitor);
  return token === undefined ? undefined : (await readReportAsReporter(stranger, token))?.description;
}

describe.skipIf(!chromiumPath)("the outbox", () => {
  beforeAll(async () => {
    server = await startWebServer();
    browser = await openBrowser();
  });

  test("without a line a report is kept sealed and said to be not sent yet; it goes by itself when the line is back, and its receipt opens it", async () => {
    const { page, context } = await open();
    const story = "A call asked for the code of my mobile money.";
    await context.setOffline(true);
    await fill(page, story);
    await page.click("form[data-short] button.go");
    await page.locator('[data-state="waiting"]').waitFor(generous);
    expect(await page.textContent("[data-outbox]")).toContain("Not sent yet");
    expect(await page.textContent("[data-outbox]")).toMatch(/Provisional number \d{6}/);
    expect(await page.textContent("[data-outbox]")).toContain("7 days");
    await page.getByText("No line.").waitFor(generous);
    await picture(page, "en-outbox-waiting");
    // Sealed to the core: nothing of what was typed lies on the phone.
    const kept = await outboxOf(page);
    expect(kept).toContain('"sealed":');
    expect(kept).not.toContain("mobile money");
    expect(kept).not.toContain("phishing");
    const axe = await new AxeBuilder({ page }).analyze();
    expect(axe.violations.map(({ id }) => id)).toEqual([]);
    await context.setOffline(false);
    const digits = page.locator("[data-receipt]");
    await digits.waitFor(generous);
    await picture(page, "en-outbox-sent");
    const receipt = (await digits.getAttribute("data-receipt")) ?? "";
    expect(await descriptionOf(receipt)).toBe(story);
    // Wiped on receipt: of the sealed text nothing is left, of the digits only until they are noted.
    expect(await outboxOf(page)).toContain('"item":null');
    await page.getByRole("button", { name: "I wrote these digits down" }).click();
    await digits.waitFor({ state: "detached", timeout: 60_000 });
    expect(await outboxOf(page)).toBe("[]");
    await context.close();
  });

  test("a page that was opened once opens without a line; what is sealed there survives the tab and is sent once by the next one", async () => {
    const { page, context } = await open();
    // The shell is kept once the worker says so: page, style, script, sealing and sum.
    await waitForShell(page);
    const [before] = await server.world.owner<{ n: number }[]>`select count(*)::int as n from reports`;
    await context.setOffline(true);
    const offline = await context.newPage();
    await offline.goto(`${server.url}/short`, { waitUntil: "domcontentloaded" });
    await offline.locator("#f-story").waitFor(generous);
    await fill(offline, "Written in a valley without a line.");
    await offline.click("form[data-short] button.go");
    await offline.locator('[data-state="waiting"]').waitFor(generous);
    await page.close();
    await offline.close();
    await context.setOffline(false);
    const next = await context.newPage();
    await next.goto(`${server.url}/short`);
    await next.locator("[data-receipt]").waitFor(generous);
    const [after] = await server.world.owner<{ n: number }[]>`select count(*)::int as n from reports`;
    expect(after?.n).toBe((before?.n ?? 0) + 1);
    // Receipts and answers are never among what the worker keeps.
    const kept = await next.evaluate(async () =>
      (await (await caches.open("toguna-shell-2")).keys()).map(({ url }) => new URL(url).pathname),
    );
    const flows = ["citizen", "organisation", "regulated", "vulnerability"].map((flow) => `/whole/${flow}`);
    expect([...new Set(kept.filter((path) => !path.startsWith("/static/")))].sort()).toEqual(
      ["/help", "/kept.json", "/short", "/suspicious", ...flows].sort(),
    );
    await context.close();
  });

  test("every flow opens without a line in each language; what is typed there is sealed, kept, and sent when the line is back", async () => {
    const { page, context } = await open();
    await waitForShell(page);
    await context.setOffline(true);
    for (const [path, language] of [
      ["/", "fr"],
      ["/suspicious", "en"],
      ["/suspicious", "mn"],
      ["/report/citizen", "en"],
      ["/report/citizen", "mn"],
      ["/report/organisation", "mn"],
      ["/report/regulated", "fr"],
      ["/report/vulnerability", "en"],
    ]) {
      await page.goto(`${server.url}${path}?lang=${language}`, { waitUntil: "domcontentloaded" });
      expect([path, await page.getAttribute("html", "lang")]).toEqual([path, language]);
      expect(await page.locator("form button.go").count()).toBe(1);
    }
    const story = `Écrit sans ligne, question par question ${Date.now()}`;
    await page.goto(`${server.url}/short?lang=fr`, { waitUntil: "domcontentloaded" });
    await page.locator('main nav a[href="/report/citizen"]').click();
    await page.waitForURL("**/report/citizen");
    // The language that was seen last, without a cookie that says so.
    expect(await page.getAttribute("html", "lang")).toBe("fr");
    await page.check('input[name="who"][value="me"]');
    await page.check('input[name="what"][value="money"]');
    await page.locator('[data-question="paid"]').waitFor({ state: "visible", ...generous });
    await page.check('input[name="started"][value="today"]');
    await page.fill("#f-story", story);
    await page.check('input[name="reply"][value="receipt"]');
    await page.click("form[data-short] button.go");
    await page.locator('[data-state="waiting"]').waitFor(generous);
    await picture(page, "fr-outbox-flow");
    expect(await outboxOf(page)).toContain('"sealed":');
    expect(await outboxOf(page)).not.toContain("question par question");
    await context.setOffline(false);
    const digits = page.locator("[data-receipt]");
    await digits.waitFor(generous);
    expect(await descriptionOf((await digits.getAttribute("data-receipt")) ?? "")).toBe(story);
    await context.close();
  });

  test("a form of the step by step pages is kept as well before the network is asked, and another page of the portal sends it", async () => {
    const { page, context } = await open();
    const story = `A parcel that I never ordered: http://colis.example/${Date.now()}`;
    await page.goto(`${server.url}/suspicious?lang=en`, { waitUntil: "networkidle" });
    // What seals is fetched while somebody types.
    const fetched = page.waitForResponse(/seal-form-/, generous);
    await page.fill("#f-message", "A parcel");
    await fetched;
    // From then on every form opens without a line, with all that seals it.
    await waitForShell(page);
    await context.setOffline(true);
    await page.fill("#f-message", story);
    await page.click("form[data-sends] button.go");
    await page.locator(".note").filter({ hasText: "provisional number" }).waitFor(generous);
    // Whoever takes the phone reads nothing: not in the outbox, not among what was typed.
    const left = await page.evaluate(() => JSON.stringify(Object.entries(localStorage)));
    for (const lying of [await outboxOf(page), left]) expect(lying).not.toMatch(/parcel|colis/);
    expect(await outboxOf(page)).toContain('"_sealed"');
    expect(await page.textContent(".note")).toContain("after 7 days");
    await picture(page, "en-outbox-kept");
    await page.close({ runBeforeUnload: false });
    await context.setOffline(false);
    const later = await context.newPage();
    await later.goto(`${server.url}/help`);
    const digits = later.locator("[data-outbox] [data-receipt]");
    await digits.waitFor(generous);
    await picture(later, "en-outbox-elsewhere");
    const axe = await new AxeBuilder({ page: later }).analyze();
    expect(axe.violations.map(({ id }) => id)).toEqual([]);
    expect(await descriptionOf((await digits.getAttribute("data-receipt")) ?? "")).toBe(story);
    expect(await server.world.owner`select 1 from reports where description = ${story}`).toHaveLength(1);
    // Nothing of what was typed stays once it is sent.
    expect(await outboxOf(later)).not.toContain("parcel");
    expect(await later.evaluate(() => Object.keys(localStorage))).toEqual([]);
    await context.close();
  });

  test("where the browser has Background Sync the worker sends what waits after the page was closed", async () => {
    const { page, context } = await open();
    await waitForShell(page);
    const story = `Woken by the browser, not by a person ${Date.now()}`;
    await context.setOffline(true);
    await fill(page, story);
    await page.click("form[data-short] button.go");
    await page.getByText("No line.").waitFor(generous);
    const [worker] = context.serviceWorkers();
    expect(worker).toBeDefined();
    await page.close({ runBeforeUnload: false });
    await context.setOffline(false);
    // As the browser does it; pages have no way to.
    await worker?.evaluate(async () => {
      const event = new ExtendableEvent("sync");
      Object.defineProperty(event, "tag", { value: "toguna-outbox" });
      self.dispatchEvent(event);
    });
    await expect
      .poll(async () => await server.world.owner`select 1 from reports where description = ${story}`, generous)
      .toHaveLength(1);
    await context.close();
  });

  test("mistakes are named with links before anything is sealed; without script the same form is taken plainly", async () => {
    const { page, context } = await open();
    await page.click("form[data-short] button.go");
    await page.locator(".summary a").first().waitFor(generous);
    expect(await page.locator(".summary a").count()).toBe(2);
    expect(await outboxOf(page).catch(() => "[]")).toBe("[]");
    await context.close();
    const plain = await open(false);
    await plain.page.check('input[value="citizen"]');
    await plain.page.fill("#f-story", "Sent without script.");
    await plain.page.click("form[data-short] button.go");
    await plain.page.waitForURL("**/sent", generous);
    expect(await plain.page.textContent("main")).toContain("Your report is received");
    await plain.context.close();
  });

  test("the portal can be put on a home screen: its manifest names a page that works offline, in the reader's language", async () => {
    const manifest = (await (
      await fetch(`${server.url}/manifest.webmanifest`, { headers: { cookie: "language=mn" } })
    ).json()) as { start_url: string; display: string; lang: string; icons: { src: string }[] };
    expect(manifest).toMatchObject({ start_url: "/short", display: "standalone", lang: "mn" });
    expect((await fetch(server.url + (manifest.icons[0]?.src ?? ""))).status).toBe(200);
    const worker = await fetch(`${server.url}/sw.js`);
    expect(worker.headers.get("content-type")).toContain("javascript");
    expect(await worker.text()).not.toMatch(/^import |import\.meta/m);
  });
});
