// The own clocks, the rota and requests for advice in a real browser: targets set, a case that waits, an alarm taken by its link's button, a question asked at the portal and answered.
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openCase } from "../../backend/cases/index.ts";
import { beginAdvice } from "../../backend/coordination/advice/ask-advice.ts";
import { signedLink } from "../../backend/coordination/links/signed-link.ts";
import type { Actor } from "../../backend/platform/context/index.ts";
import { startClocks } from "../../backend/reporting/service/start-clocks.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import { type DeskPerson, signInAtDesk } from "../support/desk-browser.ts";
import { addReport } from "../support/desk-world.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const pictures = process.env["TOGUNA_PICTURES"];

describe.skipIf(!chromiumPath)("service levels, rota, advice (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let lead: DeskPerson;
  let page: Page;
  let cert: string;
  const timeout = 180_000;
  const wait = { timeout: 40_000 };
  const job = () => web.world.context({ kind: "system", job: "test" });

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    buildFrontend("frontend/portal/vite.config.ts");
    web = await startWebServer();
    browser = await openBrowser();
    const size = { width: 1280, height: 1000, language: "en-GB" };
    lead = await signInAtDesk(browser, web, { role: "lead", name: "Awa Keïta" }, size);
    ({ page } = lead);
    const [team] = await web.world.owner<{ id: string }[]>`select id from organisations where kind = 'cert'`;
    cert = team?.id ?? "";
  }, 300_000);
  afterAll(async () => await browser?.close());

  const shoot = async (name: string, of = page): Promise<void> => {
    if (pictures) await of.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  };
  const onPhone = async (path: string, ready: string, room: string): Promise<void> => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const language of ["fr", "mn", "en"]) {
      await page.evaluate((one) => localStorage.setItem("toguna.language", one), language);
      await page.goto(`${web.url}${path}`);
      await page.locator(ready).first().waitFor(wait);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      expect(await page.locator("main").innerText()).not.toMatch(new RegExp(`\\b${room}\\.[a-z_]+`));
      await shoot(`${room}-phone-${language}`);
    }
    await page.setViewportSize({ width: 1280, height: 1000 });
  };

  test("a lead sets targets; a case shows its clock, waits for somebody with a reason and goes on", {
    timeout,
  }, async () => {
    await page.goto(`${web.url}/desk/service`);
    await page.getByText("No targets are set.").waitFor(wait);
    await page.getByRole("button", { name: "Set targets" }).click();
    await page.getByLabel("Resolution, Incident, High severity").fill("600");
    await page.getByRole("button", { name: "Set", exact: true }).click();
    await page.getByText("In force: set 1, by Awa Keïta").waitFor(wait);
    expect((await checkAccess(page)).faults).toEqual([]);
    await shoot("service");
    const { id: reportId } = await addReport(web.world, cert, { subject: "Files locked", severity: "high" });
    const actor: Actor = {
      kind: "person",
      personId: lead.personId,
      organisationId: cert,
      roles: ["lead"],
      sessionId: reportId,
    };
    const { id: caseId } = await openCase(web.world.context(actor), { reportIds: [reportId] });
    await startClocks(job(), { reportId });
    await startClocks(job(), { caseId });
    await page.goto(`${web.url}/desk/cases/${caseId}`);
    await page.getByText("Resolution", { exact: true }).waitFor(wait);
    const clocks = page.locator(".service-clocks");
    await clocks.getByText("Running").first().waitFor(wait);
    await page.getByRole("button", { name: "Wait for somebody" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("The ministry");
    await dialog.getByRole("button", { name: "Wait for somebody" }).click();
    await page.getByText("Waits for The ministry").waitFor(wait);
    await clocks.getByText("Waiting", { exact: true }).waitFor(wait);
    await shoot("case-clock");
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByText("Waited for The ministry").waitFor(wait);
    expect((await checkAccess(page)).faults).toEqual([]);
    await onPhone("/desk/service", ".service-page table", "service");
  });

  test("who is on call is shown, an alarm goes out, and the link's button alone takes it", { timeout }, async () => {
    await page.goto(`${web.url}/desk/rota`);
    await page.getByText("Nobody is on call now.").waitFor(wait);
    await page.getByRole("button", { name: "Add shifts" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("From", { exact: true }).fill("00:00");
    await dialog.getByLabel("To", { exact: true }).fill("00:00");
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.locator(".rota-now").getByText("Awa Keïta").waitFor(wait);
    await page.getByText("Nobody in the rota can be rung; 3 are the least.").waitFor(wait);
    await page.getByRole("button", { name: "Set who is woken" }).click();
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByText("After 15 min: who is on call next (mail, text)").waitFor(wait);
    await page.getByRole("button", { name: "Wake who is on call" }).click();
    await dialog.getByLabel(/In a few words/).fill("The grid is down");
    await dialog.getByRole("button", { name: "Wake who is on call" }).click();
    await page.getByText("Nobody has it").waitFor(wait);
    await page.getByText("who is on call: Awa Keïta, mail, sent off").waitFor(wait);
    expect((await checkAccess(page)).faults).toEqual([]);
    await shoot("rota");
    const [step] = await web.world.owner<{ id: string }[]>`select id from duty_alarm_steps where means = 'mail'`;
    const address = new URL(signedLink(web.world.services, "alarm", step?.id ?? ""));
    const visit = await lead.context.newPage();
    await visit.goto(`${web.url}${address.pathname}`);
    const button = visit.locator("form button.go");
    await button.waitFor(wait);
    expect(await visit.locator("main").innerText()).not.toContain("grid");
    expect((await checkAccess(visit)).faults).toEqual([]);
    await shoot("alarm-link", visit);
    const [before] = await web.world.owner<{ at: Date | null }[]>`select acknowledged_at as at from duty_alarms`;
    expect(before?.at).toBeNull();
    await button.click();
    await expect
      .poll(
        async () =>
          (await web.world.owner<{ how: string | null }[]>`select acknowledged_how as how from duty_alarms`)[0]?.how,
        wait,
      )
      .toBe("link");
    await visit.close();
    await page.goto(`${web.url}/desk/rota`);
    await page.getByText(/Awa Keïta has it, .*by the link/).waitFor(wait);
    await onPhone("/desk/rota", ".rota-now", "rota");
  });

  test("a question asked at the portal is answered at the desk and read at its own address", { timeout }, async () => {
    const visit = await lead.context.newPage();
    await visit.setExtraHTTPHeaders({ "accept-language": "en" });
    await visit.goto(`${web.url}/questions/ask?lang=en`);
    await visit.locator("button.go").click();
    await visit.locator(".summary").waitFor(wait);
    await visit.locator("#f-topic").check();
    await visit.locator("#f-question").fill("Which telephones should our clerks buy?");
    expect((await checkAccess(visit)).faults).toEqual([]);
    await shoot("question-ask", visit);
    await visit.locator("button.go").click();
    const link = visit.locator("a[href*='/questions/mine/']");
    await link.waitFor(wait);
    const mine = new URL((await link.getAttribute("href")) ?? "");
    const [request] = await web.world.owner<{ id: string }[]>`select id from advice_requests`;
    await beginAdvice(job(), request?.id ?? "");
    await page.goto(`${web.url}/desk/advice`);
    await page.getByText("Which telephones should our clerks buy?").waitFor(wait);
    await shoot("advice");
    await page.locator(".advice-lines a").first().click();
    await page.getByRole("textbox", { name: "Answer", exact: true }).fill("Those that get updates.");
    await page.getByRole("button", { name: "Send the answer" }).click();
    await page.getByRole("button", { name: "Save the draft" }).waitFor(wait);
    expect((await checkAccess(page)).faults).toEqual([]);
    await shoot("advice-one");
    await visit.goto(`${web.url}${mine.pathname}`);
    await visit.getByText("Those that get updates.").waitFor(wait);
    await shoot("question-mine", visit);
    await visit.goto(`${web.url}/questions`);
    await visit.locator("h1").waitFor(wait);
    expect(await visit.locator("main").innerText()).not.toContain("telephones");
    expect((await checkAccess(visit)).faults).toEqual([]);
    await visit.close();
    await onPhone("/desk/advice?show=all", ".advice-lines a", "advice");
  });
});
