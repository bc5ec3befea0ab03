// How the desk looks and can be reached: every page at three widths, light and dark, in three languages; axe on each; nothing sticks out sideways.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import * as cases from "../../backend/cases/index.ts";
import { addClaim } from "../../backend/registry/add-claim.ts";
import { addConstituent } from "../../backend/registry/add-constituent.ts";
import { addContact } from "../../backend/registry/add-contact.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import { checkLayout, findNameless } from "../support/check-layout.ts";
import { comparePicture, otherFaces } from "../support/compare-picture.ts";
import { type DeskPerson, signInAtDesk } from "../support/desk-browser.ts";
import { addFinding, addMessage, addObservable, addPerson, addReport } from "../support/desk-world.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const pictures = process.env["TOGUNA_PICTURES"];
const widths = [1440, 1024, 390] as const;
// Each language, width and scheme once or more; every product of them would say no more and take five times as long.
const looks = [
  { language: "fr", width: 1440, scheme: "dark" },
  { language: "mn", width: 1024, scheme: "light" },
  { language: "en", width: 390, scheme: "dark" },
  { language: "mn", width: 320, scheme: "light" },
] as const;

async function addScene(web: WebServer): Promise<{ report: string; caseId: string; constituentId: string }> {
  const { world } = web;
  const [row] = await world.owner<{ id: string }[]>`select id from organisations where kind = 'cert'`;
  const cert = row?.id ?? "";
  const text = "J'ai reçu un SMS : confirmez ici https://pay.kanaga-aide.example/code vers le +999 70 00 00 41.";
  let report = "";
  for (let index = 0; index < 30; index++) {
    const severity = ["critical", "high", "medium", "low", null][index % 5] ?? null;
    const added = await addReport(world, cert, {
      subject: `Faux site de paiement mobile, signalement ${index + 1}`,
      description: text,
      severity,
      receivedAt: new Date(Date.now() - index * 400_000),
    });
    if (index === 1) report = added.id;
  }
  await addObservable(world, report, {
    kind: "url",
    value: "https://pay.kanaga-aide.example/code",
    start: text.indexOf("https"),
  });
  await addObservable(world, report, {
    kind: "phone",
    value: "+99970000041",
    raw: "+999 70 00 00 41",
    start: text.indexOf("+999"),
    role: "victim",
  });
  await addFinding(world, report, {
    title: "Page d'opérateur imitée",
    why: "La page copie les écrans d'un opérateur.",
    locations: [{ kind: "text", part: "description", start: 21, end: 35, text: "confirmez ici " }],
  });
  await addMessage(world, report, { direction: "from_reporter", body: "Ils ont encore appelé." });
  const ctx = world.context(await addPerson(world, cert, "analyst", "Bintou"));
  const other = await addReport(world, cert, { subject: "Serveur inconnu", description: text });
  const opened = await cases.openCase(ctx, { reportIds: [other.id] });
  await cases.addNote(ctx, { caseId: opened.id, body: "Appelé l'hébergeur." });
  const senior = world.context(await addPerson(world, cert, "senior", "Rokia"));
  const { id: constituentId } = await addConstituent(senior, {
    name: "Banque régionale de solidarité, agence du Port",
    otherNames: ["BRS"],
    sector: "finance",
    classes: ["credit_institution"],
  });
  await addContact(senior, { constituentId, name: "Sécurité", role: "security", email: "securite@banque.example" });
  for (const [value, heldUntil] of [["203.0.113.0/26"], ["198.51.100.0/25", "2026-03-01T00:00:00Z"]] as const)
    await addClaim(senior, {
      constituentId,
      kind: "prefix",
      value,
      ...(heldUntil ? { heldUntil } : {}),
      source: "AFRINIC",
      proof: "rir",
    });
  return { report, caseId: opened.id, constituentId };
}

