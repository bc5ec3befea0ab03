// The portal at the edge: form, receipts, advisories and intake from files and a queue; no database, no session, no code of the team. Runs under wrangler and plain workerd.
import { chooseLanguage } from "../frontend/portal/request/choose-language.ts";
import { readWhole, sayOf, wholeFlows } from "../frontend/portal/flows/whole.ts";
import { clearedOnLeave, neutralPage } from "../frontend/portal/request/leave.ts";
import { isOwnPost } from "../frontend/portal/request/judge-origin.ts";
import { type KeptFile, readFile } from "./intake/edge/door/files.ts";
import { fillPlayers, giveRecording } from "./intake/edge/recordings/give-recordings.ts";
import { answerPieces, makePutPiece } from "./intake/edge/door/take-pieces.ts";
import { piecesPath } from "./intake/edge/pieces/wire/model.ts";
import { answerRelay } from "./intake/edge/door/relay-requests.ts";
import type { EdgeEnv } from "./intake/edge/door/surroundings.ts";
import {
  type AskQueue,
  problem,
  type ReadForm,
  takePlainAtEdge,
  takeSealedAtEdge,
} from "./intake/edge/door/take-reports.ts";
import { readBody } from "./intake/edge/door/read-body.ts";
import { readShort } from "./intake/edge/short/model.ts";
import { type ItemStatus, Site } from "./intake/edge/model.ts";
import type { Language } from "./intake/model.ts";
import { formatReceipt, parseReceipt } from "./intake/receipts/model.ts";

export { EdgeQueue } from "./intake/edge/door/queue.ts";

const securityHeaders: Record<string, string> = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
};
const awaited = new Set(["/advisories", "/statistics"]);
/** A page that the core brought is asked for again after this long. */
const publishedLifeMs = 30_000;

interface Visit {
  request: Request;
  env: EdgeEnv;
  site: Site;
  url: URL;
  /** The language that is read: one of the three, or one of a file. */
  tag: string;
  /** In which reports are told. */
  language: Language;
  ask: AskQueue;
}

// oxlint-disable-next-line import/no-default-export -- workerd finds a module's handler there
export default {
  async fetch(request: Request, env: EdgeEnv): Promise<Response> {
    const response = await answer(request, env).catch(() => problem(500, "Something went wrong here. Try again."));
    const own = new Response(response.body, response);
    for (const [name, value] of Object.entries(securityHeaders)) own.headers.set(name, value);
    if (new URL(request.url).protocol === "https:") own.headers.set("strict-transport-security", "max-age=31536000");
    return own;
  },
};

let site: Site | undefined;

async function answer(request: Request, env: EdgeEnv): Promise<Response> {
  site ??= Site.parse(JSON.parse(new TextDecoder().decode((await readFile(env, "/site.json"))?.body)));
  const url = new URL(request.url);
  const offered = [...site.languages.map((tag) => ({ tag: tag as string, fallsBackTo: tag })), ...site.spoken];
  const tag = chooseLanguage<string>([site.languages[0], ...offered.map((one) => one.tag)], {
    asked: url.searchParams.get("lang") ?? undefined,
    remembered: /(?:^|;\s*)language=([a-z]{2,8})/.exec(request.headers.get("cookie") ?? "")?.[1],
    acceptLanguage: request.headers.get("accept-language") ?? undefined,
  });
  const visit: Visit = {
    request,
    env,
    site,
    url,
    tag,
    language: offered.find((one) => one.tag === tag)?.fallsBackTo ?? site.languages[0],
    ask: async (path, asked) => {
      const queue = env.QUEUE.get(env.QUEUE.idFromName("queue"));
      const answered = await queue.fetch(
        new Request(`http://queue${path}`, { method: "POST", body: JSON.stringify(asked) }),
      );
      return await answered.json();
    },
  };
  const pieces = async (): Promise<Response> => await answerPieces(request, site as Site, visit.ask, makePutPiece(env));
  if (request.method === "GET" && url.pathname === piecesPath) return await pieces();
  if (request.method === "GET" || request.method === "HEAD") return await show(visit);
  if (request.method !== "POST") return problem(405, "Expected GET or POST.", { allow: "GET, HEAD, POST" });
  if (url.pathname.startsWith("/relay/")) return await answerRelay(request, url.pathname, site, visit.ask);
  if (!isOwnPost(headersOf(request), site.edgeUrl)) return problem(403, "This form did not come from this portal.");
  if (url.pathname === piecesPath) return await pieces();
  if (url.pathname === "/sealed") return await takeSealedAtEdge(request, site, visit.ask);
  if (url.pathname === "/short" || Object.hasOwn(wholeFlows, url.pathname)) return await takePlain(visit);
  if (url.pathname === "/receipt") return await tellStatus(visit);
  return await showNotice(visit, "missing", 404);
}

