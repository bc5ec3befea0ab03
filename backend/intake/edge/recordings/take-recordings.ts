// What the core brings of recordings: what it lists stays, what it gives is held to its hash before it is kept. Runs at the edge.
import { z } from "zod";
import { mostRecordingBytes } from "../../spoken/model.ts";
import { fromBase64Url } from "../../../platform/sealing/base64.ts";
import type { AskQueue } from "../door/take-reports.ts";
import { BroughtRecording, ListedRecording, mostListed } from "./model.ts";

const List = z.strictObject({ recordings: z.array(ListedRecording).max(mostListed) });
const Brought = z.strictObject({ recordings: z.array(BroughtRecording).max(100) });

/** @param asked the body of a signed request. @returns undefined for a path of something else. @throws ZodError, SyntaxError for what no core asks. */
export async function takeRecordings(path: string, asked: unknown, ask: AskQueue): Promise<Response | undefined> {
  if (path === "/relay/recordings/list") return Response.json(await ask("/recordings/list", List.parse(asked)));
  if (path !== "/relay/recordings") return undefined;
  const { recordings } = Brought.parse(asked);
  for (const { bytes, version } of recordings) {
    const whole = fromBase64Url(bytes.match(/^[A-Za-z0-9_-]+$/)?.[0] ?? "");
    if (whole.length > mostRecordingBytes || (await versionOf(whole)) !== version)
      throw new SyntaxError("a recording is not what its version says");
  }
  return Response.json(await ask("/recordings/put", { recordings }));
}

async function versionOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
