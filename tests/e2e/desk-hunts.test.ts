// A citizen's screenshot is read, a list comes in at the desk, and its hunt tells the report and the constituent that it touches.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../backend/platform/ids/index.ts";
import { withLiveFeeds } from "../../backend/triage/feeds/index.ts";
import { runHunt } from "../../backend/triage/hunt/index.ts";
import { runFeedImport } from "../../backend/triage/index.ts";
import { type Engines, openEngines, shippedRules } from "../../backend/triage/open-engines.ts";
import { readReportPictures } from "../../backend/triage/pictures/index.ts";
import { runTriage } from "../../backend/triage/run-triage.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import { type DeskPerson, signInAtDesk } from "../support/desk-browser.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const screenshot = readFileSync(join(import.meta.dirname, "../integration/triage/pictures/message-fr.png"));
/** Where pictures of the pages go, for somebody who looks at them. */
const pictures = process.env["TOGUNA_PICTURES"];

describe.skipIf(!chromiumPath)("hunts at the desk (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let lead: DeskPerson;
  let engines: Engines;
  let reportId: string;
  const system = () => web.world.context({ kind: "system", job: "triage" });
  const timeout = 120_000;

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer();
    browser = await openBrowser();
    engines = await openEngines(shippedRules, join(web.world.services.config.dataDir, "cache", "yara"));
    const [organisation, constituent] = [newId(), newId()];
    const { owner } = web.world;
    await owner`insert into organisations (id, kind, name) values (${organisation}, 'constituent', 'Douane')`;
    await owner`insert into constituents (id, reference, organisation_id, name, sector)
      values (${constituent}, 'C-1', ${organisation}, 'Douane du fleuve', 'public_administration')`;
    await owner`insert into network_claims (id, constituent_id, kind, value, source, proof)
      values (${newId()}, ${constituent}, 'domain', 'colis-bamako.example', 'letter', 'letter')`;
    lead = await signInAtDesk(
      browser,
      web,
      { role: "lead", name: "Awa Keïta" },
      { width: 1280, height: 900, language: "en-GB" },
    );
  }, timeout);
  afterAll(async () => await engines.close());

  test("what is written in a citizen's screenshot is read, and shown with its values marked", { timeout }, async () => {
    const form = new FormData();
    form.append("description", "J’ai reçu ce message ce matin.");
    form.append("files", new File([screenshot], "capture.png", { type: "image/png" }));
    const answer = await fetch(`${web.url}/api/v1/reports`, { method: "POST", body: form });
    expect(answer.status).toBe(201);
    const { reference } = (await answer.json()) as { reference: string };
    const [report] = await web.world.owner<{ id: string }[]>`select id from reports where reference = ${reference}`;
    reportId = report?.id ?? "";
    await runTriage(system(), engines, reportId);
    await readReportPictures(system(), reportId);
    await runTriage(system(), engines, reportId);
    const { page } = lead;
    await page.goto(`${web.url}/desk/reports/${reportId}?view=all`);
    const card = page.getByRole("region", { name: "Text read from pictures" });
    await card.getByText("Votre colis est bloqué").waitFor();
    await card.locator("mark").filter({ hasText: "hxxps://colis-bamako[.]pay-secure[.]example/suivi" }).waitFor();
    if (pictures) await page.screenshot({ path: join(pictures, "report-picture.png"), fullPage: true });
  });

  test("a list is brought in at the desk, comes into force, and looks through everything stored", {
    timeout,
  }, async () => {
    const { page } = lead;
    await page.getByRole("link", { name: "Hunts" }).click();
    await page.getByText("No hunt so far").waitFor();
    await page.getByRole("button", { name: "Bring in a list" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Bring in" }).click();
    await dialog.getByText("Say under which licence").last().waitFor();
    await dialog.getByLabel("File").setInputFiles({
      name: "Parcel Fraud.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("pay-secure.example\nnot a value at all !\n"),
    });
    expect(await dialog.getByLabel("Short name").inputValue()).toBe("parcel-fraud");
    await dialog.getByLabel("Title").fill("Parcel fraud");
    await dialog.getByLabel("Licence").fill("CC0-1.0");
    await dialog.getByLabel("Author").fill("CERT of a neighbour");
    if (pictures) await page.screenshot({ path: join(pictures, "hunts-import.png") });
    await dialog.getByRole("button", { name: "Bring in" }).click();
    await dialog.waitFor({ state: "detached" });
    const lists = page.getByRole("region", { name: "Indicator lists" });
    await lists.getByText("being read").waitFor();
    const [asked] = await web.world.owner<{ id: string }[]>`select id from indicator_imports`;
    await runFeedImport(system(), asked?.id ?? "");
    await lists.getByText("in force", { exact: true }).waitFor({ timeout: 30_000 });
    await lists.getByText("licence CC0-1.0 · CERT of a neighbour").waitFor();
    await lists.getByText("1 entry refused").waitFor();
    // The next report is compared with it at once.
    await runTriage(system(), await withLiveFeeds(system(), engines), reportId);
    expect(
      await web.world.owner`select 1 from findings where report_id = ${reportId} and rule_id = 'parcel-fraud'`,
    ).not.toHaveLength(0);
  });

  test("its hunt tells the report, the value and the constituent that it touches", { timeout }, async () => {
    const { page } = lead;
    const [hunt] = await web.world.owner<{ id: string }[]>`select id from hunts`;
    await runHunt(system(), hunt?.id ?? "");
    await page.getByRole("link", { name: "Parcel fraud" }).click();
    await page.getByRole("heading", { level: 1, name: "Parcel fraud" }).waitFor();
    await page.getByText("1 of 1 reports").waitFor({ timeout: 30_000 });
    const touched = page.getByRole("region", { name: "Reports touched" });
    await touched.getByText("hxxps://colis-bamako[.]pay-secure[.]example/suivi").waitFor();
    await page.getByRole("region", { name: "Constituents touched" }).getByText("Douane du fleuve").waitFor();
    if (pictures) await page.screenshot({ path: join(pictures, "hunt.png"), fullPage: true });
    expect((await checkAccess(page)).faults).toEqual([]);
    await touched.getByRole("link", { name: /^TG-/ }).click();
    await page.getByText("J’ai reçu ce message ce matin.").first().waitFor();
  });

  test("a value is looked for, refused in words where it is none, and a waiting hunt is cancelled", {
    timeout,
  }, async () => {
    const { page } = lead;
    await page.getByRole("link", { name: "Hunts" }).click();
    await page.getByRole("button", { name: "Start a hunt" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Value").fill("bonjour à tous");
    await dialog.getByRole("button", { name: "Start", exact: true }).click();
    await dialog.getByText("Give an address, a domain").last().waitFor();
    await dialog.getByLabel("Value").fill("hxxp://orange[.]example");
    await dialog.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "hxxp://orange[.]example" }).waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("cancelled", { exact: true }).waitFor();
    await page.getByRole("link", { name: "All hunts" }).click();
    await page.getByRole("link", { name: "Parcel fraud" }).waitFor();
    expect((await checkAccess(page)).faults).toEqual([]);
    if (pictures) await page.screenshot({ path: join(pictures, "hunts.png"), fullPage: true });
    await page.getByRole("button", { name: "Retire Parcel fraud" }).click();
    await dialog.getByLabel("Reason").fill("The campaign is over.");
    await dialog.getByRole("button", { name: "Retire" }).click();
    await page.getByText("Retired: The campaign is over.").waitFor({ timeout: 30_000 });
    expect(lead.complaints).toEqual([]);
  });

  test("the pages fit a telephone in three languages", { timeout }, async () => {
    const [hunt] = await web.world.owner<{ id: string }[]>`select id from hunts where kind = 'list'`;
    for (const language of ["fr", "mn"]) {
      const person = await signInAtDesk(
        browser,
        web,
        { role: "analyst", name: "Bat" },
        { width: 390, height: 844, language, dark: language === "mn" },
      );
      for (const path of ["/desk/hunts", `/desk/hunts/${hunt?.id ?? ""}`, `/desk/reports/${reportId}?view=all`]) {
        await person.page.goto(`${web.url}${path}`);
        await person.page.locator("main .card, main article").first().waitFor();
        const overflow = await person.page.evaluate("document.documentElement.scrollWidth - innerWidth");
        expect([path, language, overflow]).toEqual([path, language, 0]);
        if (pictures) {
          await person.page.waitForTimeout(500);
          const name = `phone-${language}-${path.split("/")[2] ?? ""}-${path.length}.png`;
          await person.page.screenshot({ path: join(pictures, name), fullPage: true });
        }
      }
      await person.context.close();
    }
  });
});
