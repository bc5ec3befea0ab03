// The five flows in each language, with script and without, as people walk them: wrong at each question first, called away at each, back on another device, and later with the receipt.
import type { Browser, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { wordsIn } from "../../backend/platform/words/index.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import {
  expectFault,
  leaveWithCode,
  newDevice,
  type Tongue,
  typeCode,
  type Walking,
  walkWithFaults,
} from "../support/portal-faults.ts";
import { byPhoneFaults, citizenSteps, organisationSteps, vulnerabilitySteps } from "../support/portal-fault-steps.ts";
import { goOn, pick, picture, readReceipt, write } from "../support/portal-walk.ts";
import { startWebServer, type WebServer } from "../support/web-server.ts";

const timeout = 600_000;
const languages: readonly Tongue[] = ["fr", "en", "mn"];
const ways = languages.flatMap((language) => [
  { language, hasScript: false, name: `${language}, no script` },
  { language, hasScript: true, name: `${language}, script` },
]);
const paged = [
  { flow: "citizen", steps: citizenSteps, told: "50 000 F" },
  { flow: "organisation", steps: organisationSteps, told: "Isolé." },
  { flow: "vulnerability", steps: vulnerabilitySteps, told: "1. /admin" },
] as const;

describe.skipIf(!chromiumPath)("every flow as people walk it (install chromium to run these)", () => {
  let server: WebServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await startWebServer();
    browser = await openBrowser();
  });

  async function begin(walking: Walking, door: string): Promise<Page> {
    await server.world.owner`delete from drafts`;
    const page = await (await newDevice(walking)).newPage();
    await page.goto(server.url);
    await page.click(`.doors a[href="${door}"]`);
    return page;
  }

  /** With the digits alone, on a device that knows nothing. */
  async function track(walking: Walking, page: Page, told: string): Promise<void> {
    const receipt = await readReceipt(page);
    await page.context().close();
    const later = await (await newDevice(walking)).newPage();
    await later.goto(`${server.url}/receipt`);
    await press(later);
    await expectFault(later, walking.language, { field: "digits", sentence: "portal.open.missing" });
    await later.fill("#f-digits", receipt);
    await press(later);
    expect(new URL(later.url()).pathname).toBe("/receipt/report");
    expect(await later.textContent("main")).toContain(told);
    await later.context().close();
  }

  const press = async (page: Page): Promise<void> => {
    await Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.click("main form button.go")]);
  };

  describe.each(ways)("$name", (way) => {
    test.each(paged)("$flow", { timeout }, async ({ flow, steps, told }) => {
      const walking = { browser, url: server.url, ...way };
      const label = `${way.language}-${way.hasScript ? "script" : "plain"}-${flow}`;
      const page = await walkWithFaults(walking, await begin(walking, `/report/${flow}`), steps, label);
      await goOn(page);
      expect(new URL(page.url()).pathname).toBe("/sent");
      await picture(page, `${label}-sent`);
      await track(walking, page, told);
    });

    test("a number that is none, and a code whose time is over", { timeout }, async () => {
      const walking = { browser, url: server.url, ...way };
      const page = await begin(walking, "/report/citizen");
      for (const act of [
        pick("me"),
        pick("shown"),
        undefined,
        undefined,
        pick("unknown"),
        undefined,
        undefined,
        undefined,
        pick("sms"),
      ]) {
        await act?.(page);
        await goOn(page);
      }
      for (const fault of byPhoneFaults) {
        await fault.do?.(page);
        await goOn(page);
        await expectFault(page, walking.language, fault);
      }
      const code = await leaveWithCode(page);
      await server.world.owner`update drafts set expires_at = now() - interval '1 second'`;
      await typeCode(page, server.url, code);
      await expectFault(page, walking.language, {
        field: "digits",
        sentence: "portal.moved.unknown",
        stays: { digits: code.digits },
      });
      expect(wordsIn(walking.language)("portal.moved.unknown")).toContain("14");
      await page.context().close();
    });

    test("a suspicious message", { timeout }, async () => {
      const walking = { browser, url: server.url, ...way };
      const page = await begin(walking, "/suspicious");
      await pick("password")(page);
      await goOn(page);
      await expectFault(page, walking.language, { field: "message", sentence: "portal.e.message" });
      expect(await page.isChecked('input[value="password"]')).toBe(true);
      const long = "x".repeat(10_001);
      await write({ message: long })(page);
      await goOn(page);
      await expectFault(page, walking.language, {
        field: "message",
        sentence: "portal.error.tooLong",
        values: { max: 10_000, have: 10_001 },
        stays: { message: long },
      });
      await write({ message: "http://kanaga-m0ney.example/x" })(page);
      await goOn(page);
      expect(new URL(page.url()).pathname).toBe("/sent");
      await track(walking, page, "kanaga-m0ney");
    });
  });
});
