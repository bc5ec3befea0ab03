// Sends one file in pieces (tus 1.0.0): begins it, asks how far it is, goes on from there. What has left once does not leave again.
import { pieceType, tusVersion, uploadsPath } from "../../../backend/intake/uploads/wire/model.ts";
import { type HeldFile, keepFile, openFile } from "./file-store.ts";

const timeoutMs = 120_000;
const smallest = 65_536;
const largest = 262_144;
/** A piece should take about this long: then a cut costs little, and a good line is not held up. */
const pieceMs = 4_000;

/** Says that the line was lost, or that a gateway answered in our name: the same is tried again later. */
class LineLost extends Error {}

/** @param progress of the whole file, 0 to 100. @returns "refused" where the core will not have it. @throws while the line is lost. */
export async function sendFile(held: HeldFile, progress: (percent: number) => void): Promise<"sent" | "refused"> {
  const { size } = held;
  const blob = await openFile(held);
  let piece = firstPiece();
  for (let begun = 0; ; ) {
    if (held.address === undefined) {
      // A second time only where the core no longer knew the first, or it came changed.
      if (begun++ > 2) return "refused";
      const said = Object.assign(await describe(held, blob), { "Upload-Length": String(size) });
      const begin = await ask("POST", uploadsPath, said);
      if (begin.status !== 201) return judge(begin);
      held.address = begin.headers.get("location") ?? "";
      await keepFile(held);
    }
    const address = held.address ?? "";
    const head = await ask("HEAD", address);
    if (head.status !== 200) {
      if (judge(head) === "refused" && !isGone(head)) return "refused";
      delete held.address;
      continue;
    }
    let offset = Number(head.headers.get("upload-offset"));
    while (offset < size) {
      progress(Math.floor((100 * offset) / size));
      const from = performance.now();
      const answer = await ask(
        "PATCH",
        address,
        { "Upload-Offset": String(offset) },
        blob.slice(offset, offset + piece),
      );
      if (answer.status !== 204) {
        if (judge(answer) === "refused" && ![404, 409, 460].includes(answer.status)) return "refused";
        break;
      }
      const next = Number(answer.headers.get("upload-offset"));
      const bytesPerMs = (next - offset) / Math.max(1, performance.now() - from);
      piece = Math.min(largest, Math.max(smallest, bytesPerMs * pieceMs)) | 0;
      offset = next;
    }
    if (offset >= size) return "sent";
  }
}

function firstPiece(): number {
  const { connection } = navigator as { connection?: { effectiveType?: string; saveData?: boolean } };
  return connection?.saveData === true || /2g/.test(connection?.effectiveType ?? "") ? smallest : smallest * 2;
}

const isGone = ({ status }: Response): boolean => status === 404 || status === 460;

/** @throws LineLost for what may be different later. */
function judge({ status }: Response): "refused" {
  if (status >= 500 || status === 429 || status === 408) throw new LineLost();
  return "refused";
}

async function describe({ name, type, grant }: HeldFile, blob: Blob): Promise<Record<string, string>> {
  const pairs = [`filename ${toBase64(name)}`, `filetype ${toBase64(type)}`];
  const sum = await hashOf(blob);
  if (sum) pairs.push(`sha256 ${toBase64(sum)}`);
  const headers: Record<string, string> = { "Upload-Metadata": pairs.join(",") };
  if (grant) headers["Upload-Grant"] = grant;
  return headers;
}

/** Undefined where the browser cannot: the core then has only the length to go by. */
async function hashOf(blob: Blob): Promise<string | undefined> {
  try {
    const sum = await crypto.subtle.digest("SHA-256", await new Response(blob).arrayBuffer());
    return [...new Uint8Array(sum)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  } catch {
    return undefined;
  }
}

function toBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

async function ask(
  method: string,
  address: string,
  headers: Record<string, string> = {},
  body?: Blob,
): Promise<Response> {
  const stop = new AbortController();
  const limit = setTimeout(() => {
    stop.abort();
  }, timeoutMs);
  try {
    const own = Object.assign({ "Tus-Resumable": tusVersion }, headers, body && { "Content-Type": pieceType });
    const response = await fetch(address, { method, headers: own, body: body ?? null, signal: stop.signal });
    if (response.headers.get("tus-resumable") === null) throw new LineLost();
    return response;
  } finally {
    clearTimeout(limit);
  }
}
