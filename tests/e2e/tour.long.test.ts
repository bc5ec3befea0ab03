// The demonstration as a visitor meets it: filled, fictional, open to every role by a link that enrols a passkey; and the pictures of the README.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
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
  // A palette makes a picture of a page a third of its size, and nobody sees the difference.
  const taken = await page.screenshot({ animations: "disabled", caret: "hide" });
  await sharp(taken)
    .png({ palette: true, colours: 128, effort: 10, compressionLevel: 9 })
    .toFile(join(folder, `${name}.png`));
}

/** A visitor takes a role at the demonstration's door. */
async function take(role: string, language: string, dark = false): Promise<Person> {
  const person = await openPerson(browser, { language, width: 1280, height: 800, dark });
  const { page } = person;
  const answer = await page.request.post(`${server.url}/api/v1/identity/demo/links`, {
    data: { role },
    headers: { origin: server.url },
  });
  await page.goto(((await answer.json()) as { link: string }).link);
  await page.locator("main button").first().click();
  await page.locator(".navigation").waitFor({ state: "attached", timeout: 45_000 });
  return person;
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
    await expect.poll(async () => (await counts())["openCases"], { timeout: 150_000, interval: 2_000 }).toBe(115);
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

  test("charts are counted, a playbook is a picture, a rule is written, areas are a map", {
    timeout: 240_000,
  }, async () => {
    const { page } = lead;
    for (const [name, path, ready] of [
      ["desk-charts-fr", "/charts", "svg"],
      ["desk-playbook-fr", "/playbooks/ransomware", "img"],
      ["desk-rule-fr", "/rules/new", "textarea"],
      ["desk-areas-fr", "/areas", "svg"],
    ] as const) {
      await page.goto(`${server.url}/desk${path}`);
      await page.locator(`main ${ready}`).first().waitFor({ timeout: 45_000 });
      await page.waitForTimeout(800);
      await picture(page, name);
      expect(await page.locator(".navigation").isVisible(), name).toBe(true);
    }
  });

  test("a lead opens a crisis, and its strip stands in the frame", { timeout: 240_000 }, async () => {
    const { page } = lead;
    await page.goto(`${server.url}/desk/crises`);
    await page.getByRole("button", { name: "Commencer par trois niveaux proposés" }).click();
    await page.locator("main .care-rows li").nth(2).waitFor({ timeout: 45_000 });
    await page.getByRole("button", { name: "Ouvrir une crise" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.locator("input[type=text]").first().fill("Paiements arrêtés dans quatre banques");
    await dialog.locator("input[type=checkbox]").first().check();
    await dialog.locator("textarea").last().fill("Quatre banques ne peuvent plus payer.");
    await dialog.locator("button[type=submit]").click();
    await page.waitForURL(/\/desk\/crises\/[0-9a-f-]{36}$/, { timeout: 60_000 });
    await page.locator("main h1").waitFor({ timeout: 45_000 });
    await page.waitForTimeout(800);
    await picture(page, "desk-crisis-fr");
    // The strip of the demonstration stands in the frame as well.
    expect((await page.getByRole("complementary").allInnerTexts()).join("\n")).toContain("Paiements arrêtés");
  });

  test("an entity keeps its own registers, an authority plans by risk, each in its language", {
    timeout: 240_000,
  }, async () => {
    for (const [role, language, path, ready, name, dark] of [
      ["constituent_dpo", "mn-MN", "/console/processing/new", "h1", "console-processing-mn", false],
      ["constituent_dpo", "en-GB", "/console/entry", "h1", "console-entry-en", true],
      ["officer_head", "fr-FR", "/office/entities", "table", "office-entities-fr", false],
    ] as const) {
      const person = await take(role, language, dark);
      await person.page.goto(`${server.url}${path}`);
      await person.page.locator(`main ${ready}`).first().waitFor({ timeout: 45_000 });
      await person.page.waitForTimeout(800);
      await picture(person.page, name);
      expect(person.complaints).toEqual([]);
      await person.context.close();
    }
  });

  test("without a line the short report waits, sealed, in the phone", { timeout: 120_000 }, async () => {
    const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: "fr-ML" });
    const page = await phone.newPage();
    await page.goto(`${server.url}/short?lang=fr`, { waitUntil: "networkidle" });
    await page.check('input[name="about"][value="phishing"]');
    await page.fill("#f-story", "Un message me demande mon code secret : hxxps://kanaga-money[.]example/code");
    await phone.setOffline(true);
    await page.click("form[data-short] button.go");
    await page.locator('[data-state="waiting"]').waitFor({ timeout: 45_000 });
    await picture(page, "portal-offline-fr");
    expect(await page.locator("body").innerText()).not.toContain("kanaga-money");
    await phone.close();
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