function headersOf({ headers }: Request): Parameters<typeof isOwnPost>[0] {
  const of = (name: string): string | undefined => headers.get(name) ?? undefined;
  return { secFetchSite: of("sec-fetch-site"), origin: of("origin"), referer: of("referer"), host: of("host") };
}

async function show(visit: Visit): Promise<Response> {
  const { env, url, tag } = visit;
  const path = url.pathname;
  if (path.startsWith("/static/")) {
    const file = await readFile(env, path);
    if (file) return giveFile(visit, file, "public, max-age=31536000, immutable");
  }
  if (path === "/leave") return leave(visit);
  if (path === "/sealed/status") return await giveStatus(visit);
  if (["/sw.js", "/offline.json", "/manifest.webmanifest", "/robots.txt"].includes(path)) {
    const file = await readFile(env, path === "/manifest.webmanifest" ? `/${tag}/manifest.webmanifest` : path);
    if (file) return giveFile(visit, file, "public, max-age=300");
  }
  const page = await readFile(env, `/${tag}/pages${path === "/" ? "/home" : path}.html`);
  if (page) return giveFile(visit, await fillPlayers(visit, page), "public, max-age=60, stale-if-error=604800");
  const recording = await giveRecording(visit);
  if (recording) return recording;
  const brought = await givePublished(visit);
  if (brought) return brought;
  // Linked from every page, also before the core has brought them.
  return awaited.has(path) ? await showNotice(visit, "awaited", 200) : await showNotice(visit, "missing", 404);
}

/** Only from our own page: another site must not be able to throw away what waits here. */
function leave({ request }: Visit): Response {
  const headers = new Headers({ location: neutralPage, "cache-control": "no-store" });
  if (request.headers.get("sec-fetch-site") === "same-origin") headers.set("clear-site-data", clearedOnLeave);
  return new Response(null, { status: 302, headers });
}

function giveFile({ request, url, tag }: Visit, file: KeptFile, cacheControl: string): Response {
  const headers = new Headers({
    "content-type": file.mediaType,
    "cache-control": cacheControl,
    etag: file.etag,
    vary: "accept-language, cookie",
  });
  if (tag === url.searchParams.get("lang"))
    headers.append("set-cookie", `language=${tag}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly`);
  if (request.headers.get("if-none-match") === file.etag) return new Response(null, { status: 304, headers });
  return new Response(request.method === "HEAD" ? null : file.body, { headers });
}

interface Published {
  media_type: string;
  body: string;
  etag: string;
}

const published = new Map<string, { page: Published | null; at: number }>();

/** Advisories and statistics as the core last brought them; as they stood where the queue does not answer. */
async function givePublished(visit: Visit): Promise<Response | undefined> {
  const { url, tag } = visit;
  const path = url.pathname;
  if (!/^\/[A-Za-z0-9/_.-]{1,200}$/.test(path)) return undefined;
  const key = `${tag} ${path}`;
  let known = published.get(key);
  if (!known || Date.now() - known.at > publishedLifeMs) {
    try {
      known = { page: (await visit.ask("/pages/get", { path, language: tag })) as Published | null, at: Date.now() };
      if (published.size > 2000) published.clear();
      published.set(key, known);
    } catch (error) {
      if (!known) throw error;
    }
  }
  const { page } = known;
  if (!page) return undefined;
  const file: KeptFile = {
    body: new TextEncoder().encode(page.body).buffer,
    mediaType: page.media_type,
    etag: `"${page.etag}"`,
  };
  return giveFile(visit, file, "public, max-age=60, stale-if-error=604800");
}

