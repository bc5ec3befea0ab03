// An entity with a duty files without an account, in each language: wrong first, nothing lost.
import type { Browser, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { wordsIn } from "../../backend/platform/words/index.ts";
import { chromiumPath } from "../support/browser.ts";
import { addAuthority } from "../support/filings-world.ts";
import { launchBrowser } from "../support/identity-server.ts";
import { newDevice, type Tongue } from "../support/portal-faults.ts";
import { picture } from "../support/portal-walk.ts";
import { startWebServer, type WebServer } from "../support/web-server.ts";

const ways = (["fr", "en", "mn"] as const satisfies readonly Tongue[]).flatMap((language) => [
  { language, hasScript: false, name: `${language}, no script` },
  { language, hasScript: true, name: `${language}, script` },
]);

describe.skipIf(!chromiumPath)("an entity with a duty (install chromium to run these)", () => {
  let server: WebServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await startWebServer({ COUNTRY: "ml" });
    browser = await launchBrowser();
    await addAuthority(server.world, "APDP", "apdp");
  }, 240_000);

  const press = async (page: Page): Promise<void> => {
    await Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.click("main form button.go")]);
  };

  test.each(ways)("files without an account: $name", { timeout: 300_000 }, async ({ language, hasScript }) => {
    const say = wordsIn(language);
    const page = await (await newDevice({ browser, url: server.url, language, hasScript })).newPage();
    await page.goto(server.url);
    await page.click('.doors a[href="/report/regulated"]');
    await page.click('main a[href="/filing"]');
    await press(page);

    /** Every line of the summary leads to a field of the page, which says it too; the page is named an error in the reader's language. */
    const faultsOf = async (): Promise<string[]> => {
      expect(await page.title()).toMatch(new RegExp(`^${say("portal.error.prefix")}`));
      expect(await page.getAttribute("html", "lang")).toBe(language);
      const fields: string[] = [];
      for (const link of await page.locator('.summary[role="alert"] a').all()) {
        const field = ((await link.getAttribute("href")) ?? "").replace("#f-", "");
        const text = (await link.textContent()) ?? "";
        await link.click();
        expect(await page.locator(":focus").getAttribute("id"), text).toBe(`f-${field}`);
        expect(await page.locator(`[id="e-${field}"]`).textContent()).toContain(text);
        fields.push(field);
      }
      return fields;
    };
    await picture(page, `${language}-regulated-empty`);
    expect(await faultsOf()).toEqual(expect.arrayContaining(["organisation", "contact"]));

    await page.fill("#f-organisation", "Banque du Fleuve");
    await page.fill("#f-contact", "Oumou, +223 70 00 00 00");
    await page.selectOption("#f-class", "bank");
    await press(page);
    expect(await faultsOf()).toContain("touches_people");
    await page.check("input[name=touches_people][value=yes]");
    await page.fill("[name=nature]", "Tout est bloqué.");
    await page.locator("#f-time_aware").evaluate((input) => input.setAttribute("type", "text"));
    await page.fill("#f-time_aware", "32/13/2026");
    await press(page);
    expect(await faultsOf()).toEqual(["time_aware"]);
    expect(await page.textContent(".summary")).toContain(say("filings.problem.not_a_moment"));
    // What was right stands.
    expect(await page.inputValue("#f-organisation")).toBe("Banque du Fleuve");
    expect(await page.inputValue("#f-contact")).toBe("Oumou, +223 70 00 00 00");
    expect(await page.inputValue("#f-class")).toBe("bank");
    expect(await page.isChecked("input[name=touches_people][value=yes]")).toBe(true);
    expect(await page.inputValue("[name=nature]")).toBe("Tout est bloqué.");
    // Nobody is aware of tomorrow.
    await page.fill("#f-time_aware", new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10));
    await page.fill("[name='time_aware-time']", "02:15");
    await press(page);
    expect(await faultsOf()).toEqual(["time_aware"]);
    expect(await page.textContent(".summary")).toContain(say("filings.problem.ahead"));
    await picture(page, `${language}-regulated-ahead`);
    await page.fill("#f-time_aware", "2026-01-21");
    await press(page);
    expect(await page.locator("[data-filing-receipt]").getAttribute("data-filing-receipt")).toMatch(/^\d/);
    await picture(page, `${language}-regulated-receipt`);
    await page.context().close();
  });

  test("more than ten from one line in an hour: it is said in words, and what was typed stays", {
    timeout: 300_000,
  }, async () => {
    const page = await (await newDevice({ browser, url: server.url, language: "fr", hasScript: false })).newPage();
    for (let sent = 0; sent < 6; sent++) {
      await page.goto(`${server.url}/filing`);
      await page.fill("#f-organisation", "Banque du Fleuve");
      await page.fill("#f-contact", "Oumou, +223 70 00 00 00");
      await page.check("input[name=touches_people][value=yes]");
      await page.fill("[name=nature]", `Tout est bloqué, ${sent}.`);
      await page.fill("#f-time_aware", "2026-01-21");
      await page.fill("[name='time_aware-time']", "02:15");
      await press(page);
      if ((await page.locator("[data-filing-receipt]").count()) === 0) break;
    }
    expect(await page.textContent(".summary")).toContain("Trop de signalements");
    expect(await page.inputValue("[name=nature]")).toBe("Tout est bloqué, 4.");
    await page.context().close();
  });
});
