// A levy declared late, in the browser: the fund opens a year and sets its day by a decision, the operator declares after it with the passkey, the officer sees it late and records the payment.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../backend/platform/ids/index.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import { type RoomPerson, signInAs } from "../support/room-browser.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

/** Where pictures of the pages go, for somebody who looks at them. */
const pictures = process.env["TOGUNA_PICTURES"];

describe.skipIf(!chromiumPath)("the fund's levy (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let officer: RoomPerson;
  let operator: RoomPerson;
  const timeout = 240_000;
  const wait = { timeout: 30_000 };
  const year = new Date().getFullYear();

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer({ COUNTRY: "mn" });
    browser = await openBrowser();
    const { owner } = web.world;
    await owner`insert into organisations (id, kind, name, addressee) values (${newId()}, 'authority', 'Universal service fund', 'mn-usof')`;
    const operatorId = newId();
    await owner`insert into organisations (id, kind, name) values (${operatorId}, 'constituent', 'Steppe Telecom')`;
    await owner`insert into constituents (id, reference, organisation_id, name, sector, isic) values (${newId()}, 'C-2026-0001', ${operatorId}, 'Steppe Telecom', 'telecommunications', '6120')`;
    const options = { width: 1280, height: 900, language: "en-GB" };
    officer = await signInAs(
      browser,
      web,
      { role: "officer_head", organisation: "Universal service fund", name: "Oyun" },
      options,
    );
    operator = await signInAs(
      browser,
      web,
      { role: "constituent_dpo", organisation: operatorId, name: "Bold" },
      { ...options, width: 390 },
    );
  }, timeout);
  afterAll(async () => await browser?.close());

  test("is seen late by both, with the law's words, the decision that set the day, and the payment that ends it", {
    timeout,
  }, async () => {
    const { page } = officer;
    await page.goto(`${web.url}/office/fund`);
    await page.getByText("named by the programme alone").first().waitFor(wait);
    await page.getByRole("button", { name: "Open the year" }).click();
    await page.getByLabel("Currency").fill("MNT");
    await page.getByRole("dialog").getByRole("button", { name: "Open the year" }).click();
    await page.getByText("Steppe Telecom").waitFor(wait);
    await page.getByText("The law that we could read sets no day.").waitFor(wait);
    await page.getByRole("button", { name: "Set the day" }).click();
    await page.getByLabel("Day", { exact: true }).fill(`${year}-01-02`);
    await page.getByLabel("Decision").fill("Order A/12");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("set by the decision: Order A/12").waitFor(wait);

    const mine = operator.page;
    await mine.goto(`${web.url}/console/contributions`);
    await mine.getByText("overdue").waitFor(wait);
    await mine.getByRole("button", { name: "Declare" }).click();
    await mine.getByLabel("Net profit after tax (MNT)").fill("2 500 000,50");
    await mine.getByText("Contribution: 75,000.02 MNT").waitFor(wait);
    await mine.getByRole("dialog").getByRole("button", { name: "Declare" }).click();
    await mine.getByText(/Declared\. Receipt C-/).waitFor(wait);
    await mine.getByText("Late", { exact: true }).waitFor(wait);
    await checkAccess(mine);
    if (pictures) await mine.screenshot({ path: `${pictures}/levy-console.png`, fullPage: true });
    const [receipt] = await Promise.all([
      mine.waitForEvent("download"),
      mine.getByRole("link", { name: "Receipt (PDF)" }).click(),
    ]);
    expect(receipt.suggestedFilename()).toMatch(/^C-\d{4}-\d{8}\.pdf$/);

    await page.goto(`${web.url}/office/fund`);
    const row = page.locator("li", { hasText: "Steppe Telecom" });
    await row.getByText("unpaid · Late").waitFor(wait);
    await row.getByRole("button", { name: /Acts/ }).click();
    await page.getByRole("menuitem", { name: "Record a payment" }).click();
    await page.getByLabel("Paid", { exact: true }).fill("75000.02");
    await page.getByLabel("Paid on").fill(`${year}-01-03`);
    await page.getByLabel("Bank reference").fill("TX-77");
    await page.getByRole("button", { name: "Save" }).click();
    await row.getByText("75,000.02 / 75,000.02 MNT").waitFor(wait);
    await checkAccess(page);
    if (pictures) await page.screenshot({ path: `${pictures}/levy-office.png`, fullPage: true });
    await page.getByRole("button", { name: "Publish the account" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Publish the account" }).click();
    await page.getByText("Account published.").waitFor(wait);
    const account = await (await fetch(`${web.url}/funds?lang=en`)).text();
    expect(account).toContain("75000.02 MNT");
    expect(account).not.toContain("Steppe Telecom");
  });
});
