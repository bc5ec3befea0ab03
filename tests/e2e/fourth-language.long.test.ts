// A fourth language is one file, also in the signed-in rooms: a copy of the house with a made language more, written from right to left, built and opened in a real browser at 320 px.
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { simpleParser } from "mailparser";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkLayout } from "../support/check-layout.ts";
import { checkSpoken } from "../support/check-spoken.ts";
import { crawlRoom } from "../support/crawl-room.ts";
import { makeEdge } from "../support/edge.ts";
import { enterDemo } from "../support/enter-demo.ts";
import { copyHouseWithLanguage, madeTag, mark, removeHouse } from "../support/house-copy.ts";
import { openPerson } from "../support/identity-server.ts";
import { runToguna } from "../support/run-toguna.ts";
import { eventually, type RunningServer, startServer } from "../support/server.ts";

const timeout = 1_500_000;
const rooms = [
  { role: "lead", room: "desk", least: 70 },
  { role: "administrator", room: "desk", least: 50 },
  { role: "constituent_dpo", room: "console", least: 18 },
  { role: "officer_head", room: "office", least: 25 },
] as const;
const doors = ["desk", "console", "office"].flatMap((room) => [
  `/${room}/sign-in`,
  `/${room}/demo`,
  `/${room}/enrol#nothing`,
  `/${room}/recover`,
  `/${room}/choose`,
]);
const publicPages =
  "/ /help /privacy /accessibility /team /advisories /statistics /report/citizen /suspicious /short /receipt /complaint /questions/ask /verify /nowhere".split(
    " ",
  );

describe.skipIf(!chromiumPath)("a fourth language in the rooms (install chromium to run these)", () => {
  let house: string;
  let server: RunningServer;
  let browser: Browser;
  beforeAll(async () => {
    house = copyHouseWithLanguage();
    server = await startServer({ root: house, args: ["--demo"], withinMs: 170_000 });
    browser = await openBrowser();
  }, 300_000);
  afterAll(async () => {
    await server?.stop();
    if (house) removeHouse(house);
  });

  /** Chosen on this device, as in the menu of the account. */
  const readIn = async (page: Page): Promise<void> => {
    await page.addInitScript((tag) => {
      if (location.protocol === "http:") localStorage.setItem("toguna.language", tag);
    }, madeTag);
  };

  async function faultsOf(page: Page, label: string): Promise<string[]> {
    const folder = process.env["TOGUNA_PICTURES"];
    if (folder) {
      mkdirSync(folder, { recursive: true });
      await page.screenshot({ path: join(folder, `${label.replaceAll(/[^\w-]+/g, "_")}.png`) });
    }
    const faults = [...(await checkSpoken(page, madeTag, "rtl")), ...(await checkLayout(page))];
    return faults.map((fault) => `${label}: ${fault}`);
  }

  test.each(rooms)("the $room as $role", { timeout }, async ({ role, room, least }) => {
    const { page, context, complaints } = await openPerson(browser, { width: 320, height: 800 });
    await readIn(page);
    await enterDemo(page, server.url, room, role);
    const faults: string[] = [];
    const count = await crawlRoom(page, server.url, room, async (path) => {
      faults.push(...(await faultsOf(page, `${role}${path}`)));
    });
    expect([...new Set([...faults, ...complaints])]).toEqual([]);
    expect(count).toBeGreaterThanOrEqual(least);
    await context.close();
  });

  test("the doors of the rooms, and the portal", { timeout }, async () => {
    const { page, context, complaints } = await openPerson(browser, { width: 320, height: 800 });
    await readIn(page);
    const faults: string[] = [];
    for (const path of doors) {
      await page.goto("about:blank");
      await page.goto(`${server.url}${path}`);
      await page.locator("main h1").first().waitFor();
      faults.push(...(await faultsOf(page, `door${path}`)));
    }
    for (const path of publicPages) {
      await page.goto(`${server.url}${path}?lang=${madeTag}`);
      await page.locator("main h1").first().waitFor();
      faults.push(...(await faultsOf(page, `portal${path}`)));
    }
    expect([...new Set([...faults, ...complaints])]).toEqual([]);
    await context.close();
  });

  /** Mails that the house wrote to an address, as their reader sees them. */
  async function mailsTo(address: string): Promise<string[]> {
    const folder = join(server.dataDir, "mail");
    const names = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
    const raw = names.filter((name) => name.endsWith(".eml")).map((name) => readFileSync(join(folder, name)));
    const mails = await Promise.all(raw.map(async (one) => await simpleParser(one)));
    return mails
      .filter(({ to }) => JSON.stringify(to).includes(address))
      .map(({ subject, text }) => `${subject ?? ""}\n${text ?? ""}`);
  }

  const told = (email: string): URLSearchParams =>
    new URLSearchParams({ about: "citizen", story: "Somebody took my account.", email, reply: "mail" });

  test("who reports in it, at the core or at the edge, or subscribes in it, is answered and written to in it", {
    timeout,
  }, async () => {
    const send = async (url: string, email: string): Promise<Response> =>
      await fetch(`${url}/short`, {
        method: "POST",
        body: told(email),
        headers: { origin: url, cookie: `language=${madeTag}` },
        redirect: "manual",
      });
    expect((await send(server.url, "core@reader.example")).status).toBe(303);
    const edge = await makeEdge({ dataDir: server.dataDir, publicUrl: server.url, root: house }, { under: "workerd" });
    await edge.start();
    try {
      const shown = await (await fetch(`${edge.url}/?lang=${madeTag}`)).text();
      expect(shown).toContain(`<html lang="${madeTag}" dir="rtl"`);
      expect(shown).toContain(`<h1>${mark}`);
      expect(shown).toMatch(/lang="qar" hreflang="qar" data-language aria-current="true">/);
      // A browser that wishes it gets it by itself.
      const wished = await fetch(`${edge.url}/help`, { headers: { "accept-language": `${madeTag}, fr;q=0.5` } });
      expect(await wished.text()).toContain(`<html lang="${madeTag}"`);
      const accepted = await send(edge.url, "edge@reader.example");
      expect(accepted.status).toBe(202);
      expect(await accepted.text()).toContain(`<h1>${mark}`);
      const fetched = await runToguna(["edge", "fetch", "--data", server.dataDir], {
        root: house,
        env: { EDGE_URL: edge.url, PUBLIC_URL: server.url },
      });
      expect(fetched.stdout).toContain("1 brought in, 0 refused");
    } finally {
      await edge.stop();
    }
    const subscribed = await fetch(`${server.url}/subscribe`, {
      method: "POST",
      body: new URLSearchParams({ email: "list@reader.example" }),
      headers: { origin: server.url, cookie: `language=${madeTag}` },
    });
    expect(subscribed.status).toBe(200);
    for (const address of ["core@reader.example", "edge@reader.example", "list@reader.example"]) {
      const mails = await eventually(async () => {
        const all = await mailsTo(address);
        return all.length > 0 ? all : undefined;
      }, 60_000);
      expect(mails?.[0]).toMatch(new RegExp(`^${mark}`));
    }
  });
});
