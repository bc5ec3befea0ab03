// The same bundle under wrangler and plain workerd: many reports through days in which the core is away and the edge falls over; form and receipts under a flood.
import { globSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { fetchFromEdges, openReceipt, publishToEdges } from "../../../backend/intake/index.ts";
import { formatReceipt } from "../../../backend/intake/receipts/model.ts";
import type { Context } from "../../../backend/platform/context/index.ts";
import { renderPublicPages } from "../../../backend/work-edge.ts";
import { readWhole, sayOf, wholeFlows } from "../../../frontend/portal/flows/whole.ts";
import { chromiumPath, openBrowser } from "../../support/browser.ts";
import { checkAccess } from "../../support/check-access.ts";
import { picture } from "../../support/portal-walk.ts";
import { sealAll } from "../../support/seal-all.ts";
import { type Edge, keyOf, makeEdge, postSealed, sealedReport, workerdVersion } from "../../support/edge.ts";
import { startWebServer, type WebServer } from "../../support/web-server.ts";

const isHere = workerdVersion() !== undefined;
const visitor = { address: "192.0.2.8", isExempt: true };
let edge: Edge | undefined;

function coreOf(server: WebServer, url: string): Context {
  const system = server.world.context({ kind: "system", job: "edge.fetch" });
  return { ...system, config: { ...system.config, edgeUrls: [url] } };
}

const generous = { timeout: 60_000 };
const dayMs = 86_400_000;
const told = "Told while the core was away";
const date = new Date().toISOString().slice(0, 10);
const answers: Record<string, Record<string, string>> = {
  "/suspicious": { message: told, gave: "no" },
  "/report/citizen": { who: "me", what: "money", paid: "bank", started: "today", story: told, reply: "receipt" },
  "/report/organisation": {
    organisation: "A",
    role: "B",
    seen: "files",
    noticedDate: date,
    noticedZone: "UTC",
    goingOn: "yes",
    details: told,
    need: "call",
  },
  "/report/regulated": { organisation: "A", role: "B", noticedDate: date, noticedZone: "UTC", warning: told },
  "/report/vulnerability": { product: told, flaw: told, exploited: "no" },
};

/** A day goes by at an edge that is stopped: all that it keeps is a day older. @returns how many items it keeps. */
function letADayPass({ folder }: Edge): number {
  let items = 0;
  for (const path of globSync(join(folder, "queue", "**", "*.sqlite"))) {
    const database = new DatabaseSync(path, { timeout: 60_000 });
    if (database.prepare("select 1 from sqlite_master where name = 'items'").get())
      items += Number(database.prepare("update items set accepted_at = accepted_at - ?").run(dayMs).changes);
    database.close();
  }
  return items;
}

/** A report of a flow as its page at the edge makes it: read with the page's own words, sealed to the key that stands there. */
async function sealFlow(url: string, path: string): Promise<Awaited<ReturnType<typeof sealedReport>>> {
  const page = await (await fetch(`${url}${path}?lang=en`)).text();
  const [, keyId = "", publicKey = ""] = /data-key="([0-9a-f]{16})" data-public="([\w-]+)"/.exec(page) ?? [];
  const words = /data-words="([^"]*)"/.exec(page)?.[1]?.replaceAll("&quot;", '"').replaceAll("&amp;", "&") ?? "{}";
  const say = sayOf(JSON.parse(words.replaceAll("&#39;", "'")) as Record<string, string>);
  const values = Object.fromEntries(Object.entries(answers[path] ?? {}).map(([name, value]) => [name, [value]]));
  const graph = wholeFlows[path];
  if (!graph) throw new Error(`no flow at ${path}`);
  const read = readWhole(graph, values, { language: "en", say, now: new Date(), timeZone: "UTC" });
  expect([path, read.mistakes]).toEqual([path, []]);
  return await sealedReport({ keyId, publicKey }, read.report);
}

async function lookWith(url: string, receipt: string): Promise<string> {
  const headers = { cookie: "language=en" };
  const body = new URLSearchParams({ digits: receipt });
  return await (await fetch(`${url}/receipt`, { method: "POST", body, headers })).text();
}

