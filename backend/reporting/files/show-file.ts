// Shows a file without trusting it: a picture re-encoded, a mail or text as plain characters.
import { noteReading } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import type { SafeText } from "../model.ts";
import { kindOfFile } from "../rules.ts";
import { findFile, type FoundFile } from "./find-file.ts";
import { render } from "./render.ts";

const maxSide = 1600;
const maxCharacters = 200_000;

/** WebP bytes, at most 1,600 px a side, without any metadata. @throws refused when it is no picture, not_found. */
export async function previewPicture(ctx: Context, fileId: string): Promise<Uint8Array> {
  const file = await findFile(ctx, fileId, "report.read");
  const answer = await render({ kind: "picture", path: ctx.objects.path(file.objectId), maxSide });
  if (!("picture" in answer))
    throw new AppError("refused", "This file is not a picture.", { words: "refusals.not_a_picture" });
  await noteOf(ctx, file);
  return answer.picture;
}

/** Headers and words of a mail, or the first 200,000 characters of a text. @throws refused for what is neither, not_found. */
export async function readFileAsText(ctx: Context, fileId: string): Promise<SafeText> {
  const file = await findFile(ctx, fileId, "report.read");
  const kind = kindOfFile(file.name, file.mediaType);
  if (kind !== "mail" && kind !== "text")
    throw new AppError("refused", "This file is not a text.", { words: "refusals.not_a_text" });
  const answer = await render({ kind, path: ctx.objects.path(file.objectId), maxCharacters });
  if (!("text" in answer)) throw new AppError("refused", "This file is not a text.", { words: "refusals.not_a_text" });
  await noteOf(ctx, file);
  return answer.text;
}

async function noteOf(ctx: Context, file: FoundFile): Promise<void> {
  const { id: fileId, reportId } = file;
  await noteReading(ctx, { action: "file.read", objectType: "report", objectId: reportId, detail: { fileId } });
}
