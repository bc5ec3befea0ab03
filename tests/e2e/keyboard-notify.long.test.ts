// A mass notification by the keyboard alone: written and asked for by one, let out by a second with the passkey, answered by its constituent without a mouse.
import type { Browser } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { notifyLink } from "../../backend/coordination/notifications/notify-link.ts";
import { sendRunStep } from "../../backend/coordination/notifications/send-run.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import { chromiumPath } from "../support/browser.ts";
import { launchBrowser } from "../support/identity-server.ts";
import { type RoomPerson, signInAs } from "../support/room-browser.ts";
import { walkByKeys } from "../support/walk-by-keys.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const wait = { timeout: 45_000 };

describe.skipIf(!chromiumPath)("a warning to many by the keyboard alone (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let lead: RoomPerson;
  let senior: RoomPerson;

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer({ COUNTRY: "ml" });
    browser = await launchBrowser();
    lead = await signInAs(browser, web, { role: "lead", organisation: "CERT", name: "Awa Keïta" });
    senior = await signInAs(browser, web, { role: "senior", organisation: "CERT", name: "Rokia" });
    const { owner } = web.world;
    const [organisation, id, listId] = [newId(), newId(), newId()];
    await owner`insert into organisations (id, kind, name) values (${organisation}, 'constituent', 'Banque du Fleuve')`;
    await owner`insert into constituents (id, reference, organisation_id, name, sector) values (${id}, ${id}, ${organisation}, 'Banque du Fleuve', 'finance')`;
    await owner`insert into contacts (id, constituent_id, name, role, email, languages) values (${newId()}, ${id}, 'Contact', 'security', 'secu@banque.example', '{en}')`;
    await owner`insert into findings_lists (id, title, file_name, sha256, header, mapping, row_count, state, created_at)
      values (${listId}, 'Open doors', 'd.csv', ${Buffer.alloc(32)}, '{ip}', '{}', 1, 'done', now())`;
    await owner`insert into findings_rows (list_id, line, outcome, address, port, at, what, constituent_id, attribution)
      values (${listId}, 2, 'kept', '192.0.2.7', 3389, now(), 'Open RDP', ${id}, 'register')`;
  }, 240_000);

  test("it is prepared, asked for, let out by a second person, and answered; what comes by itself never takes the focus", async () => {
    const { page } = lead;
    const keys = walkByKeys(page);
    await page.goto(`${web.url}/desk/notifications/new`);
    await page.getByLabel("Title (for the desk)").waitFor(wait);
    await keys.skip();
    await keys.write(page.getByLabel("Title (for the desk)"), "Open RDP");
    await keys.use(page.getByLabel(/^Open doors/), "Space");
    await keys.write(page.getByLabel("Subject (English)"), "Open RDP at your organisation");
    await keys.write(page.getByLabel("Text (English)"), "One address answers on 3389.");
    await keys.use(page.getByRole("button", { name: "Save the draft" }));
    await page.waitForURL(/notifications\/[0-9a-f-]{36}$/, wait);
    await page.getByText("1 constituent, 1 row").waitFor(wait);
    await keys.stand();
    await keys.use(page.getByRole("button", { name: "Ask a second person" }));
    await page.getByText("waits for a second person").first().waitFor(wait);
    await keys.stand();

    const second = walkByKeys(senior.page);
    await senior.page.goto(page.url());
    const approve = senior.page.locator("main").getByRole("button", { name: "Approve and let it leave" });
    await approve.waitFor(wait);
    await second.skip();
    await second.tabTo(approve);
    // The page asks the server every two seconds; who thinks meanwhile stays where they were.
    for (let asked = 0; asked < 2; asked++)
      await senior.page.waitForResponse((answer) => /api\/v1\/notifications\/[0-9a-f-]{36}$/.test(answer.url()), wait);
    await senior.page.waitForTimeout(400);
    expect(await approve.evaluate((one) => one === document.activeElement)).toBe(true);
    await second.press("Enter");
    const dialog = senior.page.getByRole("dialog");
    await dialog.waitFor(wait);
    await second.use(dialog.locator("button[type=submit]"));
    await dialog.waitFor({ state: "detached", ...wait });
    await senior.page.getByText(/^0 of 1 settled/).waitFor(wait);
    await second.stand();

    const system = web.world.context({ kind: "system", job: "test" });
    const runId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    for (let at = 0; at < 3; at++) await sendRunStep(system, { runId });
    const [recipient] = await web.world.owner<{ id: string }[]>`select id from notification_recipients`;
    const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1280, height: 800 } });
    const contact = await context.newPage();
    const third = walkByKeys(contact);
    await contact.goto(notifyLink(web.world.services, recipient?.id ?? ""));
    await third.skip();
    await third.use(contact.locator("main input[type=radio]").first(), "Space");
    await third.write(contact.getByLabel("A word to us (optional)"), "Closed this morning.");
    await third.use(contact.getByRole("button", { name: "Answer", exact: true }));
    await contact.getByText("Your answer has arrived.").waitFor(wait);
    await senior.page.goto(page.url());
    await senior.page.getByText("Closed this morning.").waitFor(wait);
    expect([...keys.faults, ...second.faults, ...third.faults]).toEqual([]);
    expect([...lead.complaints, ...senior.complaints]).toEqual([]);
    await context.close();
  });
});
