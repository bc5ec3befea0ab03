// A bank claims its entry in a real browser: without script by a link and a DNS record (a real name server), then with a passkey in the console; an officer decides what it proposes, and the bank sees who.
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../backend/platform/ids/index.ts";
import { claimToken } from "../../backend/registry/enrolment/claim-token.ts";
import { chromiumPath } from "../support/browser.ts";
import { addEntry, type TestEntry } from "../support/enrolment.ts";
import { launchBrowser, openPerson, type Person } from "../support/identity-server.ts";
import { type NameServer, startNameServer } from "../support/name-server.ts";
import { type RoomPerson, signInAs } from "../support/room-browser.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const timeout = 120_000;

describe.skipIf(!chromiumPath)("a bank's own people (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let names: NameServer;
  let entry: TestEntry;
  let bank: Person;
  let officer: RoomPerson;
  const email = "awa.traore@mail.example";

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    names = await startNameServer();
    web = await startWebServer({ DNS_SERVERS: names.address });
    browser = await launchBrowser();
    await web.world
      .owner`insert into areas (id, parent_id, level, names) values ('xx', null, 'country', '{"en":"Country"}'), ('xx-s', 'xx', 'region', '{"en":"Segou"}')`;
    entry = await addEntry(web.world, { name: "Banque du Fleuve" });
    officer = await signInAs(browser, web, { role: "senior", organisation: "CERT", name: "Oumar Diarra" });
    bank = await openPerson(browser);
    return async () => await names.stop();
  }, 240_000);

  const go = async (page: Page, path: string): Promise<void> => void (await page.goto(`${web.url}${path}`));

  test("without script, the entry is found, claimed and proven by a DNS record", { timeout }, async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false, locale: "en-GB" });
    const page = await plain.newPage();
    await go(page, "/claim?lang=en");
    await page.getByLabel("Name or reference").fill("fleuve");
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByRole("link", { name: "Banque du Fleuve" }).click();
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByRole("alert").getByText("Write your name.").waitFor();
    await page.getByLabel("Your name").fill("Awa Traoré");
    await page.getByLabel("Your e-mail address at work").fill(email);
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByRole("heading", { name: "Look at your mail" }).waitFor();

    const [claim] = await web.world.owner<{ id: string }[]>`select id from entry_claims where email = ${email}`;
    await go(page, `/claim/open?c=${claimToken(web.world.services, claim?.id ?? "")}`);
    await page.getByRole("button", { name: "Yes, it was me" }).click();
    await page.getByRole("heading", { name: "Show that the organisation is yours" }).waitFor();
    await page.getByLabel("Domain of the organisation").fill(entry.domain);
    await page.getByRole("button", { name: "Go on with this domain" }).click();
    await page.getByRole("button", { name: "Check now" }).click();
    await page.getByRole("alert").getByText("does not exist in DNS yet").waitFor();
    const [name, , text] = await page.locator("dl.record code").allTextContents();
    names.txt.set(name ?? "", [text ?? ""]);
    await page.getByRole("button", { name: "Check now" }).click();
    await page.getByRole("heading", { name: "Your claim is approved" }).waitFor();
    expect(page.url()).toContain("/claim/open?c=");
    await plain.close();
  });

  test("the passkey is made behind the claim's button, and the console opens on the entry", { timeout }, async () => {
    const { page } = bank;
    const [claim] = await web.world.owner<{ id: string }[]>`select id from entry_claims where email = ${email}`;
    await go(page, `/claim/open?lang=en&c=${claimToken(web.world.services, claim?.id ?? "")}`);
    await page.getByRole("button", { name: "Make my passkey" }).click();
    await page.waitForURL(`${web.url}/desk/enrol*`);
    await page.locator("input[type=email]").fill(email);
    await page.locator("form button[type=submit]").click();
    await page.waitForURL(`${web.url}/console/`, { timeout: 30_000 });
    await page.getByRole("heading", { name: "Banque du Fleuve" }).waitFor({ timeout: 30_000 });
    await page.getByText("Your entry has no contact").waitFor({ timeout: 30_000 });
    expect(new URL(page.url()).pathname).toBe("/console/");
  });

  test("a change is proposed, shown beside what it was, approved by an officer, and the bank sees by whom", {
    timeout,
  }, async () => {
    const { page } = bank;
    await go(page, "/console/entry");
    await page.getByRole("button", { name: "Propose a change" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("Banque du Fleuve SA");
    await dialog.getByLabel("Seat", { exact: true }).selectOption("xx-s");
    await dialog.getByRole("button", { name: "Send" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.locator("li[data-proposal]").getByText("waiting").waitFor({ timeout: 30_000 });
    // A second change of the same record is refused in words.
    await page.getByRole("button", { name: "Propose a change" }).click();
    await dialog.getByLabel("Name", { exact: true }).fill("Another name");
    await dialog.getByRole("button", { name: "Send" }).click();
    await dialog.getByText("A change of this waits for the national team already").waitFor({ timeout: 30_000 });
    await dialog.getByRole("button", { name: "Cancel" }).click();

    const desk = officer.page;
    await go(desk, "/desk/enrolment");
    const row = desk.locator("li[data-proposal]").filter({ hasText: "Banque du Fleuve SA" });
    await row.waitFor({ timeout: 30_000 });
    expect(await row.locator("del").first().textContent()).toBe("Banque du Fleuve");
    expect(await row.locator("ins").allTextContents()).toContain("Segou");
    await row.getByRole("button", { name: "Approve" }).click();
    await desk.getByRole("dialog").getByRole("button", { name: "Approve" }).click();
    await desk.getByText("No change waits.").waitFor({ timeout: 30_000 });

    await go(page, "/console/entry");
    await page.getByRole("heading", { name: "Banque du Fleuve SA" }).waitFor({ timeout: 30_000 });
    await page.getByText(/approved by Oumar Diarra/).waitFor({ timeout: 30_000 });
    expect(bank.complaints).toEqual([]);
    expect(officer.complaints).toEqual([]);
  });

  test("a new contact waits, a colleague is invited with the passkey", { timeout }, async () => {
    const { page } = bank;
    await page.getByRole("button", { name: "Add a contact" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("Centre de veille");
    await dialog.getByLabel("Telephone").fill("+223 20 11 22 33");
    await dialog.getByRole("button", { name: "Send" }).click();
    await page.getByText("New contact").waitFor({ timeout: 30_000 });
    await go(page, "/console/people");
    await page.getByRole("button", { name: "Invite" }).click();
    await dialog.getByLabel("Name").fill("Moussa");
    await dialog.getByLabel("E-mail address").fill("moussa@mail.example");
    await dialog.getByRole("button", { name: "Invite" }).click();
    await dialog.locator("input[readonly]").waitFor({ timeout: 30_000 });
    expect(await dialog.locator("input[readonly]").inputValue()).toContain("/enrol#");
    await dialog.locator(".dialog-close").click();
    await page.getByText("moussa@mail.example").waitFor({ timeout: 30_000 });
  });

  test("the yearly question stands on the first page, with a link to where it is answered", { timeout }, async () => {
    const { page } = bank;
    const { owner } = web.world;
    const contactId = newId();
    await owner`insert into contacts (id, constituent_id, name, role, phone) values (${contactId}, ${entry.id}, 'Permanence', 'security', '20 00')`;
    await owner`insert into contact_tests (id, contact_id, token_hash, asked_at, last_mail_at, expires_at)
      values (${newId()}, ${contactId}, ${Buffer.alloc(32, contactId)}, now(), now(), now() + interval '30 days')`;
    await go(page, "/console/");
    await page.getByText("The national team asks whether a contact is still right.").waitFor({ timeout: 30_000 });
    await page.getByRole("link", { name: "Please confirm your contacts" }).click();
    await page.waitForURL(`${web.url}/console/entry`, { timeout: 30_000 });
    await page.getByRole("button", { name: "Still right" }).click();
    await page.getByText("Thank you: Permanence stays your contact.").waitFor({ timeout: 30_000 });
    await page.getByRole("button", { name: "Still right" }).waitFor({ state: "detached", timeout: 30_000 });
    expect(await owner`select answer from contact_tests where contact_id = ${contactId}`).toEqual([
      { answer: "right" },
    ]);
    expect(bank.complaints).toEqual([]);
  });

  test("a claim by somebody else waits for the bank's word, which refuses it with a reason", { timeout }, async () => {
    const { page } = bank;
    const id = newId();
    await web.world
      .owner`insert into entry_claims (id, constituent_id, person_name, email, language, proof, domain, state, made_at, expires_at, confirmed_at, proven_at)
      values (${id}, ${entry.id}, 'Parti Dembélé', 'parti@mail.example', 'fr', 'email', ${entry.domain}, 'waits_administrator', now(), now() + interval '30 days', now(), now())`;
    await go(page, "/console/");
    await page.getByText("1 person asks to keep your entry").waitFor({ timeout: 30_000 });
    await go(page, "/console/entry");
    await page.getByText("Parti Dembélé").waitFor({ timeout: 30_000 });
    await page.getByRole("button", { name: "Refuse" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Reason").fill("Left the bank in March");
    await dialog.getByRole("button", { name: "Refuse" }).click();
    await page.getByText("Parti Dembélé").first().waitFor({ state: "detached", timeout: 30_000 });
    const [row] = await web.world.owner<{ state: string }[]>`select state from entry_claims where id = ${id}`;
    expect(row?.state).toBe("refused");
  });

  test("letters are made with the passkey and printed with their codes; a paper is entered", { timeout }, async () => {
    await addEntry(web.world, { name: "Caisse de Ségou" });
    const { page } = officer;
    await go(page, "/desk/enrolment");
    await page.getByLabel("Caisse de Ségou").check();
    await page.getByRole("button", { name: "Make 1 letter" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Postal address").fill("Caisse de Ségou\nBP 12\nSégou");
    await dialog.getByRole("button", { name: "Make the letters" }).click();
    const letter = page.locator("article.letter");
    await letter.waitFor({ timeout: 30_000 });
    expect(await letter.locator(".letter-signs").textContent()).toMatch(/^([2-9A-Z]{4}-){3}[2-9A-Z]{4}$/);
    expect(await letter.locator("svg path").count()).toBe(1);
    await page.evaluate("window.print = () => {}");
    await page.getByRole("button", { name: "Print" }).click();
    await page.getByRole("button", { name: "Back" }).click();
    await page.getByText("printed", { exact: true }).waitFor({ timeout: 30_000 });
    await page.getByRole("button", { name: "Enter a paper registration" }).click();
    await dialog.getByLabel("Organisation").fill("Mairie de Kati");
    await dialog.getByLabel("Number of the paper").fill("ARR-2026-17");
    await dialog.getByLabel("Received on").fill("2026-02-03");
    await dialog.getByLabel("Signed by").fill("Le maire");
    await dialog.getByLabel("ISIC code").fill("8400");
    await dialog.getByLabel("Area").selectOption("xx-s");
    await dialog.getByRole("group", { name: "Who answers" }).getByLabel("Name").fill("Secrétariat");
    await dialog.getByRole("group", { name: "Who answers" }).getByLabel("Hours (optional)").fill("8–16");
    await dialog.getByRole("button", { name: "Add a service" }).click();
    await dialog.getByLabel("Name of the service").fill("État civil");
    await dialog.getByLabel("Address", { exact: true }).fill("etat-civil.example");
    await dialog.getByRole("button", { name: "Enter" }).click();
    // What is to be mended is listed, leads to its field, and loses nothing.
    const faults = dialog.getByRole("alert");
    await faults.getByText("2 fields are to be mended. Nothing that was written is lost.").waitFor({ timeout: 30_000 });
    await faults.getByRole("button", { name: "ISIC code" }).click();
    expect(await page.evaluate("document.activeElement?.getAttribute('name')")).toBe("entry.isic");
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
    await dialog.getByLabel("ISIC code").fill("8411");
    await dialog.getByLabel("Address", { exact: true }).fill("https://etat-civil.example/");
    expect(await dialog.getByLabel("Number of the paper").inputValue()).toBe("ARR-2026-17");
    await dialog.getByRole("button", { name: "Enter" }).click();
    await page.getByLabel("Mairie de Kati").waitFor({ timeout: 30_000 });
    expect(
      await web.world
        .owner`select c.isic, c.area_id, k.hours, o.url from constituents c join contacts k on k.constituent_id = c.id
        join online_services o on o.constituent_id = c.id where c.name = 'Mairie de Kati'`,
    ).toEqual([{ isic: "8411", area_id: "xx-s", hours: "8–16", url: "https://etat-civil.example/" }]);
    expect(officer.complaints).toEqual([]);
  });

  test("each page passes axe and none is wider than the window, on a phone too", { timeout: 240_000 }, async () => {
    const pages: [Page, string, string][] = [
      [bank.page, "/console/", ".card"],
      [bank.page, "/console/entry", "[data-proposal]"],
      [bank.page, "/console/people", ".id-rows li"],
      [bank.page, "/claim?lang=en&q=fleuve", ".found"],
      [officer.page, "/desk/enrolment", ".tick"],
    ];
    for (const width of [1280, 390])
      for (const [page, path, ready] of pages) {
        await page.setViewportSize({ width, height: 900 });
        await go(page, path);
        await page.locator(ready).first().waitFor({ timeout: 30_000 });
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect([path, width, violations.map(({ id, nodes }) => [id, nodes[0]?.html])]).toEqual([path, width, []]);
        expect([path, await page.evaluate("document.documentElement.scrollWidth <= innerWidth")]).toEqual([path, true]);
      }
  });
});
