// Takes a letter, or what WHOIS or RDAP said, as evidence of a claim: kept as it came with its hash, read, and left to officers' approval.
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { readRdap } from "./documents/read-rdap.ts";
import { readRpsl } from "./documents/read-rpsl.ts";
import { AddDocument, maxDocumentBytes, type ReadDocument } from "./model.ts";
import { requireOwnClaim } from "./own-claim.ts";
import { changeClaim, claimForUpdate, personOf, requireOpen } from "./store.ts";

const mostDocuments = 20;

/** @throws not_found, conflict; invalid_input by field, also for a text in which nothing of the kind is found. */
export async function addDocument(ctx: Context, input: AddDocument): Promise<{ id: string; sha256: string }> {
  requirePermission(ctx, may(ctx, "registry.change") ? "registry.change" : "claim.change_own");
  const document = AddDocument.parse(input);
  const bytes = bytesOf(document);
  const says = read(document, bytes);
  if (!may(ctx, "registry.change")) await requireOwnClaim(ctx, document.claimId);
  return await withTransaction(
    ctx,
    async (tx) => {
      const claim = await claimForUpdate(tx, document.claimId);
      requireOpen(claim);
      const hash = createHash("sha256").update(bytes).digest();
      const [count] = await tx.execute<{
        n: number;
        same: boolean;
      }>(sql`select count(*)::int as n, coalesce(bool_or(sha256 = ${hash}), false) as same
        from claim_documents where claim_id = ${claim.id}`);
      if (count?.same)
        throw new AppError("conflict", "This document is with the claim already.", {
          words: "claims.refusal.same_document",
        });
      if ((count?.n ?? 0) >= mostDocuments)
        throw new AppError("conflict", `A claim may have ${mostDocuments} documents.`, {
          words: "claims.refusal.many_documents",
        });
      const id = newId(ctx.now());
      const media = mediaTypeOf(document.kind, bytes);
      await tx.execute(sql`insert into claim_documents (id, claim_id, kind, name, media_type, sha256, size, bytes, says, received_at, received_by)
        values (${id}, ${claim.id}, ${document.kind}, ${document.name}, ${media}, ${hash}, ${bytes.length}, ${bytes}, ${JSON.stringify(says)}::jsonb,
          ${ctx.now().toISOString()}::timestamptz, ${personOf(ctx)})`);
      // What is in force already only gains evidence; what was proposed now waits for the approvals that this proof needs.
      if (claim.state === "proposed") await changeClaim(tx, ctx, claim.id, { state: "waiting", proof: document.kind });
      await writeAudit(tx, ctx, {
        action: "claim.add_document",
        objectType: "constituent",
        objectId: claim.constituentId,
        detail: { claimId: claim.id, kind: document.kind, sha256: hash.toString("hex") },
      });
      return { id, sha256: hash.toString("hex") };
    },
    "staff",
  );
}

type Parsed = ReturnType<typeof AddDocument.parse>;

function bytesOf({ base64, text, kind }: Parsed): Buffer {
  if ((base64 === undefined) === (text === undefined))
    throw invalidInput([{ path: "base64", message: "Expected a file, or the text that was copied." }]);
  if (text !== undefined && kind === "letter")
    throw invalidInput([{ path: "base64", message: "Expected the scanned letter as a file." }]);
  const bytes = base64 === undefined ? Buffer.from(text ?? "", "utf8") : Buffer.from(base64, "base64");
  if (bytes.length === 0)
    throw invalidInput([{ path: base64 === undefined ? "text" : "base64", message: "Expected something in it." }]);
  if (bytes.length > maxDocumentBytes)
    throw invalidInput([{ path: "base64", message: "Expected a file of at most 1.4 MB." }]);
  return bytes;
}

function read(document: Parsed, bytes: Buffer): ReadDocument {
  const field = document.text === undefined ? "base64" : "text";
  switch (document.kind) {
    case "letter": {
      if (mediaTypeOf("letter", bytes) === "application/octet-stream")
        throw invalidInput([{ path: "base64", message: "Expected a PDF, PNG or JPEG file." }]);
      const { signedBy, signedOn, letterNumber } = document;
      if (signedBy === undefined || signedOn === undefined)
        throw invalidInput([
          ...(signedBy === undefined ? [{ path: "signedBy", message: "Expected who signed the letter." }] : []),
          ...(signedOn === undefined ? [{ path: "signedOn", message: "Expected the day on the letter." }] : []),
        ]);
      return {
        format: "letter",
        objects: [],
        signedBy,
        signedOn,
        ...(letterNumber === undefined ? {} : { letterNumber }),
      };
    }
    case "whois": {
      const objects = readRpsl(bytes.toString("utf8"));
      if (objects.length === 0)
        throw invalidInput([
          {
            path: field,
            message:
              "Expected an answer of WHOIS with a range, an AS number or a domain (inetnum, inet6num, aut-num, domain).",
          },
        ]);
      return { format: "rpsl", objects };
    }
    case "rdap": {
      const objects = readRdap(bytes.toString("utf8"));
      if (objects === null || objects.length === 0)
        throw invalidInput([
          { path: field, message: "Expected an answer of RDAP: JSON with an ip network, an autnum or a domain." },
        ]);
      return { format: "rdap", objects };
    }
  }
}

/** By its first bytes; never what the sender says. */
function mediaTypeOf(kind: Parsed["kind"], bytes: Buffer): string {
  if (kind === "whois") return "text/plain";
  if (kind === "rdap") return "application/json";
  if (bytes.subarray(0, 5).toString("latin1") === "%PDF-") return "application/pdf";
  if (bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return "image/png";
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return "image/jpeg";
  return "application/octet-stream";
}
