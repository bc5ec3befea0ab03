// Every page of every room over the filled demonstration: axe with the size of targets, words whole, names in the accessibility tree, 320 px, 200 % zoom, light and dark, three languages, no motion for who wants none.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import { checkCriteria, placeOfHelp } from "../support/check-criteria.ts";
import { checkLayout, findNameless } from "../support/check-layout.ts";
import { findEqualNames } from "../support/check-names.ts";
import { checkSpacing } from "../support/check-spacing.ts";
import { crawlRoom } from "../support/crawl-room.ts";
import { openPerson } from "../support/identity-server.ts";
import { type RunningServer, startServer } from "../support/server.ts";

const timeout = 1_500_000;
const rooms = [
  { role: "lead", room: "desk", least: 70 },
  { role: "administrator", room: "desk", least: 50 },
  { role: "constituent_dpo", room: "console", least: 18 },
  { role: "officer_head", room: "office", least: 25 },
] as const;
/** 640 px is 1,280 at 200 % (WCAG 1.4.4, 1.4.10). */
const looks = [
  { language: "fr", width: 1280, dark: false },
  { language: "mn", width: 320, dark: true },
  { language: "en", width: 640, dark: false },
] as const;
const publicPages =
  "/ /help /privacy /accessibility /team /advisories /statistics /report/citizen /report/organisation /report/regulated /report/vulnerability /filing /suspicious /short /receipt /elsewhere /complaint /guichet /questions/ask /formalities /accredited /annual-reports /reviews /statements /claim /verify /disclosure-policy /nowhere".split(
    " ",
  );

describe.skipIf(!chromiumPath)("every page of every room (install chromium to run these)", () => {
  let server: RunningServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await startServer({ args: ["--demo"], withinMs: 170_000 });
    browser = await openBrowser();
  }, 180_000);
  afterAll(async () => void (await server?.stop()));

  /** Looks at the page as it stands and keeps a picture where somebody wants to look too. */
  async function faultsOf(page: Page, label: string): Promise<string[]> {
    const cdp = await page.context().newCDPSession(page);
    const { faults, hasMeasuredTargets } = await checkAccess(page);
    const found = [...faults, ...(await checkLayout(page)), ...(await findNameless(cdp))];
    // The page of the parts shows the same samples over and over.
    if (!label.endsWith("/parts")) found.push(...(await findEqualNames(cdp)));
    await cdp.detach();
    const folder = process.env["TOGUNA_PICTURES"];
    if (folder) {
      mkdirSync(join(folder, label.split("/")[0] ?? ""), { recursive: true });
      await page.screenshot({
        path: join(folder, label.split("/")[0] ?? "", `${label.replaceAll(/[^\w-]+/g, "_")}.png`),
      });
    }
    found.push(...(await checkCriteria(page)), ...(await checkSpacing(page)));
    return [...found, ...(hasMeasuredTargets ? [] : ["target-size did not run"])].map((fault) => `${label}: ${fault}`);
  }

  describe.each(rooms)("the $room as $role", ({ role, room, least }) => {
    test.each(looks)("in $language at $width px", { timeout }, async ({ language, width, dark }) => {
      const person = await openPerson(browser, { language, width, height: 800, dark });
      const { page } = person;
      await page.emulateMedia({ reducedMotion: "reduce", colorScheme: dark ? "dark" : "light" });
      await page.goto(`${server.url}/${room}/demo`);
      const answer = await page.request.post(`${server.url}/api/v1/identity/demo/links`, {
        data: { role },
        headers: { origin: server.url },
      });
      await page.goto(((await answer.json()) as { link: string }).link);
      await page.locator("main form button[type=submit], main .door-sheet button, main button").first().click();
      await page.locator(".navigation").waitFor({ state: "attached", timeout: 45_000 });
      await page.evaluate(
        ([chosen, times]) => {
          localStorage.setItem("toguna.language", chosen);
          localStorage.setItem("toguna.times", times);
        },
        // On the smallest screen with all times in full: the longest that a row must hold.
        [language, width === 320 ? "full" : "short"] as const,
      );
      const faults: string[] = [];
      const help = new Set<string | undefined>();
      const count = await crawlRoom(page, server.url, room, async (path) => {
        faults.push(...(await faultsOf(page, `${role}-${language}-${width}${path}`)));
        expect(await page.locator("html").getAttribute("lang")).toBe(language);
        // The page of the parts stands outside the room.
        if (!path.endsWith("/parts")) help.add(await placeOfHelp(page));
      });
      expect(faults).toEqual([]);
      expect([...help]).toEqual(["the head's button 2"]);
      expect(count).toBeGreaterThanOrEqual(least);
      await person.context.close();
    });
  });

  test.each(looks)("the public pages in $language at $width px", { timeout }, async ({ language, width, dark }) => {
    const context: BrowserContext = await browser.newContext({
      viewport: { width, height: 800 },
      locale: language,
      colorScheme: dark ? "dark" : "light",
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    const faults: string[] = [];
    const help = new Set<string | undefined>();
    for (const path of publicPages) {
      await page.goto(`${server.url}${path}?lang=${language}`);
      await page.locator("main h1").first().waitFor();
      const label = `portal-${language}-${width}${path}`;
      faults.push(...(await faultsOf(page, label)));
      help.add(await placeOfHelp(page));
    }
    expect(faults).toEqual([]);
    expect([...help]).toEqual(["the foot's link 1"]);
    await context.close();
  });
});
