// What the core asks of the edge, each in a signed envelope that counts once: hand over, forget, keep these pages.
import { z } from "zod";
import { PublishedPage, Settled, type Site } from "../model.ts";
import { takeRecordings } from "../recordings/take-recordings.ts";
import { judgeEnvelope } from "../relay/envelope.ts";
import { readBody } from "./read-body.ts";
import { type AskQueue, problem } from "./take-reports.ts";

const relayBytes = 8_000_000;
const Take = z.strictObject({ limit: z.number().int().min(1).max(500) });
const Done = z.strictObject({ settled: z.array(Settled).max(500) });
const TakePieces = z.strictObject({ after: z.number().int().min(0) });
const PiecesDone = z.strictObject({
  settled: z.array(z.strictObject({ seq: z.number().int(), outcome: z.enum(["taken", "refused"]) })).max(500),
});
const PageList = z.strictObject({
  pages: z
    .array(z.strictObject({ path: z.string().max(201), language: z.string().max(8), etag: z.string().max(64) }))
    .max(3000),
});
const Pages = z.strictObject({ pages: z.array(PublishedPage).max(500) });

export async function answerRelay(request: Request, path: string, site: Site, ask: AskQueue): Promise<Response> {
  const body = await readBody(request, relayBytes);
  if (body === undefined) return problem(413, "Expected fewer bytes.");
  const now = new Date();
  const audience = new URL(site.edgeUrl).origin;
  const envelope = request.headers.get("toguna-relay") ?? "";
  const judged = await judgeEnvelope(envelope, { audience, path, body, now }, site.relayKeys);
  if ("refusal" in judged) return problem(401, `The envelope is refused: ${judged.refusal}.`);
  const isFirst = await ask("/once", { ...judged, nowS: now.getTime() / 1000 });
  if (isFirst !== true) return problem(401, "The envelope is refused: it came before.");
  try {
    const asked: unknown = JSON.parse(body);
    if (path === "/relay/take") return Response.json(await ask("/take", Take.parse(asked)));
    if (path === "/relay/done")
      return Response.json(await ask("/done", { ...Done.parse(asked), nowMs: now.getTime() }));
    if (path === "/relay/files/take")
      return Response.json(await ask("/pieces/take", { ...TakePieces.parse(asked), nowMs: now.getTime() }));
    if (path === "/relay/files/done") return Response.json(await ask("/pieces/done", PiecesDone.parse(asked)));
    if (path === "/relay/pages/list") return Response.json(await ask("/pages/list", PageList.parse(asked)));
    if (path === "/relay/pages") {
      const pages = await Promise.all(
        Pages.parse(asked).pages.map(async (page) => ({ ...page, etag: await etagOf(page) })),
      );
      return Response.json(await ask("/pages/put", { pages }));
    }
    const taken = await takeRecordings(path, asked, ask);
    if (taken) return taken;
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError)
      return problem(400, "Expected what the core of the same version asks.");
    throw error;
  }
  return problem(404, "There is nothing at this address.");
}

async function etagOf({ mediaType, body }: PublishedPage): Promise<string> {
  const bytes = new TextEncoder().encode(`${mediaType}\n${body}`);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
