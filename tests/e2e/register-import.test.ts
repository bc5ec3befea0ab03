// The old register in a real browser: a messy spreadsheet is mapped, previewed, imported and undone; a list leaves as a table; a contact answers by the link in its mail.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { mailContactTest } from "../../backend/coordination/ask-contact.ts";
import { makeContext } from "../../backend/platform/context/index.ts";
import { readSheet, sheetResponse } from "../../backend/platform/sheets/index.ts";
import { wordsIn } from "../../backend/platform/words/index.ts";
import { runImportStep } from "../../backend/registry/imports/run-step.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import { type DeskPerson, signInAtDesk } from "../support/desk-browser.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const pictures = process.env["TOGUNA_PICTURES"];

/** What an office kept for years: an XLSX with its own headings, dates as dates, a telephone as a number, a formula, gaps. */
async function messyWorkbook(): Promise<Buffer> {
  const header = [
    "Raison sociale",
    "Secteur d'activité",
    "Région",
    "Site web",
    "Contact",
    "E-mail",
    "Tél.",
    "Depuis",
    "Remarques",
  ];
  const rows: (string | number | null)[][] = [
    [
      "Banque de l'Étoile",
      "Banque",
      "Ségou",
      "https://www.etoile.example/",
      "Awa Keïta",
      "AWA@etoile.example",
      22376123456,
      "2019-03-01T00:00:00Z",
      "=1+1",
    ],
    ["HÔPITAL DU FLEUVE", "Santé", "segou", "fleuve.example", null, "info@fleuve.example", null, null, null],
    ["Société des Eaux du Nrd", "Eau", null, null, null, null, null, null, null],
    ["Sans secteur", null, null, null, null, "pas une adresse", null, null, null],
  ];
  const columns = header.map((text, at) => ({
    key: text,
    type: at === 7 ? ("instant" as const) : ("text" as const),
    title: { text },
    value: (row: (string | number | null)[]) => row[at] ?? null,
  }));
  const response = sheetResponse({
    format: "xlsx",
    fileName: "old",
    title: "Registre 2019",
    columns,
    rows,
    words: wordsIn("fr"),
    zone: "UTC",
  });
  return Buffer.from(await response.arrayBuffer());
}

