// A regulator's work in a real browser: what it enforces, a plan by risk, an inspection with evidence, the notice, the entity's plan, a plenary vote, a fine inside the law, the appeal; and a second regulator that sees nothing of it.
import type { Browser, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../backend/platform/ids/index.ts";
import { chromiumPath } from "../support/browser.ts";
import { launchBrowser } from "../support/identity-server.ts";
import { type RoomPerson, signInAs } from "../support/room-browser.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const timeout = 180_000;
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const minutesAgo = (minutes: number): string => {
  const at = new Date(Date.now() - minutes * 60_000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

describe.skipIf(!chromiumPath)("a regulator's office (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let head: RoomPerson, officer: RoomPerson, rival: RoomPerson, bank: RoomPerson;
  let matterPath = "";

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer({ COUNTRY: "ml" });
    browser = await launchBrowser();
    head = await signInAs(browser, web, { role: "officer_head", organisation: "APDP", name: "Aminata Head" });
    officer = await signInAs(browser, web, {
      role: "officer",
      organisation: head.organisationId,
      name: "Oumar Officer",
    });
    rival = await signInAs(browser, web, { role: "officer_head", organisation: "AMRTP", name: "Rival" });
    bank = await signInAs(browser, web, { role: "constituent_dpo", organisation: "Banque du Fleuve", name: "Awa Dpo" });
    const { owner } = web.world;
    await owner`insert into constituents (id, reference, organisation_id, name, sector, classes, languages) values (${newId()}, 'K-0001', ${bank.organisationId}, 'Banque du Fleuve', 'finance', '{bank}', '{fr}')`;
    await owner`insert into authority_profiles (organisation_id, packs, is_remit_everybody, changed_at) values (${rival.organisationId}, '{ml.cryptology}', true, now())`;
  }, 300_000);

  const go = async (page: Page, path: string): Promise<void> => void (await page.goto(`${web.url}${path}`));

  /** Fills the fields of a card by their labels and sends it. */
  async function act(
    page: Page,
    card: string,
    step: string | undefined,
    fields: Record<string, string | string[] | boolean> = {},
  ): Promise<void> {
    const region = page.getByRole("region", { name: card });
    await region.waitFor({ timeout: 30_000 });
    if (step !== undefined)
      await region.getByLabel("Step", { exact: true }).selectOption({ label: step }, { timeout: 30_000 });
    for (const [label, value] of Object.entries(fields)) {
      if (Array.isArray(value)) {
        for (const one of value) await region.getByLabel(one, { exact: true }).check();
        continue;
      }
      const field = region.getByLabel(label, { exact: true });
      if (typeof value === "boolean") await field.check();
      else if ((await field.evaluate((element) => element.tagName)) === "SELECT")
        await field.selectOption({ label: value });
      else await field.fill(value);
    }
    await region.locator("button[type=submit]").click();
  }
  const tag = async (page: Page, text: string): Promise<void> =>
    await page.locator(".authority-head").getByText(text, { exact: true }).waitFor({ timeout: 30_000 });

  test("the head says which law it enforces; an officer plans by risk; the head approves", { timeout }, async () => {
    await go(head.page, "/office/authority");
    await head.page.getByLabel("Protection of personal data (Mali)", { exact: true }).check({ timeout: 30_000 });
    await head.page.getByLabel("Everybody").check();
    await head.page.getByRole("button", { name: "Save" }).click();
    await head.page.getByText("Saved.").waitFor({ timeout: 30_000 });

    await go(officer.page, "/office/entities");
    await officer.page.getByText("never inspected (+15)").waitFor({ timeout: 30_000 });
    await officer.page.getByLabel("Choose Banque du Fleuve").check();
    await act(officer.page, "Propose a plan of inspections", undefined, {
      Title: "First half",
      From: inDays(1),
      To: inDays(100),
      "Law applied": "Protection of personal data (Mali)",
    });
    await officer.page.waitForURL("**/office/inspections", { timeout: 30_000 });
    await officer.page.getByText("Plan of inspections: First half").waitFor({ timeout: 30_000 });

    await go(head.page, "/office/inspections");
    await act(head.page, "Decide on the plan", undefined, { Approve: true, Reason: "As agreed" });
    await head.page.getByText("planned", { exact: true }).waitFor({ timeout: 30_000 });
    const [plan] = await web.world.owner<{ state: string }[]>`select state from inspection_plans`;
    expect(plan?.state).toBe("approved");
  });

  test("the inspection: ordered, opened, found, evidence in custody, minutes closed although unsigned", {
    timeout,
  }, async () => {
    await head.page.getByRole("link", { name: /^INS-/ }).click();
    await head.page.waitForURL("**/office/inspections/*");
    await act(head.page, "Next step", "Order the inspection", {
      Scope: "Customers' data",
      "Legal basis": "Loi 2013-015, articles 20 to 55",
      Officers: ["Oumar Officer"],
      "Announced to the entity": true,
    });
    await tag(head.page, "ordered");
    const path = new URL(head.page.url()).pathname;

    const { page } = officer;
    await go(page, path);
    await act(page, "Next step", undefined, { Place: "Bamako", "Time of opening": minutesAgo(30) });
    await tag(page, "open");
    const items = await page.getByRole("region", { name: "Next step" }).count();
    expect(items).toBe(1);
    await page.getByRole("region", { name: "Checklist" }).getByText("article 11").waitFor();
    await act(page, "Take evidence", undefined, {
      "What is taken": "List of customers",
      "Taken from": "Server room",
      Place: "Bamako",
      "Time taken": minutesAgo(20),
      "Seal no.": "S-1",
    });
    await page.getByText("Held by Oumar Officer").waitFor({ timeout: 30_000 });
    const titles = await page
      .getByRole("region", { name: "Checklist" })
      .locator("li > p:first-child")
      .allTextContents();
    expect(titles.length).toBeGreaterThan(3);
    for (const [index, title] of titles.entries()) {
      const label = title.replace(/ ?No result yet.*$/, "").trim();
      await act(
        page,
        "Next step",
        "Record a finding",
        index === 1
          ? {
              "Item of the list": label,
              Result: "Finding",
              Severity: "major",
              "What was found": "No declaration was shown.",
            }
          : { "Item of the list": label, Result: "Compliant" },
      );
      await page
        .getByRole("region", { name: "Checklist" })
        .locator("li")
        .nth(index)
        .getByText("No result yet")
        .waitFor({ state: "detached", timeout: 30_000 });
    }
    await act(page, "Next step", "Draw up the minutes");
    await tag(page, "minutes to sign");
    await act(page, "Next step", undefined, {
      "The entity’s signature": "refused",
      "Remarks of the entity": "We contest it.",
      "If refused: who, and what was said": "The director left.",
    });
    await tag(page, "closed");
    await page.getByRole("button", { name: /^INS-.*\.pdf$/ }).waitFor({ timeout: 30_000 });
    await act(page, "Open a matter from the findings", undefined, { Title: "Processing without declaration" });
    await page.waitForURL("**/office/matters/*", { timeout: 30_000 });
    matterPath = new URL(page.url()).pathname;
    await act(page, "Next step", "Formal notice", {
      Text: "Declare your processing.",
      "Provisions cited": "Loi 2013-015, art. 65",
      "Time given (last day)": inDays(30),
    });
    await tag(page, "on notice");
  });

  test("the entity reads the notice and its letter, and answers with a plan; the check finds it wanting", {
    timeout,
  }, async () => {
    const { page } = bank;
    await go(page, "/console/authority");
    await page.getByRole("link", { name: /^Matter MAT-/ }).click({ timeout: 30_000 });
    await page.getByText("Declare your processing.").waitFor({ timeout: 30_000 });
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Letter (PDF)" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^MAT-\d{4}-0001-notify\.pdf$/);
    await act(page, "Answer", "Corrective plan", { Text: "We shall declare next year." });
    await tag(page, "plan to be looked at");
    await go(officer.page, matterPath);
    await officer.page.getByText("We shall declare next year.").waitFor({ timeout: 30_000 });
    await act(officer.page, "Next step", "Check", { Text: "Nothing was declared." });
    await tag(officer.page, "to be decided");
  });

  test("the plenary votes; a fine outside the law is refused with its bounds, one inside stands with the deliberation", {
    timeout,
  }, async () => {
    const { page } = head;
    await go(page, "/office/authority");
    for (const [index, name] of ["Coumba", "Drissa", "Fanta"].entries()) {
      await act(page, "Add a member", undefined, { Name: name });
      await page
        .getByRole("region", { name: "Members of the plenary" })
        .locator("li")
        .nth(index)
        .waitFor({ timeout: 30_000 });
    }
    await go(page, "/office/sessions");
    await page.getByRole("button", { name: "Call a session" }).click();
    await act(page, "Call a session", undefined, { "Date and time": minutesAgo(5), Place: "Bamako" });
    await page.waitForURL("**/office/sessions/*", { timeout: 30_000 });
    await act(page, "Next step", "Add an item", {
      Title: "A fine",
      Matter: /* the only open one */ await matterLabel(page),
    });
    await page.getByText("1. A fine").waitFor({ timeout: 30_000 });
    await act(page, "Next step", "Open the session", { "Members present": ["Coumba", "Drissa"] });
    await tag(page, "open");
    await act(page, "Next step", "Vote on an item", {
      "Item of the list": "1. A fine",
      For: "2",
      Decision: "A fine of six million francs.",
    });
    await page.getByText(/^D-\d{4}-001$/).waitFor({ timeout: 30_000 });

    await go(page, matterPath);
    const fine = {
      "Sanction that the law states": "Fine – article 65",
      Ground: "obstruction",
      Text: "As deliberated.",
      "Time given (last day)": inDays(60),
    };
    await act(page, "Next step", "Sanction", { ...fine, Amount: "25000000" });
    await page.getByRole("alert").getByText("Outside the bounds that the law sets").waitFor({ timeout: 30_000 });
    await page.getByText("from 5,000,000 to 20,000,000 XOF, article 65").waitFor();
    await page.getByRole("region", { name: "Next step" }).getByLabel("Amount", { exact: true }).fill("6000000");
    await page.getByRole("region", { name: "Next step" }).locator("button[type=submit]").click();
    await tag(page, "sanctioned");
    const [matter] = await web.world.owner<{ amount: string }[]>`select amount::text from matters`;
    expect(matter?.amount).toBe("6000000.00");
  });

  test("the entity appeals, the court lowers it, part is paid; the other regulator sees nothing of all this", {
    timeout,
  }, async () => {
    await go(bank.page, `/console/authority/matters/${matterPath.split("/").at(-1) ?? ""}`);
    await act(bank.page, "Answer", undefined, {
      Court: "Supreme Court",
      "Filed on": inDays(0),
      "The appeal suspends the sanction": true,
    });
    await tag(bank.page, "appealed");
    const { page } = officer;
    await go(page, matterPath);
    await act(page, "Next step", "Result of the appeal", {
      Result: "reduced",
      Amount: "5000000",
      "Decided on": inDays(0),
      Text: "Lowered.",
    });
    await tag(page, "sanctioned");
    await act(page, "Next step", "Payment", { Amount: "1000000", "Paid on": inDays(0), "Receipt number": "T-1" });
    await page.getByText("Owed: 5,000,000 XOF, paid: 1,000,000").waitFor({ timeout: 30_000 });

    // The law by its name and version, not by the name of its file.
    await go(head.page, "/office/inspections");
    await head.page.getByText("Protection of personal data (Mali) (").first().waitFor({ timeout: 30_000 });
    expect(await head.page.locator("main").textContent()).not.toContain("ml.data-protection");

    for (const list of ["inspections", "matters", "sessions", "complaints", "filings"]) {
      await go(rival.page, `/office/${list}`);
      await rival.page.getByText("Nothing yet.").waitFor({ timeout: 30_000 });
    }
    await go(rival.page, matterPath);
    await rival.page.getByRole("alert").waitFor({ timeout: 30_000 });
    expect(await rival.page.getByText("Processing without declaration").count()).toBe(0);
  });

  async function matterLabel(page: Page): Promise<string> {
    const region = page.getByRole("region", { name: "Next step" });
    await region.getByLabel("Step", { exact: true }).selectOption({ label: "Add an item" }, { timeout: 30_000 });
    const option = region.getByLabel("Matter", { exact: true }).locator("option").nth(1);
    await option.waitFor({ state: "attached", timeout: 30_000 });
    return (await option.textContent()) ?? "";
  }
});
