// At the desk: suggestions with their reasons, evidence from hand to hand and out as a bundle, two cases merged and taken back, one split.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { openCase } from "../../backend/cases/index.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import { addObservable, addPerson, addReport } from "../support/desk-world.ts";
import { type RoomPerson, signInAs } from "../support/room-browser.ts";
import { sealAll } from "../support/seal-all.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

/** Where pictures of the pages go, for somebody who looks at them. */
const pictures = process.env["TOGUNA_PICTURES"];

describe.skipIf(!chromiumPath)("evidence, suggestions and merging at the desk (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let awa: RoomPerson;
  let bat: RoomPerson;
  let first: { id: string; reference: string };
  let second: { id: string; reference: string };
  let lone: { id: string; reference: string };
  const timeout = 180_000;
  const patient = { timeout: 60_000 };

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer();
    browser = await openBrowser();
    const look = { width: 1280, height: 900, language: "en-GB" } as const;
    awa = await signInAs(browser, web, { role: "analyst", organisation: "CERT", name: "Awa Keïta" }, look);
    bat = await signInAs(browser, web, { role: "senior", organisation: "CERT", name: "Bat-Erdene" }, look);
    const { world } = web;
    const cert = awa.organisationId;
    const opener = await addPerson(world, cert, "lead", "Sara");
    const words = "Bonjour, votre colis est bloqué à la douane. Payez les frais en suivant ce lien avant ce soir.";
    const reports = [];
    for (const subject of ["Colis bloqué", "Frais de douane", "Colis en attente", "Colis encore"])
      reports.push(await addReport(world, cert, { subject, description: `${words} ${subject}` }));
    for (const { id } of reports) {
      await addObservable(world, id, { kind: "domain", value: "colis-douane.example" });
      await addObservable(world, id, { kind: "email", value: "frais@courriel.example" });
    }
    const [one, two, three, four] = reports;
    const open = async (ids: string[], title: string) =>
      await openCase(world.context(opener), { reportIds: ids, title });
    first = await open([one?.id ?? "", two?.id ?? ""], "Fake customs fees");
    second = await open([three?.id ?? ""], "Parcel messages");
    lone = four ?? { id: "", reference: "" };
  }, timeout);

  const shoot = async (person: RoomPerson, name: string): Promise<void> => {
    if (!pictures) return;
    for (const width of [1280, 390]) {
      await person.page.setViewportSize({ width, height: 900 });
      await person.page.screenshot({ path: join(pictures, `${name}-${width}.png`), fullPage: true });
    }
    await person.page.setViewportSize({ width: 1280, height: 900 });
  };
  /** The two cases and every row that names one of them, as text; who looked at them when is no part of them. */
  async function rowsOf(ids: string[]): Promise<Record<string, string[]>> {
    const { owner } = web.world;
    const tables = await owner<{ name: string; column: string }[]>`
      select c.relname as name, a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.atttypid = 'uuid'::regtype and c.relname <> 'case_people'
        and (a.attname = 'case_id' or (c.relname = 'cases' and a.attname = 'id')) order by 1`;
    const all: Record<string, string[]> = {};
    for (const { name, column } of tables) {
      const rows = await owner<{ row: string }[]>`
        select t::text as row from ${owner(name)} t where t.${owner(column)} = any (${ids}::uuid[]) order by 1`;
      if (rows.length > 0) all[name] = rows.map(({ row }) => row);
    }
    return all;
  }
  const card = (person: RoomPerson, name: string) => person.page.getByRole("region", { name });

  test("a report is told what it may belong to and why; an ignored value no longer counts; one press joins", {
    timeout,
  }, async () => {
    const { page } = awa;
    await page.goto(`${web.url}/desk/reports/${lone.id}?view=all`);
    const similar = card(awa, "May belong together");
    await similar.getByRole("link", { name: first.reference }).waitFor(patient);
    await similar.getByText("Shares 2 values; the rarest is in 4 reports only").first().waitFor(patient);
    await similar
      .getByText(/Much the same words \(\d+ %\)/)
      .first()
      .waitFor(patient);
    await checkAccess(page);
    await similar.locator("summary").first().click();
    await shoot(awa, "similar");
    await similar.getByRole("button", { name: "Ignore this value" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Reason").fill("A mail house that everybody has");
    await dialog.getByRole("button", { name: "Ignore this value" }).click();
    await similar.getByText("Shares 1 value; the rarest is in 4 reports only").first().waitFor(patient);
    await similar.getByRole("link", { name: "Ignored values" }).click();
    await page.waitForURL(`${web.url}/desk/ignored-values`);
    await page.getByText("A mail house that everybody has").waitFor(patient);
    await checkAccess(page);
    await shoot(awa, "ignored");
    await page.getByRole("button", { name: "Count it again" }).click();
    await page.getByText("No value is ignored.").waitFor(patient);
    await page.goto(`${web.url}/desk/reports/${lone.id}?view=all`);
    const row = similar
      .locator("li", { hasText: first.reference })
      .filter({ has: page.getByRole("button", { name: "Join" }) });
    await row.getByRole("button", { name: "Join", exact: true }).click();
    await page.getByText(`Joined to ${first.reference}.`).waitFor(patient);
    const [joined] = await web.world.owner`select case_id from case_reports where report_id = ${lone.id}`;
    expect(joined).toEqual({ case_id: first.id });
  });

  test("evidence goes into custody with its hashes, from hand to hand by passkey, and out as a bundle that verifies offline", {
    timeout,
  }, async () => {
    await awa.page.goto(`${web.url}/desk/cases/${first.id}`);
    await card(awa, "Evidence").getByRole("button", { name: "Take into custody" }).click(patient);
    const dialog = awa.page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Take into custody" }).click();
    await dialog.locator(".field-error", { hasText: "Choose a file." }).waitFor(patient);
    await dialog.getByLabel("File", { exact: true }).setInputFiles({
      name: "disque paie.dd",
      mimeType: "application/octet-stream",
      buffer: Buffer.alloc(200_000, "disk"),
    });
    await dialog.getByRole("button", { name: "Take into custody" }).click();
    await dialog.getByText("Expected what it is.").last().waitFor(patient);
    await dialog.getByLabel("Name").fill("Disk of the payroll server");
    await dialog.getByLabel("Taken from").fill("M. Traoré, finance");
    await dialog.getByLabel("Kept at").fill("Safe 2");
    await shoot(awa, "take");
    await dialog.getByRole("button", { name: "Take into custody" }).click();
    const link = card(awa, "Evidence").getByRole("link", { name: /TG-E-/ });
    await link.click(patient);
    await awa.page.waitForURL(/\/desk\/evidence\//);
    await awa.page.getByText("The chain is whole").waitFor(patient);
    await checkAccess(awa.page);
    await awa.page.getByRole("button", { name: "Offer to somebody" }).click();
    await dialog.getByLabel("To whom").selectOption({ label: "Bat-Erdene" }, patient);
    await dialog.getByRole("button", { name: "Offer to somebody" }).click();
    await awa.page.getByText("Offered to Bat-Erdene, who has not answered yet").waitFor(patient);

    await bat.page.goto(awa.page.url());
    await bat.page.getByRole("button", { name: "Take over" }).click(patient);
    const theirs = bat.page.getByRole("dialog");
    await theirs.getByLabel("Kept at").fill("Laboratory");
    await theirs.getByRole("button", { name: "Take over" }).click();
    await bat.page.getByText("Bat-Erdene: taken over").waitFor(patient);
    await shoot(bat, "evidence");
    await sealAll(web.world.context({ kind: "system", job: "test" }));
    const [bundle] = await Promise.all([
      bat.page.waitForEvent("download", patient),
      bat.page.getByRole("button", { name: "Export a bundle" }).click(),
    ]);
    await bat.page.getByText("exported as a bundle").waitFor(patient);
    const path = join(mkdtempSync(join(tmpdir(), "toguna-evidence-")), bundle.suggestedFilename());
    await bundle.saveAs(path);
    const verify = () =>
      execFileSync(process.execPath, ["backend/cli.ts", "evidence", "verify", path], { encoding: "utf8" });
    const said = verify();
    expect(said).toContain("data/disque paie.dd is byte for byte what arrived");
    expect(said).toContain("3 acts stand in the signed log");
    // One byte of the disk, somewhere inside.
    const bytes = readFileSync(path);
    bytes[bytes.length - 5000] = (bytes[bytes.length - 5000] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    expect(verify).toThrow(/BAD: data\/disque paie\.dd was changed/);
  });

  test("two cases become one after a preview, and are two again; a third is split off", { timeout }, async () => {
    const { page } = awa;
    const before = await rowsOf([first.id, second.id]);
    await page.goto(`${web.url}/desk/cases/${second.id}/merge?into=${first.reference}`);
    await page.getByRole("button", { name: "See what comes of it" }).click(patient);
    await page.getByText(`${second.reference} closes and points to the other case.`).waitFor(patient);
    await checkAccess(page);
    await shoot(awa, "merge");
    await page.getByLabel("Reason").fill("The same sender");
    await page.getByRole("button", { name: "Merge", exact: true }).click();
    await page.waitForURL(`${web.url}/desk/cases/${first.id}`, patient);
    const merges = card(awa, "Merges and splits");
    await merges.getByRole("link", { name: `${second.reference} was merged into this case` }).waitFor(patient);
    await checkAccess(page);
    await shoot(awa, "case");
    const [pointer] = await web.world.owner`select status, merged_into_id from cases where id = ${second.id}`;
    expect(pointer).toMatchObject({ status: "closed", merged_into_id: first.id });
    await merges.getByRole("button", { name: "Take back" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Reason").fill("Two senders after all");
    await dialog.getByRole("button", { name: "Take back" }).click();
    await merges.getByText(/Taken back .* by Awa Keïta: Two senders after all/).waitFor(patient);
    // Both cases are what they were, bit for bit.
    expect(await rowsOf([first.id, second.id])).toEqual(before);

    await merges.getByRole("link", { name: "Merge or split" }).click();
    await page.waitForURL(`${web.url}/desk/cases/${first.id}/merge`);
    await page.getByRole("button", { name: "Choose one by one: Reports" }).click(patient);
    await page.getByRole("checkbox", { name: /Colis bloqué/ }).uncheck();
    await page.locator("select").selectOption("new");
    await page.getByLabel("Title of the new case").fill("Another matter");
    await page.getByRole("button", { name: "See what comes of it" }).click();
    await page.getByText("Reports: 1", { exact: false }).first().waitFor(patient);
    await page.getByLabel("Reason").fill("They have nothing to do with it");
    await page.getByRole("button", { name: "Split", exact: true }).click();
    await page.getByRole("heading", { name: "Another matter" }).waitFor(patient);
    await card(awa, "Merges and splits")
      .getByRole("link", { name: `Split off from ${first.reference}` })
      .waitFor(patient);
  });
});
