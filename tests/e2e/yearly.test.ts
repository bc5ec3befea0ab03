// An authority's year in a real browser: a bank files its yearly record, the officer sees who did not, asks for other classes, sets a stranger's filing aside, freezes the report, and the head signs it off for the portal; every page of the office is held to axe.
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../backend/platform/ids/index.ts";
import { chromiumPath } from "../support/browser.ts";
import { launchBrowser } from "../support/identity-server.ts";
import { type RoomPerson, signInAs } from "../support/room-browser.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const timeout = 180_000;
const year = new Date().getFullYear();

describe.skipIf(!chromiumPath)("an authority's year (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let head: RoomPerson, officer: RoomPerson, rival: RoomPerson, bank: RoomPerson;
  const [bankId, partId, filingId] = [newId(), newId(), newId()];

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    buildFrontend("frontend/portal/vite.config.ts");
    web = await startWebServer({ COUNTRY: "mn" });
    browser = await launchBrowser();
    head = await signInAs(browser, web, { role: "officer_head", organisation: "NHRC", name: "Oyun Head" });
    officer = await signInAs(browser, web, {
      role: "officer",
      organisation: head.organisationId,
      name: "Bold Officer",
    });
    rival = await signInAs(browser, web, { role: "officer", organisation: "Other body", name: "Rival" });
    bank = await signInAs(browser, web, { role: "constituent_dpo", organisation: "Steppe Bank", name: "Saran Dpo" });
    const { owner } = web.world;
    await owner`update organisations set addressee = 'nhrc' where id = ${head.organisationId}`;
    await owner`insert into constituents (id, reference, organisation_id, name, sector, classes, languages) values (${bankId}, 'K-0001', ${bank.organisationId}, 'Steppe Bank', 'finance', '{bank}', '{mn}')`;
    for (const organisation of [head.organisationId, rival.organisationId])
      await owner`insert into authority_profiles (organisation_id, packs, is_remit_everybody, changed_at) values (${organisation}, '{mn.personal-data}', true, now())`;
    await owner`insert into filings (id, reference, entity_name, channel, language, profile, events, pins, opened_at)
      values (${filingId}, 'TG-F-1', 'Steppe Bank', 'guest', 'mn', '{}', '{}', '[]', now())`;
    await owner`insert into filing_parts (id, filing_id, number, filing_reference, receipt_number, organisation_id, addressee, entity_name, channel, language, pack_id, pack_version, pack_sha256, stage,
        fields, content_sha256, submitted_at, entered_at, clock_kind, lateness, standing, delivery, guest)
      values (${partId}, ${filingId}, 1, 'TG-F-1', 'TG-R-1', ${head.organisationId}, 'nhrc', 'Steppe Bank', 'guest', 'mn', 'mn.personal-data', '1.0.0', ${"0".repeat(64)}, 'people',
        ${owner.json([{ id: "nature", value: "Everything was stolen", isUnknown: false, pack: "mn.personal-data" }])}, ${"0".repeat(64)}, now(), now(), 'immediate', 'no_time', 'unconfirmed', 'platform',
        ${owner.json({ organisation: "Steppe Bank", reference: null, contact: "A friend" })})`;
  }, 300_000);

  const go = async (page: Page, path: string): Promise<void> => void (await page.goto(`${web.url}${path}`));
  const card = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

  test("the bank prepares its yearly record, files it with its passkey and gets a receipt; it disowns what a stranger filed", {
    timeout,
  }, async () => {
    const { page } = bank;
    await go(page, "/console/yearly");
    await page.getByText("The law names the period, not the day.").waitFor({ timeout: 30_000 });
    await page.getByRole("button", { name: `Prepare the record of ${year - 1}` }).click();
    await page.getByRole("button", { name: "Add a violation" }).click({ timeout: 30_000 });
    await page.getByLabel("What happened").fill("A list was sent to the wrong people");
    await page.getByLabel("Contact").fill("Saran, +976 11 000 000");
    await page.getByLabel("Violations in the year").fill("0");
    await page.getByRole("button", { name: "File the record" }).click();
    await page.getByText("Expected at least as many as are in the list.", { exact: true }).waitFor({ timeout: 30_000 });
    await page.getByLabel("Violations in the year").fill("3");
    await page.getByRole("button", { name: "File the record" }).click();
    await card(page, "Records filed").getByText("3 violations").waitFor({ timeout: 30_000 });
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Receipt (PDF)" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.pdf$/);

    await go(page, "/console/filings");
    const strange = card(page, "In your name, without an account");
    await strange.getByRole("button", { name: "Not ours" }).click({ timeout: 30_000 });
    await page.getByRole("dialog").getByLabel("Reason").fill("Nobody of ours was there");
    await page.getByRole("dialog").getByRole("button", { name: "Not ours" }).click();
    await strange.getByText(/Said not to be yours by Saran Dpo/).waitFor({ timeout: 30_000 });
  });

  test("the officer sees who filed, takes back what was disowned, and asks for other classes with the article", {
    timeout,
  }, async () => {
    const { page } = officer;
    await go(page, `/office/yearly?year=${year - 1}`);
    await page.getByText("22.6").first().waitFor({ timeout: 30_000 });
    const row = page.getByRole("row", { name: /Steppe Bank/ });
    await row.getByText("filed", { exact: true }).waitFor();
    await row.getByRole("link", { name: /-R/ }).click();
    await page.waitForURL("**/office/yearly/*");
    await page.getByText("A list was sent to the wrong people").waitFor({ timeout: 30_000 });

    await go(page, `/office/filings/${partId}`);
    await page.getByText("Nobody owns this filing. It is counted nowhere.").waitFor({ timeout: 30_000 });
    const back = card(page, "Take that back");
    await back.getByLabel("Reason").fill("The director confirmed it");
    await back.locator("button[type=submit]").click();
    await page
      .getByText(/Taken back by Bold Officer/)
      .first()
      .waitFor({ timeout: 30_000 });
    await page.getByLabel("Cause by which it is counted").selectOption("malicious_action");
    await page.getByText("Saved.").waitFor({ timeout: 30_000 });

    await go(page, "/office/entities");
    await page.getByRole("link", { name: "Steppe Bank" }).click({ timeout: 30_000 });
    await page.waitForURL(`**/office/entities/${bankId}`);
    const ask = card(page, "Ask for other classes");
    await ask.getByLabel("Critical infrastructure").check({ timeout: 30_000 });
    await ask.getByLabel("Article").fill("4.1");
    await ask.getByLabel("Reason").fill("It clears all payments");
    await ask.locator("button[type=submit]").click();
    await page.getByText("waits for the national team", { exact: true }).first().waitFor({ timeout: 30_000 });
    await go(bank.page, "/console/authority");
    await bank.page.getByText("It clears all payments").first().waitFor({ timeout: 30_000 });
    const [asked] = await web.world.owner<{ state: string }[]>`select state from change_proposals`;
    expect(asked?.state).toBe("pending");
  });

  test("one click freezes the year, the head signs it off with the passkey, and the portal shows it without small numbers", {
    timeout,
  }, async () => {
    await go(officer.page, `/office/report?year=${year}`);
    await card(officer.page, "Freeze the figures").locator("button[type=submit]").click({ timeout: 30_000 });
    await officer.page.waitForURL("**revision=1**", { timeout: 30_000 });
    await officer.page.getByText("Frozen by Bold Officer").waitFor({ timeout: 30_000 });
    const received = officer.page.locator(".yearly-figures > li").filter({ hasText: "Filings received" });
    await received.getByText("1", { exact: true }).waitFor();
    const [pdf] = await Promise.all([
      officer.page.waitForEvent("download"),
      officer.page.getByRole("link", { name: /^PDF \(Монгол/ }).click(),
    ]);
    expect(pdf.suggestedFilename()).toBe(`report-${year}-1-mn.pdf`);

    await go(head.page, `/office/report?year=${year}&revision=1`);
    await card(head.page, "Sign off and publish on the portal")
      .locator("button[type=submit]")
      .click({ timeout: 30_000 });
    await head.page
      .getByText(/On the portal since/)
      .first()
      .waitFor({ timeout: 30_000 });

    const { page } = rival;
    await go(page, `/office/report?year=${year}`);
    await page.getByText("Nothing is frozen yet for this year.").waitFor({ timeout: 30_000 });
    await go(page, `/office/yearly?year=${year - 1}`);
    await page.getByText("No law that is known here asks for a yearly record").waitFor({ timeout: 30_000 });

    await go(page, "/?lang=en");
    await page.getByRole("link", { name: "Annual reports of authorities" }).click();
    await page.getByRole("link", { name: `NHRC, ${year}` }).click();
    const line = page.locator("section").filter({ has: page.getByRole("heading", { name: "Filings received" }) });
    await line.getByText("not shown").waitFor({ timeout: 30_000 });
    const csv = await page.request.get(`${page.url().replace(/[?#].*$/, "")}/data.csv?lang=en`);
    expect(await csv.text()).toContain("from filing_parts");
  });

  test("every page of the office passes axe, light and dark", { timeout }, async () => {
    const { page } = head;
    const paths = [
      "",
      "filings",
      `filings/${partId}`,
      "entities",
      `entities/${bankId}`,
      "inspections",
      "matters",
      "sessions",
      "complaints",
      "authority",
      `yearly?year=${year - 1}`,
      `report?year=${year}&revision=1`,
      "fund",
      "accreditations",
    ];
    const found: string[] = [];
    for (const scheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      for (const path of paths) {
        await go(page, `/office/${path}`);
        await page.locator("main h1").first().waitFor({ timeout: 30_000 });
        await page.locator(".skeleton").waitFor({ state: "detached", timeout: 30_000 });
        const { violations } = await new AxeBuilder({ page }).analyze();
        found.push(...violations.map(({ id, nodes }) => `${scheme} ${path}: ${id} ${nodes[0]?.html ?? ""}`));
      }
    }
    await page.emulateMedia({ colorScheme: null });
    expect(found).toEqual([]);
  });
});
