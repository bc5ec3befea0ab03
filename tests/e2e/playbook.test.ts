// A ransomware case through its playbook in a real browser: looked at, tried dry, begun, its tasks done, its questions answered, to its end; and a shift handed over.
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openCase } from "../../backend/cases/index.ts";
import type { Actor } from "../../backend/platform/context/index.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import { type DeskPerson, signInAtDesk } from "../support/desk-browser.ts";
import { addReport } from "../support/desk-world.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const pictures = process.env["TOGUNA_PICTURES"];

describe.skipIf(!chromiumPath)("playbooks (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let awa: DeskPerson;
  let page: Page;
  let caseId: string;
  const timeout = 180_000;
  const wait = { timeout: 40_000 };

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer();
    browser = await openBrowser();
    const size = { width: 1280, height: 1000, language: "en-GB" };
    awa = await signInAtDesk(browser, web, { role: "analyst", name: "Awa Keïta" }, size);
    ({ page } = awa);
    const [cert] = await web.world.owner<{ id: string }[]>`select id from organisations where kind = 'cert'`;
    const { id: reportId } = await addReport(web.world, cert?.id ?? "", { subject: "Files locked", severity: "high" });
    await web.world
      .owner`update reports set rsit_class = 'malicious-code', rsit_type = 'infected-system' where id = ${reportId}`;
    const actor: Actor = {
      kind: "person",
      personId: awa.personId,
      organisationId: cert?.id ?? "",
      roles: ["analyst"],
      sessionId: reportId,
    };
    ({ id: caseId } = await openCase(web.world.context(actor), { reportIds: [reportId] }));
  }, timeout);
  afterAll(async () => await browser?.close());

  const shoot = async (name: string): Promise<void> => {
    if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  };

  test("a playbook is read, drawn and tried dry in three languages, on a phone too", { timeout }, async () => {
    await page.goto(`${web.url}/desk/playbooks`);
    await page.getByRole("link", { name: "Ransomware" }).click();
    await page.getByRole("heading", { name: "Ransomware", level: 1 }).waitFor(wait);
    const picture = page.getByRole("img", { name: "The playbook as a picture: Ransomware" });
    await picture.waitFor(wait);
    await expect
      .poll(async () => await picture.evaluate((one) => (one as HTMLImageElement).naturalWidth), wait)
      .toBeGreaterThan(300);
    await page.getByLabel("Answer: Is there a clean backup that was tried?").selectOption({ label: "no" });
    await page.getByRole("button", { name: "Try", exact: true }).click();
    await page.getByText("The playbook is for such a case.").waitFor(wait);
    const steps = page.getByRole("status").getByRole("listitem");
    await steps.filter({ hasText: "Restore onto machines" }).filter({ hasText: "left out" }).waitFor(wait);
    await steps.filter({ hasText: "Approved (assumed)" }).waitFor(wait);
    expect((await checkAccess(page)).faults).toEqual([]);
    await shoot("playbook");
    await page.setViewportSize({ width: 390, height: 844 });
    for (const language of ["fr", "mn", "en"]) {
      await page.evaluate((one) => localStorage.setItem("toguna.language", one), language);
      await page.goto(`${web.url}/desk/playbooks/ddos`);
      await page.locator(".playbook-form").waitFor(wait);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      expect(await page.locator("main").innerText()).not.toContain("playbooks.");
      await shoot(`playbook-phone-${language}`);
    }
    await page.setViewportSize({ width: 1280, height: 1000 });
  });

  test("the case is offered it, and tasks, answers and a wait for nobody lead to its end", { timeout }, async () => {
    await page.goto(`${web.url}/desk/cases/${caseId}?tab=tasks`);
    const card = page.getByRole("region", { name: "Playbooks" });
    await card.getByLabel("Playbook", { exact: true }).waitFor(wait);
    expect(await card.getByLabel("Playbook", { exact: true }).inputValue()).toBe("ransomware");
    await card.getByRole("button", { name: "Begin" }).click();
    await card.getByText("at work").waitFor(wait);
    const state = (words: string) => card.getByRole("listitem").filter({ hasText: words }).filter({ hasText: "now" });
    await state("Have the machines concerned isolated").waitFor(wait);
    const end = async (title: string): Promise<void> => {
      const row = page.locator(".work-row", { hasText: title });
      await row.waitFor(wait);
      for (const box of await row.getByRole("checkbox").all()) {
        const known = page.waitForResponse((response) => response.url().endsWith("/work"), wait);
        await box.click();
        await known;
      }
      await row.getByRole("combobox").selectOption({ label: "done" });
      await card.getByRole("listitem").filter({ hasText: title }).filter({ hasText: "done" }).waitFor(wait);
    };
    const answer = async (question: string, said: string): Promise<void> => {
      await card.getByRole("group", { name: question }).getByRole("button", { name: said, exact: true }).click(wait);
      await card
        .getByRole("listitem")
        .filter({ hasText: question })
        .filter({ hasText: `— ${said}` })
        .waitFor(wait);
    };
    await end("Have the machines concerned isolated");
    await answer("Is there a clean backup that was tried?", "yes");
    await end("Take the ransom note");
    await answer("Were personal data read, copied or made unreachable?", "no");
    // The card may be drawn anew by the answer just when the button is pressed.
    const show = card.getByRole("button", { name: "Show as a picture" });
    await expect
      .poll(async () => {
        if (await show.isVisible()) await show.click();
        return await card.getByRole("img").isVisible();
      }, wait)
      .toBe(true);
    await shoot("playbook-case");
    expect((await checkAccess(page)).faults).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    const frame = card.locator(".playbook-picture");
    const hidden = () => frame.evaluate((one) => one.scrollWidth - one.clientWidth);
    await expect.poll(hidden, wait).toBeLessThanOrEqual(0);
    await card.getByRole("button", { name: "Show at full size" }).click(wait);
    await expect.poll(hidden, wait).toBeGreaterThan(100);
    // The step that is at work does not stand at the left edge: the frame is brought there.
    await expect.poll(() => frame.evaluate((one) => one.scrollLeft), wait).toBeGreaterThan(0);
    await shoot("playbook-case-full");
    await card.getByRole("button", { name: "Fit to the width" }).click(wait);
    await expect.poll(hidden, wait).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1280, height: 1000 });
    for (const title of [
      "Restore onto machines",
      "Recognise the family",
      "Find and close the way in",
      "Warn similar entities",
      "Have the restoration verified",
      "Note what the team learns",
    ])
      await end(title);
    await card.getByText("finished", { exact: true }).waitFor(wait);
    await page.goto(`${web.url}/desk/cases/${caseId}`);
    await page.getByText("Ransomware").first().waitFor(wait);
  });

  test("the shift is handed over with what stands open, and read", { timeout }, async () => {
    await page.goto(`${web.url}/desk/handover`);
    const open = page.getByRole("region", { name: "Now" });
    await open
      .getByRole("link", { name: /^TG-C-/ })
      .first()
      .waitFor(wait);
    await page.getByRole("button", { name: "Hand over", exact: true }).click();
    await page.getByText("Write at least a word.").waitFor(wait);
    await page.getByLabel("Word to the next shift").fill("The ministry calls back at six.");
    await page.getByRole("button", { name: "Hand over", exact: true }).click();
    const word = page.getByRole("region", { name: "The last word" });
    await word.getByText("The ministry calls back at six.").waitFor(wait);
    await word.getByText("Nobody has read it yet.").waitFor(wait);
    await word.getByRole("button", { name: "I have read it" }).click();
    await word.getByText("Read by: Awa Keïta").waitFor(wait);
    expect((await checkAccess(page)).faults).toEqual([]);
    await shoot("handover");
    expect(awa.complaints).toEqual([]);
  });

  test("the case is closed with its restoration, its cause and a review", { timeout }, async () => {
    const dialog = page.getByRole("dialog");
    const save = async (): Promise<void> => {
      await dialog.getByRole("button", { name: "Save", exact: true }).click();
      await dialog.waitFor({ state: "detached", ...wait });
    };
    const write = async (region: string): Promise<void> =>
      await page.getByRole("region", { name: region }).getByRole("button", { name: "Write" }).click(wait);
    await page.goto(`${web.url}/desk/cases/${caseId}?tab=after`);
    await write("Restoration and cause");
    await dialog.getByLabel("Verified by").fill("M. Traoré");
    await dialog.getByLabel("Root cause").selectOption({ label: "stolen credentials" });
    await dialog.getByLabel("Restored at (your time)").fill("2026-01-21T18:00");
    await save();
    await write("Review");
    await dialog.getByLabel("Held at (your time)").fill("2026-01-22T09:00");
    await dialog.getByLabel("Conclusion").fill("The backup that was tried saved us.");
    await dialog.getByLabel(/nothing to improve/i).check();
    await dialog.getByLabel("End the review").check();
    await save();
    await page.getByText(/ended by Awa Keïta/).waitFor(wait);
    await page.goto(`${web.url}/desk/cases/${caseId}`);
    await page.getByRole("button", { name: "Close the case" }).first().click(wait);
    await dialog.getByLabel("Reason").fill("All is restored.");
    await dialog.getByRole("button", { name: "Close the case" }).click();
    await dialog.waitFor({ state: "detached", ...wait });
    await page.getByText("closed", { exact: true }).first().waitFor(wait);
    const [closed] = await web.world.owner<{ status: string }[]>`select status from cases where id = ${caseId}`;
    expect(closed?.status).toBe("closed");
    await shoot("playbook-closed");
    const history = await page.getByRole("region", { name: "Timeline" }).innerText();
    for (const said of ["Playbook begun: Ransomware", "Question of the playbook answered:", "Playbook finished:"])
      expect(history).toContain(said);
    expect(history).not.toContain("playbook_");
  });
});
