// In a real browser: a crisis is opened with the passkey and shown in every room of the staff, its report frozen and confirmed by an authority, a line said in public by two persons, a slip keyed in and opened by whoever holds it.
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { getDocumentProxy } from "unpdf";
import { beforeAll, describe, expect, test } from "vitest";
import { situationLink } from "../../backend/coordination/crisis/situation-link.ts";
import { printRange } from "../../backend/coordination/paper/print-range.ts";
import { makeContext } from "../../backend/platform/context/index.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { loadCountry } from "../../backend/registry/country/index.ts";
import { checkAccess } from "../support/check-access.ts";
import type { DeskPerson } from "../support/desk-browser.ts";
import { makeTestOffice } from "../support/office.ts";
import { signInAs } from "../support/room-browser.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const pictures = process.env["TOGUNA_PICTURES"];
const timeout = 60_000;

describe.skipIf(!chromiumPath)("a crisis, and a day on paper (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let lead: DeskPerson;
  let senior: DeskPerson;
  let officer: DeskPerson;

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    buildFrontend("frontend/portal/vite.config.ts");
    web = await startWebServer();
    browser = await openBrowser();
    const size = { width: 1280, height: 900, language: "en-GB" };
    lead = await signInAs(browser, web, { role: "lead", organisation: "CERT", name: "Awa Keïta" }, size);
    senior = await signInAs(browser, web, { role: "senior", organisation: "CERT", name: "Binta Diallo" }, size);
    officer = await signInAs(browser, web, { role: "officer", organisation: "The Regulator", name: "Oumar Sy" }, size);
    const { owner } = web.world;
    const [cert] = await owner<{ id: string }[]>`select id from organisations where kind = 'cert'`;
    await owner`insert into cases (id, reference, organisation_id, title, severity, opened_at)
      values (${newId()}, 'TG-C-2026-0001', ${cert?.id ?? ""}, 'Locked files at a bank', 'critical', now())`;
  }, 240_000);

  async function look(page: Page, name: string): Promise<void> {
    if (!pictures) return;
    await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
    const size = page.viewportSize();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.screenshot({ path: join(pictures, `${name}-390.png`), fullPage: true });
    if (size) await page.setViewportSize(size);
  }

  async function openPlain(address: string): Promise<Page> {
    const context = await browser.newContext({ locale: "en-GB", viewport: { width: 390, height: 800 } });
    const page = await context.newPage();
    await page.goto(address);
    return page;
  }

  /** Prints a range of one slip, and reads its digits from the sheet. */
  async function printOne(place: string): Promise<string> {
    const ctx = makeContext(web.world.services, { kind: "system", job: "test" }, "test");
    const { pdf } = await printRange(ctx, { place, holder: "Awa", language: "en", count: 1 });
    const document = await getDocumentProxy(new Uint8Array(pdf));
    const { items } = await (await document.getPage(1)).getTextContent();
    const text = items.map((item) => ("str" in item ? item.str : "")).join(" ");
    return /\d{4,5}(?:\s+\d{4,5}){4}/.exec(text)?.[0] ?? "";
  }

  test("a lead opens a crisis with the passkey, and the strip stands in the desk's and the authority's frame", async () => {
    const { page } = lead;
    await page.goto(`${web.url}/desk/crises`);
    await page.getByRole("button", { name: "Begin with three proposed levels" }).click({ timeout });
    await page.getByText("1. Watch").waitFor({ timeout });
    await page.getByRole("button", { name: "Open a crisis" }).click({ timeout });
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Title, read by the whole team").fill("Payments are down");
    await dialog.getByLabel("TG-C-2026-0001").check();
    await dialog.getByLabel("Why").fill("Four banks cannot pay out.");
    await look(page, "crisis-open");
    await dialog.getByRole("button", { name: "Open it, with the passkey" }).click();
    await page.waitForURL(/\/desk\/crises\/[0-9a-f-]{36}$/, { timeout });
    await page.getByRole("heading", { level: 1, name: /CR-\d{4}-0001 Payments are down/ }).waitFor({ timeout });
    await page.getByRole("complementary", { name: "Crisis" }).getByText("Payments are down").waitFor({ timeout });
    await officer.page.goto(`${web.url}/office/`);
    const strip = officer.page.getByRole("complementary", { name: "Crisis" });
    await strip.getByText("Payments are down").waitFor({ timeout });
    expect(await strip.innerText()).toContain("Crisis");
  }, 240_000);

  test("a report is written, frozen and sent; the authority reads it and confirms with a button, a contact by a link", async () => {
    const { page } = lead;
    await page.getByRole("button", { name: "Add a recipient" }).click({ timeout });
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Who").selectOption("authority");
    await dialog.getByRole("button", { name: "Add a recipient" }).click();
    await page.getByText("The Regulator").first().waitFor({ timeout });
    await page.getByLabel("Situation", { exact: true }).fill("Two banks pay out again.");
    await page.getByRole("button", { name: "Save the draft" }).click();
    await page.getByText("The draft is saved.").waitFor({ timeout });
    await look(page, "crisis-page");
    await checkAccess(page);
    await page.getByRole("button", { name: "Freeze and send now" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Freeze and send now" }).click({ timeout });
    await page.getByText("Report No. 2, draft").waitFor({ timeout });

    await officer.page.goto(`${web.url}/office/situations`);
    await officer.page.getByText("Two banks pay out again.").waitFor({ timeout });
    await look(officer.page, "crisis-office");
    await checkAccess(officer.page);
    await officer.page.getByRole("button", { name: "I have read it" }).click();
    await officer.page.getByText(/^confirmed /).waitFor({ timeout });
    const [receipt] = await web.world.owner<
      { confirmed: boolean }[]
    >`select confirmed_at is not null as confirmed from situation_deliveries where name = 'Oumar Sy'`;
    expect(receipt).toEqual({ confirmed: true });

    // A contact outside has only the link: looking says nothing, the button does.
    const { owner, services } = web.world;
    const [contact, recipient, delivery] = [newId(), newId(), newId()];
    await owner`insert into correspondents (id, kind, name, email, language, added_at) values (${contact}, 'third_party', 'Network operator', 'noc@operator.example', 'en', now())`;
    await owner`insert into crisis_recipients (id, crisis_id, kind, correspondent_id, added_at) select ${recipient}, id, 'contact', ${contact}, now() from crises`;
    await owner`insert into situation_deliveries (id, situation_id, recipient_id, correspondent_id, name, made_at)
      select ${delivery}, id, ${recipient}, ${contact}, 'Network operator', now() from situation_reports where state = 'frozen'`;
    const path = new URL(situationLink(services, delivery)).pathname;
    const outside = await openPlain(`${web.url}${path}`);
    expect(await outside.content()).not.toContain("Two banks");
    expect(
      await owner`select 1 from situation_deliveries where id = ${delivery} and confirmed_at is not null`,
    ).toHaveLength(0);
    await outside.getByRole("button", { name: "I have received and read it" }).click();
    await outside.getByText(/your confirmation is noted/).waitFor({ timeout });
    await outside.context().close();
  }, 240_000);

  test("a decision is written down with who must know, and a line is said on the portal after a second person's passkey", async () => {
    const { page } = lead;
    await page.getByRole("button", { name: "Write a decision down" }).click({ timeout });
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("What was decided").fill("The old line stays closed.");
    await dialog.getByLabel("Why").fill("It carries the worm.");
    await dialog.getByLabel("Binta Diallo").check();
    await dialog.getByRole("button", { name: "Write a decision down" }).click();
    await page.getByText("Binta Diallo: not yet").waitFor({ timeout });

    await page.goto(`${web.url}/desk/public-lines`);
    await page.getByRole("button", { name: "Write a line" }).click({ timeout });
    const line = page.getByRole("dialog");
    await line.getByLabel("Text, Français").fill("Les paiements reprennent.");
    await line.getByLabel("Text, English").fill("Payments are coming back.");
    await line.getByLabel("Text, Монгол").fill("Төлбөр тооцоо сэргэж байна.");
    await line.getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "Ask a second person" }).click({ timeout });
    await page.getByText("waits for a second person").first().waitFor({ timeout });
    const outside = await openPlain(`${web.url}/statements`);
    expect(await outside.content()).not.toContain("Payments are coming back");

    await senior.page.goto(`${web.url}/desk/public-lines`);
    await senior.page.getByRole("button", { name: "Approve" }).click({ timeout });
    await senior.page.getByRole("dialog").getByRole("button", { name: "Approve" }).click({ timeout });
    await senior.page.getByText("on the portal now").waitFor({ timeout });
    await look(senior.page, "crisis-lines");
    await checkAccess(senior.page);
    await expect
      .poll(async () => (await outside.goto(`${web.url}/?lang=en`), await outside.content()), {
        timeout,
        interval: 1000,
      })
      .toContain("Payments are coming back.");
    await look(outside, "crisis-portal");
    await senior.page.getByRole("button", { name: "Withdraw" }).click();
    await senior.page.getByRole("dialog").getByLabel("Why").fill("A bank fell again.");
    await senior.page.getByRole("dialog").getByRole("button", { name: "Withdraw" }).click();
    await senior.page.getByText("withdrawn", { exact: true }).waitFor({ timeout });
    await expect
      .poll(async () => (await outside.goto(`${web.url}/statements?lang=en`), await outside.content()), {
        timeout,
        interval: 1000,
      })
      .toMatch(/Withdrawn[\s\S]*<s>Payments are coming back\.<\/s>/);
    await outside.context().close();
  }, 240_000);

  test("a printed slip says that it waits, is keyed in at the desk with the time on the paper, and then opens its report", async () => {
    const code = await printOne("Mopti");
    const person = await openPlain(`${web.url}/receipt?lang=en`);
    await person.locator("#f-digits").fill(code);
    await person.locator("main form button").first().click();
    await person.getByRole("heading", { name: "Your slip has not been keyed in yet" }).waitFor({ timeout });
    await look(person, "crisis-waiting");

    const { page } = senior;
    await page.goto(`${web.url}/desk/paper`);
    const [slip] = await web.world.owner<{ locator: string }[]>`select locator from paper_slips`;
    await page.getByLabel("Number on the lower half").fill(code);
    expect(code.replaceAll(/\s/g, "").startsWith(slip?.locator ?? "none")).toBe(true);
    await page.getByRole("button", { name: "Find the slip" }).click();
    await page.getByText(/Slip 1 of 1, range PR-\d{4}-0001, Mopti/).waitFor({ timeout });
    const now = new Date();
    const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
    await page.getByLabel("Time written on the paper").fill(local);
    await page.getByLabel("What is written on the sheet").fill("They emptied my account by telephone.");
    await look(page, "crisis-paper");
    await checkAccess(page);
    await page.getByRole("button", { name: "Key it in" }).click();
    await page.getByText(/Keyed in as TG-/).waitFor({ timeout });
    await page.getByText("1 of 1 keyed in").waitFor({ timeout });

    await person.goto(`${web.url}/receipt?lang=en`);
    await person.locator("#f-digits").fill(code);
    await person.locator("main form button").first().click();
    await person.waitForURL(/\/receipt\/report/, { timeout });
    await person.getByText("They emptied my account by telephone.").waitFor({ timeout });
    await person.context().close();
  }, 240_000);

  test("a clerk at the counter keys a slip in within a shift; a second time it is refused", async () => {
    const { owner } = web.world;
    const [cert] = await owner<{ id: string }[]>`select id from organisations where kind = 'cert'`;
    const office = await makeTestOffice(web.world, cert?.id ?? "");
    const code = await printOne("Kita");
    const context = await browser.newContext({
      locale: "fr-ML",
      viewport: { width: 1280, height: 900 },
      javaScriptEnabled: false,
    });
    await context.addCookies([
      { name: "office", value: office.deviceKey, url: web.url, httpOnly: true, sameSite: "Strict" },
    ]);
    const page = await context.newPage();
    await page.goto(`${web.url}/guichet`);
    await page.check(`input[name="clerk"][value="${office.clerkId}"]`);
    await page.fill("#f-pin", office.pin);
    await page.locator("button.go").click();
    const { default: timeZone } = loadCountry(web.world.services.config.country).timeZones;
    const written = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" })
      .format(new Date())
      .replace(" ", "T");
    const fill = async (): Promise<void> => {
      await page.locator("#f-story").waitFor({ timeout });
      await page.check('input[name="consent"][value="agreed"]');
      await page.check('input[name="what"][value="money"]');
      await page.check('input[name="started"][value="yesterday"]');
      await page.fill("#f-story", "Elle a envoyé 25 000 F à un faux agent.");
      await page.check('input[name="reply"][value="receipt"]');
      await page.getByText("Saisie d’un billet papier").click();
      await page.fill("#f-slip", code);
      await page.fill("#f-slipWritten", written);
      await page.getByRole("button", { name: "Relire" }).click();
      await page.locator("#f-send").click({ timeout });
    };
    await fill();
    await page.getByText("Le billet de la personne ouvre désormais ce signalement.").waitFor({ timeout });
    await look(page, "crisis-guichet");
    const [slip] = await owner<{ via: string; source: string }[]>`select s.keyed_via as via, r.source from paper_slips s
      join paper_ranges p on p.id = s.range_id and p.place = 'Kita' join reports r on r.id = s.report_id`;
    expect(slip?.via).toBe("guichet");
    await page.locator("button.go").click();
    await fill();
    await page
      .locator(".summary")
      .getByText(/Comparez avec le papier/)
      .waitFor({ timeout });
    await context.close();
  }, 240_000);

  test("without a key the page of the contact book says what to do, and the last book is old", async () => {
    const { page } = lead;
    await page.goto(`${web.url}/desk/contact-books`);
    await page.getByText("The last book is old, or there is none.").waitFor({ timeout });
    await page.getByText(/No key is set/).waitFor({ timeout });
    expect(await page.getByRole("button", { name: "Make one now" }).count()).toBe(0);
    await look(page, "crisis-books");
    await checkAccess(page);
  }, 120_000);
});
