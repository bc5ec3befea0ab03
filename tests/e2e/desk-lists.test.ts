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
    const { owner } = web.world;
    await owner`insert into reports (id, reference, organisation_id, source, flow, language, subject, description, is_anonymous, answer_channel, status,
      severity, rsit_class, received_at) select gen_random_uuid(), 'TG-2026-7' || lpad(n::text, 4, '0'), (select id from organisations where kind = 'cert'), 'web',
      case when n % 20 = 0 then 'regulated' else 'citizen' end, 'fr', 'Faux guichet ' || n, 'Hameçonnage par message, étape ' || n, true, 'receipt',
      'triaged', case when n <= 3 then 'critical' else 'medium' end, 'fraud', now() - n * interval '1 minute' from generate_series(1, 300) n`;
    await owner`insert into observables (id, report_id, kind, value, raw, role, part, start_offset, end_offset, is_checked)
      select gen_random_uuid(), id, 'ipv4', '203.0.113.7', '203.0.113.7', 'suspect', 'description', 0, 1, true from reports where reference = 'TG-2026-70001'`;
    await owner`insert into cases (id, reference, organisation_id, title, severity, opened_at) select gen_random_uuid(), 'TG-C-7' || lpad(n::text, 4, '0'),
      (select id from organisations where kind = 'cert'), 'Campagne ' || n, case when n <= 2 then 'critical' else 'low' end, now() - n * interval '1 hour'
      from generate_series(1, 260) n`;
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
    await expect
      .poll(async () => await page.evaluate(() => document.activeElement?.getAttribute("aria-current")), wait)
      .toBe("page");
    await navigation.getByRole("button", { name: "Register" }).focus();
    await page.keyboard.press("ArrowRight");
    await navigation.getByRole("link", { name: "Directory" }).waitFor(wait);
    await page.keyboard.press("ArrowDown");
    await expect
      .poll(async () => await page.evaluate(() => document.activeElement?.textContent), wait)
      .toBe("Directory");
    await page.reload();
    await navigation.getByRole("link", { name: "Directory" }).waitFor(wait);
    await page.keyboard.press("Control+KeyK");
    await page.getByRole("combobox").fill("hunts");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/desk/hunts", wait);
    await navigation.locator('a[aria-current="page"]', { hasText: "Hunts" }).waitFor(wait);
    expect((await checkAccess(page)).faults).toEqual([]);
  });

  test("a list with its filters is kept as a view, stands in the navigation with its number, and opens by Alt and its digit", async () => {
    const { page } = lead;
    await page.goto(`${web.url}/desk/reports?severity=critical`);
    await expect.poll(async () => await page.locator(".queue-row").count(), wait).toBe(3);
    await page.getByRole("button", { name: "View", exact: true }).click();
    await page.getByRole("menuitem", { name: "Keep as a view…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name of the view").fill("Gravest of all");
    await picture(page, "save-view-en-1280");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached", ...wait });
    const entry = page.getByRole("navigation", { name: "Menu" }).getByRole("link", { name: /Gravest of all/ });
    await entry.waitFor(wait);
    await expect.poll(async () => await entry.innerText(), wait).toMatch(/3$/);
    await expect.poll(async () => await entry.getAttribute("aria-current"), wait).toBe("page");
    await page.getByRole("button", { name: "View", exact: true }).click();
    await picture(page, "view-menu-en-1280");
    await page.getByRole("menuitemcheckbox", { name: /^Alt 4/ }).click();
    await page.getByText("Alt 4 opens the view").waitFor(wait);
    await page.goto(`${web.url}/desk/cases`);
    await entry.waitFor(wait);
    await expect.poll(async () => await entry.getAttribute("title"), wait).toBe("Alt 4");
    await page.keyboard.press("Alt+Digit4");
    await page.waitForURL("**/desk/reports?**", wait);
    expect(new URL(page.url()).searchParams.get("severity")).toBe("critical");
    await expect.poll(async () => await page.locator(".queue-row").count(), wait).toBe(3);
    expect((await checkAccess(page)).faults).toEqual([]);
  });

  test("the star marks all that match, also what is not loaded; what was refused is told item by item, and the whole is taken back", async () => {
    const { page } = lead;
    await page.goto(`${web.url}/desk/reports`);
    await page.locator(".queue-row").first().waitFor(wait);
    await page.keyboard.press("Shift+Digit8");
    await page.getByText("300 marked").waitFor(wait);
    await picture(page, "marked-all-en-1280");
    await page.keyboard.press("Escape");
    await page.goto(`${web.url}/desk/reports?severity=critical`);
    await expect.poll(async () => await page.locator(".queue-row").count(), wait).toBe(3);
    await page.keyboard.press("Shift+Digit8");
    await page.getByText("3 marked").waitFor(wait);
    // One of them ends meanwhile, by another's hand.
    await web.world
      .owner`update reports set status = 'closed', version = version + 1 where reference = 'TG-2026-70002'`;
    await page.keyboard.press("Digit3");
    await page.getByRole("dialog").getByLabel("Reason").fill("A rehearsal");
    await page.getByRole("dialog").getByRole("button", { name: "Reject", exact: true }).click();
    await page.getByRole("button", { name: "Show which" }).click(wait);
    const results = page.getByRole("dialog", { name: "What was done" });
    await results.waitFor(wait);
    expect(await results.locator("li").count()).toBe(3);
    expect(await results.locator("li").first().innerText()).toContain("TG-2026-70002");
    await picture(page, "results-en-1280");
    const rejected = async (): Promise<number> =>
      (await web.world.owner`select 1 from reports where status = 'rejected'`).length;
    expect(await rejected()).toBe(2);
    await results.getByRole("button", { name: "Undo all" }).click();
    await expect.poll(rejected, wait).toBe(0);
  });

  test("a key of one's own does its act, goes with the person to another device, and the desk's come back", async () => {
    const { page } = lead;
    await page.goto(`${web.url}/desk/reports`);
    await page.locator(".queue-row").first().waitFor(wait);
    await page.keyboard.press("Shift+Slash");
    const help = page.getByRole("dialog");
    await help.getByRole("button", { name: "Change the key of “Next report” (now J)" }).click(wait);
    await page.keyboard.press("KeyS");
    await help.getByRole("button", { name: "Change the key of “Next report” (now S)" }).waitFor(wait);
    await picture(page, "own-keys-en-1280");
    await expect
      .poll(
        async () => (await web.world.owner`select 1 from desk_settings where keys ->> 'next' = 'KeyS'`).length,
        wait,
      )
      .toBe(1);
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await page.locator(".queue-row").first().waitFor(wait);
    await expect
      .poll(async () => await page.evaluate(() => localStorage.getItem("toguna.own-keys")), wait)
      .toContain("KeyS");
    await page.keyboard.press("KeyJ");
    await page.keyboard.press("KeyS");
    await page.locator("#report-title").waitFor(wait);
    await page.keyboard.press("Shift+Slash");
    await help.getByRole("button", { name: "The desk’s keys again" }).click(wait);
    await help.getByRole("button", { name: "Change the key of “Next report” (now J)" }).waitFor(wait);
  });

  test("one search finds reports, cases and values in spite of accents and brackets, and says why", async () => {
    const { page } = lead;
    await page.goto(`${web.url}/desk/reports`);
    await page.locator(".queue-row").first().waitFor(wait);
    await page.keyboard.press("Slash");
    await page.keyboard.type("203[.]0[.]113[.]0/24");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/desk/search?**", wait);
    const values = page.getByRole("region", { name: "Values seen" });
    await values.getByText("in the range").waitFor(wait);
    await page.getByRole("region", { name: "Reports" }).getByText("TG-2026-70001").waitFor(wait);
    await page.keyboard.press("Slash");
    await page.keyboard.type("campagne 17");
    await page.keyboard.press("Enter");
    await page
      .getByRole("region", { name: "Cases" })
      .getByRole("link", { name: "Campagne 17", exact: true })
      .waitFor(wait);
    await page.keyboard.press("Slash");
    await page.keyboard.type("hameconnage");
    await page.keyboard.press("Enter");
    const reports = page.getByRole("region", { name: "Reports" });
    await expect.poll(async () => await reports.locator("mark").first().innerText(), wait).toBe("Hameçonnage");
    expect(await reports.getByRole("heading").innerText()).toContain("200+");
    await picture(page, "search-en-1280");
    expect((await checkAccess(page)).faults).toEqual([]);
    await page.goto(`${web.url}/desk/search?text=hamesonage%20par%20mesage`);
    await page.getByText("this looks like it").or(page.getByText("Nothing is found")).first().waitFor(wait);
  });

  test("reports that share a value become one case after a look at which they are, and each stays counted", async () => {
    const { page } = lead;
    const { owner } = web.world;
    await owner`insert into observables (id, report_id, kind, value, raw, role, part, start_offset, end_offset, is_checked)
      select gen_random_uuid(), id, 'domain', 'pay.kanaga.example', 'pay.kanaga.example', 'suspect', 'description', 0, 1, true
      from reports where reference in ('TG-2026-70010', 'TG-2026-70011', 'TG-2026-70012', 'TG-2026-70013')`;
    const [report] = await owner<{ id: string }[]>`select id from reports where reference = 'TG-2026-70010'`;
    await page.goto(`${web.url}/desk/reports/${report?.id}`);
    await page.getByRole("button", { name: "Merge into one case…" }).click(wait);
    const dialog = page.getByRole("dialog");
    for (const tick of await dialog.getByRole("checkbox").all()) await tick.uncheck();
    await dialog.getByRole("checkbox", { name: /TG-2026-70011/ }).check(wait);
    await dialog.getByRole("checkbox", { name: /TG-2026-70012/ }).check(wait);
    await dialog.getByRole("heading", { name: "One case of 3 reports" }).waitFor(wait);
    await picture(page, "merge-reports-en-1280");
    await dialog.getByRole("button", { name: "Open the case" }).click();
    await page.getByRole("button", { name: "Go to the case" }).waitFor(wait);
    const joined =
      await owner`select r.reference from case_reports c join reports r on r.id = c.report_id order by r.reference`;
    expect(joined.map((row) => row["reference"])).toEqual(["TG-2026-70010", "TG-2026-70011", "TG-2026-70012"]);
  });

  test("hundreds of cases are a list as the reports are: virtual, marked, given at once and taken back, in three orders", async () => {
    const { page } = lead;
    await page.goto(`${web.url}/desk/cases`);
    await page.locator(".queue-row").first().waitFor(wait);
    expect(await page.locator(".queue-row").count()).toBeLessThan(60);
    await picture(page, "cases-en-1280");
    await page.getByRole("button", { name: /^Order:/ }).click();
    await page.getByRole("menuitemradio", { name: "The newest first" }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get("sort"), wait).toBe("newest");
    await page.goto(`${web.url}/desk/cases?severity=critical`);
    await expect.poll(async () => await page.locator(".queue-row").count(), wait).toBe(2);
    await page.keyboard.press("KeyJ");
    await page.locator("#case-title").waitFor(wait);
    // On an open case L puts on tags, and they lead to the cases that bear them.
    await page.keyboard.press("KeyL");
    await page.getByRole("dialog").getByLabel("New tag").fill("#Levy 2026");
    await page.getByRole("dialog").getByRole("button", { name: "Keep the tags" }).click();
    await page.locator(".split-detail .tag-link", { hasText: "#levy 2026" }).waitFor(wait);
    // The list follows; what is done to the row from now on is done to what stands.
    await page.locator(".queue-facts", { hasText: "#levy 2026" }).waitFor(wait);
    await page.keyboard.press("Shift+Digit8");
    await page.getByText("2 marked").waitFor(wait);
    await page.keyboard.press("Shift+KeyA");
    await page.getByText("2 cases given").waitFor(wait);
    const owned = async (): Promise<number> =>
      (await web.world.owner`select 1 from cases where owner_id = ${lead.personId} and severity = 'critical'`).length;
    expect(await owned()).toBe(2);
    await page.keyboard.press("KeyZ");
    await page.getByText("2 cases as before").waitFor(wait);
    expect(await owned()).toBe(0);
    await page.goto(`${web.url}/desk/cases`);
    await page.locator(".queue-row").first().waitFor(wait);
    await page.keyboard.press("Shift+Digit8");
    await page.getByText("261 marked").waitFor(wait);
    expect((await checkAccess(page)).faults).toEqual([]);
    await page.keyboard.press("Escape");
  });

  test.skipIf(!pictures)("how it looks at two widths, in three languages", async () => {
    const { page } = lead;
    for (const [language, width] of [
      ["fr", 1280],
      ["mn", 1280],
      ["fr", 390],
      ["mn", 390],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.evaluate((wanted) => localStorage.setItem("toguna.language", wanted), language);
      for (const [name, path] of [
        ["queue", "/reports"],
        ["cases", "/cases"],
        ["search", "/search?text=hameconnage"],
      ] as const) {
        await page.goto(`${web.url}/desk${path}`);
        await page.locator(".queue-row, .search-hit").first().waitFor(wait);
        await page.waitForTimeout(400);
        await picture(page, `${name}-${language}-${width}`);
        const excess = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect([name, language, width, excess]).toEqual([name, language, width, 0]);
        if (width === 390 && name === "queue") {
          await page.locator(".nav-button").click();
          await picture(page, `menu-${language}-${width}`);
        }
      }
    }
  });

  test("a tag is put on by L, a report sleeps by H until its reporter answers and says so when it is back, and U marks it to read again", async () => {
    const { page } = lead;
    const { owner } = web.world;
    await page.setViewportSize({ width: 1280, height: 800 });
    // The walk through the languages ended with another.
    await page.evaluate(() => localStorage.setItem("toguna.language", "en"));
    await page.goto(`${web.url}/desk/reports?view=all&sort=newest`);
    await page.locator(".queue-row").first().waitFor(wait);
    await page.keyboard.press("KeyJ");
    await page.locator("#report-title").waitFor(wait);
    const reference = await page.locator(".report-line .mono").innerText();
    await page.keyboard.press("KeyL");
    await page.getByRole("dialog").getByLabel("New tag").fill("#Mobile  Money");
    await picture(page, "tags-en-1280");
    await page.getByRole("dialog").getByRole("button", { name: "Keep the tags" }).click();
    await page.locator(".queue-facts", { hasText: "#mobile money" }).waitFor(wait);
    await page.keyboard.press("KeyU");
    await page.getByText("marked to read again").waitFor(wait);
    await page.locator(".queue-row[data-unread]").waitFor(wait);
    await page.keyboard.press("KeyH");
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /Until the reporter answers/ })
      .waitFor(wait);
    await picture(page, "snooze-en-1280");
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /Until the reporter answers/ })
      .click();
    await page.locator(".queue-clock", { hasText: "until an answer" }).waitFor(wait);
    // As the worker does when an answer comes.
    await owner`update reports set snoozed_until = null, wakes_on = null, woken_at = now(), woken_by = 'answer', version = version + 1 where reference = ${reference}`;
    await page.goto(`${web.url}/desk/reports?view=all&tag=mobile%20money`);
    await page.locator(".queue-clock", { hasText: "back: answered" }).waitFor(wait);
    expect(await page.locator(".queue-row").count()).toBe(1);
    expect((await checkAccess(page)).faults).toEqual([]);
  });

  test("who reads, writes and has in hand stands in the row; an unsent answer is found on another machine; live is paused and goes on", async () => {
    const { page, context } = lead;
    const colleague = await signInAs(context.browser() ?? (await openBrowser()), web, {
      role: "analyst",
      organisation: "CERT",
      name: "Bat Erdene",
    });
    await page.goto(`${web.url}/desk/reports?severity=critical`);
    await page.locator(".queue-row").first().waitFor(wait);
    const id = (await page.locator("[data-row]").first().getAttribute("id"))?.slice(4) ?? "";
    const other = colleague.page;
    await other.goto(`${web.url}/desk/reports/${id}?severity=critical`);
    await other.locator("#report-title").waitFor(wait);
    await page.locator('.presence-mark[data-doing="looking"]', { hasText: "BE" }).waitFor(wait);
    await other.locator("[data-answer]").fill("Bonjour, merci de votre signalement");
    await page.locator('.presence-mark[data-doing="writing"]', { hasText: "BE" }).waitFor(wait);
    await other.locator("[data-answer]").blur();
    await other.keyboard.press("KeyC");
    await other.locator(".hold-line").waitFor(wait);
    await page.locator('.presence-mark[data-doing="holding"]').waitFor(wait);
    await page.keyboard.press("KeyJ");
    await page.getByText("Bat Erdene has this in hand until").waitFor(wait);
    await picture(page, "presence-en-1280");
    await page.locator(".hold-line").getByRole("button", { name: "Take over" }).click();
    await page.getByText("You have this in hand until").waitFor(wait);
    await expect
      .poll(
        async () => (await web.world.owner`select 1 from desk_drafts where body like 'Bonjour, merci%'`).length,
        wait,
      )
      .toBe(1);
    // Another machine of the same person: the session, and nothing of what the first one stored.
    const { cookies } = await colleague.context.storageState();
    const second = await (context.browser() ?? (await openBrowser())).newContext({
      storageState: { cookies, origins: [] },
    });
    const machine = await second.newPage();
    await machine.goto(`${web.url}/desk/reports/${id}`);
    await expect
      .poll(async () => await machine.locator("[data-answer]").inputValue(), wait)
      .toBe("Bonjour, merci de votre signalement");
    await second.close();
    await page.getByRole("button", { name: "Pause live" }).click();
    await other.keyboard.press("Shift+KeyA");
    await expect
      .poll(
        async () =>
          (await web.world.owner`select 1 from reports where id = ${id} and assigned_to = ${colleague.personId}`)
            .length,
        wait,
      )
      .toBe(1);
    await page.getByText(/paused since .*, \d+ changes? waits?/).waitFor(wait);
    expect(await page.locator(".queue-facts", { hasText: "Bat Erdene" }).count()).toBe(0);
    await page.getByRole("button", { name: "Go on live" }).click();
    await page.locator(".queue-facts", { hasText: "Bat Erdene" }).waitFor(wait);
    expect(colleague.complaints).toEqual([]);
    await colleague.context.close();
  });

  test("where somebody else was faster the row says who did what, and one keeps theirs or does one's own", async () => {
    const { page } = lead;
    await page.goto(`${web.url}/desk/reports?severity=critical`);
    await page.locator(".queue-row").first().waitFor(wait);
    await page.keyboard.press("KeyJ");
    await page.locator("#report-title").waitFor(wait);
    await page.keyboard.press("KeyX");
    await page.getByText("1 marked").waitFor(wait);
    const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    // By another's hand, and before the stream tells of it: only the version moves.
    await web.world.owner`update reports set version = version + 1 where id = ${id}`;
    await page.keyboard.press("Shift+KeyA");
    const line = page.locator(".row-conflict");
    await line.waitFor(wait);
    expect(await line.innerText()).toContain("was faster");
    await picture(page, "conflict-en-1280");
    await line.getByRole("button", { name: "Do mine" }).click();
    await line.waitFor({ state: "detached", ...wait });
    await expect
      .poll(
        async () =>
          (await web.world.owner`select 1 from reports where id = ${id} and assigned_to = ${lead.personId}`).length,
        wait,
      )
      .toBe(1);
  });

  test("while the line is down the page says since when, and what happened meanwhile is there once it is back", async () => {
    const { page } = lead;
    await page.goto(`${web.url}/desk/reports?severity=critical`);
    await page.locator(".queue-row").first().waitFor(wait);
    // The next stream is refused; the one that is open ends as a proxy would end it.
    await page.route("**/api/v1/desk/events**", async (route) => await route.abort());
    await page.reload();
    await page.getByText(/^Offline since \d\d:\d\d\./).waitFor(wait);
    const row = page.locator(".queue-row").first();
    await row.waitFor(wait);
    const id = (await page.locator("[data-row]").first().getAttribute("id"))?.slice(4) ?? "";
    await web.world.owner`update reports set subject = 'Renamed while away', version = version + 1 where id = ${id}`;
    await page.unroute("**/api/v1/desk/events**");
    await page.getByText("Renamed while away").first().waitFor(wait);
    await expect.poll(async () => await page.getByText(/^Offline since/).count(), wait).toBe(0);
    // A connection that the test refused is no fault of the page.
    lead.complaints.splice(0, lead.complaints.length, ...lead.complaints.filter((line) => !/ERR_FAILED/.test(line)));
  });

  test("nothing was refused by the content security policy and no script failed", () => {
    expect(lead.complaints).toEqual([]);
  });
});
