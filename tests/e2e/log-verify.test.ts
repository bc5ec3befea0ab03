// A reporter fetches the proof of the own report and checks it in the browser: good as it is, not good when changed, and with the line cut.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatVerifierKey, logKey, publishLog } from "../../backend/platform/audit/index.ts";
import { makeNoteKey } from "../../backend/platform/audit/note.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import { runToguna } from "../support/run-toguna.ts";
import { startWebServer, type WebServer } from "../support/web-server.ts";
import { sealAll } from "../support/seal-all.ts";

const folder = mkdtempSync(join(tmpdir(), "toguna-proof-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!chromiumPath)("a receipt's proof (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let page: Page;
  let reference: string;
  const file = join(folder, "first.tlog-proof");

  const job = () => web.world.context({ kind: "system", job: "log" });
  const seal = async (): Promise<void> => {
    await sealAll(job());
  };
  const give = async (...paths: string[]): Promise<string> => {
    await page.locator("#files").setInputFiles(paths);
    await page
      .locator("#results section")
      .nth(paths.length - 1)
      .waitFor();
    return await page.locator("#results").innerText();
  };

  beforeAll(async () => {
    web = await startWebServer();
    browser = await openBrowser();
    const context = await browser.newContext({ locale: "en-GB", acceptDownloads: true });
    page = await context.newPage();
    const answer = await fetch(`${web.url}/api/v1/reports`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ description: "My account is gone", language: "en" }),
    });
    const given = (await answer.json()) as { receipt: string; reference: string };
    reference = given.reference;
    await seal();
    await page.goto(`${web.url}/receipt?lang=en`);
    await page.locator("input[name=digits]").fill(given.receipt);
    await page.locator("main form button").first().click();
    await page.waitForURL("**/receipt/report");
  });

  test("is saved from the report's page, names the report in its record, and an hour later a published one takes its place", async () => {
    const save = async (): Promise<string> => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name: "Save the proof" }).click(),
      ]);
      expect(download.suggestedFilename()).toBe(`${reference}.tlog-proof`);
      await download.saveAs(file);
      return file;
    };
    await save();
    expect(
      await runToguna(["log", "verify", file, "--key", formatVerifierKey(logKey(web.world.services))]),
    ).toMatchObject({
      code: 0,
    });
    const { size } = await publishLog(job());
    await save();
    const checked = await runToguna(["log", "verify", file, "--key", formatVerifierKey(logKey(web.world.services))]);
    expect(checked.stdout).toContain(`in the tree of ${size}`);
    expect(checked.stdout).toContain(`report.receive on report ${reference}`);
  });

  test("is good in the browser, also with the line cut; one changed character, another key or a time that had passed are told", async () => {
    await page.goto(`${web.url}/verify?lang=en`);
    await page.locator("html.has-script").waitFor();
    await page.context().setOffline(true);
    expect(await give(file)).toMatch(/Good: first\.tlog-proof[\s\S]*report\.receive on report/);
    const changed = join(folder, "changed.tlog-proof");
    const text = readFileSync(file, "utf8");
    writeFileSync(
      changed,
      text.replace(/index (\d+)/, (_, at: string) => `index ${Number(at) + 1}`),
    );
    expect(await give(changed)).toMatch(/NOT good: changed\.tlog-proof/);
    expect(await give(changed, file)).toMatch(/NOT good[\s\S]*Good/);
    await page.locator("details summary").click();
    await page.locator("#before").fill("2020-01-01T00:00:00");
    await page.locator("#before").blur();
    await page.getByText("Not in time").first().waitFor();
    await page.locator("#before").fill("");
    await page.locator("#key").fill(formatVerifierKey(makeNoteKey("cert.example/log", Buffer.alloc(32, 3))));
    await page.locator("#policy").fill("quorum none");
    await page.locator("#policy").blur();
    await page.getByText("is not signed by").first().waitFor();
    await page.context().setOffline(false);
  });

  test.each(["fr", "en", "mn"])(
    "the page is open to everybody in %s, and says without script how the command does it",
    async (language) => {
      await page.goto(`${web.url}/verify?lang=${language}`);
      await page.locator("html.has-script").waitFor();
      await page.setViewportSize({ width: 390, height: 844 });
      await give(file);
      if (process.env["TOGUNA_LOOK"])
        await page.screenshot({ path: join(process.env["TOGUNA_LOOK"], `verify-${language}.png`), fullPage: true });
      const { faults } = await checkAccess(page);
      expect(faults).toEqual([]);
      const plain = await browser.newContext({ javaScriptEnabled: false });
      const bare = await plain.newPage();
      await bare.goto(`${web.url}/verify?lang=${language}`);
      expect(await bare.locator("noscript, pre").first().innerText()).toContain("toguna log verify");
      expect(await bare.locator("form").isVisible()).toBe(false);
      await plain.close();
    },
  );
});
