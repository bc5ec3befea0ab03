// `/sealed/files` at the edge: pieces of files are kept as they came, sealed; and whoever brings them is told how far each file is.
import type { Site } from "../model.ts";
import { pieceHeader, readPieceName, sealedPieceBytes } from "../pieces/wire/model.ts";
import type { OfferedPiece, PieceAnswer } from "./piece-store.ts";
import { readBytes } from "./read-body.ts";
import type { EdgeEnv } from "./surroundings.ts";
import { type AskQueue, problem } from "./take-reports.ts";

export type PutPiece = (offered: OfferedPiece, body: ArrayBuffer) => Promise<PieceAnswer>;

/** Bytes go to the queue as they are, not as JSON. */
export function makePutPiece(env: EdgeEnv): PutPiece {
  return async (offered, body) => {
    const queue = env.QUEUE.get(env.QUEUE.idFromName("queue"));
    const headers = { offered: JSON.stringify(offered) };
    const answered = await queue.fetch(new Request("http://queue/pieces/put", { method: "POST", body, headers }));
    return await answered.json();
  };
}

/** GET: how far a file is. POST: its next piece. */
export async function answerPieces(request: Request, site: Site, ask: AskQueue, put: PutPiece): Promise<Response> {
  const name = readPieceName(request.headers.get(pieceHeader));
  if (!name) return problem(400, `${pieceHeader}: Expected item.file.seq.count.keyId.right.`);
  if (name.keyId !== site.keyId) return problem(400, "keyId: Expected the key that this portal gives.");
  if (request.method !== "POST") return answer((await ask("/pieces/state", name)) as PieceAnswer);
  const body = await readBytes(request, sealedPieceBytes);
  if (body === undefined) return problem(413, `Expected at most ${sealedPieceBytes} bytes.`);
  if (body.byteLength < 100) return problem(400, "Expected a sealed piece.");
  return answer(await put({ ...name, nowMs: Date.now() }, body.buffer));
}

function answer(said: PieceAnswer): Response {
  if (!("refusal" in said)) return Response.json(said, { headers: { "cache-control": "no-store" } });
  switch (said.refusal) {
    case "unknown":
      return problem(404, "No report that brings this file was accepted here.");
    case "another":
      return problem(409, "count: Expected as many pieces as before.");
    case "order":
      return problem(409, `seq: Expected ${said.have ?? 0}.`);
    case "tooLarge":
      return problem(413, "Expected fewer bytes in the files of one report.");
    case "full":
      return problem(503, "The store for files is full. Keep them and send them later.", { "retry-after": "600" });
  }
}
