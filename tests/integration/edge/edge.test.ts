// The portal at the edge under plain workerd: reports are taken while the core is away, each arrives once, and what was changed or replayed is refused.
import { createHash, randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  bringRecordings,
  fetchFromEdges,
  openReceipt,
  publishToEdges,
  relayKeys,
} from "../../../backend/intake/index.ts";
import { signEnvelope } from "../../../backend/intake/edge/relay/envelope.ts";
import { formatReceipt } from "../../../backend/intake/receipts/model.ts";
import type { Context } from "../../../backend/platform/context/index.ts";
import { renderPublicPages } from "../../../backend/work-edge.ts";
import { readReceiptProof, readReportAsReporter } from "../../../backend/coordination/index.ts";
import { sealAll } from "../../support/seal-all.ts";
import { chromiumPath, openBrowser } from "../../support/browser.ts";
import { type Edge, keyOf, makeEdge, postSealed, sealedReport, workerdVersion } from "../../support/edge.ts";
import { makeRecording } from "../../support/make-recording.ts";
import { lookAtFocus } from "../../support/walk-by-keys.ts";
import { walkLinks } from "../../support/walk-links.ts";
import { picture } from "../../support/portal-walk.ts";
import { startWebServer, type WebServer } from "../../support/web-server.ts";

const version = workerdVersion();
if (version === undefined) console.log("workerd does not run on this machine: the edge is not tested here");

