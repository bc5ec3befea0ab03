// The three signed-in rooms in a real browser: a person comes to the room of their role, may not stay in another's, and who has two organisations chooses.
import type { Browser } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../backend/platform/ids/index.ts";
import { chromiumPath } from "../support/browser.ts";
import { launchBrowser } from "../support/identity-server.ts";
import { type RoomPerson, signInAs } from "../support/room-browser.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

describe.skipIf(!chromiumPath)("the rooms (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let dpo: RoomPerson;
  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer();
    browser = await launchBrowser();
    dpo = await signInAs(browser, web, { role: "constituent_dpo", organisation: "Banque du Fleuve" });
  }, 240_000);

  test("a constituent's person stands in the console, an officer in the office, each under the organisation's name", {
    timeout: 120_000,
  }, async () => {
    await dpo.page.getByRole("heading", { name: "Banque du Fleuve" }).waitFor();
    const officer = await signInAs(browser, web, { role: "officer", organisation: "Autorité de protection" });
    await officer.page.getByRole("heading", { name: "Autorité de protection" }).waitFor();
    expect(new URL(officer.page.url()).pathname).toBe("/office/");
    expect([...dpo.complaints, ...officer.complaints]).toEqual([]);
    await officer.context.close();
  });

  test("the desk's address leads them to their own room, and who signs in anywhere comes home", {
    timeout: 120_000,
  }, async () => {
    const { page } = dpo;
    await page.goto(`${web.url}/desk/reports`);
    await page.waitForURL(`${web.url}/console/`);
    await page.getByRole("heading", { name: "Banque du Fleuve" }).waitFor();
    await dpo.context.clearCookies();
    await page.goto(`${web.url}/office/sign-in?back=${encodeURIComponent("/desk/reports")}`);
    await page.locator("form button[type=submit]").click();
    await page.waitForURL(`${web.url}/console/`);
    await page.getByRole("heading", { name: "Banque du Fleuve" }).waitFor();
    expect(dpo.complaints).toEqual([]);
  });

  test("who has roles in two organisations chooses one at sign-in, and changes to the other in the menu", {
    timeout: 120_000,
  }, async () => {
    const { page } = dpo;
    const other = newId();
    await web.world
      .owner`insert into organisations (id, kind, name) values (${other}, 'constituent', 'Assurances du Fleuve')`;
    await web.world.owner`insert into role_grants (id, person_id, organisation_id, role)
      values (${newId()}, ${dpo.personId}, ${other}, 'constituent_contact')`;
    await dpo.context.clearCookies();
    await page.goto(`${web.url}/console/sign-in`);
    await page.locator("form button[type=submit]").click();
    await page.waitForURL(`${web.url}/console/choose`);
    await page.getByRole("button", { name: "Assurances du Fleuve" }).click();
    await page.waitForURL(`${web.url}/console/`);
    await page.getByRole("heading", { name: "Assurances du Fleuve" }).waitFor();
    await page.locator(".account button").nth(1).click();
    await Promise.all([
      page.waitForEvent("load"),
      page.getByRole("menuitemradio", { name: "Banque du Fleuve" }).click(),
    ]);
    await page.getByRole("heading", { name: "Banque du Fleuve" }).waitFor();
    // Without a role there any more, the session acts for the one that is left.
    await web.world
      .owner`update sessions set acting_organisation_id = ${other} where person_id = ${dpo.personId} and ended_at is null`;
    await web.world.owner`update role_grants set revoked_at = now() where organisation_id = ${other}`;
    await page.goto(`${web.url}/console/`);
    await page.getByRole("heading", { name: "Banque du Fleuve" }).waitFor();
    const [log] = await web.world.owner<
      { count: number }[]
    >`select count(*)::int as count from audit_log where action = 'session.act_for'`;
    expect(log?.count).toBe(2);
  });
});
