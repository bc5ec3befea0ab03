// The desk's lists as people work them: the navigation's groups, saved views, marking all that matches, keys of one's own, the one search, a list of cases.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import { type RoomPerson, signInAs } from "../support/room-browser.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const pictures = process.env["TOGUNA_PICTURES"];
const wait = { timeout: 30_000 };

describe.skipIf(!chromiumPath)("the desk's lists (install chromium to run these)", () => {
  let web: WebServer;
  let lead: RoomPerson;

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer();
    lead = await signInAs(
      await openBrowser(),
      web,
      { role: "lead", organisation: "CERT", name: "Awa" },
      { isNavigationFolded: true },
    );
  }, 120_000);

  async function picture(page: Page, name: string): Promise<void> {
    if (!pictures) return;
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `${name}.png`) });
  }

  test("the navigation has few groups that fold, is walked by arrows, and the palette knows every page of it", async () => {
    const { page } = lead;
    await page.goto(`${web.url}/desk/reports`);
    const navigation = page.getByRole("navigation", { name: "Menu" });
    await navigation.getByRole("button", { name: "Register" }).waitFor(wait);
    expect(await navigation.getByRole("link", { name: "Directory" }).count()).toBe(0);
    await picture(page, "navigation-en-1280");
    await page.keyboard.press("KeyG");
    await page.keyboard.press("KeyN");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-current"))).toBe("page");
    await navigation.getByRole("button", { name: "Register" }).focus();
    await page.keyboard.press("ArrowRight");
    await navigation.getByRole("link", { name: "Directory" }).waitFor(wait);
    await page.keyboard.press("ArrowDown");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Directory");
    await page.reload();
    await navigation.getByRole("link", { name: "Directory" }).waitFor(wait);
    await page.keyboard.press("Control+KeyK");
    await page.getByRole("combobox").fill("hunts");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/desk/hunts", wait);
    await navigation.locator('a[aria-current="page"]', { hasText: "Hunts" }).waitFor(wait);
    expect((await checkAccess(page)).faults).toEqual([]);
  });

  test("nothing was refused by the content security policy and no script failed", () => {
    expect(lead.complaints).toEqual([]);
  });
});