describe.skipIf(!chromiumPath)("the old register comes in (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let senior: DeskPerson;
  const system = () => makeContext(web.world.services, { kind: "system", job: "test" }, "test");

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer();
    browser = await openBrowser();
    const { owner } = web.world;
    await owner`insert into areas (id, parent_id, level, names) values ('xx', null, 'country', '{"fr":"Pays","en":"Country"}'), ('xx-s', 'xx', 'region', '{"fr":"Ségou","en":"Segou"}')`;
    senior = await signInAtDesk(
      browser,
      web,
      { role: "senior", name: "Awa Keïta" },
      { width: 1280, height: 900, language: "en-GB" },
    );
  });

  async function look(name: string): Promise<void> {
    if (pictures) await senior.page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  }

  /** The worker of this test. */
  async function work(): Promise<void> {
    for (;;) {
      const [open] = await web.world.owner<
        { id: string }[]
      >`select id from register_imports where state in ('running', 'undoing')`;
      if (!open) return;
      await runImportStep(system(), { importId: open.id });
    }
  }

  test("a messy spreadsheet is previewed in words, a duplicate decided, imported, and undone", async () => {
    const { page } = senior;
    const { owner } = web.world;
    const [organisation] = await owner<
      { id: string }[]
    >`insert into organisations (id, kind, name) values (gen_random_uuid(), 'constituent', 'Eaux') returning id`;
    await owner`insert into constituents (id, reference, organisation_id, name, sector) values (gen_random_uuid(), 'C-0000EAUX', ${organisation?.id ?? ""}, 'Société des Eaux du Nord', 'water')`;
    const before = await owner`select id, name, sector, version from constituents order by id`;
    await page.goto(`${web.url}/desk/directory/imports`);
    await page.getByRole("heading", { level: 1, name: "Import the old register" }).waitFor({ timeout: 30_000 });
    expect((await checkAccess(page)).faults).toEqual([]);
    await look("imports");
    await page.getByRole("button", { name: "Choose a file" }).setInputFiles({
      name: "registre 2019.xlsx",
      mimeType: "application/octet-stream",
      buffer: await messyWorkbook(),
    });
    await page.waitForURL("**/directory/imports/*", { timeout: 30_000 });
    await page.getByRole("heading", { level: 1, name: "registre 2019.xlsx" }).waitFor({ timeout: 30_000 });
    expect(await page.getByLabel("Raison sociale brings").inputValue()).toBe("name");
    expect(await page.getByLabel("Remarques brings").inputValue()).toBe("");
    const line = (at: number) => page.locator(`[data-line="${at}"]`);
    await line(2).getByText("new", { exact: true }).waitFor({ timeout: 30_000 });
    await line(2).getByText("Domain: etoile.example").waitFor();
    await line(5).getByText("“pas une adresse” is no address such as name@example.org.").waitFor();
    await line(5).getByText("A new entry needs a sector").waitFor();
    await line(4).getByText("Perhaps Société des Eaux du Nord (C-0000EAUX): the same name or nearly").waitFor();
    expect((await checkAccess(page)).faults).toEqual([]);
    await look("import-preview");
    await line(4).getByRole("button", { name: "It is Société des Eaux du Nord" }).click();
    await line(4).getByText("decided: the same").waitFor({ timeout: 30_000 });
    await page.getByRole("button", { name: "Import 2 rows" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Import 2 rows" }).click();
    await page.getByText("running", { exact: true }).waitFor({ timeout: 30_000 });
    await work();
    await page.getByRole("button", { name: "Undo this import" }).waitFor({ timeout: 30_000 });
    await line(2).getByText("created", { exact: true }).waitFor({ timeout: 30_000 });
    await line(5).getByText("left out", { exact: true }).waitFor();
    await look("import-done");
    expect(await owner`select name, email, phone from contacts order by email`).toEqual([
      { name: "Awa Keïta", email: "awa@etoile.example", phone: "22376123456" },
      { name: "info@fleuve.example", email: "info@fleuve.example", phone: null },
    ]);
    await page.getByRole("button", { name: "Undo this import" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Undo this import" }).click();
    await page.getByText("being undone", { exact: true }).first().waitFor({ timeout: 30_000 });
    await work();
    await line(2).getByText("removed", { exact: true }).waitFor({ timeout: 30_000 });
    await look("import-undone");
    expect(await owner`select id, name, sector, version from constituents order by id`).toEqual(before);
    expect(await owner`select 1 from contacts`).toHaveLength(0);
    expect(senior.complaints).toEqual([]);
  });

  test("the register's list is saved as a table by its Export menu", async () => {
    const { page } = senior;
    await page.goto(`${web.url}/desk/directory`);
    await page.getByRole("button", { name: "Export" }).waitFor({ timeout: 30_000 });
    const [download] = await Promise.all([
      page.waitForEvent("download", { timeout: 30_000 }),
      (async () => {
        await page.getByRole("button", { name: "Export" }).click();
        await page.getByRole("menuitem", { name: "XLSX (Excel)" }).click();
      })(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^constituents-.*\.xlsx$/);
    const read = await readSheet(readFileSync(await download.path()));
    expect(read.header.slice(0, 2)).toEqual(["Reference", "Name"]);
    expect(read.rows.map(({ cells }) => cells[1])).toEqual(["Société des Eaux du Nord"]);
  });

  test("a contact answers by the link in its mail without a script, and the desk takes the correction over", async () => {
    const { page } = senior;
    const { owner } = web.world;
    const [bank] = await owner<{ id: string }[]>`select id from constituents limit 1`;
    await owner`insert into contacts (id, constituent_id, name, role, email, phone, languages, created_at)
      values (gen_random_uuid(), ${bank?.id ?? ""}, 'Moussa Traoré', 'security', 'moussa@eaux.example', '20 00 00 00', '{en}', now() - interval '2 years')`;
    await owner`insert into contact_bounces (contact_id, email, since, said) select id, email, now(), '550 no such user' from contacts`;
    await page.goto(`${web.url}/desk/directory/quality`);
    await page.getByText("a mail came back").waitFor({ timeout: 30_000 });
    await page.getByRole("button", { name: "Ask now" }).click();
    await page.getByText("The question is on its way.").waitFor({ timeout: 30_000 });
    const [event] = await owner<
      { payload: never }[]
    >`select payload::jsonb as payload from graphile_worker._private_jobs where payload::jsonb @> '{"type":"contact.asked"}'`;
    await mailContactTest(system(), event?.payload as never);
    const [mail] = await owner<
      { subject: string; body: string }[]
    >`select subject, body from outgoing_mails where to_address = 'moussa@eaux.example'`;
    expect(mail?.subject).toBe("Are you still the contact of Société des Eaux du Nord?");
    const path = /\/contact\/[\w-]+/.exec(mail?.body ?? "")?.[0] ?? "";
    const context = await browser.newContext({
      javaScriptEnabled: false,
      locale: "en-GB",
      viewport: { width: 390, height: 800 },
    });
    const contact = await context.newPage();
    await contact.goto(`${web.url}${path}`);
    await contact.getByRole("heading", { level: 1, name: "Are you still the contact?" }).waitFor({ timeout: 30_000 });
    await contact.getByText("20 00 00 00").waitFor();
    if (pictures) await contact.screenshot({ path: join(pictures, "contact-link.png"), fullPage: true });
    expect(await owner`select 1 from contact_tests where answered_at is not null`).toHaveLength(0);
    await contact.getByRole("button", { name: "Answer" }).click();
    await contact.getByText("Choose one of the three answers.").first().waitFor({ timeout: 30_000 });
    await contact.getByLabel("Something has to be corrected").check();
    await contact.getByLabel("Telephone").fill("76 11 22 33");
    await contact.getByRole("button", { name: "Answer" }).click();
    await contact.getByText("Your answer has arrived.").waitFor({ timeout: 30_000 });
    await context.close();
    await page.goto(`${web.url}/desk/directory/quality`);
    await page.getByText("Telephone: 20 00 00 00 → 76 11 22 33").waitFor({ timeout: 30_000 });
    await page.getByText("100%").first().waitFor();
    expect((await checkAccess(page)).faults).toEqual([]);
    await look("quality");
    await page.getByRole("button", { name: "Take over" }).click();
    await page.getByText("No answer waits.").waitFor({ timeout: 30_000 });
    expect(await owner`select phone from contacts`).toEqual([{ phone: "76 11 22 33" }]);
  });
});