/** A page with places that are filled in: `{{name}}`; digits, instants and sentences of our own only. */
async function showNotice(
  { env, tag, site: { coreUrl } }: Visit,
  name: string,
  status: number,
  values: Record<string, string> = {},
): Promise<Response> {
  const file = await readFile(env, `/${tag}/notices/${name}.html`);
  const html = new TextDecoder()
    .decode(file?.body)
    .replaceAll(/\{\{(\w+)\}\}/g, (_whole, key: string) => (key === "core" ? coreUrl : (values[key] ?? "")));
  return new Response(html, {
    status,
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
  });
}

/** How the form of a page is read, with the sentences for its mistakes. */
async function readerOf({ env, tag, language, url, site: { timeZone } }: Visit): Promise<ReadForm> {
  const graph = wholeFlows[url.pathname];
  const file = await readFile(env, `/${tag}/${graph ? "flow-words" : "words"}.json`);
  const words = JSON.parse(new TextDecoder().decode(file?.body)) as Record<string, string>;
  const tongue = { language, speaks: tag === language ? undefined : tag };
  if (!graph)
    return (values, now) => {
      const { report, mistakes } = readShort(Object.fromEntries(values), { ...tongue, now });
      return { report, mistakes: mistakes.map(({ key }) => words[key] ?? key) };
    };
  return (values, now) => {
    const typed: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
    for (const [name, value] of values) (typed[name] ??= []).push(value);
    const { report, mistakes } = readWhole(graph, typed, { ...tongue, say: sayOf(words), now, timeZone });
    return { report, mistakes: mistakes.map(({ text }) => text) };
  };
}

async function takePlain(visit: Visit): Promise<Response> {
  const { site: known } = visit;
  if (!known.takesPlain) return await showNotice(visit, "plain-off", 403);
  const queue = { ask: visit.ask, put: makePutPiece(visit.env) };
  const outcome = await takePlainAtEdge(visit.request, known, await readerOf(visit), queue);
  switch (outcome.kind) {
    case "accepted": {
      const name = outcome.isWithoutFiles ? "accepted-text" : "accepted";
      return await showNotice(visit, name, 202, { receipt: outcome.receipt, at: momentOf(outcome.at) });
    }
    case "mistakes": {
      const lines = outcome.mistakes.map((text) => `<li>${text}</li>`).join("");
      return await showNotice(visit, "mistakes", 422, { mistakes: lines });
    }
    case "tooLarge":
      return await showNotice(visit, "too-large", 413);
    case "busy":
      return await showNotice(visit, "busy", 503);
  }
}

async function giveStatus({ url, ask }: Visit): Promise<Response> {
  const locator = /^9\d{5,8}$/.exec(url.searchParams.get("l") ?? "")?.[0];
  if (locator === undefined) return problem(400, "l: Expected the first digits of a receipt that begins with 9.");
  const status = (await ask("/status", { locator })) as ItemStatus | null;
  if (!status) return problem(404, "No report was accepted here under these digits.");
  return Response.json(status, { headers: { "cache-control": "no-store" } });
}

/** A receipt at the edge: how far it is. It opens nothing here; the page leads on to the core. */
async function tellStatus(visit: Visit): Promise<Response> {
  const body = await readBody(visit.request, 2_000);
  const typed = new URLSearchParams(body ?? "").get("digits") ?? "";
  const receipt = parseReceipt(typed);
  if (typeof receipt === "string") return await showNotice(visit, "receipt-mistake", 422);
  const status = (await visit.ask("/status", { locator: receipt.locator })) as ItemStatus | null;
  if (!status) return await showNotice(visit, "receipt-unknown", 404, { locator: receipt.locator });
  return await showNotice(visit, `receipt-${status.state}`, 200, {
    receipt: formatReceipt({ locator: status.locator, secret: receipt.secret }),
    locator: status.locator,
    at: momentOf(status.settledAt ?? status.acceptedAt),
  });
}

/** "2026-11-22 14:07 UTC": the edge knows no zones of its own. */
function momentOf(instant: string): string {
  return `${instant.slice(0, 16).replace("T", " ")} UTC`;
}
