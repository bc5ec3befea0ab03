// One job in each room by the keyboard alone: a citizen reports and reads the answer, the desk triages and answers, an entity files, an authority asks, an administrator invites. Rules and closing: keyboard-walk.long.test.ts.
import type { Browser, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { chromiumPath } from "../support/browser.ts";
import { addReport } from "../support/desk-world.ts";
import { addAuthority, addEntity } from "../support/filings-world.ts";
import { launchBrowser } from "../support/identity-server.ts";
import { signInAs } from "../support/room-browser.ts";
import { walkByKeys } from "../support/walk-by-keys.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const wait = { timeout: 45_000 };
const timeout = 240_000;

describe.skipIf(!chromiumPath)("by the keyboard alone (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let cert: string;

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer({ COUNTRY: "ml" });
    browser = await launchBrowser();
    const [row] = await web.world.owner<{ id: string }[]>`select id from organisations where kind = 'cert'`;
    cert = row?.id ?? "";
  }, 240_000);

  const go = async (page: Page, path: string): Promise<void> => void (await page.goto(`${web.url}${path}`));
  const dialog = (page: Page) => page.getByRole("dialog");
  const closed = async (page: Page): Promise<void> => await dialog(page).waitFor({ state: "detached", ...wait });

  test("a citizen reports, and finds the report again by its receipt", { timeout }, async () => {
    const page = await (
      await browser.newContext({ locale: "en-GB", viewport: { width: 1280, height: 800 } })
    ).newPage();
    const keys = walkByKeys(page);
    await go(page, "/?lang=en");
    await keys.skip();
    await keys.use(page.locator('main a[href^="/report/citizen"]').first());
    await page.waitForURL("**/report/citizen**", wait);
    for (let pages = 0; !page.url().endsWith("/check"); pages++) {
      expect(pages).toBeLessThan(15);
      const before = page.url();
      const radios = page.locator("main input[type=radio]");
      // The last choice of the question that asks how to answer is to want no answer.
      if ((await radios.count()) > 0) {
        await keys.use(radios.first(), "Space");
        if (before.endsWith("/reply")) await keys.press("ArrowUp");
        await keys.look();
      }
      await keys.use(page.locator("main form[data-send] button.go"));
      await page.waitForURL((url) => url.href !== before, wait);
      await page.locator("main h1").waitFor(wait);
    }
    await keys.use(page.locator("main form[data-sends] button.go"));
    await page.waitForURL("**/sent", wait);
    const receipt = (await page.locator("[data-receipt]").getAttribute("data-receipt")) ?? "";
    await go(page, "/receipt?lang=en");
    await keys.write(page.locator("main input[type=text], main input[inputmode=numeric]").first(), receipt);
    await keys.press("Enter");
    await page.waitForURL("**/receipt/report**", wait);
    await page.locator("main h1").waitFor(wait);
    expect(keys.faults).toEqual([]);
    await page.context().close();
  });

  test("the desk takes a report from the queue, answers, opens a case and closes the report's dialog where it was", {
    timeout,
  }, async () => {
    for (const subject of ["A page copies a bank", "A server was locked"])
      await addReport(web.world, cert, { subject, severity: "high" });
    const { page, complaints, context } = await signInAs(browser, web, { role: "lead", organisation: "CERT" });
    const keys = walkByKeys(page);
    await go(page, "/desk/reports");
    await page.locator(".queue-row").first().waitFor(wait);
    await keys.press("KeyJ");
    await page.locator("#report-title").waitFor(wait);
    // A dialog that a button opened gives the focus back to it.
    const reject = page
      .locator("main .report button", { hasText: "Set aside" })
      .or(page.locator('main button[aria-keyshortcuts="3"]'));
    await keys.use(reject.first());
    await dialog(page).waitFor(wait);
    await keys.look();
    await keys.press("Escape");
    await closed(page);
    expect(await reject.first().evaluate((button) => button === document.activeElement)).toBe(true);
    await keys.press("KeyR");
    await page.locator("textarea:focus").waitFor(wait);
    await page.keyboard.type("We look at it. Do not pay.");
    await keys.press("Control+Enter");
    await page.getByText("goes out in 15 s").or(page.getByText(/15 s/)).first().waitFor(wait);
    await keys.tabTo(page.locator('main button[aria-keyshortcuts="1"]').first(), "back");
    await keys.press("Enter");
    await page.getByText(/^Case \S+ opened\.$/).waitFor(wait);
    await keys.press("KeyG");
    await keys.press("KeyC");
    await page.waitForURL("**/desk/cases**", wait);
    await page.locator(".queue-row").first().waitFor(wait);
    await keys.press("KeyJ");
    await page.locator("#case-title").waitFor(wait);
    await keys.skip();
    await keys.use(page.locator("main button", { hasText: "Close the case" }).first());
    await dialog(page).waitFor(wait);
    await keys.look();
    await keys.press("Escape");
    await closed(page);
    await keys.look();
    await expect.poll(async () => await page.evaluate(() => document.activeElement?.tagName), wait).toBe("BUTTON");
    expect(keys.faults).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test("an entity files; its authority reads, acknowledges and asks", { timeout }, async () => {
    const bank = await addEntity(web.world, "Banque du Fleuve", ["bank"]);
    const apdp = await addAuthority(web.world, "APDP", "apdp");
    const { page, complaints, context } = await signInAs(browser, web, {
      role: "constituent_dpo",
      organisation: bank.organisationId,
    });
    const keys = walkByKeys(page);
    await keys.use(page.locator('.navigation a[href="/console/filings"]'));
    await page.waitForURL("**/console/filings", wait);
    await keys.use(page.locator("main").getByRole("button", { name: "Report an incident" }));
    await page.waitForURL(/\/console\/filings\/drafts\//, wait);
    const question = (id: string, what: string) => page.locator(`[data-field="${id}"] ${what}`);
    await question("touches_people", "select").waitFor(wait);
    await keys.stand();
    const save = async (write: () => Promise<void>): Promise<void> => {
      const saved = page.waitForResponse((response) => response.url().endsWith("/answers"), wait);
      await write();
      await keys.press("Tab");
      await saved;
      await keys.stand();
    };
    await save(async () => await keys.choose(question("touches_people", "select"), "yes"));
    await save(
      async () => await keys.write(question("nature", "input, textarea").first(), "The payment server is locked."),
    );
    await save(async () => await keys.date(question("time_aware", "input[type=datetime-local]")));
    // What is kept while one is still typing does not come back over it.
    expect(await question("time_aware", "input[type=datetime-local]").inputValue()).toMatch(/^\d{4}-01-01T/);
    await keys.use(page.getByRole("button", { name: "Look at what each authority gets" }));
    const file = page.locator("main .law-form button[type=submit]", { hasText: "File with" });
    await file.waitFor(wait);
    await keys.stand();
    await keys.use(file);
    await page.waitForURL(/\/console\/filings\/[0-9a-f-]{36}$/, wait);
    await page.getByRole("link", { name: "Receipt as PDF" }).first().waitFor(wait);
    await keys.stand();
    expect(keys.faults).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();

    const officer = await signInAs(browser, web, { role: "officer", organisation: apdp });
    const at = walkByKeys(officer.page);
    await at.use(officer.page.locator('.navigation a[href="/office/filings"]'));
    await officer.page.waitForURL("**/office/filings", wait);
    await at.use(officer.page.locator("main a[href*='/office/filings/']").first());
    await officer.page.getByText("The payment server is locked.").first().waitFor(wait);
    await at.stand();
    const step = officer.page.getByRole("region", { name: "Next step" });
    const sent = async (): Promise<unknown> =>
      await officer.page.waitForResponse((response) => response.url().endsWith("/steps") && response.ok(), wait);
    await at.choose(step.getByLabel("Step", { exact: true }), "acknowledge");
    await Promise.all([sent(), at.use(step.locator("button[type=submit]"))]);
    await officer.page.locator(".authority-head").getByText("acknowledged").waitFor(wait);
    await at.stand();
    await at.choose(step.getByLabel("Step", { exact: true }), "ask");
    await at.write(step.getByLabel("Question"), "How many people?");
    await Promise.all([sent(), at.use(step.locator("button[type=submit]"))]);
    await officer.page.getByText("How many people?").first().waitFor(wait);
    await at.stand();
    expect(at.faults).toEqual([]);
    expect(officer.complaints).toEqual([]);
    await officer.context.close();
  });

  test("a head of an authority says which law it enforces", { timeout }, async () => {
    const { page, complaints, context } = await signInAs(browser, web, { role: "officer_head", organisation: "APDP" });
    const keys = walkByKeys(page);
    await keys.use(page.locator('.navigation a[href="/office/authority"]'));
    await page.waitForURL("**/office/authority", wait);
    await keys.use(page.getByLabel("Protection of personal data (Mali)", { exact: true }), "Space");
    await keys.use(page.getByLabel("Everybody"), "Space");
    await keys.use(page.getByRole("button", { name: "Save" }));
    await page.getByText("Saved.").waitFor(wait);
    expect(keys.faults).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test("an administrator invites a person, and the focus comes back to where it was", { timeout }, async () => {
    const { page, complaints, context } = await signInAs(browser, web, { role: "administrator", organisation: "CERT" });
    const keys = walkByKeys(page);
    await go(page, "/desk/people");
    const invite = page.getByRole("button", { name: "Invite a person" });
    await invite.waitFor(wait);
    await keys.skip();
    await keys.use(invite);
    await keys.write(dialog(page).getByLabel("E-mail address"), "bat@cert.example");
    await keys.write(dialog(page).getByLabel("Name", { exact: true }), "Bat");
    await keys.choose(dialog(page).getByLabel("Role"), "analyst");
    await keys.use(page.getByRole("button", { name: "Make the invitation link" }));
    await page.getByLabel("Link to hand over").waitFor(wait);
    await keys.look();
    await keys.press("Escape");
    await closed(page);
    await expect.poll(async () => await invite.evaluate((one) => one === document.activeElement), wait).toBe(true);
    expect(keys.faults).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