describe.skipIf(version === undefined)("the portal at the edge", () => {
  let server: WebServer;
  let edge: Edge;
  let core: Context;

  beforeAll(async () => {
    server = await startWebServer();
    edge = await makeEdge({ dataDir: server.world.dataDir, publicUrl: server.url }, { under: "workerd" });
    await edge.start();
    const system = server.world.context({ kind: "system", job: "edge.fetch" });
    core = { ...system, config: { ...system.config, edgeUrls: [edge.url] } };
  }, 120_000);
  afterAll(async () => {
    await edge?.stop();
  });

  const stranger = (): Context => server.world.context({ kind: "anonymous" });
  const visitor = { address: "192.0.2.7", isExempt: false };
  const countReports = async (): Promise<number> =>
    Number((await server.world.owner`select count(*) as n from reports`)[0]?.["n"]);
  const statusOf = async (locator: string): Promise<{ state: string }> =>
    (await (await fetch(`${edge.url}/sealed/status?l=${locator}`)).json()) as { state: string };
  const relay = async (path: string, body: string, envelope: string): Promise<Response> =>
    await fetch(edge.url + path, { method: "POST", body, headers: { "toguna-relay": envelope } });
  const envelopeFor = async (path: string, body: string, audience = edge.url): Promise<string> =>
    await signEnvelope({ audience, path, body, now: new Date() }, relayKeys(core).sign);

  test("a sealed report waits while the core is away and the edge is stopped, then is the team's, and the receipt of the edge opens it with the log's proof", async () => {
    const words = `The till does not open since noon. ${randomBytes(4).toString("hex")}`;
    const { item, secret } = await sealedReport(await keyOf(edge.url), {
      description: words,
      answerBy: "mail",
      contact: { email: "awa@example.org" },
    });
    const response = await postSealed(edge.url, item);
    expect(response.status).toBe(202);
    const answer = (await response.json()) as { state: string; locator: string };
    expect(answer.state).toBe("accepted");
    expect(answer.locator).toMatch(/^90\d{4}/);
    const receipt = formatReceipt({ locator: answer.locator, secret });
    expect(await openReceipt(stranger(), receipt, visitor)).toBeUndefined();
    expect(await statusOf(answer.locator)).toMatchObject({ state: "waiting" });

    await edge.stop();
    await edge.start();
    expect(await statusOf(answer.locator)).toMatchObject({ state: "waiting" });
    // The same again, as a phone sends it whose line was cut before the answer.
    expect(await (await postSealed(edge.url, item)).json()).toMatchObject({ locator: answer.locator });

    const before = await countReports();
    expect(await fetchFromEdges(core)).toMatchObject([{ delivered: 1, refused: 0, waiting: 0, trouble: null }]);
    expect(await countReports()).toBe(before + 1);
    expect(await statusOf(answer.locator)).toMatchObject({ state: "delivered" });
    const token = await openReceipt(stranger(), receipt, visitor);
    expect(token).toBeDefined();
    const report = await readReportAsReporter(stranger(), token ?? "");
    expect(report?.description).toBe(words);
    await sealAll(core);
    const proof = await readReceiptProof(stranger(), token ?? "");
    expect(typeof proof).toBe("object");

    // After delivery nothing of it is left to take, and the same item is still the same report.
    await postSealed(edge.url, item);
    expect(await fetchFromEdges(core)).toMatchObject([{ delivered: 0, waiting: 0 }]);
    expect(await countReports()).toBe(before + 1);
  });

  test("the form without script is sealed at the door, says what it does, and gives a receipt that opens later", async () => {
    const page = await (await fetch(`${edge.url}/short?lang=en`)).text();
    expect(page).toContain("for a moment holds it in clear");
    const send = async (values: Record<string, string>): Promise<Response> =>
      await fetch(`${edge.url}/short`, {
        method: "POST",
        body: new URLSearchParams(values),
        headers: { cookie: "language=en" },
      });
    const wrong = await send({ story: "", reply: "mail" });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain("Say in a few words what happened");
    const right = await send({ about: "phishing", story: "A message asks for my code.", reply: "receipt" });
    expect(right.status).toBe(202);
    const receipt = /class="digits">([\d ]+)</.exec(await right.text())?.[1] ?? "";
    const look = async (): Promise<string> =>
      await (
        await fetch(`${edge.url}/receipt`, {
          method: "POST",
          body: new URLSearchParams({ digits: receipt }),
          headers: { cookie: "language=en" },
        })
      ).text();
    expect(await look()).toContain("not yet with the team");
    await fetchFromEdges(core);
    expect(await look()).toContain("Handed to the team");
    expect(await openReceipt(stranger(), receipt, visitor)).toBeDefined();
  });

  test("each flow of the portal stands at the edge on one page, is read without script by the same model, and becomes the same kind of report", async () => {
    const date = new Date().toISOString().slice(0, 10);
    const about = `told at the edge ${randomBytes(4).toString("hex")}`;
    const sent: Record<string, Record<string, string>> = {
      "/suspicious": { message: `http://faux.example ${about}`, gave: "clicked" },
      "/report/citizen": {
        who: "me",
        what: "money",
        paid: "mobile_money",
        started: "today",
        story: about,
        reply: "receipt",
      },
      "/report/organisation": {
        organisation: "A",
        role: "B",
        seen: "files",
        noticedDate: date,
        noticedTime: "09:30",
        noticedZone: "UTC",
        goingOn: "yes",
        details: about,
        need: "call",
      },
      "/report/regulated": {
        organisation: "A bank",
        role: "CISO",
        noticedDate: date,
        noticedZone: "UTC",
        warning: about,
        deliberate: "unknown",
        abroad: "no",
        ownReference: "B-7",
      },
      "/report/vulnerability": { product: about, flaw: "It tells its version", exploited: "no" },
    };
    const flows = ["phishing", "citizen", "organisation", "regulated", "vulnerability"];
    for (const [path, values] of Object.entries(sent)) {
      const page = await fetch(`${edge.url}${path}?lang=en`);
      expect([path, page.status]).toEqual([path, 200]);
      expect(await page.text()).toContain("for a moment holds it in clear");
      const send = async (body: Record<string, string>): Promise<Response> =>
        await fetch(edge.url + path, {
          method: "POST",
          body: new URLSearchParams(body),
          headers: { cookie: "language=en" },
        });
      const empty = await send({});
      expect([path, empty.status]).toEqual([path, 422]);
      expect(await empty.text()).not.toMatch(/portal\.e\.|\{max\}/);
      expect([path, (await send(values)).status]).toEqual([path, 202]);
    }
    await fetchFromEdges(core);
    const told = await server.world.owner<
      { flow: string; answers: object; description: string }[]
    >`select flow, answers, description
      from reports where description like ${`%${about}%`} or subject like ${`%${about}%`}`;
    expect(told.map(({ flow }) => flow).sort()).toEqual([...flows].sort());
    expect(told.find(({ flow }) => flow === "citizen")?.answers).toMatchObject({ paid: "mobile_money" });
    expect(told.find(({ flow }) => flow === "regulated")?.description).toContain("B-7");
    const [noticed] = await server.world
      .owner`select occurred_at from reports where flow = 'organisation' and description like ${`%${about}%`}`;
    expect(noticed?.["occurred_at"]).toEqual(new Date(`${date}T09:30:00.000Z`));
  });

  test.skipIf(!chromiumPath)(
    "with script a flow at the edge asks only what the answers lead to, and leaves the phone sealed while the core is away",
    async () => {
      const browser = await openBrowser();
      const page = await (
        await browser.newContext({ locale: "fr-ML", viewport: { width: 390, height: 844 } })
      ).newPage();
      const posted: string[] = [];
      page.on("request", (request) => void posted.push(request.postData() ?? ""));
      await page.goto(`${edge.url}/report/citizen`, { waitUntil: "networkidle" });
      const shown = async (id: string): Promise<boolean> => await page.isVisible(`[data-question="${id}"]`);
      await page.locator('[data-question="consent"]').waitFor({ state: "hidden", timeout: 60_000 });
      await page.check('input[name="who"][value="other"]');
      await page.locator('[data-question="consent"]').waitFor({ state: "visible", timeout: 60_000 });
      await page.check('input[name="who"][value="me"]');
      await page.check('input[name="what"][value="money"]');
      await page.locator('[data-question="paid"]').waitFor({ state: "visible", timeout: 60_000 });
      expect(await shown("lock")).toBe(false);
      await picture(page, "fr-edge-citizen");
      await page.click("form[data-short] button.go");
      await page.locator(".summary a").first().waitFor({ timeout: 60_000 });
      await page.check('input[name="started"][value="today"]');
      const story = `Scellé sur le téléphone ${randomBytes(4).toString("hex")}`;
      await page.fill("#f-story", story);
      await page.check('input[name="reply"][value="receipt"]');
      await page.click("form[data-short] button.go");
      const digits = page.locator("[data-receipt]");
      await digits.waitFor({ timeout: 60_000 });
      expect(await page.textContent("[data-outbox]")).toContain("en route");
      expect(posted.join("")).not.toContain(story);
      await page.context().close();
      await fetchFromEdges(core);
      const [row] = await server.world.owner`select flow, answers from reports where description = ${story}`;
      expect(row).toMatchObject({ flow: "citizen", answers: { what: "money" } });
    },
  );

  test("what was changed on the way is refused, noted and never half taken; the reports behind it arrive", async () => {
    const { item } = await sealedReport(await keyOf(edge.url), { description: "first" });
    const flipped = `${item.sealed.slice(0, 300)}${item.sealed[300] === "A" ? "B" : "A"}${item.sealed.slice(301)}`;
    const { locator } = (await (await postSealed(edge.url, { ...item, sealed: flipped })).json()) as {
      locator: string;
    };
    const other = await sealedReport(await keyOf(edge.url), { description: "second" });
    // A sealed text under another name does not open either.
    const { item: stolen } = await sealedReport(await keyOf(edge.url), { description: "third" });
    await postSealed(edge.url, { ...stolen, sealed: other.item.sealed });
    await postSealed(edge.url, other.item);
    const before = await countReports();
    expect(await fetchFromEdges(core)).toMatchObject([{ delivered: 1, refused: 2, waiting: 0 }]);
    expect(await countReports()).toBe(before + 1);
    expect(await statusOf(locator)).toMatchObject({ state: "refused" });
  });

  test("only the core may fetch: another signature, audience, address, body or time is refused, and each envelope counts once", async () => {
    const body = JSON.stringify({ limit: 1 });
    const good = await envelopeFor("/relay/take", body);
    expect((await relay("/relay/take", body, good)).status).toBe(200);
    const again = await relay("/relay/take", body, good);
    expect(again.status).toBe(401);
    expect(await again.text()).toContain("it came before");
    const refused = [
      "",
      (await envelopeFor("/relay/take", body)).replace(/.{4}$/, "AAAA"),
      await envelopeFor("/relay/take", body, "https://another.example"),
      await envelopeFor("/relay/done", body),
      await envelopeFor("/relay/take", '{"limit":2}'),
      await signEnvelope(
        { audience: edge.url, path: "/relay/take", body, now: new Date(Date.now() - 600_000) },
        relayKeys(core).sign,
      ),
    ];
    for (const envelope of refused) expect((await relay("/relay/take", body, envelope)).status).toBe(401);
  });

  test("without its sum, too large, not JSON or from a stranger's page nothing is taken", async () => {
    const { item } = await sealedReport(await keyOf(edge.url), { description: "x" });
    const { proof: _proof, ...bare } = item;
    expect((await postSealed(edge.url, bare)).status).toBe(428);
    expect((await postSealed(edge.url, { ...item, sealed: "A".repeat(600_000) })).status).toBe(413);
    expect((await fetch(`${edge.url}/sealed`, { method: "POST", body: "{" })).status).toBe(400);
    const stranger = await fetch(`${edge.url}/sealed`, {
      method: "POST",
      body: JSON.stringify(item),
      headers: { "sec-fetch-site": "cross-site" },
    });
    expect(stranger.status).toBe(403);
  });

  test("the core's public pages are brought to the edge, stay there while it is away, and are taken down when they go", async () => {
    const body = "<!doctype html><title>Advice</title>";
    const page = { path: "/advisories", language: "en", mediaType: "text/html; charset=utf-8", body } as const;
    expect(await publishToEdges(core, [page])).toBe(1);
    expect(await publishToEdges(core, [page])).toBe(0);
    const shown = await fetch(`${edge.url}/advisories`, { headers: { cookie: "language=en" } });
    expect(await shown.text()).toBe(body);
    expect(shown.headers.get("content-security-policy")).toContain("default-src 'none'");
    const etag = shown.headers.get("etag") ?? "";
    expect((await fetch(`${edge.url}/advisories`, { headers: { "if-none-match": etag } })).status).toBe(304);
    // What the worker brings each ten minutes: the portal's own pages, as a stranger sees them.
    const own = await renderPublicPages(core);
    expect(own.map(({ path, language }) => `${language} ${path}`)).toContain("mn /advisories");
    expect(await publishToEdges(core, own)).toBeGreaterThanOrEqual(3);
    await publishToEdges(core, []);
    expect((await fetch(`${edge.url}/advisories/other`)).status).toBe(404);
  });

  test("no link of any page leads nowhere, before the core has brought anything and after, in each language", async () => {
    const dead = async (): Promise<string[]> => {
      // Anew: what was brought is remembered for half a minute.
      await edge.stop();
      await edge.start();
      const lines: string[] = [];
      for (const language of ["fr", "en", "mn"]) {
        const statuses = await walkLinks(edge.url, { cookie: `language=${language}`, also: [server.url] });
        expect(statuses.size).toBeGreaterThan(20);
        for (const [address, status] of statuses) if (status >= 400) lines.push(`${language} ${address} ${status}`);
      }
      return lines;
    };
    await publishToEdges(core, []);
    expect(await dead()).toEqual([]);
    const awaited = await fetch(`${edge.url}/statistics?lang=en`);
    expect(await awaited.text()).toContain("Not here yet");
    await publishToEdges(core, await renderPublicPages(core));
    expect(await dead()).toEqual([]);
    // Pages that were brought have the edge's own footer; what stands at the core only is opened there.
    const brought = await (await fetch(`${edge.url}/advisories`, { headers: { cookie: "language=en" } })).text();
    expect(brought).not.toContain("Not here yet");
    expect(brought).toContain(`href="${server.url}/subscribe"`);
    expect(brought).not.toContain("<script");
    await publishToEdges(core, []);
  });

  test("a recording stands at its question, is sent in ranges while the core is away, and goes when it is taken out; bytes of another are refused", async () => {
    const sound = makeRecording(30);
    const sha256 = createHash("sha256").update(sound).digest("hex");
    const address = (language: string): string =>
      `${edge.url}/audio/citizen/what?in=${language}&v=${sha256.slice(0, 16)}`;
    const pageOf = async (path: string, language = "fr"): Promise<string> =>
      await (await fetch(edge.url + path, { headers: { cookie: `language=${language}` } })).text();
    expect(await pageOf("/report/citizen")).not.toMatch(/<audio|<!--listen/);
    expect((await fetch(address("fr"))).status).toBe(404);
    for (const [question, language] of [
      ["citizen/what", "bm"],
      ["citizen/what", "fr"],
      ["suspicious", "fr"],
    ])
      await server.world
        .owner`insert into spoken_questions (question, language, media_type, bytes, sha256, duration_seconds, text_sha256, put_at)
        values (${question ?? ""}, ${language ?? ""}, 'audio/mpeg', ${sound}, ${sha256}, 30, ${sha256}, now())`;
    expect(await bringRecordings(core)).toBe(3);
    expect(await bringRecordings(core)).toBe(0);
    await edge.stop();
    await edge.start();
    await server.rest();
    const page = await pageOf("/report/citizen");
    const [, section = ""] = /<section data-question="what">(.*?)<fieldset/s.exec(page) ?? [];
    expect([...section.matchAll(/src="([^"]+)"/g)].map(([, src]) => src)).toEqual([
      `/audio/citizen/what?in=fr&amp;v=${sha256.slice(0, 16)}`,
      `/audio/citizen/what?in=bm&amp;v=${sha256.slice(0, 16)}`,
    ]);
    expect(section).toContain("Écouter");
    expect(section).toContain("Bamanankan");
    expect(page.match(/<audio controls preload="none"/g)).toHaveLength(2);
    expect(await pageOf("/suspicious")).toContain("/audio/suspicious?in=fr");
    for (const language of ["fr", "en", "mn"]) {
      const { length } = gzipSync(await pageOf("/report/citizen", language));
      expect(length).toBeLessThan(10_000);
      expect(gzipSync(await pageOf("/suspicious", language)).length).toBeLessThan(8_000);
    }
    const whole = await fetch(address("bm"));
    expect([whole.status, whole.headers.get("content-type"), whole.headers.get("content-length")]).toEqual([
      200,
      "audio/mpeg",
      String(sound.length),
    ]);
    expect(whole.headers.get("content-security-policy")).toContain("media-src 'self'");
    expect(Buffer.from(await whole.arrayBuffer()).equals(sound)).toBe(true);
    // Safari asks for two bytes first, then for the rest; and across the pieces that it is kept in.
    for (const [asked, from, to] of [
      ["bytes=0-1", 0, 1],
      ["bytes=65530-65545", 65_530, 65_545],
      ["bytes=131072-", 131_072, sound.length - 1],
      ["bytes=-10", sound.length - 10, sound.length - 1],
    ] as const) {
      const part = await fetch(address("fr"), { headers: { range: asked } });
      expect([asked, part.status, part.headers.get("content-range"), part.headers.get("content-length")]).toEqual([
        asked,
        206,
        `bytes ${from}-${to}/${sound.length}`,
        String(to - from + 1),
      ]);
      expect(Buffer.from(await part.arrayBuffer()).equals(sound.subarray(from, to + 1))).toBe(true);
    }
    expect((await fetch(address("fr"), { headers: { range: `bytes=${sound.length}-` } })).status).toBe(416);
    expect((await fetch(address("mn"))).status).toBe(404);
    await server.wake();
    const forged = JSON.stringify({
      recordings: [
        { question: "citizen/what", language: "fr", version: "0".repeat(16), mediaType: "audio/mpeg", bytes: "AAAA" },
      ],
    });
    const refused = await relay("/relay/recordings", forged, await envelopeFor("/relay/recordings", forged));
    expect(refused.status).toBe(400);
    await server.world.owner`delete from spoken_questions`;
    await bringRecordings(core);
    await edge.stop();
    await edge.start();
    expect((await fetch(address("fr"))).status).toBe(404);
    expect(await pageOf("/report/citizen")).not.toContain("<audio");
  });

  test.skipIf(!chromiumPath)(
    "somebody who is threatened leaves quickly: no question holds the page back, nothing comes back by the back button, nothing waits on the device",
    async () => {
      const plain = await fetch(`${edge.url}/leave`, { redirect: "manual" });
      expect([plain.status, plain.headers.get("location")]).toEqual([302, "https://www.wikipedia.org/"]);
      // From another site's page it must not erase.
      expect(plain.headers.get("clear-site-data")).toBeNull();
      const own = await fetch(`${edge.url}/leave`, {
        redirect: "manual",
        headers: { "sec-fetch-site": "same-origin" },
      });
      expect(own.headers.get("clear-site-data")).toContain("storage");
      const browser = await openBrowser();
      const context = await browser.newContext({ locale: "fr-ML", viewport: { width: 320, height: 640 } });
      const page = await context.newPage();
      await page.route("https://www.wikipedia.org/", (route) => route.fulfill({ body: "an encyclopaedia" }));
      const asked: string[] = [];
      page.on("dialog", (dialog) => {
        asked.push(dialog.type());
        void dialog.accept();
      });
      await page.goto(`${edge.url}/help`);
      await page.goto(`${edge.url}/report/citizen`, { waitUntil: "networkidle" });
      await page.check('input[name="what"][value="threat"]');
      await page.locator(".back.stays").waitFor({ timeout: 60_000 });
      await page.fill("#f-story", "Il me menace");
      await picture(page, "fr-edge-leave");
      await page.locator("form[data-short] button.go").scrollIntoViewIfNeeded();
      // In sight where the answers are written, far below the top.
      const placeOf = async (): Promise<[number, number]> =>
        await page.evaluate(() => [
          Math.round(scrollY),
          Math.round(document.querySelector(".leave")?.getBoundingClientRect().top ?? 0),
        ]);
      const [scrolled, top] = await placeOf();
      expect(scrolled).toBeGreaterThan(300);
      expect(top).toBeGreaterThanOrEqual(0);
      expect(top).toBeLessThan(60);
      // Whatever has the focus is brought below the bar that stays, in the longest of our words too (WCAG 2.4.11).
      await page.evaluate(() => {
        const leave = document.querySelector(".back .leave");
        if (leave) leave.textContent = "Энэ хуудаснаас хурдан гарах";
      });
      await page.locator("#f-story").focus();
      for (let stop = 0; stop < 12; stop++) await page.keyboard.press("Shift+Tab");
      const [bar, room] = await page.evaluate(() => [
        document.querySelector(".back")?.getBoundingClientRect().height ?? 0,
        Number.parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop),
      ]);
      expect(bar).toBeLessThan(room ?? 0);
      expect(await page.evaluate(lookAtFocus)).toBeUndefined();
      await page.evaluate(async () => {
        const opening = indexedDB.open("toguna-outbox", 1);
        const database = await new Promise<IDBDatabase>((resolve) => {
          opening.onupgradeneeded = () => opening.result.createObjectStore("entries", { keyPath: "id" });
          opening.onsuccess = () => resolve(opening.result);
        });
        const writing = database.transaction("entries", "readwrite");
        writing
          .objectStore("entries")
          .put({ id: "0".repeat(32), item: null, secret: "", createdAt: 1, state: "refused" });
        await new Promise((resolve) => (writing.oncomplete = resolve));
        database.close();
      });
      await Promise.all([page.waitForURL("https://www.wikipedia.org/"), page.click(".leave")]);
      expect(asked).toEqual([]);
      await page.goBack();
      expect(page.url()).toBe(`${edge.url}/help`);
      await page.goto(`${edge.url}/report/citizen`, { waitUntil: "networkidle" });
      expect(await page.inputValue("#f-story")).toBe("");
      expect(await page.locator("[data-outbox] li").count()).toBe(0);
      await context.close();
    },
  );

  test("an edge whose plain form is off takes no text in clear, and says so before", async () => {
    const closed = await makeEdge(
      { dataDir: server.world.dataDir, publicUrl: server.url },
      { under: "workerd", args: ["--no-plain", "--number", "3"] },
    );
    await closed.start();
    try {
      expect(await (await fetch(`${closed.url}/short?lang=en`)).text()).toContain("takes nothing without script");
      const sent = await fetch(`${closed.url}/short`, {
        method: "POST",
        body: new URLSearchParams({ about: "citizen", story: "x" }),
      });
      expect(sent.status).toBe(403);
      const { item } = await sealedReport(await keyOf(closed.url), { description: "sealed" });
      expect(await (await postSealed(closed.url, item)).json()).toMatchObject({
        locator: expect.stringMatching(/^93/) as string,
      });
    } finally {
      await closed.stop();
    }
  });
});
