// A redrawn page keeps what is typed: every form of every page of the rooms, also those behind a button, over the filled demonstration.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { crawlRoom } from "../support/crawl-room.ts";
import { openPerson } from "../support/identity-server.ts";
import { type RunningServer, startServer } from "../support/server.ts";
import { prepareRedrawing, typeAndRedraw } from "../support/type-and-redraw.ts";

const timeout = 1_500_000;
const rooms = [
  { role: "constituent_dpo", room: "console", least: 8 },
  { role: "constituent_administrator", room: "console", least: 8 },
  { role: "officer_head", room: "office", least: 10 },
  { role: "lead", room: "desk", least: 40 },
  { role: "administrator", room: "desk", least: 10 },
] as const;
/** Buttons of one page that are tried; what opens a form stands among the first. */
const mostButtons = 10;
const isDone = (): boolean => true;
const isNotDone = (): boolean => false;

describe.skipIf(!chromiumPath)("a page that is drawn anew (install chromium to run these)", () => {
  let server: RunningServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await startServer({ args: ["--demo"], withinMs: 170_000 });
    browser = await openBrowser();
  }, 180_000);
  afterAll(async () => void (await server?.stop()));

  test.each(rooms)("keeps what is typed in the $room of a $role", { timeout }, async ({ role, room, least }) => {
    const person = await openPerson(browser, { language: "en", width: 1280, height: 900 });
    const { page } = person;
    await page.goto(`${server.url}/${room}/demo`);
    const answer = await page.request.post(`${server.url}/api/v1/identity/demo/links`, {
      data: { role },
      headers: { origin: server.url },
    });
    await page.goto(((await answer.json()) as { link: string }).link);
    await page.locator("main form button[type=submit], main .door-sheet button, main button").first().click();
    await page.locator(".navigation").waitFor({ state: "attached", timeout: 45_000 });
    await prepareRedrawing(page);
    page.on("dialog", (dialog) => void dialog.accept().catch(() => {}));
    const lost: string[] = [];
    const silent: string[] = [];
    let forms = 0;
    const look = async (label: string): Promise<void> => {
      // The page of the parts is made of samples.
      if (label.startsWith("/desk/parts")) return;
      const found = await typeAndRedraw(page);
      if (found.typed === 0) return;
      forms++;
      if (found.read === 0) silent.push(label);
      lost.push(...found.lost.map((fault) => `${label}: ${fault}`));
    };
    await crawlRoom(page, server.url, room, async (path) => {
      await look(path);
      let isAsBefore = false;
      for (const name of await buttonsOf(page)) {
        if (!isAsBefore) await stand(page, `${server.url}${path}`);
        const before = await countFields(page);
        const button = page.locator("main").getByRole("button", { name, exact: true }).first();
        if (!(await button.click({ timeout: 2_000 }).then(isDone, isNotDone))) continue;
        await page.waitForTimeout(250);
        const after = await countFields(page);
        if (after > before) await look(`${path} [${name}]`);
        const isOver = (await page.locator("[role=dialog], [role=menu]").count()) > 0;
        isAsBefore = after === before && !isOver && page.url() === `${server.url}${path}`;
      }
      await stand(page, `${server.url}${path}`);
    });
    console.info(`${room} of ${role}: ${forms} forms; not read again: ${silent.join(", ") || "none"}`);
    expect(lost).toEqual([]);
    expect(forms).toBeGreaterThanOrEqual(least);
    await person.context.close();
  });
});

/** The page as it is when somebody comes to it. */
async function stand(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator("main").first().waitFor({ timeout: 45_000 });
  if (!address.endsWith("/parts"))
    await page.waitForFunction(() => !document.querySelector(".skeleton"), undefined, { timeout: 45_000 });
  await page.waitForTimeout(100);
}

async function buttonsOf(page: Page): Promise<string[]> {
  const names = await page
    .locator("main button[type=button]:visible, main button:not([type]):visible")
    .evaluateAll((all) =>
      all
        .filter((one) => !(one as HTMLButtonElement).disabled && !one.closest("form, [role=search], .filters"))
        .map((one) => one.getAttribute("aria-label") ?? one.textContent?.trim() ?? ""),
    );
  return [...new Set(names.filter((name) => name !== ""))].slice(0, mostButtons);
}

async function countFields(page: Page): Promise<number> {
  return await page.locator(":is(main, [role=dialog]) :is(textarea, input):visible").count();
}
