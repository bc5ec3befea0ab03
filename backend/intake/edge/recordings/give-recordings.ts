// Recordings heard at the edge: the player stands at its question once the core has brought one, and its bytes are read piece by piece as they are heard.
import { rangeOf } from "../../../../frontend/portal/request/range.ts";
import { type KeptFile, makeFile, readFile } from "../door/files.ts";
import type { EdgeEnv } from "../door/surroundings.ts";
import { type KeptAtEdge, pieceBytes } from "./model.ts";

/** The list is asked for again after this long; a page does not wait longer than the second for it. */
const listLifeMs = 30_000;
const listPatienceMs = 1_500;
/** Pieces that are heard often, together. */
const mostKeptBytes = 8_000_000;
const mostPages = 100;

interface Asked {
  request: Request;
  env: EdgeEnv;
  url: URL;
  /** The language that is read. */
  tag: string;
}

let known: { list: KeptAtEdge[]; at: number } | undefined;
/** Pages without a place for a player, by their etag. */
const asksNothing = new Set<string>();
const pages = new Map<string, { list: KeptAtEdge[]; page: KeptFile }>();
const pieces = new Map<string, ArrayBuffer>();
let keptBytes = 0;

async function askQueue(env: EdgeEnv, path: string, asked: object): Promise<Response> {
  const queue = env.QUEUE.get(env.QUEUE.idFromName("queue"));
  return await queue.fetch(new Request(`http://queue${path}`, { method: "POST", body: JSON.stringify(asked) }));
}

/** As it was last told, where the queue does not answer in time: pages stand without it. */
async function listKnown(env: EdgeEnv): Promise<KeptAtEdge[]> {
  if (known && Date.now() - known.at < listLifeMs) return known.list;
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, listPatienceMs));
  const asking = askQueue(env, "/recordings/all", {}).then(
    async (answer) => (await answer.json()) as KeptAtEdge[],
    () => undefined,
  );
  const told = (await Promise.race([asking, late])) ?? known?.list ?? [];
  // The same list keeps its identity, so that pages are filled again only when it changed.
  const list = known && JSON.stringify(told) === JSON.stringify(known.list) ? known.list : told;
  known = { list, at: Date.now() };
  return list;
}

/** @returns the page with a player where it asks something that was recorded, the reader's language first. */
export async function fillPlayers({ env, tag }: Asked, page: KeptFile): Promise<KeptFile> {
  if (!page.mediaType.startsWith("text/html") || asksNothing.has(page.etag)) return page;
  const text = new TextDecoder().decode(page.body);
  if (!text.includes("<!--listen ")) {
    if (asksNothing.size < mostPages) asksNothing.add(page.etag);
    return page;
  }
  const list = await listKnown(env);
  const earlier = pages.get(page.etag);
  if (earlier?.list === list) return earlier.page;
  const file = await readFile(env, `/${tag}/listen.json`);
  const players = JSON.parse(new TextDecoder().decode(file?.body)) as Record<string, string>;
  const filled = text.replaceAll(/<!--listen ([a-z]+(?:\/[A-Za-z]+)?)-->/g, (_whole, question: string) =>
    drawPlayers(question, list, { language: tag, players }),
  );
  const made = await makeFile(new TextEncoder().encode(filled).buffer, page.mediaType);
  if (pages.size >= mostPages) pages.clear();
  pages.set(page.etag, { list, page: made });
  return made;
}

function drawPlayers(
  question: string,
  list: readonly KeptAtEdge[],
  { language: own, players }: { language: string; players: Record<string, string> },
): string {
  const drawn = list
    .filter((one) => one.question === question && Object.hasOwn(players, one.language))
    .sort((a, b) => Number(b.language === own) - Number(a.language === own) || a.language.localeCompare(b.language))
    .map(({ language, version }) =>
      (players[language] ?? "").replaceAll("QUESTION", question).replaceAll("VERSION", version),
    );
  return drawn.length > 0 ? `<div class="listen">${drawn.join("")}</div>` : "";
}

/** `/audio/…`, whole or in a range (RFC 9110, 14). @returns undefined where nothing was recorded. */
export async function giveRecording({ request, env, url }: Asked): Promise<Response | undefined> {
  const question = /^\/audio\/([a-z]{2,20}(?:\/[A-Za-z]{1,40})?)$/.exec(url.pathname)?.[1];
  if (question === undefined) return undefined;
  const list = await listKnown(env);
  const found = list.find((one) => one.question === question && one.language === url.searchParams.get("in"));
  if (!found) return undefined;
  const { size, version, mediaType } = found;
  const isVersioned = url.searchParams.get("v") === version;
  const headers = new Headers({
    "content-type": mediaType,
    "accept-ranges": "bytes",
    etag: `"${version}"`,
    "cache-control": isVersioned ? "public, max-age=31536000, immutable, no-transform" : "no-cache, no-transform",
  });
  const range = rangeOf(request.headers.get("range") ?? undefined, size);
  if (range === "beyond") {
    headers.set("content-range", `bytes */${size}`);
    return new Response(null, { status: 416, headers });
  }
  const { from, to } = range === "none" ? { from: 0, to: size - 1 } : range;
  if (range !== "none") headers.set("content-range", `bytes ${from}-${to}/${size}`);
  const body = request.method === "HEAD" ? null : streamOf(env, version, from, to);
  return new Response(body, { status: range === "none" ? 200 : 206, headers });
}

/** One piece after another, as fast as they are taken. What was replaced meanwhile breaks off: the listener asks again. */
function streamOf(env: EdgeEnv, version: string, from: number, to: number): ReadableStream<Uint8Array> {
  let next = from;
  const source = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const at = Math.floor(next / pieceBytes);
      const piece = await readPiece(env, version, at);
      const part = new Uint8Array(piece).subarray(next - at * pieceBytes, to + 1 - at * pieceBytes);
      if (part.length === 0) throw new Error("a recording ends before its end");
      controller.enqueue(part);
      next += part.length;
      if (next > to) controller.close();
    },
  });
  const { readable, writable } = new FixedLengthStream(to - from + 1);
  // A listener who goes away ends it.
  void source.pipeTo(writable).catch(() => {});
  return readable;
}

async function readPiece(env: EdgeEnv, version: string, at: number): Promise<ArrayBuffer> {
  const name = `${version} ${at}`;
  const kept = pieces.get(name);
  if (kept) return kept;
  const answer = await askQueue(env, "/recordings/piece", { version, at });
  if (!answer.ok) throw new Error("this recording was replaced");
  const piece = await answer.arrayBuffer();
  for (const [old, { byteLength }] of pieces) {
    if (keptBytes + piece.byteLength <= mostKeptBytes) break;
    if (pieces.delete(old)) keptBytes -= byteLength;
  }
  if (!pieces.has(name)) {
    pieces.set(name, piece);
    keptBytes += piece.byteLength;
  }
  return piece;
}
