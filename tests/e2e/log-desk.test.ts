// The log at the desk in a real browser: an auditor searches, saves proofs and the whole log; an administrator asks for destruction, another agrees; a lead closes an alarm.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkLog, formatVerifierKey, logKey, publishLog, writeAudit } from "../../backend/platform/audit/index.ts";
import { withTransaction } from "../../backend/platform/db/index.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import { watchLog } from "../../backend/reporting/log/watch-log.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import { type DeskPerson, signInAtDesk } from "../support/desk-browser.ts";
import { runToguna } from "../support/run-toguna.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";
import { sealAll } from "../support/seal-all.ts";

const folder = mkdtempSync(join(tmpdir(), "toguna-log-desk-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const look = process.env["TOGUNA_LOOK"];

describe.skipIf(!chromiumPath)("the log at the desk (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let auditor: DeskPerson;
  const caseId = newId();
  const job = () => web.world.context({ kind: "system", job: "log" });
  const seal = async (): Promise<void> => {
    await sealAll(job());
  };
  const open = async (page: Page, query = ""): Promise<void> => {
    await page.goto(`${web.url}/desk/log${query}`);
    await page.locator(".log-cards").waitFor({ timeout: 60_000 });
  };
  const save = async (page: Page, press: () => Promise<void>, name: string): Promise<string> => {
    const [download] = await Promise.all([page.waitForEvent("download", { timeout: 60_000 }), press()]);
    const path = join(folder, name);
    await download.saveAs(path);
    return path;
  };
  const verify = async (...paths: string[]) =>
    await runToguna(["log", "verify", ...paths, "--key", formatVerifierKey(logKey(web.world.services))]);

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer();
    browser = await openBrowser();
    auditor = await signInAtDesk(
      browser,
      web,
      { role: "auditor", name: "Oumou Diarra" },
      { width: 1280, height: 900, language: "en-GB" },
    );
    for (const action of ["case.open", "case.change", "case.note", "case.close"])
      await withTransaction(
        job(),
        async (tx) =>
          await writeAudit(tx, job(), {
            action,
            objectType: "case",
            objectId: caseId,
            detail: { words: "Awa's telephone" },
          }),
      );
    await seal();
    await publishLog(job());
    await checkLog(job(), "whole");
  });

  test("an auditor narrows the log to one case and saves the proof of a row and the whole history, which verify without the server", async () => {
    const { page } = auditor;
    await open(page);
    await page.getByLabel("Kind of object").selectOption("case");
    await page.getByLabel("Identifier of the object", { exact: false }).fill(caseId);
    await page.getByLabel("Identifier of the object", { exact: false }).blur();
    await page.getByRole("button", { name: "Save the whole history" }).waitFor();
    await expect.poll(async () => await page.locator("tbody tr").count(), { timeout: 30_000 }).toBe(4);
    const proof = await save(
      page,
      async () =>
        await page
          .getByRole("link", { name: /^Proof/ })
          .first()
          .click(),
      "row.tlog-proof",
    );
    const history = await save(
      page,
      async () => await page.getByRole("button", { name: "Save the whole history" }).click(),
      "history.jsonl",
    );
    const checked = await verify(proof, history);
    expect(checked).toMatchObject({ code: 0, stderr: "" });
    expect(checked.stdout).toContain("4 rows are the whole history of case");
  });

  test("the whole log leaves confirmed with the passkey, is written down, and verifies", async () => {
    const { page } = auditor;
    await open(page);
    await page.getByRole("button", { name: "Export the log" }).click();
    const file = await save(
      page,
      async () => await page.getByRole("dialog").getByRole("button", { name: "Confirm and save" }).click(),
      "log.jsonl",
    );
    expect(await verify(file)).toMatchObject({ code: 0 });
    const [row] = await web.world.owner<
      { who: string }[]
    >`select actor_id as who from audit_log where action = 'log.export'`;
    expect(row?.who).toBe(auditor.personId);
  });

  test("an auditor changes nothing: no way to destroy or to close an alarm is shown, and the page is open to everybody", async () => {
    const { page } = auditor;
    for (let count = 0; count < 61; count++)
      await withTransaction(job(), async (tx) => {
        const reader = {
          ...job(),
          actor: {
            kind: "person",
            personId: auditor.personId,
            organisationId: newId(),
            roles: ["auditor"],
            sessionId: newId(),
          } as const,
        };
        await writeAudit(tx, reader, { action: "file.read", objectType: "report", objectId: newId() });
      });
    await watchLog(job());
    await open(page);
    await page.getByText("Somebody reads very much").waitFor();
    await page.getByText("61 times within an hour").waitFor();
    expect(await page.getByRole("button", { name: "Close the alarm" }).count()).toBe(0);
    expect(await page.getByRole("button", { name: "Ask for destruction" }).count()).toBe(0);
    expect((await checkAccess(page)).faults).toEqual([]);
    if (!look) return;
    for (const [language, width] of [
      ["en", 1280],
      ["fr", 390],
      ["mn", 1280],
      ["mn", 390],
    ] as const) {
      await page.evaluate((value) => localStorage.setItem("toguna.language", value), language);
      await page.setViewportSize({ width, height: 900 });
      await open(page);
      await page.screenshot({ path: join(look, `log-${language}-${width}.png`), fullPage: true });
    }
    await page.evaluate(() => localStorage.setItem("toguna.language", "en"));
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  test("a lead closes the alarm with a reason; two administrators destroy what a row said, and the guard still finds the log whole", async () => {
    const options = { width: 1280, height: 900, language: "en-GB" } as const;
    const lead = await signInAtDesk(browser, web, { role: "lead", name: "Lead" }, options);
    await open(lead.page);
    // On a rest day the export raised another one, of odd hours.
    const alarm = lead.page.getByRole("listitem").filter({ hasText: "Somebody reads very much" });
    await alarm.getByRole("button", { name: "Close the alarm" }).click();
    await lead.page.getByRole("dialog").getByRole("textbox").fill("An agreed test");
    await lead.page.getByRole("dialog").getByRole("button", { name: "Close the alarm" }).click();
    await lead.page.getByText("Closed by Lead: An agreed test").waitFor();
    await lead.page.close();
    const first = await signInAtDesk(browser, web, { role: "administrator", name: "First" }, options);
    await open(first.page);
    await first.page.getByRole("button", { name: "Ask for destruction" }).click();
    const dialog = first.page.getByRole("dialog");
    await dialog.getByLabel("Kind of object").fill("case");
    await dialog.getByLabel("Identifier of the object", { exact: false }).fill(caseId);
    await dialog.getByLabel("Reason", { exact: false }).fill("The person asked to be forgotten");
    await dialog.getByRole("button", { name: "Ask", exact: true }).click();
    await first.page.getByText("First asked on").waitFor();
    expect(await first.page.getByRole("button", { name: /^Destroy the content/ }).count()).toBe(0);
    await first.page.close();
    const second = await signInAtDesk(browser, web, { role: "administrator", name: "Second" }, options);
    await open(second.page);
    await second.page.getByRole("button", { name: /^Destroy the content of 4 rows/ }).click();
    await second.page
      .getByRole("dialog")
      .getByRole("button", { name: /^Destroy the content/ })
      .click();
    await second.page.getByText("Destroyed with Second’s agreement: 4 rows").waitFor();
    if (look) await second.page.screenshot({ path: join(look, "log-shred.png") });
    await second.page.close();
    const [left] = await web.world.owner<
      { n: number }[]
    >`select count(*)::int as n from audit_log where detail::text like '%telephone%'`;
    expect(left?.n).toBe(0);
    await seal();
    expect(await checkLog(job(), "whole")).toMatchObject({ outcome: "good" });
  });
});
