// What the portal weighs on the wire, with gzip: budgets for a bad line that fail when they are passed. And what its pages must never do.
import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { goOn, pick } from "../support/portal-walk.ts";
import { startWebServer, type WebServer } from "../support/web-server.ts";

let server: WebServer;

const languages = ["fr", "en", "mn"];

/** Bytes of a body with gzip, as a server sends it at worst. */
async function weigh(
  path: string,
  init: RequestInit = {},
): Promise<{ bytes: number; body: string; response: Response }> {
  const response = await fetch(server.url + path, init);
  const body = await response.text();
  return { bytes: gzipSync(body, { level: 6 }).length, body, response };
}

beforeAll(async () => {
  server = await startWebServer();
});

describe.each(languages)("in %s", (language) => {
  test("the first question page is at most 30 kB in all: HTML 8, style 10, script 12", async () => {
    const html = await weigh(`/report/citizen?lang=${language}`);
    const style = await weigh(/href="(\/static\/[^"]+\.css)"/.exec(html.body)?.[1] ?? "");
    const script = await weigh(/src="(\/static\/[^"]+\.js)"/.exec(html.body)?.[1] ?? "");
    expect(style.response.status).toBe(200);
    expect(script.response.status).toBe(200);
    expect(html.bytes).toBeLessThan(8_000);
    expect(style.bytes).toBeLessThan(10_000);
    expect(script.bytes).toBeLessThan(12_000);
    const icon = await weigh(/href="(\/static\/[^"]+\.svg)"/.exec(html.body)?.[1] ?? "");
    expect(html.bytes + style.bytes + script.bytes + icon.bytes).toBeLessThan(30_000);
  });

  test("each next page is at most 6 kB", async () => {
    const headers = { cookie: `language=${language}`, "content-type": "application/x-www-form-urlencoded" };
    const first = await fetch(`${server.url}/report/organisation/organisation`, {
      method: "POST",
      body: "organisation=A&role=B",
      headers,
      redirect: "manual",
    });
    let cookie = `language=${language}; ${first.headers.getSetCookie()[0]?.split(";")[0] ?? ""}`;
    let path = first.headers.get("location") ?? "";
    const answers: Record<string, string> = {
      seen: "seen=strangers",
      reach: "usualSafe=other",
      safeChannel: "safeChannel=x",
      noticed: "noticedDate=2026-11-20&noticedZone=UTC",
      goingOn: "goingOn=yes",
      personal: "personal=yes",
      need: "need=call",
    };
    let pages = 0;
    for (; pages < 30; pages++) {
      const page = await weigh(path, { headers: { cookie } });
      expect(page.bytes, path).toBeLessThan(6_000);
      const id = path.split("/")[3] ?? "";
      if (id === "check") break;
      const next = await fetch(server.url + path, {
        method: "POST",
        body: answers[id] ?? "",
        headers: { ...headers, cookie },
        redirect: "manual",
      });
      cookie = `language=${language}; ${next.headers.getSetCookie()[0]?.split(";")[0] ?? ""}`;
      expect(next.status, path).toBe(303);
      path = next.headers.get("location") ?? "";
    }
    expect(pages).toBeGreaterThan(12);
  });

  test("the page for suspicious messages is at most 14 kB without script", async () => {
    const html = await weigh(`/suspicious?lang=${language}`);
    const style = await weigh(/href="(\/static\/[^"]+\.css)"/.exec(html.body)?.[1] ?? "");
    expect(html.bytes + style.bytes).toBeLessThan(14_000);
  });
});

test("pages are sent packed, never kept by caches; style and script are kept for a year", async () => {
  const page = await fetch(`${server.url}/report/citizen`, { headers: { "accept-encoding": "gzip" } });
  expect(page.headers.get("content-encoding")).toBe("gzip");
  expect(page.headers.get("cache-control")).toBe("no-store");
  const body = await page.text();
  const style = await fetch(server.url + (/href="(\/static\/[^"]+\.css)"/.exec(body)?.[1] ?? ""));
  expect(style.headers.get("cache-control")).toContain("immutable");
});

