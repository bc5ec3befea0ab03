// A processing written in the register becomes a declaration, is incomplete, completed, decided and public, in real browsers; another authority and another entity see nothing of it.
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../backend/platform/ids/index.ts";
import { chromiumPath } from "../support/browser.ts";
import { launchBrowser } from "../support/identity-server.ts";
import { type RoomPerson, signInAs } from "../support/room-browser.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const timeout = 180_000;
const wait = { timeout: 30_000 };

describe.skipIf(!chromiumPath)("formalities (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let head: RoomPerson, rival: RoomPerson, bank: RoomPerson, shop: RoomPerson;
  let filedPath = "";

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer({ COUNTRY: "ml" });
    browser = await launchBrowser();
    head = await signInAs(browser, web, { role: "officer_head", organisation: "APDP", name: "Aminata Head" });
    rival = await signInAs(browser, web, { role: "officer_head", organisation: "AMRTP", name: "Rival" });
    bank = await signInAs(browser, web, { role: "constituent_dpo", organisation: "Banque du Fleuve", name: "Awa Dpo" });
    shop = await signInAs(browser, web, { role: "constituent_dpo", organisation: "Boutique", name: "Other Dpo" });
    const { owner } = web.world;
    for (const [of, name] of [
      [bank, "Banque du Fleuve"],
      [shop, "Boutique"],
    ] as const)
      await owner`insert into constituents (id, reference, organisation_id, name, sector, classes, languages) values (${newId()}, ${`K-${name}`}, ${of.organisationId}, ${name}, 'finance', '{bank}', '{fr}')`;
    await owner`update organisations set addressee = 'apdp' where id = ${head.organisationId}`;
    await owner`update organisations set addressee = 'amrtp' where id = ${rival.organisationId}`;
    for (const of of [head, rival])
      await owner`insert into authority_profiles (organisation_id, packs, is_remit_everybody, changed_at) values (${of.organisationId}, '{ml.data-protection}', true, now())`;
  }, 300_000);

  const go = async (page: Page, path: string): Promise<void> => void (await page.goto(`${web.url}${path}`));
  const tag = async (page: Page, text: string): Promise<void> =>
    await page.locator(".authority-head").getByText(text, { exact: true }).waitFor(wait);
  const clean = async (page: Page): Promise<void> => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`),
    ).toEqual([]);
  };

  test("the entity writes a processing; the register says what is missing, and which formality it needs and why", {
    timeout,
  }, async () => {
    const { page } = bank;
    await go(page, "/console/processing");
    await page.getByText("No processing is entered.").waitFor(wait);
    await clean(page);
    await page.getByRole("link", { name: "Add a processing" }).click();
    await page.waitForURL("**/console/processing/new");
    await page.getByLabel("Title").fill("Cameras at the door");
    await page.getByLabel("Purposes").fill("Safety of the branch");
    await page.getByLabel("Video surveillance").check();
    await page.getByLabel("Transfers").fill("France contract");
    await page.getByRole("button", { name: "Save" }).click();
    // A country is two letters: the form says so beside its field and keeps what was typed.
    await page.locator(".field-error", { hasText: "two letters" }).waitFor(wait);
    // And above the form, which takes the focus and leads there.
    const alert = page.getByRole("alert");
    await expect.poll(async () => await alert.evaluate((box) => box === document.activeElement)).toBe(true);
    await alert.getByRole("link", { name: /two letters/ }).press("Enter");
    await expect
      .poll(async () => await page.getByLabel("Transfers").evaluate((box) => box === document.activeElement))
      .toBe(true);
    await page.getByLabel("Transfers").fill("");
    await clean(page);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Kept for how long?").waitFor(wait);
    await page.getByText("Because: Video surveillance.").waitFor(wait);
    await page.getByText("No fee is stated in the text that we could read.").waitFor(wait);
    await clean(page);
    const [kept] = await web.world.owner<
      { title: string }[]
    >`select content->>'title' as title from processing_versions`;
    expect(kept?.title).toBe("Cameras at the door");
  });

  test("it becomes a declaration with the authority's receipt number", { timeout }, async () => {
    const { page } = bank;
    await go(page, "/console/formalities");
    await page.getByRole("button", { name: "Prepare" }).click(wait);
    await page.waitForURL("**/console/formalities/*-*", wait);
    await page.getByLabel("Whom may the authority ask?").fill("Awa, 20 22 00 00");
    await page.getByText("The form asks it, the register does not say it").waitFor(wait);
    await clean(page);
    await page.getByRole("button", { name: "File", exact: true }).click();
    await tag(page, "filed");
    filedPath = new URL(page.url()).pathname;
    await page.getByText(/^FOR-\d{4}-0001$/).waitFor(wait);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Receipt (PDF)" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^FOR-\d{4}-0001\.pdf$/);
  });

  test("the authority finds it incomplete; the entity mends its register and completes", { timeout }, async () => {
    const officer = head.page;
    await go(officer, "/office/formalities");
    await officer.getByRole("link", { name: /^FOR-/ }).click(wait);
    await officer.waitForURL("**/office/formalities/*-*", wait);
    await officer.getByText("No time is known.").waitFor(wait);
    await officer.getByText("The authority’s silence: effect unknown, text not read.").waitFor(wait);
    const step = officer.getByRole("region", { name: "Next step" });
    await step.getByLabel("Next step").selectOption({ label: "Ask for what is missing" });
    await step.getByLabel("How long it is kept").check();
    await step.getByLabel("Text").fill("For how long are the pictures kept?");
    await clean(officer);
    await step.getByRole("button", { name: "Ask for what is missing" }).click();
    await tag(officer, "incomplete");

    const { page } = bank;
    await go(page, filedPath);
    await page.getByText("For how long are the pictures kept?").first().waitFor(wait);
    await page.getByText("Missing: How long it is kept").waitFor(wait);
    await go(page, "/console/processing");
    await page.getByRole("link", { name: "Cameras at the door" }).click(wait);
    await page.waitForURL("**/console/processing/*-*", wait);
    await page.getByRole("button", { name: "Change" }).click(wait);
    await page.getByLabel("How long it is kept").fill("Thirty days");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Changed: How long it is kept").waitFor(wait);
    await go(page, filedPath);
    await page.getByLabel("What you add or answer").fill("Thirty days, as the register says now.");
    await page.getByRole("button", { name: "File again" }).click(wait);
    await tag(page, "filed");
    const [filed] = await web.world.owner<{ n: number }[]>`select content_number as n from formalities`;
    expect(filed?.n).toBe(2);
  });

  test("the head decides; the public register shows it without a script, and nothing of persons", {
    timeout,
  }, async () => {
    const { page } = head;
    await go(page, "/office/formalities");
    await page.getByRole("link", { name: /^FOR-/ }).click(wait);
    await page.waitForURL("**/office/formalities/*-*", wait);
    await page.getByText("Thirty days", { exact: true }).waitFor(wait);
    const step = page.getByRole("region", { name: "Next step" });
    await step.getByLabel("Next step").selectOption({ label: "Decide" });
    await step.getByLabel("Outcome").selectOption({ label: "Accepted" });
    await step.getByLabel("Decision and reasons").fill("Declared as the law asks.");
    await step.getByLabel("Title in the public register").fill("Cameras at branches");
    await step.getByRole("button", { name: "Decide" }).click();
    await tag(page, "decided");
    await page.getByText("In the public register: Cameras at branches").waitFor(wait);
    await clean(page);

    const context = await browser.newContext({ javaScriptEnabled: false, locale: "en" });
    const visitor = await context.newPage();
    await go(visitor, "/formalities?lang=en");
    await visitor.getByLabel("Organisation, processing or number").fill("fleuve");
    await visitor.getByRole("button", { name: "Search" }).click();
    await visitor.waitForURL("**/formalities?text=fleuve*", wait);
    await visitor.getByText("Cameras at branches").waitFor(wait);
    expect(await visitor.content()).not.toContain("Awa");
    const csv = await (await fetch(`${web.url}/api/v1/public/formalities/extract?format=csv&language=en`)).text();
    expect(csv).toContain("Cameras at branches");
    expect(csv).not.toContain("Awa");
    // What we keep ourselves stands on the page about what we keep.
    await go(visitor, "/privacy?lang=en");
    await visitor.getByText("Names given in confidence").waitFor(wait);
    await context.close();
  });

  test("another authority and another entity are shown nothing of it", { timeout }, async () => {
    await go(rival.page, "/office/formalities");
    await rival.page.getByRole("heading", { name: "Formalities filed" }).waitFor(wait);
    await rival.page.locator(".empty").waitFor(wait);
    await go(rival.page, filedPath.replace("/console/", "/office/"));
    await rival.page.getByRole("alert").waitFor(wait);
    await go(shop.page, "/console/formalities");
    await shop.page.getByText("Nothing is filed.").waitFor(wait);
    await go(shop.page, filedPath);
    await shop.page.getByRole("alert").waitFor(wait);
    expect(await shop.page.content()).not.toContain("Cameras");
  });
});
