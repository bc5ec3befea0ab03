// A regional focal point in a real browser sees the own district only, and asks the desk; a request to stop money is released with the passkey and answered by its link.
import type { Browser, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { freezeLink } from "../../backend/coordination/freeze/freeze-link.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import { loadCountry } from "../../backend/registry/country/index.ts";
import { importAreas } from "../../backend/registry/index.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import type { DeskPerson } from "../support/desk-browser.ts";
import { addObservable, addReport } from "../support/desk-world.ts";
import { signInAs } from "../support/room-browser.ts";
import { goOn, pick, walkToCheck } from "../support/portal-walk.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const options = { width: 1280, height: 900, language: "en-GB" };
const timeout = 30_000;

describe.skipIf(!chromiumPath)("a regional focal point (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let focal: DeskPerson;
  let analyst: DeskPerson;
  let own: { id: string; reference: string };
  let foreign: { id: string; reference: string };

  const see = async (page: Page, text: string | RegExp): Promise<void> =>
    await page.getByText(text).first().waitFor({ timeout });

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer({ COUNTRY: "xd" });
    const { owner } = web.world;
    await importAreas(web.world.context({ kind: "system", job: "test" }), loadCountry("xd"));
    browser = await openBrowser();
    analyst = await signInAs(browser, web, { role: "lead", organisation: "CERT", name: "Bat Dorj" }, options);
    focal = await signInAs(
      browser,
      web,
      { role: "focal_point", organisation: "Office of the South", name: "Awa" },
      options,
    );
    await owner`insert into focal_areas (id, person_id, area_id, given_at) values (${newId()}, ${focal.personId}, 'xd-sud-sud-ville', now())`;
    const [cert] = await owner<{ id: string }[]>`select id from organisations where kind = 'cert'`;
    const add = async (area: string, description: string) => {
      const report = await addReport(web.world, cert?.id ?? "", { description, language: "en" });
      await owner`update reports set area_id = ${area} where id = ${report.id}`;
      return report;
    };
    own = await add("xd-sud-sud-ville", "A false agent took 150 000 FCFA at the market of the south");
    foreign = await add("xd-dunes", "A false agent in the dunes");
    await addObservable(web.world, own.id, { kind: "phone", value: "+99970123456" });
    await owner`insert into freeze_consents (report_id, bodies, text_version, language, given_at) values (${own.id}, '{operator}', '2026-11', 'en', now())`;
    const [constituent, partner] = [newId(), newId()];
    await owner`insert into constituents (id, reference, organisation_id, name, sector, area_id) values (${constituent}, ${constituent}, ${cert?.id ?? ""}, 'Kanaga Money', 'telecom', 'xd-sud-sud-ville')`;
    await owner`insert into partner_bodies (id, constituent_id, kind, contact_name, email, channel, freezes, needs, answer_minutes, language, created_at)
      values (${partner}, ${constituent}, 'operator', 'Fraud desk', 'fraud@kanaga.example', 'mail', '{mobile_money}', '{account}', 60, 'en', now())`;
  });

  test("sees the reports, map and organisations of the own district, and nothing of another", async () => {
    const { page } = focal;
    await page.goto(`${web.url}/office/area/reports`);
    await see(page, own.reference);
    await see(page, "You have charge of: ");
    expect(await page.getByText(foreign.reference).count()).toBe(0);
    expect(await page.getByText("dunes").count()).toBe(0);
    expect((await checkAccess(page)).faults).toEqual([]);
    await page.goto(`${web.url}/office/area/reports/${foreign.id}`);
    await page.getByRole("alert").waitFor({ timeout });
    expect(await page.getByText("A false agent in the dunes").count()).toBe(0);
    await page.goto(`${web.url}/office/area/constituents`);
    await see(page, "Kanaga Money");
    await page.goto(`${web.url}/office/area/map`);
    await page.getByRole("button", { name: /^South: under 5 reports/ }).waitFor({ timeout });
    await page.getByRole("button", { name: /^Dunes: 0 reports/ }).waitFor({ timeout });
    expect((await checkAccess(page)).faults).toEqual([]);
    // With keys alone: into the region, and its district is there.
    await page.getByRole("button", { name: /^South: under 5 reports/ }).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL("**/area/map?in=xd-sud", { timeout });
    await page
      .getByRole("button", { name: /under 5 reports/ })
      .first()
      .waitFor({ timeout });
  });

  test("asks the desk at a report, which answers beside it", async () => {
    const { page } = focal;
    await page.goto(`${web.url}/office/area/reports/${own.id}`);
    await see(page, "at the market of the south");
    await page.getByLabel("What do you write?").selectOption("question");
    await page.getByLabel("Your question").fill("May I call the market's chief?");
    await page.getByRole("button", { name: "Ask the desk" }).click();
    await see(page, "waits for the desk");
    expect((await checkAccess(page)).faults).toEqual([]);
    await analyst.page.goto(`${web.url}/desk/reports/${own.id}?view=all`);
    await see(analyst.page, "May I call the market's chief?");
    const card = analyst.page.getByRole("region", { name: "Area", exact: true });
    await card.getByLabel("Your answer").fill("Yes, without names");
    await card.getByRole("button", { name: "Answer", exact: true }).click();
    await see(analyst.page, "Yes, without names");
    await page.goto(`${web.url}/office/area/reports`);
    await page.getByRole("link", { name: /false agent took/ }).click();
    await see(page, "Yes, without names");
  });

  test("a request to stop money is released with one key, shown exactly, and answered by its link", async () => {
    const { page } = analyst;
    await page.goto(`${web.url}/desk/reports/${own.id}?view=all`);
    await page.getByRole("button", { name: "Ask to stop the money" }).click({ timeout });
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Amount: 150 000 FCFA").waitFor({ timeout });
    await dialog.getByText("Account or number that received the money: +99970123456").waitFor({ timeout });
    expect((await checkAccess(page)).faults).toEqual([]);
    await dialog.getByRole("button", { name: "Release with my key" }).click();
    await see(page, "waits for the answer");
    const [asked] = await web.world.owner<{ id: string }[]>`select id from freeze_requests where report_id = ${own.id}`;
    const partner = await (await browser.newContext({ locale: "en-GB" })).newPage();
    const link = freezeLink(web.world.services, asked?.id ?? "");
    await partner.goto(link);
    await partner.getByText("+99970123456").waitFor({ timeout });
    expect((await checkAccess(partner)).faults).toEqual([]);
    await partner.getByRole("button", { name: "Send the answer" }).click();
    await partner.getByText("Choose one answer").first().waitFor({ timeout });
    await partner.getByLabel("The money is stopped").check();
    await partner.getByRole("button", { name: "Send the answer" }).click();
    await partner.getByText("Your answer has arrived").waitFor({ timeout });
    await page.goto(`${web.url}/desk/partners`);
    await see(page, "1 of 1 in time");
    await page.getByRole("button", { name: "Change", exact: true }).click();
    await page.getByRole("dialog").getByLabel("Hours").fill("Day and night");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await see(page, "Day and night");
    expect((await checkAccess(page)).faults).toEqual([]);
    await page.goto(`${web.url}/desk/areas`);
    await page.getByRole("button", { name: /^South: 1 report$/ }).waitFor({ timeout });
    expect((await checkAccess(page)).faults).toEqual([]);
    expect([...focal.complaints, ...analyst.complaints].filter((line) => !/404/.test(line))).toEqual([]);
  });

  test("areas come in by a file that is looked at first, and somebody who had to leave chooses among them, without script", async () => {
    const { page } = analyst;
    await page.goto(`${web.url}/desk/areas`);
    await page.getByRole("button", { name: "Import areas" }).click({ timeout });
    const dialog = page.getByRole("dialog");
    const choose = async (text: string): Promise<void> =>
      await dialog.getByLabel("File").setInputFiles({ name: "a.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
    await choose("id,parent,level,name_en\nxd-harbour,xd-nowhere,district,Harbour\n");
    await dialog.getByText("Line 2: There is no area xd-nowhere, here or in the file").waitFor({ timeout });
    expect(await dialog.getByRole("button", { name: "Import", exact: true }).isDisabled()).toBe(true);
    await choose("id,parent,level,name_en\nxd-harbour,xd-sud,district,Harbour\n");
    await dialog.getByText("1 to add, 0 to change, 0 to end, 0 as before").waitFor({ timeout });
    await dialog.getByRole("button", { name: "Import", exact: true }).click();
    await see(page, "1 areas added, 0 changed, 0 ended");

    const person = await (await browser.newContext({ locale: "en-GB", javaScriptEnabled: false })).newPage();
    await person.goto(`${web.url}/report/citizen`);
    await walkToCheck(person, {
      first: pick("me"),
      what: pick("other"),
      started: pick("today"),
      reply: pick("receipt"),
      area: pick("yes"),
      moved: async (at) => {
        // The portal asks the register for the areas again every few seconds.
        for (const until = Date.now() + timeout; Date.now() < until; await at.goto(at.url(), { waitUntil: "load" })) {
          if ((await at.locator("#f-safeArea option[value=xd-harbour]").count()) > 0) break;
          await at.waitForTimeout(1000);
        }
        await at.selectOption("#f-safeArea", { label: "South – Harbour" });
        await at.selectOption("#f-origin", "xd-dunes");
      },
    });
    await person.getByText("South – Harbour").waitFor({ timeout });
    await goOn(person);
    expect(new URL(person.url()).pathname).toBe("/sent");
    const { owner } = web.world;
    const [row] = await owner<{ id: string; area_id: string; origin: string; answers: Record<string, unknown> }[]>`
      select r.id, r.area_id, o.area_id as origin, r.answers from reports r join report_origins o on o.report_id = r.id`;
    expect([row?.area_id, row?.origin]).toEqual(["xd-harbour", "xd-dunes"]);
    expect(JSON.stringify(row?.answers)).not.toContain("dunes");
  });
});
