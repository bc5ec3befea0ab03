// Charts in a real browser: the desk's drawn with their tables, a release of public statistics prepared by one and let out by another with a passkey, and the public page without script.
import type { Browser, Page, Response } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Context } from "../../backend/platform/context/index.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import { countRelease, settleRelease } from "../../backend/reporting/charts/releases/make-release.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import { addReport } from "../support/desk-world.ts";
import { type RoomPerson, signInAs } from "../support/room-browser.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

/** Where pictures of the pages go, for somebody who looks at them. */
const pictures = process.env["TOGUNA_PICTURES"];

describe.skipIf(!chromiumPath)("charts and public statistics (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let senior: RoomPerson;
  let lead: RoomPerson;
  const timeout = 180_000;
  const wait = { timeout: 30_000 };
  // A year that is over, whenever this runs.
  const year = new Date().getFullYear() - 1;
  const system = (): Context => web.world.context({ kind: "system", job: "statistics.count_release" });

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    buildFrontend("frontend/portal/vite.config.ts");
    web = await startWebServer();
    browser = await openBrowser();
    const options = { width: 1280, height: 900, language: "en-GB" };
    senior = await signInAs(browser, web, { role: "senior", organisation: "CERT", name: "Awa Keïta" }, options);
    lead = await signInAs(browser, web, { role: "lead", organisation: "CERT", name: "Bat Dorj" }, options);
    const classes = [
      ["fraud", "phishing", 31],
      ["intrusions", "system-compromise", 12],
      ["availability", "ddos", 3],
    ] as const;
    for (const [rsitClass, rsitType, count] of classes)
      for (let at = 0; at < count; at++)
        await addReport(web.world, senior.organisationId, {
          rsitClass,
          rsitType,
          receivedAt: new Date(Date.UTC(year, at % 12, 10)),
        });
  }, timeout);
  afterAll(async () => await browser?.close());

  const picture = async (page: Page, name: string): Promise<void> => {
    if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
  };

  test("the desk sees its charts drawn by the server, each with its sentence, n and table", { timeout }, async () => {
    const { page } = senior;
    await page.goto(`${web.url}/desk/charts`);
    const volume = page.locator("#volume");
    await volume.getByRole("img", { name: "Reports, incidents and cases by month" }).first().waitFor(wait);
    await volume.getByText(`Reports ${year} 46`).waitFor(wait);
    await volume.getByText("The numbers as a table").first().click();
    await volume.getByRole("rowheader", { name: `January ${year}` }).waitFor(wait);
    await page.locator("#classes").getByRole("img").first().waitFor(wait);
    await page.getByRole("link", { name: "Incidents by sector and class" }).click();
    await page.locator("#sectors h2:focus").waitFor(wait);
    await page.locator("#areas .chart-panel").first().waitFor(wait);
    await checkAccess(page);
    await picture(page, "charts-desk-1280");
    await page.setViewportSize({ width: 390, height: 800 });
    await volume.locator(".chart-narrow svg").first().waitFor(wait);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await picture(page, "charts-desk-390");
    await page.setViewportSize({ width: 1280, height: 900 });
    // On paper no title is parted from its picture: Chromium keeps them together only where no grid stands between.
    await page.emulateMedia({ media: "print" });
    expect(await volume.locator(".chart-head").evaluate((head) => getComputedStyle(head).breakAfter)).toBe("avoid");
    expect(await volume.locator(".chart-panels").evaluate((panels) => getComputedStyle(panels).display)).toBe("block");
    await page.emulateMedia({ media: null });
  });

  test("a release is prepared by one, let out by another with the passkey, and read by everybody without script; before, there is nothing", {
    timeout,
  }, async () => {
    const reader = await (
      await browser.newContext({ javaScriptEnabled: false, locale: "en-GB", viewport: { width: 1280, height: 900 } })
    ).newPage();
    const before = await reader.goto(`${web.url}/statistics`);
    await reader.getByText("No statistics are published yet.").waitFor(wait);
    const tagOf = async (answer: Response | null): Promise<string | undefined> =>
      (await answer?.headerValue("etag"))?.replace("W/", "");
    const tagBefore = await tagOf(before);

    const { page } = senior;
    await page.goto(`${web.url}/desk/statistics`);
    await page.locator("input[type=file]").setInputFiles({
      name: "operators.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(
        `indicator,period,value,unit,source,source_date,licence\nMobile subscriptions,${year},23.4,million,Regulator's yearly report,${year}-12-31,CC BY 4.0\n`,
      ),
    });
    await page.getByRole("button", { name: "Bring in" }).click();
    await page.getByText("Mobile subscriptions").waitFor(wait);
    await page.getByRole("button", { name: "Prepare a release" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Year").fill(String(year));
    await dialog.getByRole("button", { name: "Prepare a release" }).click();
    await page.getByText("Being counted").first().waitFor(wait);
    const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    await countRelease(system(), id);
    await page.getByRole("button", { name: "Ask a second person" }).click(wait);
    await page.getByText("Waits for a second person").waitFor(wait);
    await checkAccess(page);
    // Not even the tag of the public page knows of it.
    expect(await tagOf(await reader.reload())).toBe(tagBefore);

    await lead.page.goto(`${web.url}/desk/statistics/${id}`);
    await lead.page.getByRole("button", { name: "Approve" }).click(wait);
    await lead.page.getByRole("dialog").getByRole("button", { name: "Approve" }).click(wait);
    await expect
      .poll(
        async () =>
          (
            await web.world.owner<
              { n: number }[]
            >`select count(*)::int as n from four_eyes where kind = 'statistics' and state = 'approved'`
          )[0]?.n,
        wait,
      )
      .toBe(1);
    const [request] = await web.world.owner<
      { id: string; version: number }[]
    >`select id, version from four_eyes where kind = 'statistics'`;
    await settleRelease(system(), {
      subjectId: id,
      version: request?.version ?? 1,
      requestId: request?.id ?? "",
      outcome: "approved",
    });
    await lead.page.getByText("Published", { exact: true }).waitFor(wait);

    await reader.goto(`${web.url}/statistics`);
    await reader.getByRole("heading", { name: `Statistics of ${year}, until 31 December ${year}` }).waitFor(wait);
    const classes = reader.locator("#classes");
    await classes.getByText("The numbers as a table").click();
    const cellOf = async (name: string): Promise<string> => {
      const row = classes.locator("tr").filter({ has: reader.getByRole("rowheader", { name, exact: true }) });
      return (await row.locator("td").first().textContent(wait)) ?? "";
    };
    // Three are few; what would tell them by subtraction is not told either.
    expect(await cellOf("Availability")).toBe("fewer than 5");
    expect(await cellOf("Intrusion")).toBe("not told");
    expect(await cellOf("Fraud")).toBe("31 (67%)");
    await reader.getByRole("rowheader", { name: "Mobile subscriptions" }).waitFor(wait);
    expect(await reader.locator("svg.chart").count()).toBeGreaterThan(3);
    const csv = await reader.request.get(`${web.url}/statistics/${id}/classes.csv?lang=en`);
    expect(await csv.text()).toMatch(/Availability.*fewer than 5/);
    await picture(reader, "statistics-1280");

    const seeing = await (
      await browser.newContext({ locale: "fr-FR", viewport: { width: 320, height: 800 }, colorScheme: "dark" })
    ).newPage();
    await seeing.goto(`${web.url}/statistics?lang=fr`);
    await seeing.getByRole("heading", { level: 1 }).waitFor(wait);
    expect(await seeing.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await checkAccess(seeing);
    await picture(seeing, "statistics-320-dark-fr");
    await seeing.goto(`${web.url}/statistics/${id}?only=phishing&lang=mn`);
    await seeing
      .locator("#phenomena svg")
      .first()
      .waitFor({ ...wait, state: "attached" });
    await picture(seeing, "statistics-320-dark-mn");
  });

  test("a case's graph is laid out, searched, walked with the arrows, opened with Enter, and stands as a table", {
    timeout,
  }, async () => {
    const { page, organisationId } = senior;
    const makeGraph = async (reports: number, valuesEach: number): Promise<{ caseId: string; first: string }> => {
      const caseId = newId();
      const { owner } = web.world;
      await owner`insert into cases (id, reference, organisation_id, title, severity, rsit_class, opened_at) values (${caseId}, ${`TG-C-${reports}`}, ${organisationId}, 'A campaign', 'high', 'fraud', now())`;
      let first = "";
      const values: [string, string][] = [];
      for (let at = 0; at < reports; at++) {
        const { id } = await addReport(web.world, organisationId, { rsitClass: "fraud" });
        first ||= id;
        await owner`insert into case_reports (case_id, report_id, joined_at) values (${caseId}, ${id}, now())`;
        values.push([id, `shared${at % 7}-${reports}.example`]);
        for (let one = 0; one < valuesEach; one++) values.push([id, `pay${at}-${one}.${reports}.example`]);
      }
      await owner`insert into observables (id, report_id, kind, value, raw, role, part, start_offset, end_offset, is_checked)
        select gen_random_uuid(), x.report::uuid, 'domain', x.value, x.value, 'suspect', 'description', 0, 1, true
          from unnest(${values.map(([id]) => id)}::text[], ${values.map(([, value]) => value)}::text[]) x(report, value)`;
      return { caseId, first };
    };
    const open = async (caseId: string): Promise<void> => {
      await page.goto(`${web.url}/desk/cases/${caseId}?tab=graph`);
      await page.locator(".graph-node[data-node]").first().waitFor(wait);
    };
    const small = await makeGraph(2, 1);
    await open(small.caseId);
    const nodes = page.locator(".graph-node[data-node]");
    await expect.poll(async () => await nodes.count(), wait).toBe(7);
    await page.locator(".graph-node[tabindex='0']").focus();
    const before = await page.evaluate(() => document.activeElement?.getAttribute("data-node"));
    for (const key of ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"]) await page.keyboard.press(key);
    const walked = new Set([before]);
    for (const key of ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowDown"]) {
      await page.keyboard.press(key);
      walked.add(await page.evaluate(() => document.activeElement?.getAttribute("data-node")));
    }
    expect(walked.size).toBeGreaterThan(2);
    await page.getByText("The links as a table").click();
    await page.getByRole("rowheader", { name: "shared0-2[.]example" }).waitFor(wait);
    expect((await checkAccess(page)).faults).toEqual([]);
    await picture(page, "graph-5-1280");

    const middle = await makeGraph(9, 5);
    await open(middle.caseId);
    await picture(page, "graph-60-1280");
    const large = await makeGraph(99, 4);
    await open(large.caseId);
    const drawn = await nodes.count();
    await picture(page, "graph-500-1280");
    // Alike ones stand together until one asks for them.
    await page.getByLabel("Show everything one by one").check();
    await expect.poll(async () => await nodes.count(), wait).toBe(500);
    expect(drawn).toBeLessThan(250);
    await picture(page, "graph-500-all-1280");
    await page.getByLabel("Find in the picture").fill("pay12-");
    await page.getByText("4 found").waitFor(wait);
    await picture(page, "graph-500-found-1280");
    await page.setViewportSize({ width: 390, height: 800 });
    await open(middle.caseId);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await picture(page, "graph-60-390");
    await page.setViewportSize({ width: 1280, height: 900 });
    await open(small.caseId);
    await page.locator(`[data-node="report:${small.first}"]`).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/desk/reports/${small.first}**`, wait);
  });

  test("the committee's charts have no small number", { timeout }, async () => {
    const member = await signInAs(
      browser,
      web,
      { role: "committee_member", organisation: "National committee" },
      { width: 1280, height: 900, language: "en-GB" },
    );
    await member.page.goto(`${web.url}/office/charts`);
    const classes = member.page.locator("#classes");
    await classes.getByText("The numbers as a table").first().click(wait);
    expect(await classes.locator("tr", { hasText: "Availability" }).locator("td").nth(1).textContent()).toBe(
      "fewer than 5",
    );
    await checkAccess(member.page);
    await picture(member.page, "charts-committee-1280");
  });
});
