// Who sees what, at the desk in a real browser: a case is restricted, its glass is broken and looked at, labels are loosened by two, and the desk says who sees a thing and why.
import type { Browser, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { openCase } from "../../backend/cases/index.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import { type DeskPerson, signInAtDesk } from "../support/desk-browser.ts";
import { addReport } from "../support/desk-world.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const options = { width: 1280, height: 900, language: "en-GB" };

describe.skipIf(!chromiumPath)("who sees what at the desk (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let owner: DeskPerson;
  let chief: DeskPerson;
  let made: { id: string; reference: string };
  let reportId: string;

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer();
    browser = await openBrowser();
    owner = await signInAtDesk(browser, web, { role: "lead", name: "Awa Keïta" }, options);
    chief = await signInAtDesk(browser, web, { role: "senior", name: "Bat Dorj" }, options);
    const [cert] = await web.world.owner<{ id: string }[]>`select id from organisations where kind = 'cert'`;
    const organisationId = cert?.id ?? "";
    const inCase = await addReport(web.world, organisationId, { description: "A colleague is said to have done it" });
    reportId = (await addReport(web.world, organisationId, { description: "What a partner told in confidence" })).id;
    made = await openCase(
      web.world.context({ kind: "person", personId: owner.personId, organisationId, roles: ["lead"], sessionId: "" }),
      { reportIds: [inCase.id] },
    );
  });

  const openAudience = async (page: Page): Promise<void> => {
    await page.getByRole("button", { name: "Who can see this, and why?" }).click();
    await page.getByRole("dialog").getByText("What may leave").waitFor();
  };
  const go = async (page: Page, path: string): Promise<void> => {
    await page.goto(`${web.url}/desk/${path}`);
    await page.locator("h1, .report .notice").first().waitFor();
  };

  test("a case says who sees it and why, and once restricted it is there for its members only", async () => {
    const { page } = owner;
    await go(page, `cases/${made.id}`);
    await openAudience(page);
    const dialog = page.getByRole("dialog");
    expect(await dialog.getByText("works cases at the CERT").count()).toBe(2);
    await dialog.getByLabel("Reason").last().fill("A colleague is concerned.");
    await dialog.getByRole("button", { name: "Restrict" }).click();
    await dialog.getByText(`member of the restricted case ${made.reference}`, { exact: true }).waitFor();
    await dialog.getByText(`is no member of the restricted case ${made.reference}`).waitFor();
    expect((await checkAccess(page)).faults).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByText("Only its members see this case and its reports.").waitFor();
    await go(chief.page, `cases/${made.id}`);
    await chief.page
      .getByText(/not there|not found|no longer/i)
      .first()
      .waitFor();
    expect(await chief.page.getByText("A colleague is said").count()).toBe(0);
  });

  test("the glass is broken with the passkey and a reason, and closed by somebody else's word", async () => {
    const { page } = chief;
    await go(page, "access");
    await page.getByLabel("Reference of the case").fill(made.reference);
    await page.getByRole("button", { name: "Break the glass" }).click();
    await page.getByText("At least ten characters").last().waitFor();
    await page.getByLabel("Why it cannot wait").fill("It spreads and nobody of the case answers.");
    await page.getByRole("button", { name: "Break the glass" }).click();
    await page.getByText(/^Open until/).waitFor();
    expect((await checkAccess(page)).faults).toEqual([]);
    await page.getByRole("link", { name: "Go to the case" }).click();
    await page.waitForURL(`**/cases/${made.id}`);
    await page.getByRole("heading", { level: 1, name: "A colleague is said to have done it" }).waitFor();
    await page.getByText("Glass broken:").waitFor();

    await go(owner.page, "access");
    await owner.page.getByText("It spreads and nobody of the case answers.").waitFor();
    await owner.page.getByRole("button", { name: "Not justified: close" }).click();
    await owner.page.getByText("found not justified by Awa Keïta").waitFor();
    await go(page, `cases/${made.id}`);
    await page
      .getByText(/not there|not found|no longer/i)
      .first()
      .waitFor();
  });

  test("a label that a source gave is loosened by two persons", async () => {
    const mark = async (page: Page, label: string, button: string): Promise<void> => {
      await page.getByRole("button", { name: "Change the marking" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("TLP").selectOption(label);
      await dialog.getByLabel("Reason").fill("As the source said.");
      await dialog.getByRole("button", { name: button }).click();
      // What is let go has no undo: the new label is typed as well.
      if (button !== "Ask") return;
      await dialog.getByText("Type GREEN, the new marking.").last().waitFor();
      await dialog.getByLabel("Type GREEN to confirm").fill("tlp:green");
      await dialog.getByRole("button", { name: button }).click();
    };
    await go(owner.page, `reports/${reportId}`);
    await mark(owner.page, "red", "Change");
    await owner.page.getByText("TLP:RED", { exact: true }).first().waitFor();
    await mark(owner.page, "green", "Ask");
    await owner.page.getByText("A second person must agree: the request waits").waitFor();
    await go(chief.page, "access");
    await chief.page.getByText("From TLP:RED PAP:AMBER to TLP:GREEN PAP:AMBER").waitFor();
    await chief.page.getByRole("button", { name: "Countersign" }).click();
    await chief.page.getByText("Nothing waits.").waitFor();
    const [row] = await web.world.owner`select marking from reports where id = ${reportId}`;
    expect(row).toEqual({ marking: "green" });
    expect([...owner.complaints, ...chief.complaints].filter((line) => !/404/.test(line))).toEqual([]);
  });
});
