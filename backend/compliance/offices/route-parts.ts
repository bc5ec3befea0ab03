// What the routes of the office have in common: their tag, their ids, the version beside a step.
import { notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";

export const tag = "office";
export const act = (name: string) => ({ kind: "act", act: name }) as const;

/** @throws AppError not_found for an address that names no id. */
export function idIn(params: Record<string, string>, key: string, what: string): string {
  const value = params[key] ?? "";
  if (!isId(value)) throw notFound(what);
  return value;
}

/** A document made now, to be saved. */
export function pdfResponse({ name, bytes }: { name: string; bytes: Uint8Array }): Response {
  return new Response(Buffer.from(bytes), {
    headers: {
      "content-type": "application/pdf",
      "content-disposition": `attachment; filename="${name.replace(/[^\w.-]/g, "_")}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
