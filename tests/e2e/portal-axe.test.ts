// Each page and state of the portal before axe: in two languages, light and dark, down to 320 px.
import type { Browser, BrowserContext, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { openCustody } from "../support/custody.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import { goOn, pick, picture, walkToCheck, write } from "../support/portal-walk.ts";
import { startWebServer, type WebServer } from "../support/web-server.ts";

let server: WebServer;
let browser: Browser;

async function newContext(options: Parameters<Browser["newContext"]>[0] = {}): Promise<BrowserContext> {
  return await browser.newContext({ viewport: { width: 390, height: 844 }, locale: "fr-ML", ...options });
}

/** What is wrong on a page: axe's faults, not one heading of the first order, something wider than the screen, targets not measured. */
async function faultsOf(page: Page, state: string): Promise<string[]> {
  const { faults, hasMeasuredTargets } = await checkAccess(page);
  const headings = await page.locator("h1").count();
  const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  return [
    ...faults,
    ...(hasMeasuredTargets ? [] : ["target-size did not run"]),
    ...(headings === 1 ? [] : [`${headings} headings`]),
    ...(isTooWide ? ["wider than the screen"] : []),
  ].map((fault) => `${state}: ${fault}`);
}

describe.skipIf(!chromiumPath)("the portal before axe", { timeout: 240_000 }, () => {
  beforeAll(async () => {
    server = await startWebServer();
    await openCustody(server.world);
    browser = await openBrowser();
  });

  for (const [language, colorScheme, width] of [
    ["fr", "light", 390],
    ["mn", "dark", 320],
  ] as const) {
    test(`axe finds nothing on each page and state (${language}, ${colorScheme}, ${width} px)`, async () => {
      const context = await newContext({ colorScheme, viewport: { width, height: 800 } });
      const page = await context.newPage();
      const faults: string[] = [];
      const check = async (state: string): Promise<void> => {
        faults.push(...(await faultsOf(page, state)));
        await picture(page, `access-${language}-${state}`);
      };
      await page.goto(`${server.url}/?lang=${language}`);
      await check("home");
      for (const path of [
        "help",
        "privacy",
        "accessibility",
        "team",
        "advisories",
        "statistics",
        "report/regulated",
        "filing",
        "bound",
        "bound?people=controller",
        "trainings",
        "suspicious",
        "receipt",
        "elsewhere",
        "nowhere",
      ]) {
        await page.goto(`${server.url}/${path}`);
        await check(path.replaceAll(/[^a-z]/g, "-"));
      }
      await page.goto(`${server.url}/suspicious`);
      await goOn(page);
      await check("suspicious-error");
      await page.goto(`${server.url}/report/citizen`);
      await goOn(page);
      await check("who-error");
      await walkToCheck(
        page,
        {
          who: pick("other"),
          consent: pick("agreed"),
          what: pick("threat"),
          started: pick("week"),
          reply: pick("phone"),
          byPhone: write({ phone: "+999 70 00 00 00" }),
          safe: pick("other"),
          safeChannel: write({ safeChannel: "+999 70 00 00 01" }),
        },
        async (id) => await check(`a-${id}`),
      );
      await check("a-check");
      await context.setOffline(true);
      await page.locator("form[data-sends] button.go").click();
      await page.locator(".note").waitFor();
      await check("a-offline");
      await Promise.all([page.waitForURL("**/sent"), context.setOffline(false)]);
      await check("a-sent");
      await Promise.all([page.waitForNavigation(), page.click('form[action="/receipt/again"] button')]);
      await check("report");
      await goOn(page);
      await check("report-error");
      expect(faults).toEqual([]);
    });
  }

  test("axe finds nothing on the organisation's and the finder's pages", async () => {
    const page = await (await newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB" })).newPage();
    const faults: string[] = [];
    await page.goto(`${server.url}/report/organisation`);
    await walkToCheck(
      page,
      {
        first: write({ organisation: "Town hall", role: "Clerk" }),
        seen: pick("files"),
        noticed: write({ noticedDate: "2026-11-20" }),
        goingOn: pick("yes"),
        personal: pick("yes"),
        need: pick("advice"),
      },
      async (id) => void faults.push(...(await faultsOf(page, `b-${id}`))),
    );
    await page.goto(`${server.url}/report/vulnerability`);
    await walkToCheck(
      page,
      { first: write({ product: "x" }), flaw: write({ flaw: "y" }), exploited: pick("no") },
      async (id) => void faults.push(...(await faultsOf(page, `d-${id}`))),
    );
    expect(faults).toEqual([]);
  });
});
