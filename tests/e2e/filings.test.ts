// A bank in Mali files once with three addressees and each reads only its part; a guest files at night and the bank claims it later.
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { extractText } from "unpdf";
import { beforeAll, describe, expect, test } from "vitest";
import { chromiumPath } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import { addAuthority, addEntity } from "../support/filings-world.ts";
import { launchBrowser } from "../support/identity-server.ts";
import { type RoomPerson, signInAs } from "../support/room-browser.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const pictures = process.env["TOGUNA_PICTURES"];
const wait = { timeout: 30_000 };

describe.skipIf(!chromiumPath)("filings (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let dpo: RoomPerson;
  let bank: { organisationId: string };
  let authorities: { apdp: string; amrtp: string };

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer({ COUNTRY: "ml" });
    browser = await launchBrowser();
    bank = await addEntity(web.world, "Banque du Fleuve", ["bank"]);
    authorities = {
      apdp: await addAuthority(web.world, "APDP", "apdp"),
      amrtp: await addAuthority(web.world, "AMRTP", "amrtp"),
    };
    // Somebody of each authority has an account, so that nothing goes on paper.
    dpo = await signInAs(browser, web, { role: "constituent_dpo", organisation: bank.organisationId, name: "Oumou" });
  }, 240_000);

  /** What a screen looks like, kept only when somebody wants to look. */
  async function look(page: Page, name: string): Promise<void> {
    if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  }

  test("a bank reads its duties: the law's time where there is one, and that there is none where the law sets none", {
    timeout: 120_000,
  }, async () => {
    const { page } = dpo;
    await page.getByRole("link", { name: "Duties", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Your duties" }).waitFor(wait);
    const breach = page.locator("[id='ml-dp.breach.authority']");
    await breach.getByText("The law sets no time. Advice, not an obligation: 72 hours.").waitFor(wait);
    await breach.getByText("Why", { exact: true }).click();
    await breach.getByText("No duty to notify a breach was found.").waitFor(wait);
    expect((await checkAccess(page)).faults).toEqual([]);
    await look(page, "duties");
  });

  test("one form, each question once, files with three; the review says exactly what each gets; receipts print", {
    timeout: 240_000,
  }, async () => {
    const { page } = dpo;
    const apdp = await signInAs(browser, web, { role: "officer", organisation: authorities.apdp });
    const amrtp = await signInAs(browser, web, { role: "officer", organisation: authorities.amrtp });
    const analyst = await signInAs(browser, web, { role: "analyst", organisation: "CERT" });
    await page.getByRole("link", { name: "Incidents and filings" }).click();
    await page.getByText("Only your own people see what you write here, until you file.").waitFor(wait);
    await page.getByRole("button", { name: "Report an incident" }).click();
    await page.waitForURL(/\/console\/filings\/drafts\//, wait);
    const question = (id: string) => page.locator(`[data-field="${id}"]`);
    const save = async (id: string, fill: () => Promise<unknown>): Promise<void> => {
      const saved = page.waitForResponse(
        (response) => response.request().method() === "PUT" && response.url().endsWith("/answers"),
        wait,
      );
      await fill();
      await saved;
      // The form is drawn anew with what the answer changed.
      await question(id).waitFor(wait);
    };
    await question("touches_people").waitFor(wait);
    await save("touches_people", async () => await question("touches_people").locator("select").selectOption("yes"));
    // Who asks to file too early is led to each question that waits, by its name.
    await page.getByRole("button", { name: "Look at what each authority gets" }).click();
    const lacks = page.getByRole("link", { name: /: Needs an answer\.$/ });
    await lacks.first().waitFor(wait);
    const count = await lacks.count();
    expect(count).toBeGreaterThan(1);
    expect((await checkAccess(page)).faults).toEqual([]);
    await page.locator("a[href='#nature']").click();
    const nature = question("nature").locator("input[type=text], textarea");
    await expect.poll(async () => await nature.evaluate((box) => box === document.activeElement)).toBe(true);
    expect(await nature.getAttribute("aria-invalid")).toBe("true");
    expect(await question("nature").locator(".field-error").innerText()).toBe("Needs an answer.");
    expect(await page.locator(".field-error").count()).toBe(count);
    for (const [id, text] of Object.entries({
      nature: "The payment server is locked.",
      data_categories: "Names and balances ONLY-APDP",
      services_affected: "Mobile payments ONLY-TELECOM",
    }))
      await save(id, async () => {
        await question(id).locator("input[type=text], textarea").fill(text);
        await question(id).locator("input[type=text], textarea").blur();
      });
    await save("time_aware", async () => {
      await question("time_aware").locator("input[type=datetime-local]").fill("2026-01-20T21:00");
      await question("time_aware").locator("input[type=datetime-local]").blur();
    });
    await save("copy.amrtp", async () => await question("copy.amrtp").locator("input").check());
    expect(await question("nature").count()).toBe(1);
    await question("data_categories").getByText("(APDP)").waitFor(wait);
    expect(await question("data_categories").getByText("(AMRTP)").count()).toBe(0);
    expect((await checkAccess(page)).faults).toEqual([]);
    await look(page, "filing-form");

    await page.getByRole("button", { name: "Look at what each authority gets" }).click();
    const card = (name: RegExp) => page.getByRole("region", { name });
    await card(/APDP/).getByText("ONLY-APDP").waitFor(wait);
    expect(await card(/APDP/).getByText("ONLY-TELECOM").count()).toBe(0);
    await card(/AMRTP/).getByText("No law asks for it; there is no time.").waitFor(wait);
    expect(await card(/AMRTP/).getByText("ONLY-APDP").count()).toBe(0);
    await look(page, "filing-review");
    await page.getByRole("button", { name: "File with 3 addressees" }).click();
    await page.getByText("Receipts", { exact: false }).first().waitFor(wait);
    await page.waitForURL(/\/console\/filings\/[0-9a-f-]{36}$/, wait);
    await page.getByRole("link", { name: "Receipt as PDF" }).first().waitFor(wait);
    expect(await page.getByRole("link", { name: "Receipt as PDF" }).count()).toBe(3);
    expect(await page.getByText("The law sets no time", { exact: true }).count()).toBe(3);
    await look(page, "filing-page");
    const href = (await page.getByRole("link", { name: "Receipt as PDF" }).first().getAttribute("href")) ?? "";
    const receipt = await page.request.get(`${web.url}${href}`);
    expect((await extractText(new Uint8Array(await receipt.body()), { mergePages: true })).text).toContain(
      "Receipt of a filing",
    );

    await analyst.page.goto(`${web.url}/desk/filings`);
    await analyst.page.getByText("The payment server is locked.").waitFor(wait);
    expect(await analyst.page.getByText("ONLY-APDP").count()).toBe(0);
    for (const [officer, own, other] of [
      [apdp, "ONLY-APDP", "ONLY-TELECOM"],
      [amrtp, "ONLY-TELECOM", "ONLY-APDP"],
    ] as const) {
      await officer.page.goto(`${web.url}/office/filings`);
      await officer.page.getByText("Banque du Fleuve").first().waitFor(wait);
      await officer.page.locator("main a[href*='/office/filings/']").first().click();
      await officer.page.getByText(own, { exact: false }).first().waitFor(wait);
      expect(await officer.page.getByText(other).count()).toBe(0);
    }
    for (const person of [apdp, amrtp, analyst]) await person.context.close();
  });

  test("a guest files without an account or a script, and the bank claims it with the digits", {
    timeout: 180_000,
  }, async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: "en-GB" });
    const page = await context.newPage();
    await page.goto(`${web.url}/filing`);
    await page.getByRole("heading", { level: 1, name: "File without an account" }).waitFor(wait);
    await look(page, "guest-form");
    await page.getByRole("button", { name: "File now" }).click();
    await page.getByRole("alert").getByText("Something needs a change").waitFor(wait);
    await page.getByLabel("Name of the organisation").fill("Banque du Fleuve");
    await page.getByLabel("Who can be reached").fill("Oumou, +223 70 00 00 00");
    await page.getByLabel("What kind of organisation").selectOption("bank");
    await page.locator("input[name=touches_people][value=yes]").check();
    await page.locator("[name=nature]").fill("Everything is locked, the laptop with the passkey too.");
    await page.locator("[name=time_aware]").fill("2026-01-21");
    await page.locator("[name='time_aware-time']").fill("02:15");
    await page.getByRole("button", { name: "File now" }).click();
    const digits = await page.locator("[data-filing-receipt]").getAttribute("data-filing-receipt", wait);
    await page.getByText("not yet confirmed by the organisation").waitFor(wait);
    await look(page, "guest-receipt");
    await context.close();

    const own = dpo.page;
    await own.goto(`${web.url}/console/filings`);
    await own.getByLabel("Digits of the receipt").fill(digits ?? "");
    await own.getByRole("button", { name: "Claim the filing" }).click();
    await own.waitForURL(/\/console\/filings\/[0-9a-f-]{36}$/, wait);
    await own.getByText("Filed without an account, claimed later").waitFor(wait);
    await own
      .getByText("Everything is locked, the laptop with the passkey too.")
      .first()
      .waitFor({ ...wait, state: "attached" });
    expect(dpo.complaints).toEqual([]);
  });

  test("the calendar lists what binds without a time, and gives a secret address", { timeout: 120_000 }, async () => {
    const { page } = dpo;
    await page.goto(`${web.url}/console/calendar`);
    await page.getByRole("heading", { level: 1, name: "Deadlines" }).waitFor(wait);
    await page.getByRole("button", { name: "Make an address" }).click();
    const address = await page.getByLabel("Copy it now; it is not shown again.").inputValue(wait);
    const feed = await page.request.get(address);
    expect(await feed.text()).toContain("BEGIN:VCALENDAR");
    await page.getByRole("button", { name: "Month", exact: true }).click();
    await page.getByRole("button", { name: "Later month" }).click();
    expect((await checkAccess(page)).faults).toEqual([]);
    await look(page, "calendar");
    for (const [width, language] of [
      [390, "fr"],
      [390, "mn"],
    ] as const) {
      if (!pictures) break;
      await page.setViewportSize({ width, height: 844 });
      await page.evaluate((wanted) => localStorage.setItem("toguna.language", wanted), language);
      for (const [name, path] of [
        ["home", ""],
        ["filings", "filings"],
        ["duties", "duties"],
      ] as const) {
        await page.goto(`${web.url}/console/${path}`);
        await page.locator("h1").first().waitFor(wait);
        await page.waitForLoadState("networkidle");
        await look(page, `${name}-${language}-${width}`);
      }
    }
  });
});
