// One document of a claim as it came, always as a file to keep and never shown by the browser.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";

/** @throws forbidden, not_found. */
export async function downloadDocument(ctx: Context, documentId: string): Promise<Response> {
  const isDesk = may(ctx, "registry.read");
  requirePermission(ctx, isDesk ? "registry.read" : "claim.read_own");
  if (!isId(documentId)) throw notFound("document");
  const [row] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ name: string; bytes: Buffer }>(
        sql`select name, bytes from claim_documents where id = ${documentId}`,
      ),
    isDesk ? "staff" : "constituent",
  );
  if (!row) throw notFound("document");
  return new Response(new Uint8Array(row.bytes), {
    headers: {
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(row.name)}`,
      "cache-control": "no-store",
    },
  });
}
