// The demonstration as a visitor meets it: filled, fictional, open to every role by a link that enrols a passkey; and the pictures of the README.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { openPerson, type Person } from "../support/identity-server.ts";
import { type RunningServer, startServer } from "../support/server.ts";

let server: RunningServer;
let browser: Browser;
let lead: Person;

async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env["TOGUNA_PICTURES"];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

describe.skipIf(!chromiumPath)("the demonstration", () => {
  beforeAll(async () => {
    server = await startServer({ args: ["--demo"], withinMs: 170_000 });
    browser = await openBrowser();
  }, 180_000);
  afterAll(async () => {
    await server?.stop();
  });

  test("a visitor takes a role by a link that enrols a passkey, and sees a filled queue that says it is fictional", {
    timeout: 240_000,
  }, async () => {
    lead = await openPerson(browser, { language: "fr-FR", width: 1440, height: 900 });
    const { page } = lead;
    await page.goto(`${server.url}/desk/demo`);
    await page
      .getByRole("button", { name: /Responsable d’équipe/ })
      .or(page.getByRole("link", { name: /Responsable d’équipe/ }))
      .first()
      .click();
    await page.getByRole("button", { name: "Créer ma clé d’accès" }).click();
    await page.locator(".queue-row").first().waitFor();
    // Triage works through the four hundred in the background; cases take theirs out of the queue.
    const counts = async (): Promise<Record<string, number>> =>
      (await (await page.request.get(`${server.url}/api/v1/desk/counts`)).json()) as Record<string, number>;
    await expect.poll(async () => (await counts())["openCases"], { timeout: 150_000, interval: 2_000 }).toBe(114);
    expect((await counts())["all"]).toBe(400);
    await page.reload();
    await page.locator(".queue-row").first().waitFor();
    await page.keyboard.press("KeyJ");
    await page.keyboard.press("Enter");
    await page.locator("#report-title").waitFor();
    await page.waitForTimeout(800);
    await picture(page, "desk-queue-fr");
    expect(await page.locator(".queue-row").count()).toBeGreaterThan(5);
    expect(await page.locator("main").innerText()).toMatch(/Démonstration/);
  });

  test("cases stand in every state, and one opens with its timeline", async () => {
    const { page } = lead;
    await page.goto(`${server.url}/desk/cases`);
    await page.locator(".queue-row").first().click();
    await page.getByRole("heading", { level: 1 }).last().waitFor();
    await page.waitForTimeout(800);
    await picture(page, "desk-case-fr");
    for (const view of ["open", "closed"]) {
      await page.goto(`${server.url}/desk/cases?view=${view}`);
      await page.locator(".queue-row").first().waitFor();
      expect(await page.locator(".queue-row").count(), view).toBeGreaterThan(5);
    }
  });

  test("the portal speaks three languages on a phone, and says that the country is fictional", async () => {
    for (const [locale, words] of [
      ["fr-ML", /fictif/],
      ["en-GB", /fictional/i],
      ["mn-MN", /зохиомол/i],
    ] as const) {
      const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, locale });
      const page = await phone.newPage();
      await page.goto(server.url);
      expect(await page.locator("body").innerText()).toMatch(words);
      await picture(page, `portal-${locale.slice(0, 2)}`);
      await page.goto(`${server.url}/report/citizen`);
      await page.check('main input[value="me"]');
      await page.locator("main button.go").first().click();
      await page.locator('main input[value="money"]').waitFor();
      await picture(page, `portal-question-${locale.slice(0, 2)}`);
      await phone.close();
    }
  });
});
