// Network claims in a real browser with a real name server: a bank proves a range by DNS, a second claim disputes it, it is settled by two, and a past incident is the former holder's.
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../backend/platform/ids/index.ts";
import { openEngines, shippedRules } from "../../backend/triage/open-engines.ts";
import { runTriage } from "../../backend/triage/run-triage.ts";
import { chromiumPath } from "../support/browser.ts";
import { type DeskPerson, signInAtDesk } from "../support/desk-browser.ts";
import { launchBrowser } from "../support/identity-server.ts";
import { type NameServer, startNameServer } from "../support/name-server.ts";
import { type RoomPerson, signInAs } from "../support/room-browser.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const value = "203.0.113.0/24";
const long = { timeout: 180_000 };
const soon = { timeout: 30_000 };

describe.skipIf(!chromiumPath)("network claims (install chromium to run these)", () => {
  let dns: NameServer;
  let web: WebServer;
  let browser: Browser;
  let bank: RoomPerson;
  let insurer: RoomPerson;
  let awa: DeskPerson;
  let bat: DeskPerson;
  let dispute = "";

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    dns = await startNameServer();
    web = await startWebServer({ DNS_SERVERS: dns.address });
    browser = await launchBrowser();
    bank = await enrol("Banque du Fleuve");
    insurer = await enrol("Assurances du Sud");
    const atDesk = { language: "en-GB", width: 1280, height: 900 };
    awa = await signInAtDesk(browser, web, { role: "senior", name: "Awa Keïta" }, atDesk);
    bat = await signInAtDesk(browser, web, { role: "lead", name: "Bat Erdene" }, atDesk);
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await dns?.stop();
  });

  async function enrol(name: string): Promise<RoomPerson> {
    const person = await signInAs(
      browser,
      web,
      { role: "constituent_administrator", organisation: name },
      { language: "en-GB", width: 1280, height: 900 },
    );
    const id = newId();
    await web.world.owner`insert into constituents (id, reference, organisation_id, name, sector)
      values (${id}, ${`C-${id.slice(-8)}`}, ${person.organisationId}, ${name}, 'finance')`;
    return person;
  }

  async function claim(person: RoomPerson): Promise<string> {
    const { page } = person;
    await page.goto(`${web.url}/console/networks`);
    await page.getByRole("button", { name: "Add a claim" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Value").fill(value);
    await dialog.getByLabel("Held since").fill("2024-01-01");
    await dialog.getByRole("button", { name: "Go on to the proof" }).click();
    await page.waitForURL(/\/console\/networks\/[0-9a-f-]{36}$/, soon);
    await page.getByRole("heading", { level: 1, name: value }).waitFor(soon);
    return (await page.locator("[data-record]").textContent(soon)) ?? "";
  }

  async function isAccessible(page: Page): Promise<void> {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  }

  test(
    "a bank proves a range by DNS: first the record is missing, then it is there and the claim is in force",
    long,
    async () => {
      const { page } = bank;
      const record = await claim(bank);
      await page.getByRole("button", { name: "Check now" }).click();
      await page
        .getByText("The name _toguna-challenge.113.0.203.in-addr.arpa does not exist yet.")
        .first()
        .waitFor(soon);
      await isAccessible(page);
      dns.txt.set("_toguna-challenge.113.0.203.in-addr.arpa", [record]);
      await page.getByRole("button", { name: "Check now" }).click();
      await page.getByText("In force", { exact: true }).first().waitFor(soon);
      await page.getByText("Leave the record where it is").waitFor(soon);
      expect(bank.complaints).toEqual([]);
    },
  );

  test(
    "a second claim on the same opens a dispute: the first stands, each learns the other's name, and states",
    long,
    async () => {
      const { page } = insurer;
      const record = await claim(insurer);
      dns.txt.set("_toguna-challenge.113.0.203.in-addr.arpa", [record]);
      await page.getByRole("button", { name: "Check now" }).click();
      await page.getByText("Contests another").first().waitFor(soon);
      await page.getByRole("link", { name: /To the dispute/ }).click();
      await page.waitForURL(/\/console\/disputes\//, soon);
      await page.getByText("Banque du Fleuve and Assurances du Sud").waitFor(soon);
      dispute = page.url().split("/").at(-1) ?? "";
      await page.getByLabel("Your statement").fill("We bought the range on 1 March 2026; the deed is with you.");
      await page.getByRole("button", { name: "Add the statement" }).click();
      await page.locator(".statement[data-mine]", { hasText: "We bought the range" }).waitFor(soon);
      await isAccessible(page);
      await bank.page.goto(`${web.url}/console/networks`);
      await bank.page.getByText("Disputed", { exact: true }).waitFor(soon);
      await bank.page.getByRole("link", { name: value }).first().click();
      await bank.page.waitForURL(/\/console\/disputes\//, soon);
      await bank.page.getByText("We bought the range on 1 March 2026").waitFor(soon);
      expect([...insurer.complaints, ...bank.complaints]).toEqual([]);
    },
  );

  test("an officer proposes to split the time, a second one confirms it with the passkey", long, async () => {
    const { page } = awa;
    await page.goto(`${web.url}/desk/claims`);
    await page.getByRole("region", { name: "Disputes" }).getByRole("link", { name: value }).click();
    await page.waitForURL(`${web.url}/desk/disputes/${dispute}`, soon);
    await page.getByRole("button", { name: "Propose a settlement" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Settlement").selectOption("split");
    await dialog.getByLabel("First day of the new holder").fill("2026-03-01");
    await dialog.getByLabel("Reason").fill("The deed of sale of 1 March 2026.");
    await dialog.getByRole("button", { name: "Propose" }).click();
    await page.getByText("You proposed it; a second person confirms it.").waitFor(soon);
    await isAccessible(page);
    await bat.page.goto(`${web.url}/desk/disputes/${dispute}`);
    await bat.page.getByRole("button", { name: "Confirm with the passkey" }).click();
    await bat.page.getByText("settled", { exact: true }).waitFor(soon);
    expect([...awa.complaints, ...bat.complaints]).toEqual([]);
  });

  test("an incident of before that day is the former holder's, one of after it the new one's", long, async () => {
    const engines = await openEngines(shippedRules, join(web.world.services.config.dataDir, "cache", "yara"));
    try {
      for (const [occurredAt, holder] of [
        ["2026-02-10T12:00:00Z", "Banque du Fleuve"],
        ["2026-03-10T12:00:00Z", "Assurances du Sud"],
      ] as const) {
        const answer = await fetch(`${web.url}/api/v1/reports`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({
            description: "Nos serveurs ont été attaqués depuis 203.0.113.7 toute la nuit.",
            occurredAt,
          }),
        });
        const { reference } = (await answer.json()) as { reference: string };
        const [report] = await web.world.owner<{ id: string }[]>`select id from reports where reference = ${reference}`;
        const assessed = await runTriage(
          web.world.context({ kind: "system", job: "triage" }),
          engines,
          report?.id ?? "",
        );
        expect(assessed.constituents.map(({ name }) => name)).toEqual([holder]);
      }
    } finally {
      await engines.close();
    }
    const { page } = awa;
    await page.goto(`${web.url}/desk/holders?value=203.0.113.7`);
    await page.getByRole("link", { name: "Assurances du Sud" }).waitFor(soon);
    await page.getByLabel("At what time").fill("2026-02-10T12:00");
    await page.getByRole("button", { name: "Ask" }).click();
    await page
      .locator(".card", { hasText: "203.0.113.7 at" })
      .getByRole("link", { name: "Banque du Fleuve" })
      .waitFor(soon);
    await isAccessible(page);
  });

  test("an officer brings a registry's file in after a look, and says whose an account is", long, async () => {
    const { page } = awa;
    await page.goto(`${web.url}/desk/delegated`);
    const file = [
      "2.3|afrinic|20260301|1|19930101|20260301|+0000",
      "afrinic|XD|ipv4|203.0.113.0|256|20190307|assigned|F36A1",
    ].join("\n");
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "delegated-afrinic-extended", mimeType: "text/plain", buffer: Buffer.from(file) });
    await page.getByRole("button", { name: "Look at it" }).click();
    await page.getByText("1 new, 0 gone, 0 under another account").waitFor(soon);
    await page.getByRole("button", { name: "Take it" }).click();
    await page.getByText("Taken.").waitFor(soon);
    await page.getByRole("region", { name: "Files" }).getByText("delegated-afrinic-extended").waitFor(soon);
    await isAccessible(page);
    expect(awa.complaints).toEqual([]);
  });
});
