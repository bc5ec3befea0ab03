// Files in pieces at the portal, in the wire format of tus 1.0.0: begin, ask how far, send on, end. Whoever has a file's address needs nothing else.
import type { Hono } from "hono";
import {
  checksumAlgorithms,
  mostUploadBytes,
  parseChecksum,
  parseCount,
  parseMetadata,
  tusExtensions,
  type UploadState,
} from "../../../backend/intake/uploads/model.ts";
import { pieceType, tusVersion, uploadsPath } from "../../../backend/intake/uploads/wire/model.ts";
import type { PortalEnv } from "../options.ts";
import { readCookie } from "../request/cookies.ts";
import { codeOf } from "../request/read-form.ts";
import { minutesOf, type PortalContext } from "./answer.ts";

const tokenPath = `${uploadsPath}/:token{[A-Za-z0-9_-]{43}}`;
const statuses: Readonly<Record<string, 401 | 403 | 404 | 409 | 413 | 429 | 460 | 503>> = {
  unauthenticated: 401,
  refused: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  too_many_requests: 429,
  // Of the protocol's own: the bytes are not those that were sent.
  invalid_input: 460,
  unavailable: 503,
};

export function addUploadRoutes(app: Hono<PortalEnv>): void {
  app.options(uploadsPath, (c) => tellWhatIsSpoken(c));
  app.options(tokenPath, (c) => tellWhatIsSpoken(c));
  app.post(uploadsPath, async (c) => await answer(c, async () => await begin(c)));
  // A GET or HEAD asks how far the file is; only HEAD is of the protocol.
  app.get(tokenPath, async (c) => await answer(c, async () => await tellState(c)));
  app.patch(tokenPath, async (c) => await answer(c, async () => await takePiece(c)));
  app.delete(tokenPath, async (c) => await answer(c, async () => await end(c)));
  // Some gateways let only GET and POST through.
  app.post(tokenPath, async (c) => {
    const method = c.req.header("x-http-method-override");
    if (method === "PATCH") return await answer(c, async () => await takePiece(c));
    if (method === "DELETE") return await answer(c, async () => await end(c));
    return problem(c, 400, "X-HTTP-Method-Override: Expected PATCH or DELETE.");
  });
}

function tellWhatIsSpoken(c: PortalContext): Response {
  c.header("tus-resumable", tusVersion);
  c.header("tus-version", tusVersion);
  c.header("tus-extension", tusExtensions);
  c.header("tus-max-size", String(mostUploadBytes));
  c.header("tus-checksum-algorithm", checksumAlgorithms.join(","));
  return c.body(null, 204);
}

/** What was expected to go wrong is a problem document; all answers say which protocol they speak. */
async function answer(c: PortalContext, work: () => Promise<Response>): Promise<Response> {
  c.header("tus-resumable", tusVersion);
  if (c.req.header("tus-resumable") !== tusVersion) {
    c.header("tus-version", tusVersion);
    return problem(c, 412, `Tus-Resumable: Expected ${tusVersion}.`);
  }
  try {
    return await work();
  } catch (error) {
    const status = statuses[codeOf(error) ?? ""];
    if (status === undefined) throw error;
    if (status === 429 || status === 503) c.header("retry-after", String(minutesOf(error) * 60));
    return problem(c, status, error instanceof Error ? error.message.replace(/^\w+: /, "") : "");
  }
}

function problem(
  c: PortalContext,
  status: 400 | 401 | 403 | 404 | 409 | 412 | 413 | 415 | 429 | 460 | 503,
  title: string,
): Response {
  c.header("content-type", "application/problem+json");
  c.status(status as 400);
  return c.body(JSON.stringify({ type: "about:blank", title, status }));
}

async function begin(c: PortalContext): Promise<Response> {
  const size = parseCount(c.req.header("upload-length"));
  if (size === undefined || size === 0)
    return problem(c, 400, "Upload-Length: Expected the size of the whole file in bytes, at least 1.");
  if (size > mostUploadBytes)
    return problem(c, 413, `Upload-Length: Expected at most ${mostUploadBytes} bytes in one file.`);
  const metadata = parseMetadata(c.req.header("upload-metadata"));
  if (!metadata)
    return problem(c, 400, 'Upload-Metadata: Expected "filename <base64>,filetype <base64>,sha256 <base64 of hex>".');
  const right = {
    receiptToken: c.req.header("receipt-token") ?? readCookie(c, "report"),
    grant: c.req.header("upload-grant"),
  };
  const { token, expiresAt } = await c.get("core").uploads.begin(right, { ...metadata, size });
  c.header("location", `${uploadsPath}/${token}`);
  c.header("upload-expires", expiresAt.toUTCString());
  c.status(201);
  if (c.req.header("content-type") === pieceType) return await keep(c, token, 0);
  c.header("upload-offset", "0");
  return c.body(null);
}

async function tellState(c: PortalContext): Promise<Response> {
  c.header("cache-control", "no-store");
  const state = await c.get("core").uploads.look(tokenOf(c));
  if (!state) return problem(c, 404, "This upload is not known here: its time is over, or it was ended.");
  tell(c, state);
  c.header("upload-length", String(state.size));
  return c.body(null, 200);
}

async function takePiece(c: PortalContext): Promise<Response> {
  if (c.req.header("content-type") !== pieceType) return problem(c, 415, `Content-Type: Expected ${pieceType}.`);
  const offset = parseCount(c.req.header("upload-offset"));
  if (offset === undefined) return problem(c, 400, "Upload-Offset: Expected a number of bytes.");
  c.status(204);
  return await keep(c, tokenOf(c), offset);
}

async function keep(c: PortalContext, token: string, offset: number): Promise<Response> {
  const said = c.req.header("upload-checksum");
  const checksum = said === undefined ? undefined : parseChecksum(said);
  if (said !== undefined && !checksum)
    return problem(c, 400, `Upload-Checksum: Expected ${checksumAlgorithms.join(" or ")} and a digest in base64.`);
  const bytes = (c.req.raw.body ?? new Blob([]).stream()) as unknown as AsyncIterable<Uint8Array>;
  tell(c, await c.get("core").uploads.take(token, offset, { bytes, checksum }));
  return c.body(null);
}

async function end(c: PortalContext): Promise<Response> {
  const isEnded = await c.get("core").uploads.drop(tokenOf(c));
  return isEnded ? c.body(null, 204) : problem(c, 404, "There is no upload here that could be ended.");
}

function tell(c: PortalContext, { offset, expiresAt, isTaken }: UploadState): void {
  c.header("upload-offset", String(offset));
  if (!isTaken) c.header("upload-expires", expiresAt.toUTCString());
}

function tokenOf(c: PortalContext): string {
  return c.req.param("token") ?? "";
}
