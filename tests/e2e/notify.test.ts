// In a real browser: findings are brought in, a notification leaves after a second person's passkey, a contact answers by the link without a script, an advisory is published and read, a takedown tracked.
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { mailAdvisory } from "../../backend/coordination/advisories/mail-advisory.ts";
import { keepFindings } from "../../backend/coordination/findings-lists/keep-findings.ts";
import { notifyLink } from "../../backend/coordination/notifications/notify-link.ts";
import { startApproved } from "../../backend/coordination/notifications/start-run.ts";
import { withTransaction } from "../../backend/platform/db/index.ts";
import { signInAs } from "../support/room-browser.ts";
import { sendRunStep } from "../../backend/coordination/notifications/send-run.ts";
import { subscriberLink } from "../../backend/coordination/advisories/subscriber-link.ts";
import { makeContext } from "../../backend/platform/context/index.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import { type DeskPerson, signInAtDesk } from "../support/desk-browser.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const pictures = process.env["TOGUNA_PICTURES"];
const timeout = 30_000;

describe.skipIf(!chromiumPath)("warning many (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let analyst: DeskPerson;
  let senior: DeskPerson;
  const system = () => makeContext(web.world.services, { kind: "system", job: "test" }, "test");

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer();
    browser = await openBrowser();
    const size = { width: 1280, height: 900, language: "en-GB" };
    analyst = await signInAtDesk(browser, web, { role: "analyst", name: "Awa Keïta" }, size);
    senior = await signInAtDesk(browser, web, { role: "senior", name: "Binta Diallo" }, size);
    const { owner } = web.world;
    for (const [name, prefix, email, language] of [
      ["Banque du Fleuve", "192.0.2.0/26", "secu@banque.example", "fr"],
      ["Northern School", "192.0.2.64/26", "it@school.example", "en"],
    ] as const) {
      const [organisation, id] = [newId(), newId()];
      await owner`insert into organisations (id, kind, name) values (${organisation}, 'constituent', ${name})`;
      await owner`insert into constituents (id, reference, organisation_id, name, sector) values (${id}, ${id}, ${organisation}, ${name}, 'finance')`;
      await owner`insert into contacts (id, constituent_id, name, role, email, languages) values (${newId()}, ${id}, ${`Contact of ${name}`}, 'security', ${email}, ${[language]})`;
      await owner`insert into network_claims (id, constituent_id, kind, value, prefix, source, proof, state)
        values (${newId()}, ${id}, 'prefix', ${prefix}, ${prefix}, 'test', 'letter', 'active')`;
    }
  });

  async function look(page: Page, name: string): Promise<void> {
    if (!pictures) return;
    await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
    const size = page.viewportSize();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.screenshot({ path: join(pictures, `${name}-390.png`), fullPage: true });
    if (size) await page.setViewportSize(size);
  }

  /** As anybody without script. */
  async function openPlain(language: string): Promise<Page> {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      locale: language,
      viewport: { width: 390, height: 800 },
    });
    return await context.newPage();
  }

  test("findings are brought in, a notification is written, released by a second person and answered by its link", async () => {
    const { page } = analyst;
    await page.goto(`${web.url}/desk/notifications`);
    await page.getByRole("heading", { level: 1, name: "Notifications to many" }).waitFor({ timeout });
    expect((await checkAccess(page)).faults).toEqual([]);
    await page.getByLabel("Choose a file (CSV, XLSX, JSON)").setInputFiles({
      name: "open-rdp.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(
        "timestamp,ip,port,tag\n2026-05-01 10:00,192.0.2.7,3389,Open RDP\n2026-05-01 10:00,192.0.2.70,3389,Open RDP\n2026-05-01 10:00,203.0.113.5,3389,Open RDP\n2026-05-01 10:00,nothing here,3389,Open RDP\n",
      ),
    });
    await page.waitForURL("**/findings-lists/*", { timeout });
    await page.getByRole("heading", { level: 1, name: "open-rdp" }).waitFor({ timeout });
    expect(await page.getByLabel("ip brings").inputValue()).toBe("address");
    await page.locator('[data-line="2"]').getByText("Banque du Fleuve").waitFor({ timeout });
    await page.locator('[data-line="5"]').getByText("Expected an IP address").waitFor({ timeout });
    expect((await checkAccess(page)).faults).toEqual([]);
    await look(page, "list-preview");
    await page.getByRole("button", { name: "Keep 4 rows" }).click();
    await page.getByText("being kept").first().waitFor({ timeout });
    const [list] = await web.world.owner<{ id: string }[]>`select id from findings_lists`;
    await keepFindings(system(), { listId: list?.id ?? "" });
    await page.getByRole("link", { name: "Tell the constituents" }).waitFor({ timeout });
    await look(page, "list-kept");
    await page.getByRole("link", { name: "Tell the constituents" }).click();
    await page.getByRole("heading", { level: 1, name: "Write a notification" }).waitFor({ timeout });
    await page.getByLabel("Title (for the desk)").fill("Open RDP");
    await page.getByRole("textbox", { name: "Ports" }).fill("3389");
    await page.getByLabel("Subject (English)").fill("Open RDP at {constituent}");
    await page.getByLabel("Text (English)").fill("Hello, {count} addresses of {constituent} answer on 3389.");
    await page.getByLabel("Subject (Français)").fill("RDP ouvert chez {constituent}");
    await page.getByLabel("Text (Français)").fill("Bonjour, {count} adresses de {constituent} répondent sur 3389.");
    expect((await checkAccess(page)).faults).toEqual([]);
    await look(page, "run-draft");
    await page.getByRole("button", { name: "Save the draft" }).click();
    await page.waitForURL(/notifications\/[0-9a-f-]{36}$/, { timeout });
    await page.getByText("2 constituents, 2 rows").waitFor({ timeout });
    await page.getByText(/1 row nobody’s/).waitFor();
    await page.getByRole("button", { name: /See exactly what leaves Banque/ }).click();
    await page.getByRole("heading", { name: /RDP ouvert chez Banque du Fleuve/ }).waitFor({ timeout });
    await page.getByRole("dialog").getByText("192.0.2.7,3389").waitFor({ timeout });
    expect(await page.getByRole("dialog").getByText("192.0.2.70").count()).toBe(0);
    await look(page, "run-preview");
    await page.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Ask a second person" }).click();
    await page.getByText("waits for a second person").first().waitFor({ timeout });
    expect(await page.getByRole("button", { name: "Approve and let it leave" }).count()).toBe(0);
    // The second person.
    const address = page.url();
    await senior.page.goto(address);
    await senior.page.getByRole("button", { name: "Approve and let it leave" }).waitFor({ timeout });
    expect((await checkAccess(senior.page)).faults).toEqual([]);
    await look(senior.page, "run-waiting");
    await senior.page.getByRole("button", { name: "Approve and let it leave" }).click();
    await senior.page.getByRole("dialog").getByRole("button", { name: "Approve and let it leave" }).click();
    await senior.page.getByText(/^0 of 2 settled/).waitFor({ timeout });
    const [run] = await web.world.owner<{ id: string }[]>`select id from notification_runs`;
    for (let at = 0; at < 3; at++) await sendRunStep(system(), { runId: run?.id ?? "" });
    const [mail] = await web.world.owner<
      { id: string; subject: string }[]
    >`select r.id, m.subject from outgoing_mails m join notification_recipients r on m.cause = 'notify:' || r.id where m.to_address = 'secu@banque.example'`;
    expect(mail?.subject).toContain("RDP ouvert chez Banque du Fleuve");
    // The contact, on a telephone, without script and without an account.
    const contact = await openPlain("fr-FR");
    await contact.goto(notifyLink(web.world.services, mail?.id ?? ""));
    await contact.getByRole("heading", { level: 1, name: "Où en êtes-vous ?" }).waitFor({ timeout });
    await contact.getByText("192.0.2.7").waitFor();
    await look(contact, "notify-link");
    expect(await web.world.owner`select 1 from notification_answers`).toHaveLength(0);
    await contact.getByRole("button", { name: "Répondre" }).click();
    await contact.getByText("Choisissez une des réponses.").first().waitFor({ timeout });
    await contact.getByLabel("C’est corrigé").check();
    await contact.getByLabel("Un mot pour nous").fill("Fermé ce matin.");
    await contact.getByRole("button", { name: "Répondre" }).click();
    await contact.getByText("Votre réponse est arrivée.").waitFor({ timeout });
    await contact.context().close();
    await senior.page.goto(address);
    await senior.page.getByText("1 of 2 settled (50%)").waitFor({ timeout });
    await senior.page.getByText("Fermé ce matin.").waitFor({ timeout });
    expect((await checkAccess(senior.page)).faults).toEqual([]);
    await look(senior.page, "run-progress");
    expect([...analyst.complaints, ...senior.complaints]).toEqual([]);
  });

  test("above TLP:GREEN the mail holds a link: a code that the desk reads out opens it, and its people read and answer it in their room", async () => {
    const { owner } = web.world;
    const [listId, runId] = [newId(), newId()];
    const [school] = await owner<
      { id: string; organisation: string }[]
    >`select id, organisation_id as organisation from constituents where name = 'Northern School'`;
    const texts = { en: { subject: "A server is watched at {constituent}", body: "Amber words for {constituent}." } };
    const filter = { listIds: [listId], whats: [], ports: [], since: null, until: null };
    await owner`insert into findings_lists (id, title, marking, file_name, sha256, header, mapping, row_count, state, created_at)
      values (${listId}, 'Watched', 'amber', 'w.csv', ${Buffer.alloc(32)}, '{ip}', '{}', 1, 'done', now())`;
    await owner`insert into findings_rows (list_id, line, outcome, address, port, at, what, constituent_id, attribution)
      values (${listId}, 2, 'kept', '192.0.2.71', 443, now(), 'Watched server', ${school?.id ?? ""}, 'register')`;
    await owner`insert into notification_runs (id, reference, title, marking, filter, texts, roles, state, created_at)
      values (${runId}, 'NT-2026-0900', 'Watched servers', 'amber', ${owner.json(filter)}, ${owner.json(texts)}, '{security}', 'waiting', now())`;
    await owner`insert into four_eyes (id, kind, subject_id, version, title, asked_by, asked_at, state, decided_by, decided_at)
      values (${newId()}, 'notification', ${runId}, 1, 'Watched', ${analyst.personId}, now(), 'approved', ${senior.personId}, now())`;
    await withTransaction(system(), async (tx) => await startApproved(tx, system(), runId, 1));
    for (let at = 0; at < 2; at++) await sendRunStep(system(), { runId });
    const [recipient] = await owner<{ id: string }[]>`select id from notification_recipients where run_id = ${runId}`;

    const desk = analyst.page;
    await desk.goto(`${web.url}/desk/notifications/${runId}`);
    await desk.getByText(/without content, with a link/).waitFor({ timeout });
    await desk.getByRole("button", { name: /Read a code out on the telephone/ }).click();
    const code = (await desk.locator(".notify-code").textContent({ timeout })) ?? "";
    expect((await checkAccess(desk)).faults).toEqual([]);
    await look(desk, "run-code");
    const contact = await openPlain("en-GB");
    await contact.goto(notifyLink(web.world.services, recipient?.id ?? ""));
    await contact.getByText("opens with a one-time code").waitFor({ timeout });
    expect(await contact.getByText(/Amber|192\.0\.2|School/).count()).toBe(0);
    await look(contact, "notify-closed");
    await contact.getByLabel("One-time code").fill(code);
    await contact.getByRole("button", { name: "Open the message" }).click();
    await contact.getByText("Amber words for Northern School.").waitFor({ timeout });
    await contact.getByText("192.0.2.71").waitFor({ timeout });
    await look(contact, "notify-open");
    await contact.context().close();

    const own = await signInAs(
      browser,
      web,
      { role: "constituent_dpo", organisation: school?.organisation ?? "", name: "Tsetseg" },
      { width: 390 },
    );
    await own.page.goto(`${web.url}/console/notices`);
    await own.page.getByText("Amber words for Northern School.").waitFor({ timeout });
    expect((await checkAccess(own.page)).faults).toEqual([]);
    await look(own.page, "own-notices");
    await own.page.getByLabel("Your answer").first().selectOption("fixed");
    await own.page.getByRole("button", { name: "Answer" }).first().click();
    await own.page.getByText("Your answer has arrived.").waitFor({ timeout });
    await desk.goto(`${web.url}/desk/notifications/${runId}`);
    await desk.getByText("1 of 1 settled (100%)").waitFor({ timeout });
    await own.page.context().close();
  });

  test("an advisory is published by two persons, read on the portal and in a feed, and mailed to whoever confirmed", async () => {
    const { page } = analyst;
    const { owner, services } = web.world;
    const reader = await openPlain("en-GB");
    await reader.goto(`${web.url}/advisories`);
    await reader.getByText("No advisory is published.").waitFor({ timeout });
    const before = (await fetch(`${web.url}/advisories/atom.xml?lang=en`)).headers.get("etag");
    await reader.getByRole("link", { name: "Get them by mail" }).click();
    await reader.getByLabel("E-mail address").fill("nobody");
    await reader.getByRole("button", { name: "Subscribe" }).click();
    await reader.getByText("Expected an address such as").first().waitFor({ timeout });
    await reader.getByLabel("E-mail address").fill("reader@home.example");
    await reader.getByRole("button", { name: "Subscribe" }).click();
    await reader.getByText("Look at your mail").waitFor({ timeout });
    const [subscriber] = await owner<{ id: string; state: string }[]>`select id, state from advisory_subscribers`;
    expect(subscriber?.state).toBe("asked");
    await reader.goto(subscriberLink(services, "subscribe", subscriber?.id ?? ""));
    await reader.getByRole("button", { name: "Yes, send me the advisories" }).click();
    await reader.getByText("You will get the advisories from now on.").waitFor({ timeout });
    await page.goto(`${web.url}/desk/advisories/new`);
    await page.getByRole("heading", { level: 1, name: "Write an advisory" }).waitFor({ timeout });
    await page.getByLabel("Title (English)").fill("Patch your mail servers");
    await page.getByLabel("Summary (English)").fill("A flaw is exploited now.");
    await page
      .getByLabel("Text (English)")
      .fill("## What to do\n\n- Update **today**\n- Look at https://vendor.example/fix.\n\n<script>alert(1)</script>");
    await page.getByRole("region", { name: "Preview English" }).getByRole("heading", { name: "What to do" }).waitFor();
    expect((await checkAccess(page)).faults).toEqual([]);
    await look(page, "advisory-editor");
    await page.getByRole("button", { name: "Save the draft" }).click();
    await page.waitForURL(/advisories\/[0-9a-f-]{36}$/, { timeout });
    // Nothing of a draft is seen from outside, not by a changed tag either.
    expect((await fetch(`${web.url}/advisories/atom.xml?lang=en`)).headers.get("etag")).toBe(before);
    await page.getByRole("button", { name: "Ask a second person" }).click();
    await page.getByText("waits for a second person").first().waitFor({ timeout });
    await senior.page.goto(page.url());
    await senior.page.getByRole("button", { name: "Approve and let it leave" }).click({ timeout });
    await senior.page.getByRole("dialog").getByRole("button", { name: "Approve and let it leave" }).click();
    await senior.page.getByText("Published editions").waitFor({ timeout });
    const [edition] = await owner<
      { id: string; number: string }[]
    >`select advisory_id as id, number from advisory_editions`;
    await mailAdvisory(system(), { advisoryId: edition?.id ?? "", edition: 1 });
    const [mail] = await owner<{ subject: string; headers: Record<string, string> }[]>`
      select m.subject, x.headers from outgoing_mails m join outgoing_mail_extras x on x.mail_id = m.id where m.to_address = 'reader@home.example'`;
    expect(mail?.subject).toBe(`[${edition?.number}] Patch your mail servers`);
    expect(mail?.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
    await reader.goto(`${web.url}/advisories`);
    await look(reader, "advisories");
    await reader.getByRole("link", { name: "Patch your mail servers" }).click();
    await reader.getByRole("heading", { level: 2, name: "What to do" }).waitFor({ timeout });
    // What was typed as HTML is read as text.
    await reader.getByText("<script>alert(1)</script>").waitFor();
    await look(reader, "advisory");
    const feed = await fetch(`${web.url}/advisories/rss.xml?lang=en`);
    expect(feed.headers.get("content-type")).toContain("application/rss+xml");
    expect(await feed.text()).toContain(`${edition?.number} Patch your mail servers`);
    const tag = (await fetch(`${web.url}/advisories/atom.xml?lang=en`)).headers.get("etag") ?? "";
    expect(tag).not.toBe(before);
    expect((await fetch(`${web.url}/advisories/atom.xml?lang=en`, { headers: { "if-none-match": tag } })).status).toBe(
      304,
    );
    // One click of a mail program, as RFC 8058 has it: no cookie, no origin, no look at the page before.
    const left = await fetch(subscriberLink(services, "unsubscribe", subscriber?.id ?? ""), {
      method: "POST",
      body: "List-Unsubscribe=One-Click",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expect(left.status).toBe(200);
    expect(await owner`select 1 from advisory_subscribers`).toHaveLength(0);
    await reader.context().close();
    expect([...analyst.complaints, ...senior.complaints]).toEqual([]);
  });

  test("a takedown is asked by mail, an answer noted, and the time until it was down measured", async () => {
    const { page } = analyst;
    await page.goto(`${web.url}/desk/takedowns`);
    await page.getByRole("button", { name: "Ask for a takedown" }).click({ timeout });
    await page.getByLabel("What", { exact: true }).fill("https://bank-login.example/verify");
    await page.getByLabel("Their name").fill("Hoster SA");
    await page.getByLabel(/Their address/).fill("abuse@hoster.example");
    await page.getByLabel("Why").fill("It copies the bank's page.");
    await look(page, "takedown-ask");
    await page.getByRole("button", { name: "Send the request" }).click();
    await page.waitForURL(/takedowns\/[0-9a-f-]{36}$/, { timeout });
    await page.getByRole("heading", { level: 1, name: /TD-\d{4}-0001/ }).waitFor({ timeout });
    const [mail] = await web.world.owner<
      { body: string }[]
    >`select body from outgoing_mails where to_address = 'abuse@hoster.example'`;
    expect(mail?.body).toContain("hxxps://bank-login[.]example/verify");
    await page.getByRole("button", { name: "Note", exact: true }).click();
    await page.getByRole("dialog").getByLabel("What", { exact: true }).selectOption("down");
    await page.getByRole("dialog").getByRole("button", { name: "Note", exact: true }).click();
    await page.getByText("until it was down").waitFor({ timeout });
    expect((await checkAccess(page)).faults).toEqual([]);
    await look(page, "takedown");
    await page.goto(`${web.url}/desk/takedowns`);
    await page.getByText("1 of 1 down").waitFor({ timeout });
    await look(page, "takedowns");
    expect(analyst.complaints).toEqual([]);
  });
});
