// One poisoned text in every column, and every page of every room looked at: it stays text (faults of IRIS CVE-2026-16969 and MISP 2026; ASVS 1.2.1, 3.2.2).
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { chromiumPath } from "../support/browser.ts";
import { type DeskPerson, signInAtDesk } from "../support/desk-browser.ts";
import { addFile, addFinding, addMessage, addObservable, addReport } from "../support/desk-world.ts";
import { launchBrowser, openPerson } from "../support/identity-server.ts";
import { poison, poisonEverything, type Poisoned } from "../support/poison.ts";
import { startWebServer, type WebServer } from "../support/web-server.ts";

// With another word here nobody could sign in or open anything, and nothing would be proved.
const kept = new Set([
  "sessions",
  "passkeys",
  "role_grants",
  "receipts",
  "toguna_migrations",
  "organisations.kind",
  "constituents.sector",
  "people.language",
  "reports.language",
  "reports.flow",
  "cases.severity",
  "case_timeline.kind",
  "findings.engine",
  "findings.level",
  "observables.kind",
  "observables.part",
  "audit_log.actor_kind",
  "reports.rsit_class",
  "reports.rsit_type",
  "assessments.rsit_class",
  "assessments.rsit_type",
  "audit_log.action",
  "audit_log.object_type",
]);

describe.skipIf(!chromiumPath)("with every column poisoned", () => {
  let web: WebServer;
  let browser: Browser;
  let poisoned: Poisoned;
  const people: DeskPerson[] = [];
  let receipt: string;

  beforeAll(async () => {
    web = await startWebServer();
    const { world } = web;
    browser = await launchBrowser();
    const [cert] = await world.owner<{ id: string }[]>`select id from organisations where kind = 'cert'`;
    const id = cert?.id ?? "";
    const sent = await fetch(`${web.url}/api/v1/reports`, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": randomUUID() },
      body: JSON.stringify({ description: "Mine", language: "en", contact: { name: "Fanta", email: "f@x.example" } }),
    });
    ({ receipt } = (await sent.json()) as { receipt: string });
    const [own] = await world.owner<{ id: string }[]>`select id from reports where description = 'Mine'`;
    for (const reportId of [(await addReport(world, id, { subject: "One", severity: "high" })).id, own?.id ?? ""]) {
      await addObservable(world, reportId, { kind: "url", value: "https://evil.example/", start: 0 });
      await addFinding(world, reportId, {
        title: "A rule",
        locations: [{ kind: "text", part: "description", start: 0, end: 2, text: "Un" }],
      });
      await addFile(world, reportId, { name: "note.txt", mediaType: "text/plain", bytes: Buffer.from(poison) });
      await addMessage(world, reportId, { direction: "from_reporter", body: "Words" });
      await addMessage(world, reportId, { direction: "to_reporter", body: "An answer" });
    }
    for (const role of ["lead", "administrator", "auditor"])
      people.push(await signInAtDesk(browser, web, { role, name: `Person ${role}` }));
    const lead = people[0]?.page;
    // A case and an entry of the register, made as people make them.
    const made = await lead?.evaluate(async (reportId) => {
      const post = async (path: string, body: unknown): Promise<{ status: number; id: string }> => {
        const headers = { "content-type": "application/json" };
        const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
        return { status: answer.status, id: ((await answer.json()) as { id: string }).id };
      };
      const bank = await post("/api/v1/registry/constituents", {
        name: "A bank",
        sector: "finance",
        languages: ["fr"],
      });
      const contact = {
        constituentId: bank.id,
        name: "Somebody",
        role: "security",
        email: "s@bank.example",
        phone: "+999 70 00 00 41",
      };
      return [
        bank,
        await post("/api/v1/desk/cases", { title: "A case", reportIds: [reportId] }),
        await post("/api/v1/registry/contacts", contact),
      ].map(({ status }) => status);
    }, own?.id);
    if (made?.join() !== "201,201,201") throw new Error(`what is to be poisoned was not made: ${made?.join()}`);
    poisoned = await poisonEverything(world, kept);
  }, 120_000);

  /** What ran, or what the browser had to stop. */
  const ran = async (page: Page): Promise<unknown> =>
    await page.evaluate(() => (globalThis as { poisoned?: unknown }).poisoned);

  async function openEverything(page: Page): Promise<void> {
    const closed = page.locator("main details:not([open]) > summary, main [role=tab], main [aria-expanded=false]");
    for (let index = Math.min(await closed.count(), 8) - 1; index >= 0; index--)
      await closed
        .nth(index)
        .click({ timeout: 300 })
        .catch(() => {});
    await page.waitForTimeout(100);
  }

  test("the poison is really there: in most columns that hold words", () => {
    expect(poisoned.columns).toEqual(
      expect.arrayContaining([
        "reports.description",
        "findings.title",
        "messages.body",
        "people.name",
        "observables.raw",
        "report_files.name",
        "audit_log.detail",
      ]),
    );
    expect(poisoned.columns.length).toBeGreaterThan(40);
  });

  // Side by side: most of a page's time is waiting until it stands.
  test.concurrent.each([0, 1, 2])("no page of the desk runs it (person %i)", { timeout: 240_000 }, async (index) => {
    const person = people[index];
    if (!person) throw new Error("nobody signed in");
    const { page, complaints } = person;
    const source = readFileSync("frontend/desk/desk.tsx", "utf8");
    const roots = [...source.matchAll(/path="(\/[a-z-/]*)/g)].map(
      ([, path]) => `/desk${(path ?? "").replace(/\/$/, "")}`,
    );
    const waiting = [...new Set(roots)].filter((path) => !/parts/.test(path));
    const seen = new Set<string>();
    let shown = 0;
    while (waiting.length > 0 && seen.size < 60) {
      const path = waiting.shift() ?? "";
      if (seen.has(path)) continue;
      seen.add(path);

      await page.goto(`${web.url}${path}`);
      await page.locator("main").first().waitFor({ timeout: 30_000 });
      await page.waitForTimeout(400);
      await openEverything(page);
      if ((await page.locator("body").innerText()).includes("globalThis.poisoned")) shown++;
      expect([path, await ran(page), ...complaints]).toEqual([path, undefined]);
      const links = await page
        .locator('a[href^="/desk/"]')
        .evaluateAll((all) => all.map((one) => one.getAttribute("href") ?? ""));
      waiting.push(...links.map((link) => link.split("#")[0] ?? "").filter((link) => !/sign-in|sign-out/.test(link)));
    }
    // It was looked at, not passed by.
    expect(shown).toBeGreaterThan(index === 0 ? 5 : 0);
  });

  test("the reporter's page shows it as text", { timeout: 60_000 }, async () => {
    const { page, complaints } = await openPerson(browser);
    await page.goto(`${web.url}/receipt`);
    await page.locator("main input").first().fill(receipt);
    await page.getByRole("main").getByRole("button").first().click();
    await page.getByText("globalThis.poisoned").first().waitFor();
    expect(await ran(page)).toBeUndefined();
    expect(complaints).toEqual([]);
  });
});
