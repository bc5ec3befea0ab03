// How long the desk takes, in a real browser: from a key to paint, to an opened report, through ten thousand rows, to another desk, and from nothing: printed, not judged, since machines differ.
import { beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { measureKeys, measurePlainKeys, measureScroll, openFirstReport, spread } from "../support/measure-desk.ts";
import { type RoomPerson, signInAs } from "../support/room-browser.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const presses = 40;
const rows = 10_400;
const wait = { timeout: 30_000 };
const print = (line: string): boolean => process.stdout.write(`${line}\n`);

describe.skipIf(!chromiumPath)("the desk's speed (install chromium to run this)", () => {
  let web: WebServer;
  let lead: RoomPerson;
  let other: RoomPerson;

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer();
    await web.world
      .owner`insert into reports (id, reference, organisation_id, source, flow, language, subject, description, is_anonymous, answer_channel, status,
      severity, received_at) select gen_random_uuid(), 'TG-2026-' || (100000 + n), (select id from organisations where kind = 'cert'), 'web',
      'citizen', 'fr', 'Faux guichet ' || n, 'Un message', true, 'receipt', 'triaged', 'medium', now() - n * interval '1 minute' from generate_series(1, ${rows}::int) n`;
    await web.world.owner`analyze reports`;
    const browser = await openBrowser();
    lead = await signInAs(browser, web, { role: "lead", organisation: "CERT", name: "Awa" });
    other = await signInAs(browser, web, { role: "analyst", organisation: "CERT", name: "Bat" });
  }, 240_000);

  test("from nothing to the list, and from J to paint and to the next report's title", {
    timeout: 180_000,
  }, async () => {
    const { page } = lead;
    const starts: number[] = [];
    for (let start = 0; start < 5; start++) {
      const context = await page
        .context()
        .browser()
        ?.newContext({ storageState: await page.context().storageState() });
      const fresh = await context?.newPage();
      if (!fresh) throw new Error("the browser is closed");
      await fresh.goto(`${web.url}/desk/reports`);
      await fresh.locator(".queue-row").first().waitFor(wait);
      starts.push(
        await fresh.evaluate(
          () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? performance.now(),
        ),
      );
      await context?.close();
    }
    print(`cold start to the first paint with words, nothing kept by the browser: ${spread(starts)}`);
    await openFirstReport(page, `${web.url}/desk/reports`);
    const figures = await measureKeys(page, presses);
    const plain = await measurePlainKeys(page, presses);
    print(`key to paint, counted to the task after the frame: ${spread(figures.paints)}`);
    print(`key to the next paint by the browser's own event timing (rounded to 8 ms): ${spread(figures.events)}`);
    print(`the same on an empty page: ${spread(plain.paints)}, by event timing ${spread(plain.events)}`);
    print(`key to the next report's title, from what is kept: ${spread(figures.titles)}`);
    expect(figures.titles).toHaveLength(presses);
  });

  test("ten thousand rows scrolled through, a list and its frames", { timeout: 240_000 }, async () => {
    const { page } = lead;
    await page.goto(`${web.url}/desk/reports?view=all&sort=newest`);
    await page.locator(".queue-row").first().waitFor(wait);
    const { frames, last } = await measureScroll(page, 10_000);
    print(
      `frames while ${last} rows were scrolled through: ${spread(frames)}, longest ${Math.max(...frames).toFixed(0)} ms`,
    );
    expect(last).toBeGreaterThanOrEqual(10_000);
  });

  test("from an act to its row at another desk", { timeout: 180_000 }, async () => {
    const [here, there] = [lead.page, other.page];
    const times: number[] = [];
    for (const page of [here, there]) {
      await page.goto(`${web.url}/desk/reports?view=all&sort=newest`);
      await page.locator(".queue-row").first().waitFor(wait);
    }
    for (let round = 0; round < 12; round++) {
      await here.keyboard.press("KeyJ");
      await here.locator(".queue-row[data-current]").waitFor(wait);
      await here.locator("#report-title").waitFor(wait);
      const id = (await here.locator(".queue-row[data-current] [data-row]").getAttribute("id")) ?? "";
      await here.waitForTimeout(500);
      const seen = there
        .locator(".queue-row", { has: there.locator(`[id="${id}"]`) })
        .locator(".queue-facts", { hasText: "Awa" })
        .waitFor(wait);
      const start = performance.now();
      await here.keyboard.press("Shift+KeyA");
      await seen;
      times.push(performance.now() - start);
    }
    print(`act to the row at another desk: ${spread(times)}`);
    expect(times).toHaveLength(12);
  });
});
