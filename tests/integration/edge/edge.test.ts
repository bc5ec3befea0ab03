// The portal at the edge under plain workerd: reports are taken while the core is away, each arrives once, and what was changed or replayed is refused.
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fetchFromEdges, openReceipt, publishToEdges, relayKeys } from "../../../backend/intake/index.ts";
import { signEnvelope } from "../../../backend/intake/edge/relay/envelope.ts";
import { formatReceipt } from "../../../backend/intake/receipts/model.ts";
import type { Context } from "../../../backend/platform/context/index.ts";
import { renderPublicPages } from "../../../backend/work-edge.ts";
import { readReceiptProof, readReportAsReporter } from "../../../backend/coordination/index.ts";
import { sealAll } from "../../support/seal-all.ts";
import { chromiumPath, openBrowser } from "../../support/browser.ts";
import { type Edge, keyOf, makeEdge, postSealed, sealedReport, workerdVersion } from "../../support/edge.ts";
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
