// In the browser: a bank assesses itself with evidence and an exception that ends; answers a person who asked for their data; a lead tries a draft clock on past reports.
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endReachedExceptions } from "../../backend/compliance/assessments/answer-duty.ts";
import { chromiumPath } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import { addReport } from "../support/desk-world.ts";
import { addEntity } from "../support/filings-world.ts";
import { launchBrowser } from "../support/identity-server.ts";
import { type RoomPerson, signInAs } from "../support/room-browser.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

/** Where pictures of the pages go, for somebody who looks at them. */
const pictures = process.env["TOGUNA_PICTURES"];
const wait = { timeout: 30_000 };
const day = (plus: number): string => new Date(Date.now() + plus * 86_400_000).toISOString().slice(0, 10);

describe.skipIf(!chromiumPath)("self-assessment, requests, what if (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let bank: { organisationId: string; constituentId: string };
  let dpo: RoomPerson;

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer({ COUNTRY: "ml" });
    browser = await launchBrowser();
    bank = await addEntity(web.world, "Banque du Fleuve", ["bank"]);
    dpo = await signInAs(browser, web, { role: "constituent_dpo", organisation: bank.organisationId, name: "Oumou" });
  }, 240_000);
  afterAll(async () => await browser?.close());

  async function look(page: Page, name: string): Promise<void> {
    expect((await checkAccess(page)).faults).toEqual([]);
    if (!pictures) return;
    await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
    const size = page.viewportSize();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.screenshot({ path: join(pictures, `${name}-390.png`), fullPage: true });
    if (size) await page.setViewportSize(size);
  }

  test("a duty is answered with evidence and an owner; an exception ends by itself on its day", {
    timeout: 240_000,
  }, async () => {
    const { page } = dpo;
    await page.getByRole("link", { name: "Self-assessment", exact: true }).click();
    await page.getByText("Only your own people see it").waitFor(wait);
    await look(page, "assessments");
    await page.getByRole("link", { name: "Protection of personal data (Mali)" }).click();
    await page.waitForURL(/\/console\/assessments\/ml\.data-protection$/, wait);
    const access = page.locator("[id='ml-dp.rights.access']");
    const formality = page.locator("[id='ml-dp.formalities.before-processing']");
    await formality.getByText("Not counted: advice, or a text that nobody has read.").waitFor(wait);
    await page.getByText(/^0 of \d+ duties met \(0 %\)$/).waitFor(wait);

    await access.getByRole("button", { name: "Answer" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("State").selectOption("met");
    await dialog.getByLabel("Who sees to it").selectOption({ label: "Oumou" });
    await dialog.getByLabel("Note").fill("Answered within a week.");
    await dialog.getByRole("button", { name: "Save" }).click();
    await access.getByText("met", { exact: true }).waitFor(wait);
    await page.getByText(/^1 of \d+ duties met/).waitFor(wait);

    await access.getByRole("button", { name: "Add evidence" }).click();
    await dialog
      .getByLabel("File")
      .setInputFiles({ name: "procedure.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4 procedure") });
    await dialog.getByLabel("Holds since").fill("2025-03-01");
    await dialog.getByLabel("Expires on").fill(day(400));
    await dialog.getByRole("button", { name: "Add evidence" }).click();
    await access.getByText(`procedure.pdf, 2025-03-01 to ${day(400)}`).waitFor(wait);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      access.getByRole("link", { name: /procedure\.pdf/ }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("procedure.pdf");

    const transfer = page.locator("[id='ml-dp.transfer.abroad']");
    await transfer.getByRole("button", { name: "Except" }).click();
    await dialog.getByLabel("Reason").fill("The contract ends this year.");
    await dialog.getByLabel("Last day of the exception").fill(day(3));
    await dialog.getByRole("button", { name: "Except" }).click();
    await transfer.getByText(`Exception until ${day(3)}: The contract ends this year.`).waitFor(wait);
    await look(page, "assessment");
    const job = web.world.context({ kind: "system", job: "test" });
    expect(await endReachedExceptions({ ...job, now: () => new Date(`${day(4)}T12:00:00Z`) })).toBe(1);
    await page.getByRole("link", { name: "Self-assessment", exact: true }).first().click();
    await page.getByRole("link", { name: "Protection of personal data (Mali)" }).click();
    await transfer.getByText("not answered").waitFor(wait);
    await transfer.getByRole("button", { name: "History" }).click();
    await dialog.getByText("The exception’s day was over: open again").waitFor(wait);
    await dialog.getByText("By itself").waitFor(wait);
    await look(page, "assessment-history");
  });

  test("a person's request has the law's own time, or none; it is answered after the identity was noted", {
    timeout: 180_000,
  }, async () => {
    const { page } = dpo;
    await page.goto(`${web.url}/console/data-requests`);
    await page.getByRole("button", { name: "Register a request" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("What is asked for").selectOption("access");
    await dialog.getByLabel("Who asks").fill("Awa Keita");
    await dialog.getByLabel("How it came").selectOption("letter");
    await dialog.getByLabel("Received").fill(`${day(-2)}T10:00`);
    await dialog.getByLabel("What was asked, in the person’s words").fill("What do you hold about me?");
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.waitForURL(/\/console\/data-requests\/[0-9a-f-]{36}$/, wait);
    await page.getByText("At once after receipt of the request; the law sets no hour.").first().waitFor(wait);
    await page.getByText("No time in law").waitFor(wait);
    expect(await page.getByRole("button", { name: "Extend the time" }).count()).toBe(0);

    const answer = async (): Promise<void> => {
      await page.getByRole("button", { name: "Answer", exact: true }).click();
      await dialog.getByLabel("What the person was told").fill("Here is a copy of all of it.");
      await dialog.getByRole("button", { name: "Save" }).click();
    };
    await answer();
    await dialog.getByText("Say first whether it is this person who asks").waitFor(wait);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Note the identity check" }).click();
    await dialog.getByLabel("Identity").selectOption("confirmed");
    await dialog.getByLabel("Note").fill("Card shown at the counter");
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByText("Identity confirmed: Card shown at the counter").waitFor(wait);
    await look(page, "request");
    await answer();
    await page.getByText("Done as asked").first().waitFor(wait);
    await page.getByRole("link", { name: "Requests about data" }).click();
    await page.getByRole("option", { name: "Ended (1)" }).waitFor({ ...wait, state: "attached" });
    await page.getByLabel("Show").selectOption("closed");
    await page.getByText("Awa Keita").waitFor(wait);
    await look(page, "requests");

    // In French a refusal of the server is in French too, and each question says why it is asked.
    await page.evaluate(() => localStorage.setItem("toguna.language", "fr"));
    await page.goto(`${web.url}/console/data-requests`);
    await page.getByRole("button", { name: "Enregistrer une demande" }).click(wait);
    await dialog.getByText("Le délai de réponse part de là.").waitFor(wait);
    await dialog.getByLabel("Ce qui est demandé", { exact: true }).selectOption("access");
    await dialog.getByLabel("Qui demande").fill("Awa Keita");
    await dialog.getByLabel("Comment elle est arrivée").selectOption("letter");
    await dialog.getByLabel("Reçue").fill(`${day(5)}T10:00`);
    await dialog.getByLabel("Ce qui a été demandé, dans les mots de la personne").fill("Que savez-vous de moi ?");
    // A code that no browser offers, as an older page might send it.
    await page.route("**/api/v1/subject-requests", async (route) => {
      await route.continue({
        postData: JSON.stringify({ ...(route.request().postDataJSON() as object), way: "pigeon" }),
      });
    });
    await dialog.getByRole("button", { name: "Enregistrer" }).click();
    // The summary has the focus and leads to each field; a closed choice is named by its words, not by its codes.
    const summary = dialog.getByRole("alert");
    await summary.getByRole("link", { name: /Comment elle est arrivée/ }).waitFor(wait);
    expect(await summary.evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await summary.innerText()).toMatch(/Choisissez une de ces réponses\s: Lettre/);
    expect(await dialog.innerText()).not.toMatch(/Expected|answers need|letter/);
    await page.unroute("**/api/v1/subject-requests");
    await dialog.getByRole("button", { name: "Enregistrer" }).click();
    const received = dialog.getByLabel("Reçue");
    await summary.getByRole("link", { name: /Reçue.*Ce moment ne peut pas être à venir\./ }).click(wait);
    expect(await received.evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await received.getAttribute("aria-invalid")).toBe("true");
    expect(await dialog.locator(".field-error").allInnerTexts()).toEqual(["Ce moment ne peut pas être à venir."]);
    expect(await dialog.innerText()).not.toMatch(/Expected|answers need/);
    await look(page, "request-french");
    await page.evaluate(() => localStorage.setItem("toguna.language", "en"));
  });

  test("a lead tries a first clock where the law sets none: who would have been late and by how much, beside the law in force", {
    timeout: 180_000,
  }, async () => {
    const { owner } = web.world;
    const lead = await signInAs(browser, web, { role: "lead", organisation: "CERT", name: "Lalla" });
    const [cert] = await owner<{ id: string }[]>`select id from organisations where kind = 'cert'`;
    for (const received of ["2026-10-06T09:00:00Z", "2026-10-09T10:00:00Z"]) {
      const { id } = await addReport(web.world, cert?.id ?? "");
      await owner`update reports set occurred_at = '2026-10-05T08:00:00Z', occurred_precision = 'hour', received_at = ${received} where id = ${id}`;
      await owner`insert into report_constituents (report_id, constituent_id) values (${id}, ${bank.constituentId}) on conflict do nothing`;
    }
    const { page } = lead;
    await page.getByRole("link", { name: "What if" }).click();
    await page.getByLabel("Law", { exact: true }).selectOption("ml.data-protection");
    await page.getByLabel("Duty").selectOption("ml-dp.breach.authority");
    await page.getByText("The law sets no time. Advice, not an obligation: 72 hours.").waitFor(wait);
    await page.getByLabel("How long").fill("72");
    await page.getByRole("button", { name: "Replay" }).click();
    await page.getByText("2 incidents: 0 late under the law in force, 1 under the draft.").waitFor(wait);
    await page.getByText("late by 26 hours").waitFor(wait);
    expect(await page.getByText("no time: nothing can be said").count()).toBe(2);
    await look(page, "what-if");
    const [table] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "As CSV" }).click(),
    ]);
    expect(table.suggestedFilename()).toMatch(/^what-if-.*\.csv$/);
    await page.getByLabel("How long").fill("three");
    await page.getByRole("button", { name: "Replay" }).click();
    await page.getByText("Expected a whole number above zero, such as 72.").waitFor(wait);
  });
});
