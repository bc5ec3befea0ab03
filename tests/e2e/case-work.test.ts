// The work inside a case in a real browser: two analysts in one case at once, its tasks, timeline, assets and countermeasures, and its closing with a review.
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openCase } from "../../backend/cases/index.ts";
import type { Actor } from "../../backend/platform/context/index.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import { type DeskPerson, signInAtDesk } from "../support/desk-browser.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

/** Where pictures of the pages go, for somebody who looks at them. */
const pictures = process.env["TOGUNA_PICTURES"];

describe.skipIf(!chromiumPath)("the work inside a case (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let awa: DeskPerson;
  let bat: DeskPerson;
  let caseId: string;
  let reference: string;
  let reportId: string;
  let receipt: string;
  const timeout = 120_000;
  const wait = { timeout: 40_000 };

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer();
    browser = await openBrowser();
    const size = { width: 1280, height: 900, language: "en-GB" };
    awa = await signInAtDesk(browser, web, { role: "lead", name: "Awa Keïta" }, size);
    bat = await signInAtDesk(browser, web, { role: "analyst", name: "Bat Dorj" }, size);
    const [cert] = await web.world.owner<{ id: string }[]>`select id from organisations where kind = 'cert'`;
    const form = new FormData();
    form.append("description", "Ransomware at the customs");
    const answer = await fetch(`${web.url}/api/v1/reports`, { method: "POST", body: form });
    const sent = (await answer.json()) as { reference: string; receipt: string };
    receipt = sent.receipt;
    const [report] = await web.world.owner<{ id: string }[]>`update reports set severity = 'high', status = 'triaged',
      rsit_class = 'malicious-code', rsit_type = 'infected-system' where reference = ${sent.reference} returning id`;
    reportId = report?.id ?? "";
    const actor: Actor = {
      kind: "person",
      personId: awa.personId,
      organisationId: cert?.id ?? "",
      roles: ["lead"],
      sessionId: caseId,
    };
    const opened = await openCase(web.world.context(actor), { reportIds: [reportId] });
    ({ id: caseId, reference } = opened);
  }, timeout);
  afterAll(async () => await browser?.close());

  const openTab = async (page: Page, tab: string): Promise<void> => {
    await page.goto(`${web.url}/desk/cases/${caseId}${tab === "" ? "" : `?tab=${tab}`}`);
    await page.getByRole("navigation", { name: "Parts of the case" }).waitFor(wait);
  };
  const shoot = async (page: Page, name: string): Promise<void> => {
    if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  };
  /** The dialog goes only once the server agreed. */
  const save = async (page: Page, name = "Save"): Promise<void> => {
    await page.getByRole("dialog").getByRole("button", { name, exact: true }).click();
    await page.getByRole("dialog").waitFor({ state: "detached", ...wait });
  };

  test("a task is given with a list and a task before it, its log takes a file, and it stands in its owner's work", {
    timeout,
  }, async () => {
    const { page } = awa;
    await openTab(page, "tasks");
    const dialog = page.getByRole("dialog");
    await page.getByRole("button", { name: "New task" }).click();
    await dialog.getByRole("button", { name: "Save", exact: true }).click();
    await dialog.getByText("Write at least a word").last().waitFor(wait);
    await dialog.getByLabel("What is to be done?").fill("Save the mail server's log");
    await save(page);
    await page.getByRole("button", { name: "New task" }).click();
    await dialog.getByLabel("What is to be done?").fill("Call the bank");
    await dialog.getByLabel("Owner").selectOption({ label: "Bat Dorj" });
    await dialog.getByLabel("Due (your time)").fill("2026-01-05T09:00");
    await dialog.getByLabel("Checklist").fill("Number of the fraud desk\nAccount numbers at hand");
    await dialog.getByLabel("Save the mail server's log").check();
    await save(page);
    await page.getByText("waits for: Save the mail server's log").waitFor(wait);
    await page.getByText(/^.*overdue:/).waitFor(wait);
    await page.getByLabel("State of “Call the bank”").selectOption({ label: "done" });
    await page.getByText("Another task must be done before this one.").waitFor(wait);
    await page.getByLabel("State of “Save the mail server's log”").selectOption({ label: "done" });
    await page.getByText("waits for: Save the mail server's log").waitFor({ state: "detached", ...wait });
    await page.getByRole("button", { name: /^Log.*Call the bank/ }).click();
    await dialog.getByLabel("What was done?").fill("They block the account.");
    await dialog
      .getByLabel("File (50 MB at most)")
      .setInputFiles({ name: "réponse.txt", mimeType: "text/plain", buffer: Buffer.from("ok") });
    await dialog.getByRole("button", { name: "Add to the log" }).click();
    await dialog.getByRole("link", { name: "réponse.txt" }).waitFor(wait);
    await shoot(page, "case-task-log");
    await dialog.getByRole("button", { name: "Close" }).click();
    await dialog.waitFor({ state: "detached", ...wait });
    expect((await checkAccess(page)).faults).toEqual([]);
    await shoot(page, "case-tasks");
    await bat.page.getByRole("link", { name: "My work" }).click();
    const mine = bat.page.getByRole("region", { name: "My tasks" });
    await mine.getByText("Call the bank").waitFor(wait);
    await mine.getByRole("link", { name: reference }).waitFor(wait);
    expect((await checkAccess(bat.page)).faults).toEqual([]);
    await shoot(bat.page, "my-work");
    await mine.getByRole("link", { name: reference }).click();
    await bat.page.waitForURL("**/cases/*?tab=tasks", wait);
    for (const label of ["Number of the fraud desk", "Account numbers at hand"]) {
      await bat.page.getByLabel(label).check();
      await bat.page.waitForFunction((name) => {
        const boxes = [...document.querySelectorAll<HTMLInputElement>(".work-row input[type=checkbox]")];
        return boxes.some((box) => box.labels?.[0]?.textContent === name && box.checked);
      }, label);
      await web.world.owner`select 1`;
      await expect
        .poll(
          async () =>
            (
              await web.world
                .owner`select 1 from case_tasks t, jsonb_array_elements(t.checklist) e where e ->> 'text' = ${label} and (e ->> 'isDone')::boolean`
            ).length,
          wait,
        )
        .toBe(1);
    }
    await bat.page.getByLabel("State of “Call the bank”").selectOption({ label: "done" });
    await expect
      .poll(async () => (await web.world.owner`select 1 from case_tasks where state = 'done'`).length, wait)
      .toBe(2);
  });

  test("two who are in the case see each other; who saves second is shown both versions and chooses", {
    timeout,
  }, async () => {
    await openTab(bat.page, "assets");
    await openTab(awa.page, "assets");
    await awa.page.getByRole("list", { name: "Also here" }).getByText("Bat Dorj is looking").waitFor(wait);
    const dialogOf = (page: Page) => page.getByRole("dialog");
    await awa.page.getByRole("button", { name: "Add an asset" }).click();
    await dialogOf(awa.page).getByLabel("Name", { exact: true }).fill("Mail server");
    await dialogOf(awa.page).getByLabel("Compromise", { exact: true }).selectOption({ label: "suspected" });
    await save(awa.page);
    // The other's page hears of it by itself.
    await bat.page.getByRole("button", { name: "Change Mail server" }).click(wait);
    await awa.page.getByRole("button", { name: "Change Mail server" }).click();
    await dialogOf(awa.page).getByLabel("Compromise", { exact: true }).selectOption({ label: "compromised" });
    await save(awa.page);
    await dialogOf(bat.page).getByLabel("Name", { exact: true }).fill("Mail server of the customs");
    await dialogOf(bat.page).getByRole("button", { name: "Save", exact: true }).click();
    await dialogOf(bat.page).getByText("Somebody else saved while you were writing.").waitFor(wait);
    const rows = await dialogOf(bat.page).getByRole("row").allInnerTexts();
    expect(rows.map((row) => row.split("\t").map((cell) => cell.trim()))).toEqual([
      ["Field", "Your version", "The saved version"],
      ["Name", "Mail server of the customs", "Mail server"],
      ["Compromise", "suspected", "compromised"],
    ]);
    await shoot(bat.page, "case-conflict");
    expect((await checkAccess(bat.page)).faults).toEqual([]);
    await dialogOf(bat.page).getByRole("button", { name: "Keep the other" }).click();
    await dialogOf(bat.page).waitFor({ state: "detached", ...wait });
    await bat.page.getByRole("button", { name: "Change Mail server" }).click();
    await dialogOf(bat.page).getByLabel("Name", { exact: true }).fill("Mail server of the customs");
    await awa.page.getByRole("button", { name: "Change Mail server" }).click();
    await dialogOf(awa.page).getByLabel("Note").fill("Rebuilt tonight.");
    await save(awa.page);
    await dialogOf(bat.page).getByRole("button", { name: "Save", exact: true }).click();
    await dialogOf(bat.page).getByRole("button", { name: "Save mine" }).click(wait);
    await dialogOf(bat.page).waitFor({ state: "detached", ...wait });
    await awa.page.getByText("Mail server of the customs").waitFor(wait);
    // The case's own title is no other: both are shown, and one is chosen.
    const before = await awa.page.getByRole("heading", { level: 1 }).innerText();
    for (const { page } of [awa, bat]) {
      await page
        .getByRole("toolbar")
        .getByRole("button", { name: /Title and severity/ })
        .click();
      await dialogOf(page)
        .getByLabel("Title", { exact: true })
        .fill(page === awa.page ? "Customs: mail down" : "Customs cannot work");
    }
    await dialogOf(awa.page).getByRole("button", { name: "Save", exact: true }).click();
    await awa.page.getByRole("heading", { level: 1, name: "Customs: mail down" }).waitFor(wait);
    await dialogOf(bat.page).getByRole("button", { name: "Save", exact: true }).click();
    const clash = bat.page.locator(".clash");
    await clash.getByText("Somebody else saved while you were writing.").waitFor(wait);
    expect(await clash.getByRole("row").nth(1).innerText()).toMatch(/Title\s+Customs cannot work\s+Customs: mail down/);
    await shoot(bat.page, "case-title-conflict");
    await clash.getByRole("button", { name: "Save mine" }).click();
    await awa.page.getByRole("heading", { level: 1, name: "Customs cannot work" }).waitFor(wait);
    await web.world.owner`update cases set title = ${before} where title = 'Customs cannot work'`;
  });

  test("what happened is written and imported, shown in UTC and local time, and drawn with the table's numbers", {
    timeout,
  }, async () => {
    const { page } = awa;
    await openTab(page, "timeline");
    const dialog = page.getByRole("dialog");
    await page.getByRole("button", { name: "Add an entry" }).click();
    await dialog.getByLabel("What happened?").fill("First unknown sign-in");
    await dialog.getByLabel("Time of").selectOption("UTC");
    await dialog.getByLabel("When").fill("2026-11-20T22:14:05");
    await dialog.getByLabel("Phase").selectOption({ label: "Entry" });
    await dialog.getByLabel("Source").fill("vpn.log");
    await dialog.getByLabel("Mail server of the customs").check();
    await shoot(page, "case-event-dialog");
    await save(page);
    await page.getByRole("button", { name: "Import a file" }).click();
    const table =
      "time,message,log\n2026-11-21 03:10:00,Files encrypted,fs01\nyesterday,unclear,fs01\n2026-11-21 07:30:00,Calls from users,helpdesk\n";
    await dialog
      .getByLabel("File (5 MB at most)")
      .setInputFiles({ name: "log.csv", mimeType: "text/csv", buffer: Buffer.from(table) });
    await dialog.getByLabel("Times without a zone").selectOption("UTC");
    await dialog.getByRole("button", { name: "Look at it" }).click();
    await dialog.getByText("2 entries to add, 0 there already, 1 not readable").waitFor(wait);
    await shoot(page, "case-import");
    await dialog.getByRole("button", { name: "Import 2 entries" }).click();
    await dialog.waitFor({ state: "detached", ...wait });
    await page.getByRole("cell", { name: "2026-11-20 22:14:05" }).first().waitFor(wait);
    await page.getByText("Files encrypted").waitFor(wait);
    const image = page.getByRole("img", { name: `Timeline of the incident ${reference}` });
    await image.waitFor(wait);
    await expect
      .poll(async () => await image.evaluate((one) => (one instanceof HTMLImageElement ? one.naturalWidth : 0)), wait)
      .toBeGreaterThan(500);
    // Of all three: what the browser shows is not the picture from before the file.
    const address = await image.getAttribute("src");
    const drawn = await page.evaluate(async (one) => await (await fetch(one ?? "")).text(), address);
    expect(drawn).toContain("Calls from users");
    expect(address).toMatch(/seen=3\.\d+$/);
    expect((await checkAccess(page)).faults).toEqual([]);
    await shoot(page, "case-timeline");
  });

  test("a countermeasure goes its way, a note is rewritten and commented, cases are linked, the case is followed", {
    timeout,
  }, async () => {
    const { page } = bat;
    await openTab(page, "measures");
    const dialog = page.getByRole("dialog");
    await page.getByRole("button", { name: "Ask for a countermeasure" }).click();
    await dialog.getByLabel("What exactly").fill("bad.example");
    await dialog.getByLabel("Asked of").fill("Sotelma");
    await dialog.getByLabel("Reason").fill("It hands out the malware.");
    await save(page);
    await page.getByRole("button", { name: "It is active" }).click();
    await dialog.getByLabel("Note").fill("Confirmed by telephone.");
    await save(page);
    await page.getByText("active", { exact: true }).first().waitFor(wait);
    expect((await checkAccess(page)).faults).toEqual([]);
    await shoot(page, "case-measures");
    await openTab(page, "");
    await page.getByLabel("New note").fill("The backup is clean.");
    await page.getByRole("button", { name: "Add the note" }).click();
    const notes = page.getByRole("region", { name: /notes/i });
    await notes.getByRole("button", { name: "Rewrite" }).click(wait);
    await dialog.getByLabel("Text").fill("The backup of Monday is clean.");
    await save(page);
    await notes.getByText("The backup of Monday is clean.").waitFor(wait);
    await notes.getByText("1 earlier version").click();
    await notes.getByText("The backup is clean.", { exact: true }).waitFor(wait);
    await notes.getByRole("button", { name: "Comment" }).click();
    await dialog.getByLabel("Comment").fill("Seen by me as well.");
    await save(page);
    await notes.getByText("Seen by me as well.").waitFor(wait);
    await page.getByRole("button", { name: "Follow", exact: true }).click();
    await page.getByRole("button", { name: "Stop following" }).waitFor(wait);
    expect((await checkAccess(page)).faults).toEqual([]);
    await shoot(page, "case-overview");
  });

  test("a lead sets how references are written, and makes a field without which no case is closed", {
    timeout,
  }, async () => {
    const { page } = awa;
    await page.getByRole("link", { name: "Numbers and fields" }).click();
    const pattern = page.getByLabel("Pattern of references");
    await pattern.last().fill("{prefix}-{year}-{number:4}");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Expected something that tells cases from reports").waitFor(wait);
    await pattern.last().fill("{number:3}/INC/{year}");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText(/The next will look like 007\/INC\//).waitFor(wait);
    const dialog = page.getByRole("dialog");
    await page.getByRole("button", { name: "New field" }).click();
    await dialog.getByLabel("Short name").fill("family");
    for (const [label, name] of [
      ["French", "Famille"],
      ["English", "Family"],
      ["Mongolian", "Төрөл"],
    ] as const)
      await dialog.getByLabel(`Name in ${label}`).fill(name);
    await dialog.getByLabel("Kind").selectOption({ label: "one choice" });
    await dialog.getByLabel("Choices").fill("lockbit | LockBit | LockBit | LockBit\nother | Autre | Other | Бусад");
    await dialog.getByLabel("A case is not closed without it").check();
    await save(page);
    await page.getByText("LockBit, Other").waitFor(wait);
    expect((await checkAccess(page)).faults).toEqual([]);
    await shoot(page, "case-shape");
  });

  test("a case of high severity says what is missing, is closed with its review, and asks the reporter one question", {
    timeout,
  }, async () => {
    const { page } = awa;
    await openTab(page, "");
    const dialog = page.getByRole("dialog");
    await page.getByRole("button", { name: "Close the case" }).first().click();
    await dialog.getByText("tell the root cause, unknown as it may be").waitFor(wait);
    await dialog.getByText("end the review").waitFor();
    await shoot(page, "case-closing");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Change Family" }).click();
    await dialog.getByLabel("Value").selectOption({ label: "LockBit" });
    await save(page);
    await openTab(page, "after");
    await page.getByRole("region", { name: "Restoration and cause" }).getByRole("button", { name: "Write" }).click();
    await dialog.getByLabel("Verified by").fill("M. Traoré, customs");
    await dialog.getByLabel("Root cause").selectOption({ label: "stolen credentials" });
    await dialog.getByRole("button", { name: "Save", exact: true }).click();
    await dialog.locator(".field-error", { hasText: "Say when it was restored; not in the future." }).waitFor(wait);
    await dialog.getByLabel("Restored at (your time)").fill("2026-11-21T18:00");
    await save(page);
    await page.getByRole("button", { name: "Add an improvement" }).click();
    await dialog.getByLabel("What changes?").fill("Second factor for the VPN");
    await dialog.getByLabel("Owner").selectOption({ label: "Bat Dorj" });
    await dialog.getByLabel("Due (your time)").fill("2027-03-01T12:00");
    await save(page);
    await page.getByRole("region", { name: "Review" }).getByRole("button", { name: "Write" }).click();
    await dialog.getByLabel("Held at (your time)").fill("2026-11-22T09:00");
    await dialog.getByLabel("Conclusion").fill("A second factor would have stopped it.");
    await dialog.getByLabel("End the review").check();
    await save(page);
    await page.getByText(/ended by Awa Keïta/).waitFor(wait);
    expect((await checkAccess(page)).faults).toEqual([]);
    await shoot(page, "case-after");
    await openTab(page, "");
    await page.getByRole("button", { name: "Close the case" }).first().click();
    await dialog.getByLabel("Reason").fill("All is restored.");
    await dialog.getByRole("button", { name: "Close the case" }).click();
    await dialog.waitFor({ state: "detached", ...wait });
    await page.getByText("closed", { exact: true }).first().waitFor(wait);
    const asked = await web.world.owner`select 1 from case_questions where report_id = ${reportId} and answer is null`;
    expect(asked).toHaveLength(1);
    // With the receipt it is read and answered, once.
    const visitor = await browser.newPage({ locale: "fr-FR", viewport: { width: 390, height: 844 } });
    await visitor.goto(`${web.url}/receipt`);
    await visitor.locator("input[name=digits]").fill(receipt);
    await visitor.locator("main form button").first().click();
    await visitor.getByRole("heading", { name: "Cela vous a-t-il aidé ?" }).waitFor(wait);
    await shoot(visitor, "portal-question");
    await visitor.getByLabel("Si vous voulez, dites pourquoi").fill("Vite et bien.");
    await visitor.getByRole("button", { name: "Oui" }).click();
    await visitor.getByText("Merci pour votre réponse.").waitFor(wait);
    await visitor.close();
    await openTab(page, "after");
    await page.getByText("Vite et bien.").waitFor(wait);
    expect([...awa.complaints, ...bat.complaints]).toEqual([]);
  });

  test("the tabs fit a telephone in three languages", { timeout }, async () => {
    const { page } = awa;
    await page.setViewportSize({ width: 390, height: 844 });
    for (const language of ["fr", "en", "mn"]) {
      await page.evaluate((one) => localStorage.setItem("toguna.language", one), language);
      for (const tab of ["", "tasks", "timeline", "assets", "measures", "after"]) {
        await page.goto(`${web.url}/desk/cases/${caseId}${tab === "" ? "" : `?tab=${tab}`}`);
        await page.locator(".case-tabs").waitFor(wait);
        await page.locator(".report .card").first().waitFor(wait);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect([language, tab, wide <= 0]).toEqual([language, tab, true]);
        await shoot(page, `phone-${language}-${tab || "overview"}`);
      }
    }
    expect(await page.locator("body").innerText()).not.toContain("casework.");
  });
});
