// The register's data in a real browser: an officer enters an organisation from paper with a service and a contact, requalifies it and sees it as it was; an auditor's accreditation is looked up at the portal.
import type { Browser } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { checkAccess } from "../support/check-access.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { type DeskPerson, signInAtDesk } from "../support/desk-browser.ts";
import { makeOpenPgpKey } from "../support/openpgp-keys.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const patient = { timeout: 60_000 };

describe.skipIf(!chromiumPath)("the register's data (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let senior: DeskPerson;

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    buildFrontend("frontend/portal/vite.config.ts");
    web = await startWebServer();
    browser = await openBrowser();
    await web.world
      .owner`insert into areas (id, parent_id, level, names) values ('xx', null, 'country', '{"fr":"Pays","en":"Country"}'),
      ('xx-n', 'xx', 'region', '{"fr":"Nord","en":"North"}'), ('xx-s', 'xx', 'region', '{"fr":"Sud","en":"South"}')`;
    senior = await signInAtDesk(
      browser,
      web,
      { role: "senior", name: "Awa" },
      { width: 1440, height: 900, language: "en-GB" },
    );
  }, 120_000);

  const dialog = () => senior.page.getByRole("dialog");
  async function save(): Promise<void> {
    await dialog().getByRole("button", { name: "Save" }).click();
    await dialog().waitFor({ state: "detached", ...patient });
  }
  const card = (name: string) => senior.page.getByRole("region", { name, exact: true });

  test("an organisation is entered from paper: classes, branches, ISIC, a service with its compliance, and a contact with hours", {
    timeout: 180_000,
  }, async () => {
    const { page } = senior;
    await page.getByRole("link", { name: "Directory", exact: true }).click();
    await page.getByRole("button", { name: "Add a constituent" }).click();
    await dialog().getByLabel("Name", { exact: true }).fill("Bank of the Delta");
    await dialog().getByLabel("Sector").selectOption("finance");
    await dialog().getByLabel("Branches in").selectOption("xx-s");
    await dialog().getByRole("button", { name: "Remove South" }).waitFor(patient);
    await dialog().getByLabel("ISIC").fill("3410");
    await dialog().getByLabel("Bank", { exact: true }).check();
    await dialog().getByRole("button", { name: "Save" }).click();
    await dialog().getByText("Write a code that ISIC 4 has").last().waitFor(patient);
    await dialog().getByLabel("ISIC").fill("6419");
    await save();
    await page.getByRole("heading", { level: 1, name: "Bank of the Delta" }).waitFor(patient);
    await card("Standing and size").getByText("South").waitFor(patient);

    await card("Services online").getByRole("button", { name: "Add a service" }).click();
    await dialog().getByLabel("Name of the service").fill("Bank at home");
    await dialog().getByLabel("Address").fill("bank.example");
    await dialog().getByLabel("Kind").selectOption("commercial");
    await dialog().getByRole("button", { name: "Save" }).click();
    await dialog().getByText("Write an address that begins with").last().waitFor(patient);
    await dialog().getByLabel("Address").fill("https://bank.example/");
    await save();
    await card("Services online").getByRole("button", { name: "Compliance Bank at home" }).click();
    await dialog()
      .getByLabel("Instrument of law")
      .locator("option[value='ml.data-protection']")
      .waitFor({ state: "attached", ...patient });
    await dialog().getByLabel("Instrument of law").selectOption("ml.data-protection");
    await dialog().getByLabel("Source").fill("Letter of 3 March");
    await save();
    await card("Services online").getByText("Declared", { exact: true }).waitFor(patient);

    await page.getByRole("button", { name: "Add a contact" }).click();
    await dialog().getByLabel("Name of the person or desk").fill("Security desk");
    await dialog().getByLabel("E-mail").fill("security@bank.example");
    await dialog().getByLabel("Monday", { exact: true }).check();
    await dialog().getByLabel("Monday from").fill("00:00");
    await dialog().getByLabel("Monday to").fill("24:00");
    await dialog().getByLabel("Time zone").fill("Africa/Bamako");
    await dialog().getByLabel("Safe channel in an emergency").selectOption("radio");
    await dialog().getByLabel("Number, name or place").fill("Channel 4");
    await save();
    await card("Contacts").getByText("Mon 00:00–24:00").waitFor(patient);
    await card("Contacts").getByText("Channel 4").waitFor(patient);
    expect(senior.complaints).toEqual([]);
  });

  test("a private key is refused in words, a public one is shown with its fingerprint", {
    timeout: 120_000,
  }, async () => {
    const key = await makeOpenPgpKey();
    await card("Contacts").getByRole("button", { name: "Add a key Security desk" }).click();
    await dialog().getByLabel("Public key").fill(key.privateKey);
    await dialog().getByRole("button", { name: "Save" }).click();
    await dialog().getByText("This is a private key. It was not kept.").last().waitFor(patient);
    await dialog().getByLabel("Public key").fill(key.publicKey);
    await save();
    await card("Contacts").getByText("Security desk <security@bank.example>").waitFor(patient);
    expect(senior.complaints.filter((line) => !/400|422/.test(line))).toEqual([]);
  });

  test("it is requalified since a day, and shown as it was the day before", { timeout: 120_000 }, async () => {
    const { page } = senior;
    await page.getByRole("button", { name: "Change the facts" }).click();
    await dialog().getByLabel("Essential entity").check();
    await dialog().getByLabel("So since").fill("2026-03-01");
    await dialog().getByLabel("Why").fill("Decision 12 of the regulator");
    await save();
    await card("Facts").getByText("Essential entity").waitFor(patient);
    const history = card("History");
    await history.getByLabel("As it was on").fill("2026-02-28");
    await history.getByRole("button", { name: "Show that day" }).click();
    await history.getByText("On 2026-02-28").waitFor(patient);
    expect(await history.locator(".was").getByText("Essential entity").count()).toBe(0);
    await history.getByLabel("As it was on").fill("2026-03-01");
    await history.getByRole("button", { name: "Show that day" }).click();
    await history.locator(".was").getByText("Essential entity").waitFor(patient);
    await history.getByText("Everything that changed").click();
    await history.getByText("Decision 12 of the regulator").waitFor(patient);
    expect((await checkAccess(page)).faults).toEqual([]);
  });

  test("an auditor is entered with a last day, and the portal says for a day whether it was accredited", {
    timeout: 180_000,
  }, async () => {
    const { page } = senior;
    await page.getByRole("link", { name: "Accredited bodies" }).click();
    await page.getByRole("heading", { level: 1, name: "Accredited bodies" }).waitFor(patient);
    await page.getByRole("button", { name: "Enter a body" }).click();
    await dialog().getByLabel("Name", { exact: true }).fill("Audits of the Baobab");
    await dialog().getByLabel("Scope").fill("Audits of critical systems");
    await dialog().getByLabel("Granted on").fill("2024-01-01");
    await dialog().getByLabel("Valid until").fill("2026-06-30");
    await dialog().getByLabel("Number", { exact: true }).fill("ASI-7");
    await dialog().getByLabel("Granted by").fill("The regulator");
    await dialog().getByLabel("Country").fill("xd");
    await dialog().getByLabel("Representative").fill("Salif Koné");
    await save();
    await page.getByRole("heading", { level: 1, name: "Audits of the Baobab" }).waitFor(patient);
    await page.getByText("Expired", { exact: true }).waitFor(patient);
    await page.getByRole("button", { name: "Write down what happened" }).click();
    await dialog().getByLabel("Act").selectOption("renewed");
    await dialog().getByLabel("Valid until").fill("2029-12-31");
    await save();
    await page.getByText("Valid", { exact: true }).waitFor(patient);
    expect((await checkAccess(page)).faults).toEqual([]);

    const visitor = await browser.newPage({ locale: "en-GB", viewport: { width: 390, height: 844 } });
    await visitor.goto(`${web.url}/accredited?lang=en`);
    await visitor.getByLabel("Name or number").fill("baobab");
    await visitor.getByLabel("Day").fill("2026-01-15");
    await visitor.getByRole("button", { name: "Look up" }).click();
    await visitor.getByText("Accredited on that day").waitFor(patient);
    expect(await visitor.content()).not.toContain("Salif");
    await visitor.getByLabel("Day").fill("2026-07-15");
    await visitor.getByRole("button", { name: "Look up" }).click();
    await visitor.getByText("Accreditation expired").waitFor(patient);
    expect((await checkAccess(visitor)).faults).toEqual([]);
    const extract = await fetch(`${web.url}/api/v1/public/accreditations/extract?format=csv`);
    expect(await extract.text()).toMatch(/ASI-7.*Audits of critical systems/);
    await visitor.goto(`${web.url}/services?lang=en`);
    await visitor.getByRole("heading", { level: 1, name: "Public services online" }).waitFor(patient);
    await visitor.close();
    expect(senior.complaints).toEqual([]);
  });

  test("a person who asks gets what is kept after the passkey, and services and functions have their pages", {
    timeout: 120_000,
  }, async () => {
    const { page } = senior;
    await page.getByRole("link", { name: "People it keeps" }).click();
    await page.getByLabel("E-mail address or exact name").fill("security@bank.example");
    await page.getByRole("button", { name: "Show what is kept" }).click();
    await page.locator(".kept").getByText("Bank of the Delta").waitFor(patient);
    await page.getByText("Not verified").or(page.getByText("Unverified")).first().waitFor(patient);
    expect((await checkAccess(page)).faults).toEqual([]);
    await page.getByRole("link", { name: "Services online" }).click();
    await page.getByText("Bank at home").waitFor(patient);
    expect((await checkAccess(page)).faults).toEqual([]);
    await page.getByRole("link", { name: "Critical functions" }).click();
    await page.getByRole("button", { name: "Bring in the list" }).click();
    await dialog().getByLabel("Lines").fill("EN-1; energy; Transport; Power transmission; Дамжуулалт");
    await dialog().getByLabel("Source").fill("Decree 7");
    await dialog().getByRole("button", { name: "Bring in", exact: true }).click();
    await page.getByText("Power transmission").waitFor(patient);
    expect(senior.complaints).toEqual([]);
  });
});