describe.skipIf(!chromiumPath)("the desk's look (install chromium to run these)", () => {
  let web: WebServer;
  let lead: DeskPerson;
  let pages: { name: string; path: string; ready: string }[];

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer();
    const scene = await addScene(web);
    lead = await signInAtDesk(await openBrowser(), web, { role: "lead", name: "Awa Keïta" });
    pages = [
      { name: "queue", path: "/reports", ready: ".queue-row" },
      { name: "empty", path: "/reports?view=snoozed", ready: ".empty" },
      { name: "report", path: `/reports/${scene.report}?view=all`, ready: "#report-title" },
      { name: "cases", path: "/cases", ready: ".queue-row, .split-detail" },
      { name: "case", path: `/cases/${scene.caseId}`, ready: "#case-title" },
      { name: "directory", path: "/directory", ready: ".queue-row, .split-detail" },
      { name: "constituent", path: `/directory/${scene.constituentId}`, ready: "#constituent-title" },
      { name: "mails", path: "/mails", ready: ".empty" },
      { name: "incoming", path: "/mails?box=incoming", ready: ".empty" },
      { name: "log", path: "/log", ready: ".table" },
      { name: "health", path: "/health", ready: ".health-cards" },
      { name: "people", path: "/people", ready: "h1" },
      { name: "me", path: "/me", ready: "h1" },
      { name: "parts", path: "/parts", ready: ".parts-page" },
    ];
  });

  async function look(page: Page, one: (typeof looks)[number]): Promise<void> {
    await page.setViewportSize({ width: one.width, height: one.width < 900 ? 844 : 900 });
    await page.emulateMedia({ colorScheme: one.scheme, reducedMotion: "reduce" });
    await page.evaluate((language) => localStorage.setItem("toguna.language", language), one.language);
  }

  test.each(looks)(
    "in $language at $width px, $scheme: every page passes axe and none is wider than the window",
    { timeout: 240_000 },
    async (one) => {
      const { page } = lead;
      await look(page, one);
      const wrong: string[] = [];
      for (const { name, path, ready } of pages) {
        await page.goto(`${web.url}/desk${path}`);
        await page.locator(ready).first().waitFor();
        await page.waitForTimeout(150);
        const label = `${name}-${one.language}-${one.width}-${one.scheme}`;
        if (pictures) {
          mkdirSync(pictures, { recursive: true });
          await page.screenshot({ path: join(pictures, `${label}.png`) });
        }
        const { faults, hasMeasuredTargets } = await checkAccess(page);
        wrong.push(...faults.map((fault) => `${label} ${fault}`));
        expect(hasMeasuredTargets, label).toBe(true);
        const looked = [...(await checkLayout(page)), ...(await findNameless(lead.cdp))];
        wrong.push(...looked.map((fault) => `${label} ${fault}`));
        expect(await page.locator("html").getAttribute("lang")).toBe(one.language);
        // A key without words would show itself.
        const keys = (await page.locator("body").innerText()).match(
          /\b(desk|common|identity|triage)\.[a-z_]+(\.[a-z_]+)*\b/g,
        );
        if (keys) wrong.push(`${label} has no words for ${keys.join(", ")}`);
      }
      expect(wrong).toEqual([]);
    },
  );

  /** What opens over the page: each is opened by its button, held against its kept picture, and left by Escape. */
  const over = [
    ...["dialog", "wide", "act", "form", "refused", "overtaken", "busy", "sure", "palette"].map((kind) => ({
      kind,
      opens: `[data-opens=${kind}]`,
      part: "[role=dialog]",
    })),
    { kind: "menu", opens: ".parts-page [aria-haspopup=true]:not([data-chosen])", part: ".menu" },
    ...["toast", "toast-onward", "toast-problem"].map((kind) => ({
      kind,
      opens: `[data-opens=${kind}]`,
      part: ".toast",
    })),
  ];
  async function lookOver(page: Page, label: string, isAsked: (kind: string) => boolean): Promise<string[]> {
    const wrong: string[] = [];
    for (const { kind, opens, part } of over) {
      await page.locator(opens).first().click();
      await page.locator(part).first().waitFor();
      // Words that are on their way are three dots.
      await page.waitForFunction(
        () => ![...document.querySelectorAll("a, p, span")].some((one) => one.textContent === "…"),
      );
      await page.mouse.move(0, 0);
      const taken = await page.locator(part).first().screenshot({ animations: "disabled", caret: "hide" });
      const faults = [await comparePicture(`over-${kind}-${label}`, taken)].filter((fault) => fault !== undefined);
      if (isAsked(kind)) {
        const { faults: found, hasMeasuredTargets } = await checkAccess(page);
        faults.push(...found, ...(hasMeasuredTargets ? [] : ["target-size did not run"]));
      }
      wrong.push(...faults.map((fault) => `over-${kind}-${label} ${fault}`));
      if (part === ".toast") await page.locator(".toast-close").first().click();
      else await page.keyboard.press("Escape");
      await page.locator(part).first().waitFor({ state: "detached" });
    }
    return wrong;
  }

  // `TOGUNA_RENEW_PICTURES=1` with this file keeps new pictures (tests/e2e/pictures); look at them before they are committed.
  test("the parts page looks as it is kept: 320 to 2,560 px, light and dark, three languages, each state", async (context) => {
    const { page } = lead;
    // A moment is told in the reader's zone, wherever the test runs.
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Emulation.setTimezoneOverride", { timezoneId: "Asia/Ulaanbaatar" });
    const wrong: string[] = [];
    for (const one of [
      { language: "fr", width: 1280, scheme: "light" },
      { language: "en", width: 1280, scheme: "dark" },
      { language: "mn", width: 320, scheme: "dark" },
      { language: "en", width: 2560, scheme: "light" },
    ] as const) {
      await page.setViewportSize({ width: one.width, height: 800 });
      await page.emulateMedia({ colorScheme: one.scheme, reducedMotion: "reduce" });
      await page.evaluate((language) => localStorage.setItem("toguna.language", language), one.language);
      await page.goto(`${web.url}/desk/parts`);
      await page.locator(".parts-public .doors").waitFor();
      await page.mouse.move(0, 0);
      const faces = await otherFaces(page);
      if (faces) context.skip(faces);
      const label = `parts-${one.language}-${one.width}-${one.scheme}`;
      wrong.push(...(await checkLayout(page)).map((fault) => `${label} ${fault}`));
      const taken = await page.screenshot({ fullPage: true, animations: "disabled", caret: "hide" });
      wrong.push(...[await comparePicture(label, taken)].filter((fault) => fault !== undefined));
      // What stands over the page: once light and wide, once dark and narrow.
      if (one.language !== "en")
        wrong.push(
          ...(await lookOver(
            page,
            `${one.language}-${one.width}-${one.scheme}`,
            (kind) => one.width === 1280 && (kind === "refused" || kind === "palette"),
          )),
        );
    }
    expect(wrong).toEqual([]);
  });

  test("a page that one's role may not open says so in its place: the frame stays, and the way on is open", async () => {
    const { page } = lead;
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${web.url}/desk/offices`);
    await page.locator("main h1").waitFor();
    expect(await page.locator(".navigation").isVisible()).toBe(true);
    expect((await checkAccess(page)).faults).toEqual([]);
    await page.locator('.navigation a[href="/desk/cases"]').click();
    await page.waitForURL(`${web.url}/desk/cases`);
    await page.locator(".queue-row").first().waitFor();
  });

  test("three panes, two, one: what stands side by side follows the width", async () => {
    const { page } = lead;
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${web.url}/desk${pages[2]?.path ?? ""}`);
      await page.locator("#report-title").waitFor();
      const shown = {
        navigation: await page.locator(".navigation").isVisible(),
        list: await page.locator(".queue").isVisible(),
        detail: await page.locator(".report").isVisible(),
      };
      expect(shown).toEqual({ navigation: width >= 1280, list: width >= 900, detail: true });
    }
  });

  test("the next report's text is shown while the server still owes what stands beside it", async () => {
    const { page } = lead;
    const wait = { timeout: 30_000 };
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${web.url}/desk/reports`);
    await page.locator(".queue-row").first().waitFor(wait);
    await page.keyboard.press("KeyJ");
    await page.locator(".service-clocks").waitFor(wait);
    const titleOf = async (): Promise<string | undefined> =>
      await page.evaluate(() => document.getElementById("report-title")?.textContent);
    const before = await titleOf();
    let answer = (): void => {};
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const beside = /\/api\/v1\/(service\/reports|desk\/reports\/[^/]+\/(area|freeze))/;
    await page.route(beside, async (route) => {
      await answered;
      await route.continue();
    });
    await page.keyboard.press("KeyJ");
    await expect.poll(async () => ((await titleOf()) ?? before) !== before, wait).toBe(true);
    expect(await page.locator(".service-clocks").count()).toBe(0);
    answer();
    await page.locator(".service-clocks").waitFor(wait);
    await page.unroute(beside);
  });

  test("the first page of each room keeps its weight, compressed: the desk's script under 150 kB and 250 kB in all, the console and the office no more than they have", async () => {
    const { gzipSync } = await import("node:zlib");
    const { readFileSync } = await import("node:fs");
    const folder = new URL("../../frontend/dist/rooms/", import.meta.url);
    const built = JSON.parse(readFileSync(new URL(".vite/manifest.json", folder), "utf8")) as Record<
      string,
      { file: string; imports?: string[]; css?: string[] }
    >;
    const bytesOf = (files: Iterable<string>): number =>
      [...files].reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, folder))).length, 0);
    // The longest of the three languages, and every room of words that a page may begin with.
    const words = bytesOf(
      ["common", "desk", "identity", "triage", "access", "forms"].map(
        (room) => built[`../backend/platform/words/catalogue/mn/${room}.json`]!.file,
      ),
    );
    const weigh = (...pages: string[]): { script: number; all: number } => {
      const needed = new Set<string>();
      const follow = (name: string): void => {
        if (needed.has(name)) return;
        needed.add(name);
        for (const one of built[name]?.imports ?? []) follow(one);
      };
      pages.forEach(follow);
      expect(needed.size).toBeGreaterThan(10);
      const script = bytesOf([...needed].map((name) => built[name]!.file));
      return { script, all: script + words + bytesOf(new Set([...needed].flatMap((name) => built[name]?.css ?? []))) };
    };
    const desk = weigh("desk/index.html", "desk/queue/queue-room.tsx");
    expect(desk.script).toBeLessThan(150_000);
    expect(desk.all).toBeLessThan(250_000);
    // Wished for: 60 kB of script and 100 kB in all. They have the desk's frame; this keeps them from growing.
    for (const room of ["console", "office"]) {
      const { script, all } = weigh(`${room}/index.html`, `${room}/home/home-page.tsx`);
      expect(script, room).toBeLessThan(102_000);
      expect(all, room).toBeLessThan(140_000);
    }
  });

  test("nothing was refused by the content security policy and no script failed", () => {
    expect(lead.complaints).toEqual([]);
  });
});
