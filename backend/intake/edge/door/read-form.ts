// Reads a plain form at the edge, in memory and no further: its fields, and the files that a form without script brings in one piece.
import { sealedFileLimits } from "../pieces/wire/model.ts";
import type { ChosenFile } from "../pieces/seal-pieces.ts";
import { readBytes } from "./read-body.ts";

const textBytes = 250_000;
/** All files of a form without script together: the edge holds them while it seals. */
export const plainFileBytes = 5_000_000;

export interface PlainForm {
  values: URLSearchParams;
  files: ChosenFile[];
}

/** @returns undefined where it is larger than a form may be, or brings more files than a report; no fields for what is no form. */
export async function readPlainForm(request: Request): Promise<PlainForm | undefined> {
  const type = request.headers.get("content-type") ?? "";
  const isMultipart = /^multipart\/form-data\s*;/i.test(type);
  const body = await readBytes(request, isMultipart ? plainFileBytes + textBytes : textBytes);
  if (body === undefined) return undefined;
  if (!isMultipart) return { values: new URLSearchParams(new TextDecoder().decode(body)), files: [] };
  const form = await new Response(body, { headers: { "content-type": type } }).formData().catch(() => undefined);
  const values = new URLSearchParams();
  const files: ChosenFile[] = [];
  for (const [name, value] of form ?? [])
    if (typeof value === "string") values.append(name, value);
    // A control without a file sends an empty part.
    else if (value.size > 0) files.push({ name: value.name, bytes: value });
  const isWithin = files.reduce((sum, { bytes }) => sum + bytes.size, 0) <= plainFileBytes;
  return isWithin && files.length <= sealedFileLimits.files ? { values, files } : undefined;
}