test("no page holds a script or style of its own, or anything from another origin", async () => {
  for (const path of ["/", "/suspicious", "/report/citizen", "/help", "/privacy", "/guichet", "/receipt", "/nowhere"]) {
    const { body, response } = await weigh(path);
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("style-src 'self'");
    expect(policy).not.toContain("unsafe");
    expect(body, path).not.toMatch(/<script(?![^>]*\bsrc="\/static\/)[^>]*>/);
    expect(body, path).not.toMatch(/<style|\sstyle="|\son\w+="/);
    expect(body.replaceAll(server.url, ""), path).not.toMatch(/(?:src|href|action)="(?:https?:)?\/\//);
  }
});

test("a form of another site is refused in words, in the language of the reader", async () => {
  const { body, response } = await weigh("/report/citizen/who", {
    method: "POST",
    body: "who=me",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      origin: "https://evil.example",
      "sec-fetch-site": "cross-site",
      "accept-language": "mn",
    },
  });
  expect(response.status).toBe(403);
  expect(body).toContain("өөр сайтаас");
});

test("a file past 5 MB is named, and what was typed beside it stays", async () => {
  const form = new FormData();
  form.append("message", "http://faux.example");
  form.append("files", new File([new Uint8Array(5_000_001)], "film.mp4"));
  const { body, response } = await weigh("/suspicious?lang=fr", { method: "POST", body: form });
  expect(response.status).toBe(422);
  expect(body).toContain("film.mp4");
  expect(body).toContain("moins de 5");
  expect(body).toContain("http://faux.example</textarea>");
});

test("robots and finders of weaknesses find what they look for", async () => {
  expect((await weigh("/robots.txt")).body).toContain("Disallow: /receipt");
  const { body, response } = await weigh("/.well-known/security.txt");
  expect(response.headers.get("content-type")).toContain("text/plain");
  expect(body).toMatch(/^Contact: /m);
  const expires = Date.parse(/^Expires: (.+)$/m.exec(body)?.[1] ?? "");
  expect(expires).toBeGreaterThan(Date.now() + 100 * 86_400_000);
  expect(expires).toBeLessThan(Date.now() + 365 * 86_400_000);
});

test("what is written by a stranger is shown as text", async () => {
  const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>`;
  const { body } = await weigh(`/receipt`, {
    method: "POST",
    body: new URLSearchParams({ digits: hostile }).toString(),
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
  expect(body).not.toContain("<script>alert");
  expect(body).not.toContain("<img src=x");
});

describe.skipIf(!chromiumPath)("on the first view", () => {
  test("at most four requests are made, all to one origin; the next page makes one", async () => {
    const browser: Browser = await openBrowser();
    const page = await (await browser.newContext({ locale: "fr-ML" })).newPage();
    const origins = new Set<string>();
    page.on("request", (request) => origins.add(new URL(request.url()).origin));
    server.asked.length = 0;
    await page.goto(`${server.url}/report/citizen`, { waitUntil: "networkidle" });
    expect(server.asked.length).toBeLessThanOrEqual(4);
    server.asked.length = 0;
    await pick("me")(page);
    await goOn(page);
    await page.waitForLoadState("networkidle");
    // The answer, and the page that follows; style and script are there already.
    expect(server.asked).toEqual(["/report/citizen/who", "/report/citizen/what"]);
    expect([...origins]).toEqual([server.url]);
  });
});

describe("how long a report takes, counted without anybody in it", () => {
  const form = (values: Record<string, string>, cookie = ""): RequestInit => ({
    method: "POST",
    body: new URLSearchParams(values).toString(),
    headers: { "content-type": "application/x-www-form-urlencoded", "accept-language": "fr", cookie },
    redirect: "manual",
  });
  const cookiesOf = (response: Response): string =>
    response.headers
      .getSetCookie()
      .map((line) => line.split(";")[0] ?? "")
      .join("; ");
  const hidden = (body: string, name: string): string =>
    new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? "";
  const counted = async (): Promise<Record<string, unknown>[]> => [
    ...(await server.world.owner`select flow, language, up_to_seconds, count from flow_times order by flow`),
  ];

  test("without script: one report counts once, its one answer once, and what is forged counts nothing", async () => {
    const { owner } = server.world;
    await owner`delete from flow_times`;
    await owner`delete from flow_opinions`;
    const { body } = await weigh("/suspicious?lang=fr");
    const typed = { message: "http://faux.example", _key: hidden(body, "_key"), _begun: hidden(body, "_begun") };
    const sent = await fetch(`${server.url}/suspicious`, form(typed));
    expect(sent.status).toBe(303);
    await fetch(`${server.url}/suspicious`, form(typed));
    await fetch(`${server.url}/suspicious`, form({ message: "autre", _begun: `${typed._begun.slice(0, -3)}AAA` }));
    expect(await counted()).toMatchObject([{ flow: "phishing", language: "fr", count: 1 }]);
    const cookie = cookiesOf(sent);
    const receipt = await weigh("/sent", { headers: { cookie } });
    expect(receipt.body).toContain("facile de signaler");
    const answer = { ticket: hidden(receipt.body, "ticket"), opinion: "very_easy" };
    const said = await fetch(`${server.url}/opinion`, form(answer, cookie));
    expect(said.headers.get("location")).toBe("/sent");
    await fetch(`${server.url}/opinion`, form(answer, cookie));
    await fetch(`${server.url}/opinion`, form({ ticket: "o.phishing.1.AAAAAAAA.forged", opinion: "hard" }));
    expect([...(await owner`select flow, opinion, count from flow_opinions`)]).toEqual([
      { flow: "phishing", opinion: "very_easy", count: 1 },
    ]);
    const after = await weigh("/sent", { headers: { cookie: cookiesOf(said) } });
    expect(after.body).toContain("Votre réponse est comptée");
    expect(after.body).not.toContain('name="ticket"');
  });

  test("a flow of many pages is timed from its first page, over its draft", async () => {
    await server.world.owner`delete from flow_times`;
    const first = await weigh("/report/vulnerability?lang=fr");
    const begun = hidden(first.body, "_begun");
    expect(begun).toMatch(/^b\.vulnerability\./);
    let response = await fetch(
      `${server.url}/report/vulnerability/product`,
      form({ product: "Portail", _begun: begun }),
    );
    const cookie = cookiesOf(response);
    const answers: Record<string, Record<string, string>> = { flaw: { flaw: "x" }, exploited: { exploited: "no" } };
    for (let pages = 0; pages < 20; pages++) {
      const path = response.headers.get("location") ?? "";
      const id = path.split("/")[3] ?? "";
      if (id === "check") break;
      expect((await weigh(path, { headers: { cookie } })).body, path).not.toContain('name="_begun"');
      response = await fetch(server.url + path, form(answers[id] ?? {}, cookie));
    }
    response = await fetch(`${server.url}/report/vulnerability/send`, form({}, cookie));
    expect(response.headers.get("location")).toBe("/sent");
    expect(await counted()).toMatchObject([{ flow: "vulnerability", count: 1 }]);
  });

  test("the counters have no column for a report, a person, an address or an hour", async () => {
    const columns = await server.world.owner<{ name: string }[]>`select distinct column_name as name
      from information_schema.columns where table_name in ('flow_times', 'flow_opinions') order by 1`;
    expect(columns.map(({ name }) => name)).toEqual(["count", "flow", "language", "opinion", "up_to_seconds", "week"]);
  });
});
