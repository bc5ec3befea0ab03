// Fetches pieces of files from the edges, after the reports that they belong to; what cannot be taken now stays there.
import { z } from "zod";
import { requirePermission } from "../../../identity/index.ts";
import type { Context } from "../../../platform/context/index.ts";
import { AppError } from "../../../platform/errors/index.ts";
import { fromBase64Url } from "../../../platform/sealing/base64.ts";
import type { AddFile } from "../../uploads/index.ts";
import { takeSealedPiece } from "../pieces/take-piece.ts";
import type { PieceName } from "../pieces/wire/model.ts";
import { askEdge } from "./ask-edge.ts";

const Kept = z.object({
  seq: z.number().int(),
  name: z.object({
    item: z.string(),
    file: z.number().int(),
    seq: z.number().int(),
    count: z.number().int(),
    keyId: z.string(),
    right: z.string(),
  }),
  body: z.string(),
});
const Batch = z.object({ pieces: z.array(Kept), waiting: z.number().int().min(0) });
const Done = z.object({ waiting: z.number().int().min(0) });
/** Some gigabytes in one visit; the rest in the next minute. */
const mostBatches = 2_000;

export interface FetchedFiles {
  edge: string;
  /** Files that became whole. */
  whole: number;
  refused: number;
  /** Pieces that still wait there. */
  waiting: number;
  trouble: string | null;
}

/** @param add how a reporter's file comes into the report, once. */
export async function fetchFilesFromEdges(ctx: Context, add: AddFile): Promise<FetchedFiles[]> {
  requirePermission(ctx, "settings.change");
  const all: FetchedFiles[] = [];
  for (const edge of ctx.config.edgeUrls) all.push(await fetchFrom(ctx, edge, add));
  return all;
}

async function fetchFrom(ctx: Context, edge: string, add: AddFile): Promise<FetchedFiles> {
  const fetched: FetchedFiles = { edge, whole: 0, refused: 0, waiting: 0, trouble: null };
  // A piece that has to wait holds back its own file, and no other.
  const late = new Set<string>();
  try {
    let after = 0;
    for (let round = 0; round < mostBatches; round++) {
      const batch = Batch.parse(await askEdge(ctx, edge, "/relay/files/take", { after }));
      fetched.waiting = batch.waiting;
      if (batch.pieces.length === 0) break;
      const settled: { seq: number; outcome: "taken" | "refused" }[] = [];
      for (const { seq, name, body } of batch.pieces) {
        after = seq;
        const file = `${name.item} ${name.file}`;
        if (late.has(file)) continue;
        const outcome = await settle(ctx, name, body, add);
        if (outcome === "later") late.add(file);
        else settled.push({ seq, outcome: outcome === "refused" ? "refused" : "taken" });
        if (outcome === "whole" || outcome === "refused") fetched[outcome] += 1;
      }
      if (settled.length > 0)
        fetched.waiting = Done.parse(await askEdge(ctx, edge, "/relay/files/done", { settled })).waiting;
    }
  } catch (error) {
    fetched.trouble = (error instanceof Error ? error.message : String(error)).slice(0, 300);
    ctx.log.warn(
      { edge, why: fetched.trouble },
      "an edge could not be asked for files; what waits there is kept there",
    );
  }
  return fetched;
}

async function settle(
  ctx: Context,
  name: PieceName,
  body: string,
  add: AddFile,
): Promise<"taken" | "whole" | "refused" | "later"> {
  try {
    const { state } = await takeSealedPiece(ctx, name, fromBase64Url(body), add);
    return state === "waiting" ? "taken" : state;
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") {
      ctx.log.warn({ item: name.item, why: error.message }, "a piece of a file was refused");
      return "refused";
    }
    if (!(error instanceof AppError) || error.code !== "unavailable")
      ctx.log.error({ err: error, item: name.item }, "a piece of a file could not be taken and is fetched again");
    return "later";
  }
}
