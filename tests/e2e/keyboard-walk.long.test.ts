// The longer jobs of the desk by the keyboard alone: a rule written, tested and approved by a second person, and a case closed with its cause and review.
import type { Browser, Locator } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { openCase } from "../../backend/cases/index.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import { runSamples } from "../../backend/triage/rules/run-samples.ts";
import { runTrial } from "../../backend/triage/rules/run-trial.ts";
import { chromiumPath } from "../support/browser.ts";
import { addReport } from "../support/desk-world.ts";
import { launchBrowser } from "../support/identity-server.ts";
import { type RoomPerson, signInAs } from "../support/room-browser.ts";
import { type KeyWalk, walkByKeys } from "../support/walk-by-keys.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const wait = { timeout: 45_000 };

describe.skipIf(!chromiumPath)("by the keyboard alone, longer (install chromium to run these)", () => {
  let web: WebServer;
  let browser: Browser;
  let lead: RoomPerson;
  let senior: RoomPerson;
  let keys: KeyWalk;
  let second: KeyWalk;
  let certId: string;

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer({ COUNTRY: "ml" });
    browser = await launchBrowser();
    lead = await signInAs(browser, web, { role: "lead", organisation: "CERT", name: "Awa Keïta" });
    senior = await signInAs(browser, web, { role: "senior", organisation: "CERT", name: "Rokia" });
    const [cert] = await web.world.owner<{ id: string }[]>`select id from organisations where kind = 'cert'`;
    certId = cert?.id ?? "";
    await addReport(web.world, certId, { subject: "A shop's till is empty" });
    [keys, second] = [walkByKeys(lead.page), walkByKeys(senior.page)];
  }, 240_000);

  const button = (person: RoomPerson, name: string | RegExp): Locator =>
    person.page.locator("main").getByRole("button", { name, ...(typeof name === "string" ? { exact: true } : {}) });
  const inDialog = (person: RoomPerson): Locator => person.page.getByRole("dialog");
  const send = async (person: RoomPerson, walk: KeyWalk): Promise<void> => {
    await walk.use(inDialog(person).locator("button[type=submit]"));
    await expect
      .poll(async () => (await inDialog(person).allInnerTexts()).join("\n"), { timeout: 45_000, interval: 200 })
      .toBe("");
    await walk.stand();
  };
  /** Of the focus on the way, and of scripts. */
  const faults = (): string[] => [...keys.faults, ...second.faults, ...lead.complaints, ...senior.complaints];

  test("a rule is written, put to the test, tried over what is stored, asked for, and approved by a second person", async () => {
    const { page } = lead;
    await page.goto(`${web.url}/desk/rules/new?kind=sigma`);
    const text = page.getByLabel("The rule’s text");
    await text.waitFor(wait);
    await keys.skip();
    await keys.tabTo(text);
    await keys.press("Control+a");
    // As from the clipboard: the editor would indent what is typed line by line.
    await page.keyboard.insertText(ruleText);
    await page.getByText("The rule can be read.").waitFor(wait);
    // In a text of many lines Tab indents; the way out is said beside it.
    await keys.press("Escape");
    for (const [index, name, sample] of [
      [0, "Add: must fire", { Image: "C:\\Users\\Public\\kora.exe", CommandLine: "--vider" }],
      [1, "Add: must not", { Image: "C:\\notepad.exe", CommandLine: "notes" }],
    ] as const) {
      await keys.use(button(lead, name));
      // The new sample has the focus at once.
      await page.waitForFunction(
        (at) => document.activeElement === document.querySelectorAll(".sample-edit textarea")[at],
        index,
        wait,
      );
      await keys.stand();
      await page.keyboard.insertText(JSON.stringify(sample));
    }
    await keys.use(button(lead, "Save the draft"));
    await page.waitForURL(/\/rules\/[0-9a-f-]{36}\/edit$/, wait);
    await page.getByText("Saved", { exact: true }).waitFor(wait);
    await keys.stand();
    await keys.use(button(lead, "Put to the test"));
    await page.waitForURL(/\/rules\/[0-9a-f-]{36}$/, wait);
    await button(lead, "Back-test").waitFor(wait);
    await keys.stand();
    const rule = page.url();
    await keys.use(button(lead, "Back-test"));
    await inDialog(lead).waitFor(wait);
    await keys.look();
    await keys.use(inDialog(lead).getByRole("button", { name: "Start", exact: true }));
    await page.waitForURL(/\/rules\/trials\//, wait);
    // The dialog goes with its page: who was led on stands at the heading of the page that came.
    await expect
      .poll(async () => await page.evaluate(() => document.activeElement?.tagName), { timeout: 30_000 })
      .toBe("H1");
    await keys.stand();
    const [trial] = await web.world.owner<{ id: string }[]>`select id from rule_trials`;
    const system = web.world.context({ kind: "system", job: "test" });
    await runSamples(system, new URL(rule).pathname.split("/").at(-1) ?? "", 1);
    await runTrial(system, trial?.id ?? "");
    await page.getByRole("heading", { name: "Done" }).waitFor(wait);
    await page.goto(rule);
    const gates = async (): Promise<string[]> =>
      await page.locator(".gates li:not([data-state=passed])").allInnerTexts();
    await page.locator(".gates li").nth(2).waitFor(wait);
    await expect.poll(gates, { timeout: 20_000 }).toEqual(["Two persons to be done"]);
    await keys.use(button(lead, "Ask for publication"));
    await keys.write(inDialog(lead).getByLabel("Reason"), "Seen at two shops.");
    await send(lead, keys);
    await page.getByText("Waits for a second person to approve.").waitFor(wait);
    await senior.page.goto(rule);
    await second.use(button(senior, "Approve"));
    await inDialog(senior).waitFor(wait);
    await send(senior, second);
    await senior.page.getByText("This version is in force.").waitFor(wait);
    await second.stand();
    expect(faults()).toEqual([]);
  });

  test("a case of high severity is closed with its cause, its review and a reason", async () => {
    const { page } = lead;
    const report = await addReport(web.world, certId, {
      subject: "Ransomware at the customs",
      severity: "high",
    });
    const actor = {
      kind: "person",
      personId: lead.personId,
      organisationId: certId,
      roles: ["lead"],
      sessionId: newId(),
    } as const;
    const { id } = await openCase(web.world.context(actor), { reportIds: [report.id] });
    await page.goto(`${web.url}/desk/cases/${id}?tab=after`);
    const region = (name: string): Locator => page.getByRole("region", { name });
    await region("Restoration and cause").getByRole("button", { name: "Write" }).waitFor(wait);
    await keys.skip();
    await keys.use(region("Restoration and cause").getByRole("button", { name: "Write" }));
    const dialog = inDialog(lead);
    await dialog.waitFor(wait);
    await keys.date(dialog.getByLabel("Restored at (your time)"));
    await keys.write(dialog.getByLabel("Verified by"), "M. Traoré, customs");
    const cause = dialog.getByLabel("Root cause");
    const stolen = (await cause.locator("option", { hasText: "stolen credentials" }).getAttribute("value")) ?? "";
    await keys.choose(cause, stolen);
    await send(lead, keys);
    await keys.use(page.getByRole("button", { name: "Add an improvement" }));
    await keys.write(dialog.getByLabel("What changes?"), "Second factor for the VPN");
    const owner = dialog.getByLabel("Owner");
    await keys.choose(owner, (await owner.locator("option", { hasText: "Rokia" }).getAttribute("value")) ?? "");
    await keys.date(dialog.getByLabel("Due (your time)"));
    await send(lead, keys);
    await keys.use(region("Review").getByRole("button", { name: "Write" }));
    await keys.date(dialog.getByLabel("Held at (your time)"));
    await keys.write(dialog.getByLabel("Conclusion"), "A second factor would have stopped it.");
    await keys.use(dialog.getByLabel("End the review"), "Space");
    await send(lead, keys);
    await page.getByText(/ended by Awa Keïta/).waitFor(wait);
    const close = page.getByRole("button", { name: "Close the case" }).first();
    await keys.skip();
    await keys.use(close);
    await dialog.waitFor(wait);
    await keys.write(dialog.getByLabel("Reason"), "All is restored.");
    await send(lead, keys);
    await page.getByRole("button", { name: "Reopen the case" }).first().waitFor(wait);
    await keys.stand();
    expect(faults()).toEqual([]);
  });
});

const ruleText = `title: Till emptied by the kora tool
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
    Image|endswith: '\\\\kora.exe'
    CommandLine|contains: '--vider'
  condition: selection
level: high
`;
