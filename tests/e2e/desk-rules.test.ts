// A rule's life in a real browser over the whole installation: written, tried, back-tested, published by a second person, seen to fire, explained, judged.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import { openPerson, type Person } from "../support/identity-server.ts";
import { eventually, type RunningServer, startServer } from "../support/server.ts";
import { buildFrontend } from "../support/web-server.ts";

const timeout = 120_000;
const pictures = process.env["TOGUNA_PICTURES"];
async function picture(page: Page, name: string): Promise<void> {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `rules-${name}.png`), fullPage: true });
}

const event = {
  Channel: "Microsoft-Windows-Sysmon/Operational",
  EventID: 1,
  Computer: "COMPTA-3",
  Image: "C:\\Users\\Public\\kora.exe",
  CommandLine: "kora.exe --vider-caisse /silencieux",
  User: "COMPTA\\awa",
};
const harmless = { ...event, Image: "C:\\Windows\\notepad.exe", CommandLine: "notepad.exe notes.txt" };
const source = `title: Till emptied by the kora tool
id: 5f0d2a54-6a0e-4a8e-9a53-2a1f6d0c7b11
status: experimental
description: The tool empties the till of a shop without a window. Take the machine off the network.
author: CERT
license: DRL-1.1
date: 2026-11-22
logsource:
  product: windows
  category: process_creation
detection:
  selection:
    Image|endswith: '\\kora.exe'
    CommandLine|contains: '--vider-caisse'
  filter_test:
    User: TEST
  condition: selection and not filter_test
level: high
`;
const title = "Till emptied by the kora tool";

