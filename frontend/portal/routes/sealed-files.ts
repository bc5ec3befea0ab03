// Files that follow a sealed report, at the core's own door: the same pieces and answers as at the edge, so that one script speaks to both.
import type { Hono } from "hono";
import {
  pieceHeader,
  type PieceName,
  piecesPath,
  type PieceState,
  readPieceName,
  sealedPieceBytes,
} from "../../../backend/intake/edge/pieces/wire/model.ts";
import type { PortalEnv } from "../options.ts";
import { codeOf, readLimitedBytes } from "../request/read-form.ts";
import { minutesOf, type PortalContext } from "./answer.ts";

export function addSealedFileRoutes(app: Hono<PortalEnv>): void {
  app.get(piecesPath, async (c) => await answer(c, async (name) => await c.get("core").sealed.lookAtFile(name)));
  app.post(piecesPath, async (c) => {
    const body = await readLimitedBytes(c.req.raw, sealedPieceBytes);
    if (body === undefined) return problem(c, 413, `Expected at most ${sealedPieceBytes} bytes.`);
    return await answer(c, async (name) => await c.get("core").sealed.takePiece(name, body));
  });
}

async function answer(c: PortalContext, ask: (name: PieceName) => Promise<PieceState>): Promise<Response> {
  const name = readPieceName(c.req.header(pieceHeader));
  if (!name) return problem(c, 400, `${pieceHeader}: Expected item.file.seq.count.keyId.right.`);
  c.header("cache-control", "no-store");
  try {
    return c.json(await ask(name), 200);
  } catch (error) {
    const code = codeOf(error);
    if (code === "not_found") return problem(c, 404, error instanceof Error ? error.message : "");
    if (code !== "unavailable" && code !== "too_many_requests") throw error;
    c.header("retry-after", String(minutesOf(error) * 60));
    return problem(c, 503, "Keep it and bring it later.");
  }
}

function problem(c: PortalContext, status: 400 | 404 | 413 | 503, title: string): Response {
  return c.body(JSON.stringify({ type: "about:blank", title, status }), status, {
    "content-type": "application/problem+json",
  });
}
