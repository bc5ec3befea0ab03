// How long the desk takes from a key to paint and to the opened report, in a real browser: printed, not judged, since machines differ.
import { beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { type RoomPerson, signInAs } from "../support/room-browser.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const presses = 40;

describe.skipIf(!chromiumPath)("the desk's speed (install chromium to run this)", () => {
  let web: WebServer;
  let lead: RoomPerson;

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer();
    await web.world
      .owner`insert into reports (id, reference, organisation_id, source, flow, language, subject, description, is_anonymous, answer_channel, status,
      severity, received_at) select gen_random_uuid(), 'TG-2026-8' || lpad(n::text, 4, '0'), (select id from organisations where kind = 'cert'), 'web',
      'citizen', 'fr', 'Faux guichet ' || n, 'Un message', true, 'receipt', 'triaged', 'medium', now() - n * interval '1 minute' from generate_series(1, 400) n`;
    lead = await signInAs(await openBrowser(), web, { role: "lead", organisation: "CERT", name: "Awa" });
  }, 120_000);

  test("from J to paint, and to the next report's title", { timeout: 120_000 }, async () => {
    const { page } = lead;
    await page.goto(`${web.url}/desk/reports`);
    await page.locator(".queue-row").first().waitFor({ timeout: 30_000 });
    await page.keyboard.press("KeyJ");
    await page.locator("#report-title").waitFor({ timeout: 30_000 });
    await page.evaluate(() => {
      const paints: number[] = [];
      const titles: number[] = [];
      Object.assign(window, { paints, titles });
      window.addEventListener(
        "keydown",
        () => {
          const start = performance.now();
          const before = document.getElementById("report-title")?.textContent;
          // The frame after the next has the change on the screen.
          requestAnimationFrame(() => setTimeout(() => paints.push(performance.now() - start)));
          const look = (): void => {
            const now = document.getElementById("report-title")?.textContent;
            if (now !== undefined && now !== before) titles.push(performance.now() - start);
            else requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        },
        true,
      );
    });
    for (let press = 0; press < presses; press++) {
      await page.keyboard.press("KeyJ");
      await expect
        .poll(async () => await page.evaluate(() => (Reflect.get(window, "titles") as number[]).length), {
          timeout: 30_000,
        })
        .toBe(press + 1);
    }
    const figures = await page.evaluate(() => ({
      paints: Reflect.get(window, "paints") as number[],
      titles: Reflect.get(window, "titles") as number[],
    }));
    const at = (values: number[], share: number): string =>
      `${(values.toSorted((one, other) => one - other)[Math.floor(values.length * share)] ?? 0).toFixed(0)} ms`;
    process.stdout.write(
      `key to paint p50 ${at(figures.paints, 0.5)}, p95 ${at(figures.paints, 0.95)}; key to the next report's title p50 ${at(figures.titles, 0.5)}, p95 ${at(figures.titles, 0.95)}\n`,
    );
    expect(figures.titles).toHaveLength(presses);
  });
});
