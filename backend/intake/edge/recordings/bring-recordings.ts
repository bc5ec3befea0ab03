// Brings recordings of questions to the edges, each once: what an edge has already is not sent again, what is gone here goes there.
import { z } from "zod";
import { requirePermission } from "../../../identity/index.ts";
import type { Context } from "../../../platform/context/index.ts";
import { listRecordings, readRecording } from "../../spoken/keep-recordings.ts";
import { askEdge } from "../relay/ask-edge.ts";
import { type BroughtRecording, mostListed } from "./model.ts";

/** Of base64url: on a thin line a batch has to be there before the edge is given up. */
const batchBytes = 1_500_000;

/** @returns how many were sent. An edge that does not answer keeps what it has, and stops none of the others. */
export async function bringRecordings(ctx: Context): Promise<number> {
  requirePermission(ctx, "settings.change");
  let sent = 0;
  for (const edge of ctx.config.edgeUrls) {
    try {
      sent += await bringTo(ctx, edge);
    } catch (error) {
      ctx.log.warn({ edge, why: String(error) }, "recordings could not be brought to an edge; it plays what it has");
    }
  }
  return sent;
}

async function bringTo(ctx: Context, edge: string): Promise<number> {
  const recordings = (await listRecordings(ctx)).slice(0, mostListed);
  const listed = recordings.map(({ question, language, version }) => ({ question, language, version }));
  const { missing } = z
    .object({ missing: z.array(z.number().int()) })
    .parse(await askEdge(ctx, edge, "/relay/recordings/list", { recordings: listed }));
  let batch: BroughtRecording[] = [];
  let bytes = 0;
  let sent = 0;
  const send = async (): Promise<void> => {
    if (batch.length === 0) return;
    const { kept } = z
      .object({ kept: z.number().int() })
      .parse(await askEdge(ctx, edge, "/relay/recordings", { recordings: batch }));
    if (kept < batch.length) ctx.log.warn({ edge, kept, of: batch.length }, "an edge has no room for all recordings");
    sent += kept;
    batch = [];
    bytes = 0;
  };
  for (const at of missing) {
    const wanted = listed[at];
    const found = wanted && (await readRecording(ctx, wanted));
    // Replaced since it was listed: the next time it is another.
    if (!found || found.version !== wanted.version) continue;
    const text = Buffer.from(found.bytes).toString("base64url");
    if (bytes + text.length > batchBytes) await send();
    batch.push({ ...wanted, mediaType: found.mediaType, bytes: text });
    bytes += text.length;
  }
  await send();
  return sent;
}