describe.skipIf(!isHere)("the edge for long", () => {
  afterEach(async () => {
    await edge?.stop();
    edge = undefined;
  });

  test.each(["wrangler", "workerd"] as const)(
    "under %s: of sixty reports in six bad spells none is lost and none arrives twice, while edge and core fall over in turn",
    async (under) => {
      const server = await startWebServer();
      edge = await makeEdge({ dataDir: server.world.dataDir, publicUrl: server.url }, { under });
      await edge.start();
      const core = coreOf(server, edge.url);
      const key = await keyOf(edge.url);
      const receipts: string[] = [];
      const troubles: string[] = [];
      for (let spell = 0; spell < 6; spell++) {
        for (let at = 0; at < 10; at++) {
          const { item, secret } = await sealedReport(key, { description: `spell ${spell}, report ${at}` });
          const { locator } = (await (await postSealed(edge.url, item)).json()) as { locator: string };
          receipts.push(formatReceipt({ locator, secret }));
          // The answer was lost: the phone sends again.
          if (at % 3 === 0) await postSealed(edge.url, item);
        }
        if (spell % 2 === 0) {
          await edge.stop();
          troubles.push((await fetchFromEdges(core))[0]?.trouble ?? "none");
          await edge.start();
        }
        // Two workers of the core at once, as after a restart that overlaps.
        if (spell % 3 === 2) await Promise.all([fetchFromEdges(core), fetchFromEdges(core)]);
      }
      await fetchFromEdges(core);
      expect(troubles).toHaveLength(3);
      expect(troubles).not.toContain("none");
      const [row] = await server.world.owner<{ n: number; different: number }[]>`
        select count(*)::int as n, count(distinct description)::int as different from reports`;
      expect(row).toEqual({ n: 60, different: 60 });
      for (const receipt of receipts)
        expect(await openReceipt(server.world.context({ kind: "anonymous" }), receipt, visitor)).toBeDefined();
    },
    600_000,
  );

  test.each(["wrangler", "workerd"] as const)(
    "under %s: while the core is stopped for a day the five flows, advisories and statistics stand there; then each report arrives, and its receipt shows the log's proof",
    async (under) => {
      const server = await startWebServer();
      const own = await makeEdge({ dataDir: server.world.dataDir, publicUrl: server.url }, { under });
      edge = own;
      await own.start();
      const core = coreOf(server, own.url);
      await publishToEdges(core, await renderPublicPages(core));
      await server.rest();
      await expect(fetch(server.url)).rejects.toThrow("fetch failed");

      const sent: { item: unknown; receipt: string; locator: string }[] = [];
      for (const path of Object.keys(wholeFlows)) {
        for (const language of ["fr", "en", "mn"])
          expect([path, (await fetch(`${own.url}${path}?lang=${language}`)).status]).toEqual([path, 200]);
        const { item, secret } = await sealFlow(own.url, path);
        expect(JSON.stringify(item)).not.toContain("core was away");
        const response = await postSealed(own.url, item);
        expect([path, response.status]).toEqual([path, 202]);
        const { locator } = (await response.json()) as { locator: string };
        sent.push({ item, locator, receipt: formatReceipt({ locator, secret }) });
      }
      expect(sent).toHaveLength(5);
      for (const path of ["/advisories", "/statistics"])
        for (const language of ["fr", "en", "mn"]) {
          const page = await fetch(`${own.url}${path}`, { headers: { cookie: `language=${language}` } });
          expect([path, page.status]).toEqual([path, 200]);
          expect(await page.text()).toContain(`<html lang="${language}"`);
        }

      await own.stop();
      expect(letADayPass(own)).toBe(5);
      await own.start();
      for (const { item, locator, receipt } of sent) {
        expect(await lookWith(own.url, receipt)).toContain("not yet with the team");
        // The phone that never heard the answer sends again on the next day.
        expect(await (await postSealed(own.url, item)).json()).toMatchObject({ locator });
      }

      await server.wake();
      expect(await fetchFromEdges(core)).toMatchObject([{ delivered: 5, refused: 0, waiting: 0, trouble: null }]);
      const rows = await server.world.owner<{ flow: string; hours: number }[]>`
        select r.flow, extract(epoch from s.taken_at - s.accepted_at)::float8 / 3600 as hours
        from sealed_items s join reports r on r.id = s.report_id`;
      expect(rows.map(({ flow }) => flow).sort()).toEqual([
        "citizen",
        "organisation",
        "phishing",
        "regulated",
        "vulnerability",
      ]);
      expect(Math.min(...rows.map(({ hours }) => hours))).toBeGreaterThanOrEqual(24);
      await sealAll(core);
      for (const { receipt } of sent) {
        expect(await lookWith(own.url, receipt)).toContain("Handed to the team");
        const opened = await fetch(`${server.url}/receipt`, {
          method: "POST",
          body: new URLSearchParams({ digits: receipt }),
          redirect: "manual",
        });
        expect(opened.headers.get("location")).toBe("/receipt/report");
        const cookie = opened.headers.getSetCookie().map((line) => line.split(";")[0] ?? "");
        const headers = { cookie: [...cookie, "language=en"].join("; ") };
        expect(await (await fetch(`${server.url}/receipt/report`, { headers })).text()).toContain(told);
        const proof = await fetch(`${server.url}/receipt/proof`, { headers });
        expect([proof.status, (await proof.text()).split("\n")[0]]).toEqual([200, "c2sp.org/tlog-proof@v1"]);
      }
    },
    600_000,
  );

  test.skipIf(!chromiumPath).each(["fr", "en", "mn"])(
    "each page in %s at 320 px is without fault: empty, with mistakes, waiting without a line, sent, and with its receipt",
    async (language) => {
      const server = await startWebServer();
      const own = await makeEdge({ dataDir: server.world.dataDir, publicUrl: server.url }, { under: "workerd" });
      edge = own;
      await own.start();
      const browser = await openBrowser();
      const faults: string[] = [];
      const context = await browser.newContext({ viewport: { width: 320, height: 700 } });
      const page = await context.newPage();
      const look = async (name: string): Promise<void> => {
        await picture(page, `edge-${language}-${name}`);
        for (const fault of (await checkAccess(page)).faults) faults.push(`${name}: ${fault}`);
      };
      for (const path of ["/", "/receipt", "/short", ...Object.keys(wholeFlows)]) {
        const name = path.split("/").at(-1) || "home";
        await page.goto(`${own.url}${path}?lang=${language}`, { waitUntil: "networkidle" });
        await look(name);
        if ((await page.locator("form[data-short]").count()) === 0) continue;
        await page.click("form[data-short] button.go");
        await page.locator(".summary a").first().waitFor(generous);
        await look(`${name}-mistakes`);
      }
      await page.goto(`${own.url}/suspicious?lang=${language}`, { waitUntil: "networkidle" });
      await context.setOffline(true);
      await page.fill("#f-message", "http://faux.example");
      await page.click("form[data-short] button.go");
      await page.locator('[data-state="waiting"]').waitFor(generous);
      await look("waiting");
      await context.setOffline(false);
      const digits = page.locator("[data-receipt]");
      await digits.waitFor(generous);
      await look("sent");
      const receipt = (await digits.getAttribute("data-receipt")) ?? "";
      await page.goto(`${own.url}/receipt?lang=${language}`);
      await page.fill("#f-digits", receipt);
      await Promise.all([page.waitForResponse((one) => one.request().method() === "POST"), page.click("button.go")]);
      await page.locator("main .box[role=status]").waitFor(generous);
      await look("receipt-waiting");
      await context.close();
      expect(faults).toEqual([]);
    },
    900_000,
  );

  test("under a flood of thousands, junk and readers, form and receipts answer, and a report that is handed in meanwhile arrives", async () => {
    const server = await startWebServer();
    const own = await makeEdge({ dataDir: server.world.dataDir, publicUrl: server.url }, { under: "workerd" });
    edge = own;
    await own.start();
    const key = await keyOf(own.url);
    const first = await sealedReport(key, { description: "before it" });
    const { locator } = (await (await postSealed(own.url, first.item)).json()) as { locator: string };
    const receipt = formatReceipt({ locator, secret: first.secret });
    const statuses = new Map<string, number>();
    const count = (name: string): void => void statuses.set(name, (statuses.get(name) ?? 0) + 1);
    const asks: [name: string, ask: (at: number) => Promise<Response>][] = [
      ["form", async () => await fetch(`${own.url}/short`)],
      ["flow", async () => await fetch(`${own.url}/report/citizen`)],
      ["junk", async (at) => await fetch(`${own.url}/sealed`, { method: "POST", body: `{"id":"${"0".repeat(at)}"}` })],
      [
        "receipt",
        async () =>
          await fetch(`${own.url}/receipt`, { method: "POST", body: new URLSearchParams({ digits: receipt }) }),
      ],
    ];
    const flood = Array.from({ length: 40 }, async (_none, at) => {
      const [name, ask] = asks[at % asks.length] ?? ["none", async () => await fetch(own.url)];
      for (let round = 0; round < 100; round++) {
        const response = await ask(at).catch(() => undefined);
        await response?.arrayBuffer();
        count(`${name} ${response?.status ?? "none"}`);
      }
    });
    await sleep(500);
    const { item } = await sealedReport(key, { description: "in the middle of it" });
    expect((await postSealed(own.url, item)).status).toBe(202);
    await Promise.all(flood);
    expect(Object.fromEntries(statuses)).toEqual({
      "form 200": 1000,
      "flow 200": 1000,
      "junk 400": 1000,
      "receipt 200": 1000,
    });
    expect(await fetchFromEdges(coreOf(server, own.url))).toMatchObject([{ delivered: 2 }]);
  }, 300_000);
});