describe.skipIf(!chromiumPath)("rules at the desk", () => {
  let server: RunningServer;
  let browser: Browser;
  let administrator: Person;
  let analyst: Person;
  let rulePath = "";
  let trialPath = "";
  let findingPath = "";

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    buildFrontend("frontend/portal/vite.config.ts");
    server = await startServer();
    browser = await openBrowser();
    administrator = await openPerson(browser);
    const { page } = administrator;
    await page.goto((await eventually(() => server.setupLink())) ?? "");
    await page.getByLabel("Your name").fill("Awa Keïta");
    await page.getByLabel("Your e-mail address").fill("awa@cert.example");
    await page.getByRole("button", { name: "Create my passkey" }).click();
    await page.locator(".navigation").waitFor({ state: "attached" });
    analyst = await invite("Bat-Erdene", "analyst");
    for (const { page: one } of [administrator, analyst]) one.setDefaultTimeout(45_000);
  }, timeout);
  afterAll(async () => await server?.stop());

  async function invite(name: string, role: string): Promise<Person> {
    const { page } = administrator;
    const email = `${name.toLowerCase()}@cert.example`;
    await page.goto(`${server.url}/desk/people`);
    await page.getByRole("button", { name: "Invite a person" }).click();
    await page.getByLabel("E-mail address").fill(email);
    await page.getByRole("dialog").getByLabel("Name").fill(name);
    await page.getByLabel("Role").selectOption(role);
    await page.getByRole("button", { name: "Make the invitation link" }).click();
    const link = await page.getByLabel("Link to hand over").inputValue();
    const invited = await openPerson(browser);
    invited.page.setDefaultTimeout(45_000);
    await invited.page.goto(link);
    await invited.page.getByLabel("Your e-mail address").fill(email);
    await invited.page.getByRole("button", { name: "Create my passkey" }).click();
    await invited.page.locator(".navigation").waitFor({ state: "attached" });
    return invited;
  }

  async function backTest(page: Page): Promise<void> {
    await page.getByRole("button", { name: "Back-test" }).click();
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.waitForURL(/\/rules\/trials\//);
    await page.getByRole("heading", { name: "Done" }).waitFor();
  }

  async function sendReport(description: string): Promise<string> {
    const form = new FormData();
    form.append("description", description);
    form.append("files", new File([`${JSON.stringify(harmless)}\n${JSON.stringify(event)}\n`], "journal.json"));
    const answer = await fetch(`${server.url}/api/v1/reports`, { method: "POST", body: form });
    expect(answer.status).toBe(201);
    return ((await answer.json()) as { reference: string }).reference;
  }

  test("what ships stands in the list with its state, record and cost", { timeout }, async () => {
    const { page } = analyst;
    await page.goto(`${server.url}/desk/rules`);
    await page.locator(".rules-table tbody tr").first().waitFor();
    expect(await page.locator(".rules-table tbody tr").count()).toBeGreaterThan(50);
    await page.getByLabel("Find").fill("block an account");
    await page.locator(".rules-table tbody tr").filter({ hasText: "block an account" }).first().waitFor();
    await picture(page, "list-en-1280");
  });

  test("the editor says what is wrong with line and column as one types, tells the rule in words, and tries it on a sample", {
    timeout,
  }, async () => {
    await sendReport("Notre caisse est vide depuis ce matin, voici le journal du poste.");
    const { page } = analyst;
    await page.goto(`${server.url}/desk/rules/new?kind=sigma`);
    const text = page.getByLabel("The rule’s text");
    await text.fill(source.replace("CommandLine|contains", "CommandLine|holds"));
    await page.getByRole("button", { name: "Line 14, column 5" }).waitFor();
    await page.locator(".problems").getByText("holds").waitFor();
    await picture(page, "editor-problem-en-1280");
    await text.fill(source);
    await page.getByText("The rule can be read.").waitFor();
    await page.getByText("CommandLine contains:").waitFor();
    await page.getByRole("button", { name: "Add: must fire" }).click();
    await page.getByLabel("Content").last().fill(JSON.stringify(event));
    await page.getByRole("button", { name: "Try", exact: true }).click();
    await page.getByText("Fires", { exact: true }).waitFor();
    const shown = page.locator(".fired .evidence mark");
    await expect.poll(async () => await shown.allInnerTexts()).toEqual(["\\\\kora.exe", "--vider-caisse"]);
    await page.getByText("selection and not filter_test", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Add: must not" }).click();
    await page.getByLabel("Content").last().fill(JSON.stringify(harmless));
    await picture(page, "editor-en-1280");
    await page.getByRole("button", { name: "Save the draft" }).click();
    await page.waitForURL(/\/rules\/[0-9a-f-]{36}\/edit$/);
    await page.getByText("Saved", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Put to the test" }).click();
    await page.waitForURL(/\/rules\/[0-9a-f-]{36}$/);
    rulePath = new URL(page.url()).pathname;
    await page.locator('.gates li[data-state="passed"]').filter({ hasText: "Samples" }).waitFor();
  });

  test("YARA is checked in a worker that alone may run WebAssembly, and a page may not", { timeout }, async () => {
    const { page } = await openAnother();
    await page.goto(`${server.url}/desk/rules/new?kind=yara`);
    const text = page.getByLabel("The rule’s text");
    await text.fill('rule a {\n  strings:\n    $a = "x"\n  condition:\n    $a andd true\n}\n');
    await page.getByRole("button", { name: /^Line 5, column \d+$/ }).waitFor({ timeout: 90_000 });
    await text.fill('rule a {\n  strings:\n    $a = "secret" nocase\n  condition:\n    $a and filesize < 1KB\n}\n');
    await page.getByText("The rule can be read.").waitFor();
    await page.getByRole("button", { name: "Add: must fire" }).click();
    await page.getByLabel("File name").fill("page.html");
    await page.getByLabel("Content").fill("Entrez votre CODE SECRET ici");
    await page.getByRole("button", { name: "Try", exact: true }).click();
    await page.getByText("Fires", { exact: true }).waitFor();
    await expect.poll(async () => (await page.locator(".hex-text mark").allInnerTexts()).join("")).toBe("SECRET");
    await picture(page, "editor-yara-en-1280");
    // A rule that would run for hours is ended, and the next one is read as if nothing had been.
    await text.fill("rule b {\n  condition:\n    for all i in (0..100000000000) : (uint8(i % filesize) >= 0)\n}\n");
    await page.getByText("The rule can be read.").waitFor();
    await page.getByRole("button", { name: "Try", exact: true }).click();
    await page.getByText("The rule took too long; the trial was ended.").waitFor();
    await text.fill("rule c {\n  condition:\n    tru\n}\n");
    await page.getByRole("button", { name: /^Line 3, column \d+$/ }).waitFor();
    const isAllowed = await page.evaluate(() => {
      try {
        return Boolean(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])));
      } catch {
        return false;
      }
    });
    expect(isAllowed).toBe(false);
    const policyOf = async (path: string) =>
      (await fetch(server.url + path)).headers.get("content-security-policy") ?? "";
    const scripts = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
    const worker = scripts.find((name) => name.includes("/rule-worker-"));
    expect(await policyOf(new URL(worker ?? "").pathname)).toContain("'wasm-unsafe-eval'");
    expect(await policyOf("/desk/rules/new")).not.toContain("wasm-unsafe-eval");
    expect((await fetch(`${server.url}/desk/assets/rule-worker-gone.js`)).status).toBe(404);
    await page.context().close();
  });

  test("a back-test over what is stored shows what would have fired", { timeout }, async () => {
    const { page } = analyst;
    await page.goto(server.url + rulePath);
    await page.getByText("Start the back-test: what would have fired?").waitFor();
    await backTest(page);
    trialPath = new URL(page.url()).pathname;
    await page.getByText("1 hit in 1 report", { exact: false }).waitFor();
    await page.locator(".entry").filter({ hasText: title }).getByText("new", { exact: true }).waitFor();
    expect(await page.locator(".entry").count()).toBe(1);
    await picture(page, "trial-en-1280");
  });

  test("who wrote it asks, and cannot approve; a second person does, with the passkey", { timeout }, async () => {
    const { page } = analyst;
    await page.goto(server.url + rulePath);
    await page.getByRole("button", { name: "Ask for publication" }).click();
    await page.getByRole("dialog").getByLabel("Reason").fill("Seen at two shops; the back-test found nothing else.");
    await page.getByRole("dialog").getByRole("button", { name: "Ask for publication" }).click();
    await page.getByText("Waits for a second person to approve.").waitFor();
    expect(await page.getByRole("button", { name: "Approve" }).count()).toBe(0);
    await picture(page, "waiting-en-1280");

    const second = administrator.page;
    await second.goto(`${server.url}/desk/rules?show=waiting`);
    await second.getByRole("link", { name: title }).click();
    await second.waitForURL(server.url + rulePath);
    await second.getByRole("button", { name: "Approve" }).click();
    await second.getByRole("dialog").getByRole("button", { name: "Approve" }).click();
    await second.getByText("This version is in force.").waitFor();
    await second.getByText("approved by Awa Keïta", { exact: false }).waitFor();
    await picture(second, "in-force-en-1280");
  });

  test("it fires on the next report; the finding opens to why, where and how the rule did, and is judged by a key", {
    timeout,
  }, async () => {
    const reference = await sendReport("Encore une caisse vidée.");
    const { page } = analyst;
    const finding = page.getByRole("link", { name: `${title}: open the explanation` });
    // What came in is found by its number; triage may still be at work.
    await expect
      .poll(
        async () => {
          await page.goto(`${server.url}/desk/reports?view=all&text=${reference}`);
          await page.locator(".queue-row").filter({ hasText: "Encore une caisse" }).first().click();
          await page.locator("#report-title").waitFor();
          return await finding.waitFor({ timeout: 3_000 }).then(
            () => true,
            () => false,
          );
        },
        { timeout: 90_000 },
      )
      .toBe(true);
    await finding.click();
    await page.waitForURL(/\/findings\//);
    findingPath = new URL(page.url()).pathname;
    await page.getByText("selection and not filter_test", { exact: true }).waitFor();
    expect(await page.locator(".evidence mark").allInnerTexts()).toEqual(["\\\\kora.exe", "--vider-caisse"]);
    await page.getByText("the one of this finding", { exact: false }).waitFor();
    await page.getByText("asked by Bat-Erdene, approved by Awa Keïta", { exact: false }).waitFor();
    await page.keyboard.press("b");
    await page.getByRole("dialog").getByRole("textbox").fill("The shop's own stocktaking.");
    await page
      .getByRole("dialog")
      .getByRole("button")
      .filter({ hasText: /benign/i })
      .click();
    await page.getByText("The shop's own stocktaking.", { exact: false }).first().waitFor();
    await page.locator("body").press("t");
    await page.getByText("1.00 (n = 1)").waitFor();
    await picture(page, "finding-en-1280");
    const json = await page.evaluate(
      async (path) =>
        (await (await fetch(`/api/v1${path}/explanation?language=en`)).json()) as { truePart: string; said: string[] },
      findingPath.replace("/desk", ""),
    );
    expect(json.truePart).toBe("selection and not filter_test");
    expect(json.said).toContain("✓ “selection” asks for:");
  });

  test("a pack comes in with a preview, a result an item, and its licence; the allow-list takes a reason and an end", {
    timeout,
  }, async () => {
    const { page } = analyst;
    await page.goto(`${server.url}/desk/rules/packs`);
    const other = source.replace(/5f0d2a54/, "6f0d2a54").replace(title, "Till emptied, second way");
    await page.locator("input[type=file]").setInputFiles([
      { name: "second.yml", mimeType: "text/yaml", buffer: Buffer.from(other) },
      {
        name: "broken.yml",
        mimeType: "text/yaml",
        buffer: Buffer.from(other.replace("condition: selection", "condition: selektion")),
      },
    ]);
    await page.getByRole("button", { name: "See what it holds" }).click();
    await page.waitForURL(/\/rules\/imports\//);
    await page.locator(".import-items .tag").filter({ hasText: "new" }).waitFor();
    await page.locator(".import-items .tag").filter({ hasText: "refused" }).waitFor();
    await page.getByLabel("Name of the pack").fill("Shops");
    await page.getByLabel("Licence").fill("DRL-1.1");
    await picture(page, "import-en-1280");
    await page.getByRole("button", { name: "Take 1 rule into test" }).click();
    await page.waitForURL(/\/rules\/packs\/[0-9a-f-]{36}$/);
    await page.getByRole("link", { name: "Till emptied, second way" }).waitFor();
    await picture(page, "pack-en-1280");

    await page.goto(`${server.url}/desk/rules/allow-list`);
    await page.getByRole("button", { name: "Add an entry" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Value", { exact: true }).fill("sauvegarde.example");
    await dialog.getByLabel("Reason").fill("Our own backup host.");
    await dialog.getByRole("button", { name: "Add an entry" }).click();
    await page.getByText("The value sauvegarde.example").waitFor();
    await page.getByText("Owner: Bat-Erdene", { exact: false }).waitFor();
    expect(await page.locator(".allow-entries .entry").count()).toBe(1);
    await picture(page, "allow-list-en-1280");
  });

  test("a new version is read against the one before", { timeout }, async () => {
    const { page } = analyst;
    await page.goto(server.url + rulePath);
    await page.getByRole("button", { name: "Write a new version" }).click();
    await page.waitForURL(/\/edit$/);
    await page.getByLabel("The rule’s text").fill(source.replace("level: high", "level: critical"));
    await page.getByLabel("What changes").fill("Three shops by now.");
    await page.getByText("The rule can be read.").waitFor();
    await page.getByRole("button", { name: "Put to the test" }).click();
    await page.waitForURL(server.url + rulePath);
    await page.getByRole("button", { name: "Changes" }).click();
    await expect
      .poll(async () => await page.locator(".diff-line:not([data-sign=' '])").allInnerTexts(), { timeout: 45_000 })
      .toEqual([
        expect.stringContaining("…"),
        expect.stringContaining("level: high"),
        expect.stringContaining("level: critical"),
      ]);
    await picture(page, "changes-en-1280");
  });

  test("the on-call publishes alone with a reason and the passkey, a second person countersigns; in quarantine it says why", {
    timeout,
  }, async () => {
    const onCall = await invite("Nomin", "on_call");
    const night = onCall.page;
    await night.goto(server.url + rulePath);
    await backTest(night);
    await night.goto(server.url + rulePath);
    await night.getByRole("button", { name: "Publish alone for 24 h" }).click();
    await night.getByRole("dialog").getByLabel("Reason").fill("A fourth shop is being emptied now.");
    await night.getByRole("dialog").getByRole("button", { name: "Publish alone for 24 h" }).click();
    await night.getByText("In force by the on-call alone: waits for a countersignature.").waitFor();
    await picture(night, "alone-en-1280");
    const second = administrator.page;
    await second.goto(server.url + rulePath);
    await second.getByText("In force by the on-call alone: countersign, or let it end.").waitFor();
    await second.getByRole("button", { name: "Approve" }).click();
    await second.getByRole("dialog").getByRole("button", { name: "Approve" }).click();
    await second.getByText("This version is in force.").waitFor();
    await onCall.context.close();
    const { page } = analyst;
    await page.goto(server.url + rulePath);
    await page.getByRole("button", { name: "Quarantine" }).click();
    await page.getByRole("dialog").getByLabel("Reason").fill("Fires on the supplier's updates.");
    await page.getByRole("dialog").getByRole("button", { name: "Quarantine" }).click();
    await page.locator(".notice").getByText("Fires on the supplier's updates.", { exact: false }).waitFor();
    expect(await page.locator(".tags").innerText()).toContain("Quarantined");
  });

  const looks = [
    { language: "fr", width: 390, scheme: "light" },
    { language: "mn", width: 1280, scheme: "dark" },
    { language: "en", width: 900, scheme: "light" },
  ] as const;
  test.each(looks)(
    "in $language at $width px every page passes axe, is no wider than the window, and has its words",
    { timeout },
    async (look) => {
      const { page } = analyst;
      await page.setViewportSize({ width: look.width, height: look.width < 900 ? 844 : 900 });
      await page.emulateMedia({ colorScheme: look.scheme });
      await page.evaluate((language) => localStorage.setItem("toguna.language", language), look.language);
      const wrong: string[] = [];
      const pages = [
        ["list", "/desk/rules?q=account", ".rules-table"],
        ["rule", rulePath, ".rule-words"],
        ["new", "/desk/rules/new?kind=sigma", ".problems li, .problems .fine"],
        ["trial", trialPath, ".entry"],
        ["finding", findingPath, ".evidence mark"],
        ["packs", "/desk/rules/packs", ".card"],
        ["allow-list", "/desk/rules/allow-list", ".entry"],
      ] as const;
      for (const [name, path, ready] of pages) {
        await page.goto(server.url + path);
        await page.locator(ready).first().waitFor();
        const label = `${name}-${look.language}-${look.width}`;
        await picture(page, label);
        const { faults } = await checkAccess(page);
        wrong.push(...faults.map((fault) => `${label} ${fault}`));
        const excess = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        if (excess > 0) wrong.push(`${label} sticks out by ${excess} px`);
        const keys = (await page.locator("body").innerText()).match(
          /\b(desk|common|rules|rulelife)\.[a-z_]+(\.[a-z_]+)+\b/g,
        );
        if (keys) wrong.push(`${label} has no words for ${keys.join(", ")}`);
      }
      expect(wrong).toEqual([]);
    },
  );

  test("nothing was refused by the content security policy and no script failed", () => {
    expect([...analyst.complaints, ...administrator.complaints]).toEqual([]);
  });

  /** A second window of the analyst, so that what one writes does not wait for the other. */
  async function openAnother(): Promise<{ page: Page }> {
    const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1280, height: 900 } });
    await context.addCookies(await analyst.context.cookies());
    const page = await context.newPage();
    page.setDefaultTimeout(45_000);
    page.on("console", (message) => {
      if (message.type() === "error" && !message.text().includes("WebAssembly"))
        analyst.complaints.push(message.text());
    });
    return { page };
  }
});
