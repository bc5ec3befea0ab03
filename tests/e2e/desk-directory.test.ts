// The register at the desk in a real browser: a constituent with a range held until a day is added, and a report about that address is attributed to the holder of its day.
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { openEngines, shippedRules } from "../../backend/triage/open-engines.ts";
import { runTriage } from "../../backend/triage/run-triage.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { type DeskPerson, signInAtDesk } from "../support/desk-browser.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const address = "198.51.100.77";

describe.skipIf(!chromiumPath)("the register at the desk (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let senior: DeskPerson;

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer();
    browser = await openBrowser();
    await web.world.owner`insert into areas (id, parent_id, level, names) values
      ('xx', null, 'country', '{"fr":"Pays","en":"Country"}'), ('xx-n', 'xx', 'region', '{"fr":"Nord","en":"North"}')`;
    senior = await signInAtDesk(
      browser,
      web,
      { role: "senior", name: "Awa Keïta" },
      { width: 1440, height: 900, language: "en-GB" },
    );
  });

  async function save(page: Page): Promise<void> {
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  }

  async function addConstituent(page: Page, name: string): Promise<void> {
    await page.getByRole("button", { name: "Add a constituent" }).click();
    await page.getByRole("dialog").getByLabel("Name", { exact: true }).fill(name);
    await page.getByRole("dialog").getByLabel("Sector").selectOption("finance");
    await save(page);
    await page.getByRole("heading", { level: 1, name }).waitFor();
  }

  async function addRange(page: Page, dates: { from?: string; until?: string }): Promise<void> {
    await page.getByRole("button", { name: "Add a network or domain" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Value").fill("198.51.100.64/26");
    if (dates.from) await dialog.getByLabel("Held since").fill(dates.from);
    if (dates.until) await dialog.getByLabel("Held until").fill(dates.until);
    await dialog.getByLabel("Source").fill("AFRINIC");
    await save(page);
    await dialog.waitFor({ state: "detached" });
  }

  test("two constituents hold one range one after the other, and each page names the other", async () => {
    const { page } = senior;
    await page.getByRole("link", { name: "Directory" }).click();
    await page.getByText("Choose a constituent").waitFor();
    await addConstituent(page, "Bank that was");
    await addRange(page, { from: "2024-01-01", until: "2026-03-01" });
    await page.getByText("from 2024-01-01 until 2026-03-01").waitFor();
    await addConstituent(page, "Bank that is");
    await addRange(page, { from: "2026-03-01" });
    await page.getByText("since 2026-03-01").waitFor();
    await page.locator(".others").getByRole("link", { name: "Bank that was" }).waitFor();
    expect(senior.complaints).toEqual([]);
  });

  test("a wrong range is refused beside its field in words, and nothing is lost", async () => {
    const { page } = senior;
    await page.getByRole("button", { name: "Add a network or domain" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Value").fill("198.51.100.77/26");
    await dialog.getByLabel("Source").fill("AFRINIC");
    await save(page);
    await dialog.locator(".field-error", { hasText: "Write the range from its first address" }).waitFor();
    expect(await dialog.getByLabel("Source").inputValue()).toBe("AFRINIC");
    await page.keyboard.press("Escape");
    await dialog.getByText("What you typed here has not been sent").waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect(await web.world.owner`select 1 from network_claims`).toHaveLength(2);
  });

  test("a report about the address is attributed to the holder of the day on which it happened", {
    timeout: 120_000,
  }, async () => {
    const { page } = senior;
    const answer = await fetch(`${web.url}/api/v1/reports`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        description: `Nos serveurs ont été attaqués depuis ${address} toute la nuit.`,
        occurredAt: "2026-02-10T12:00:00Z",
      }),
    });
    expect(answer.status).toBe(201);
    const { reference } = (await answer.json()) as { reference: string };
    const [report] = await web.world.owner<{ id: string }[]>`select id from reports where reference = ${reference}`;
    const engines = await openEngines(shippedRules, join(web.world.services.config.dataDir, "cache", "yara"));
    try {
      await runTriage(web.world.context({ kind: "system", job: "triage" }), engines, report?.id ?? "");
    } finally {
      await engines.close();
    }
    await page.goto(`${web.url}/desk/reports/${report?.id ?? ""}?view=all`);
    const concerned = page.getByRole("region", { name: "Who is concerned" });
    await concerned.getByText("Bank that was").waitFor();
    expect(await concerned.getByText("Bank that is").count()).toBe(0);
    await page.goto(`${web.url}/desk/directory`);
    await page.locator(".queue-row").filter({ hasText: "Bank that was" }).click();
    const reports = page.getByRole("region", { name: "Reports that concern it" });
    await reports.getByText(reference).waitFor();
    await reports.getByText("198[.]51[.]100[.]77").waitFor();
    await page.locator(".queue-row").filter({ hasText: "Bank that is" }).click();
    await reports.getByText("No report concerns it.").waitFor();
  });

  test("the question who held it is answered for its moment", async () => {
    const { page } = senior;
    const asked = page.locator(".holder-question");
    await asked.locator("summary").click();
    await asked.getByLabel("Address or domain").fill("198[.]51[.]100[.]77");
    await asked.getByLabel("Moment").fill("2025-06-01T10:00");
    await asked.getByRole("button", { name: "Ask" }).click();
    await asked.getByRole("link", { name: "Bank that was" }).waitFor();
    await asked.getByLabel("Moment").fill("2023-06-01T10:00");
    await asked.getByRole("button", { name: "Ask" }).click();
    await asked.getByText("Nobody in the directory held").waitFor();
    await asked.getByLabel("Address or domain").fill("nothing at all");
    await asked.getByRole("button", { name: "Ask" }).click();
    await asked.getByText("Write an address such as").waitFor();
    expect(await asked.getByRole("link").count()).toBe(0);
    await asked.locator("summary").click();
  });

  test("facts change, a contact comes and goes, an end is moved", async () => {
    const { page } = senior;
    await page.getByRole("button", { name: "Change the facts" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Area").locator("option[value=xx-n]").waitFor({ state: "attached" });
    await dialog.getByLabel("Area").selectOption("xx-n");
    await dialog.getByLabel("Name", { exact: true }).fill("Bank of the North");
    await save(page);
    await page.getByRole("heading", { level: 1, name: "Bank of the North" }).waitFor();
    await page.locator(".facts").getByText("North", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Add a contact" }).click();
    await dialog.getByLabel("Name of the person or desk").fill("Security desk");
    await dialog.getByLabel("E-mail").fill("nonsense");
    await save(page);
    await dialog.getByText("Write an e-mail address such as").last().waitFor();
    await dialog.getByLabel("E-mail").fill("security@bank.example");
    await save(page);
    await page.getByText("security@bank.example").waitFor();
    await page.getByRole("button", { name: "End Security desk" }).click();
    await dialog.getByRole("button", { name: "End", exact: true }).click();
    await page.locator(".entry[data-ended]").getByText("Security desk").waitFor();
    await page.getByRole("button", { name: "End 198.51.100.64/26" }).click();
    await dialog.getByLabel("No longer from").fill("2026-02-01");
    await dialog.getByRole("button", { name: "End", exact: true }).click();
    await dialog.locator(".field-error", { hasText: "Choose a day after the beginning." }).waitFor();
    // Above the fields it has the focus, and leads to each of them.
    const summary = dialog.getByRole("alert");
    await expect.poll(async () => await summary.evaluate((box) => box === document.activeElement)).toBe(true);
    await summary.getByRole("link", { name: /Choose a day after the beginning\.$/ }).press("Enter");
    expect(await dialog.getByLabel("No longer from").evaluate((field) => field === document.activeElement)).toBe(true);
    await dialog.getByLabel("No longer from").fill("2026-06-01");
    await dialog.getByRole("button", { name: "End", exact: true }).click();
    await page.getByText("from 2026-03-01 until 2026-06-01").waitFor();
    expect(await page.getByRole("button", { name: "Change the end 198.51.100.64/26" }).count()).toBe(1);
  });

  test("an organisation is said to have ended with the passkey, goes out of the list, and comes back as it was", async () => {
    const { page } = senior;
    const dialog = page.getByRole("dialog");
    const timeout = 30_000;
    await page.getByRole("button", { name: "This organisation has ended…" }).click();
    await dialog.getByRole("button", { name: "End it" }).click();
    await dialog.locator(".field-error", { hasText: "Write a reason of three letters at least." }).waitFor({ timeout });
    await dialog.getByLabel("Why, and how it is known").fill("Dissolved by decree 12");
    await dialog.getByRole("button", { name: "End it" }).click();
    await page.getByText("Is no more since").waitFor({ timeout });
    await page.locator(".queue-row", { hasText: "Bank of the North" }).waitFor({ state: "detached", timeout });
    await page.getByRole("button", { name: "Take this end back" }).click();
    await dialog.getByRole("button", { name: "Take this end back" }).click();
    await page.getByText("Is no more since").waitFor({ state: "detached", timeout });
    await page.locator(".queue-row", { hasText: "Bank of the North" }).waitFor({ timeout });
    expect(await page.getByText("Is no more since").count()).toBe(0);
  });

  test("who may only read is offered no change", async () => {
    const { page } = await signInAtDesk(browser, web, { role: "analyst", name: "Bat" }, { language: "en-GB" });
    await page.goto(`${web.url}/desk/directory`);
    await page.locator(".queue-row").first().waitFor();
    await page.keyboard.press("KeyJ");
    await page.locator("#constituent-title").waitFor();
    expect(await page.getByRole("button", { name: /^(Add|Change|End)/ }).count()).toBe(0);
  });
});
