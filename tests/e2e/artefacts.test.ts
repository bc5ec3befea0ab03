// At the desk: a report's file is looked into and its values come to the case; the case is handed over and its receipt confirmed; old work comes in and goes again.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { bringIn, openCase } from "../../backend/cases/index.ts";
import { signedLink } from "../../backend/coordination/links/signed-link.ts";
import { sendTransfer } from "../../backend/coordination/transfer/send-transfer.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import { addFile, addObservable, addPerson, addReport } from "../support/desk-world.ts";
import { type RoomPerson, signInAs } from "../support/room-browser.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

/** Where pictures of the pages go, for somebody who looks at them. */
const pictures = process.env["TOGUNA_PICTURES"];

describe.skipIf(!chromiumPath)("artefacts, hand-overs and old work at the desk (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let sara: RoomPerson;
  let held: { id: string; reference: string };
  let peer = "";
  const timeout = 180_000;
  const patient = { timeout: 60_000 };

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer();
    browser = await openBrowser();
    const look = { width: 1280, height: 900, language: "en-GB" } as const;
    sara = await signInAs(browser, web, { role: "lead", organisation: "CERT", name: "Sara" }, look);
    const { world } = web;
    const opener = await addPerson(world, sara.organisationId, "analyst", "Awa Keïta");
    const report = await addReport(world, sara.organisationId, { subject: "Invoice with a program in it" });
    const bytes = Buffer.from("MZ a sample that nobody should run");
    await addFile(world, report.id, { name: "facture.exe", mediaType: "application/octet-stream", bytes });
    await addObservable(world, report.id, { kind: "domain", value: "facture.example" });
    held = await openCase(world.context(opener), { reportIds: [report.id], title: "Program in an invoice" });
    await world.owner`update reports set marking = 'green', pap = 'green' where id = ${report.id}`;
    await world.owner`update cases set marking = 'green', pap = 'green' where id = ${held.id}`;
    peer = newId();
    await world.owner`insert into correspondents (id, kind, name, email, added_at)
      values (${peer}, 'peer', 'CERT of the neighbour', 'cert@neighbour.example', now())`;
  }, timeout);

  const shoot = async (name: string, page = sara.page): Promise<void> => {
    if (!pictures) return;
    mkdirSync(pictures, { recursive: true });
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: join(pictures, `${name}-${width}.png`), fullPage: true });
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  };
  const card = (name: string) => sara.page.getByRole("region", { name, exact: true });
  const job = () => web.world.context({ kind: "system", job: "test" });

  test("a report's file is looked into: asked, taken, let out as an archive, its result's values come to the case", {
    timeout,
  }, async () => {
    const { page } = sara;
    await page.goto(`${web.url}/desk/cases/${held.id}`);
    await card("Artefacts").getByRole("button", { name: "Ask for an analysis" }).click(patient);
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Question").fill("What does it fetch?");
    await shoot("ask");
    await dialog.getByRole("button", { name: "Ask for an analysis" }).click();
    const link = card("Artefacts").getByRole("link", { name: /^TG-A-/ });
    await link.click(patient);
    await page.waitForURL(/\/desk\/artefacts\//);
    await page.getByRole("button", { name: "Take it" }).click(patient);
    await page.getByText("in analysis").waitFor(patient);
    await page.getByRole("button", { name: "Fetch the archive" }).click();
    await dialog.getByLabel("Reason").fill("To look at it in the laboratory");
    const [archive] = await Promise.all([
      page.waitForEvent("download", patient),
      dialog.getByRole("button", { name: "Fetch the archive" }).click(),
    ]);
    expect(archive.suggestedFilename()).toMatch(/^[0-9a-f]{16}\.zip$/);
    await page.getByText(/Password of [0-9a-f]{16}\.zip \(told once\)/).waitFor(patient);
    await page.getByRole("button", { name: "Write the result" }).click();
    await dialog.getByLabel("Verdict").selectOption({ label: "malicious" });
    await dialog.getByLabel("What it is").fill("A loader");
    await dialog.getByLabel("Tools").fill("Ghidra 11");
    await dialog.getByLabel("Values found").fill("hxxp://stage[.]example/b.bin\nno value at all !");
    await dialog.getByRole("button", { name: "Write the result" }).click();
    await dialog
      .getByText(/in line 2/)
      .last()
      .waitFor(patient);
    await dialog.getByLabel("Values found").fill("hxxp://stage[.]example/b.bin");
    await shoot("result");
    await dialog.getByRole("button", { name: "Write the result" }).click();
    await page.getByText("A loader").first().waitFor(patient);
    await page.getByText("No sandbox is set up on this installation").waitFor(patient);
    await checkAccess(page);
    await shoot("artefact");
    await page.goto(`${web.url}/desk/artefacts`);
    await page.getByRole("link", { name: /facture\.exe/ }).waitFor(patient);
    await checkAccess(page);
    await shoot("artefacts");
    await page.goto(`${web.url}/desk/cases/${held.id}`);
    await page.getByText(/found in TG-A-/).waitFor(patient);
  });

  test("the case is handed over: fields, the very bytes, and a receipt that the other body confirms by its link", {
    timeout,
  }, async () => {
    const { page } = sara;
    await page.goto(`${web.url}/desk/cases/${held.id}`);
    await card("Handed over").getByRole("button", { name: "Hand over" }).click(patient);
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("To whom").selectOption({ value: peer }, patient);
    await dialog.getByLabel("title", { exact: true }).waitFor(patient);
    expect(await dialog.getByLabel(/names and addresses/).count()).toBe(0);
    await shoot("hand-over");
    await dialog.getByRole("button", { name: "See what leaves" }).click();
    await dialog.getByText("Exactly this leaves").waitFor(patient);
    await dialog.getByText(/"facture\.example"/).waitFor(patient);
    await checkAccess(page);
    await shoot("preview");
    await dialog.getByRole("button", { name: "Hand over now" }).click();
    await card("Handed over").getByText("CERT of the neighbour", { exact: true }).waitFor(patient);
    const [row] = await web.world.owner<{ id: string }[]>`select id from case_transfers where case_id = ${held.id}`;
    await sendTransfer(job(), { transferId: row?.id ?? "" });
    // The other body has no account: the link alone opens the page, and looking confirms nothing.
    const theirs = await browser.newPage();
    await theirs.goto(`${web.url}${new URL(signedLink(web.world.services, "handed", row?.id ?? "")).pathname}`);
    await theirs.locator("input[name=name]").fill("Duty officer");
    await theirs.locator("input[name=reference]").fill("INC-77");
    await checkAccess(theirs);
    await shoot("receipt", theirs);
    await theirs.locator("form button.go").click();
    await theirs.locator("input[name=name]").waitFor({ state: "detached", ...patient });
    await page.goto(`${web.url}/desk/cases/${held.id}`);
    await card("Handed over").getByText("Received by Duty officer").waitFor(patient);
    await card("Handed over").getByText("Their reference: INC-77").waitFor(patient);
    await checkAccess(page);
    await shoot("case");
  });

  test("old tickets are looked at, brought in, found by their old numbers, and taken out again", {
    timeout,
  }, async () => {
    const { page } = sara;
    await page.goto(`${web.url}/desk/old-work`);
    await page.getByLabel("Older system").fill("RTIR", patient);
    await page.getByLabel("File", { exact: true }).setInputFiles({
      name: "Results.tsv",
      mimeType: "text/tab-separated-values",
      buffer: Buffer.from(
        "id\tSubject\tStatus\tCreated\n4711\tOld phishing wave\tresolved\t2019-03-01 10:00\n4712\tBroken\tmaybe\t2019-03-01\n",
      ),
    });
    await page.getByRole("button", { name: "Look at it" }).click();
    await page.waitForURL(/\/desk\/old-work\/.+/, patient);
    await page.getByText("2 tickets, 1 cannot be read").waitFor(patient);
    await page.getByText("state: “maybe”; expected open, new").waitFor(patient);
    await checkAccess(page);
    await shoot("old-preview");
    await page.getByRole("button", { name: "Bring in 1 ticket" }).click();
    await page.getByText("being brought in").waitFor(patient);
    const [row] = await web.world.owner<{ id: string }[]>`select id from old_imports`;
    await bringIn(job(), { importId: row?.id ?? "" });
    await page.getByText("1 case, 0 known already, 1 refused").waitFor(patient);
    await checkAccess(page);
    await shoot("old-done");
    await card("Tickets")
      .getByRole("link", { name: /^TG-C-/ })
      .click();
    await page.waitForURL(/\/desk\/cases\//);
    await card("Old work").getByText("RTIR 4711").waitFor(patient);
    await page.goto(`${web.url}/desk/old-work/${row?.id ?? ""}`);
    await page.getByRole("button", { name: "Take out", exact: true }).click(patient);
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Reason").fill("The wrong file");
    await dialog.getByRole("button", { name: "Take out", exact: true }).click();
    await page.getByText("Taken out by Sara: The wrong file").waitFor(patient);
    expect(await web.world.owner`select 1 from cases where old_import_id is not null`).toHaveLength(0);
  });
});
