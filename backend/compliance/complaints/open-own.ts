// What a complainant sees with the receipt: where the complaint stands, what the authority wrote, the letters; and saying more.
import { Readable } from "node:stream";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "../../identity/index.ts";
import { matchReceipt } from "../../intake/index.ts";
import type { Visitor } from "../../intake/model.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { listFiles, listSteps } from "../offices/store.ts";
import type { OpenedFile } from "../offices/keep-files.ts";
import type { ComplaintForComplainant } from "./model.ts";
import { loadText } from "./store.ts";

/** The complaint of a receipt's digits; undefined when they open none. @throws AppError too_many_requests. */
async function findComplaint(ctx: Context, digits: string, visitor: Visitor): Promise<string | undefined> {
  requirePermission(ctx, "report.submit");
  const found = await matchReceipt(ctx, "complaint", digits, visitor, async (locator) => {
    const [row] = await readOnly(
      ctx,
      async (tx) =>
        await tx.execute<{ id: string; secretHmac: Buffer }>(
          sql`select complaint_id as id, secret_hmac as "secretHmac" from complaint_receipts where locator = ${locator}`,
        ),
      "intake",
    );
    return row;
  });
  return found?.id;
}

async function readOwnComplaint(ctx: Context, complaintId: string): Promise<ComplaintForComplainant> {
  requirePermission(ctx, "report.submit");
  return await readOnly(
    ctx,
    async (tx) => {
      const [row] = await tx.execute<{
        reference: string;
        authority: string;
        respondent: string;
        state: ComplaintForComplainant["state"];
        receivedAt: string;
      }>(sql`
        select k.reference, o.name as authority, k.respondent, k.state, to_char(k.received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "receivedAt"
        from complaints k join organisations o on o.id = k.organisation_id where k.id = ${complaintId}`);
      if (!row) throw new AppError("not_found", "No such complaint.");
      const { happened, wanted } = await loadText(tx, complaintId);
      const steps = await listSteps(tx, "complaint", complaintId);
      const files = await listFiles(tx, "complaint", complaintId);
      return {
        ...row,
        happened,
        wanted,
        said: steps.map(({ side, kind, detail, at }) => ({
          side: side === "complainant" ? ("complainant" as const) : ("authority" as const),
          kind,
          text:
            typeof detail["text"] === "string"
              ? detail["text"]
              : typeof detail["reason"] === "string"
                ? detail["reason"]
                : "",
          at,
        })),
        letters: files.filter(({ side }) => side === "authority").map(({ id, name }) => ({ id, name })),
      };
    },
    { scope: "intake", reportId: complaintId },
  );
}

const SayMore = z.strictObject({
  text: z.string().trim().min(3, "Expected at least 3 characters.").max(20_000, "Expected at most 20000 characters."),
});

/** More from the complainant, until it is decided. */
async function addToComplaint(ctx: Context, complaintId: string, input: unknown): Promise<void> {
  requirePermission(ctx, "report.submit");
  const { text } = SayMore.parse(input);
  await withTransaction(
    ctx,
    async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${complaintId}, 0))`);
      const [row] = await tx.execute<{ organisationId: string; state: string; version: number }>(
        sql`select organisation_id as "organisationId", state, version from complaints where id = ${complaintId}`,
      );
      if (!row) throw new AppError("not_found", "No such complaint.");
      if (["decided", "inadmissible", "withdrawn"].includes(row.state))
        throw new AppError("refused", "This complaint is decided.", { words: "inspections.refusal.complaint_decided" });
      // Words of the complainant stand at places of their own, since they do not change the complaint's version.
      const id = await nextSaying(tx, complaintId);
      await tx.execute(sql`insert into office_steps (id, organisation_id, subject_kind, subject_id, position, kind, side, at, detail, is_to_complainant)
        values (gen_random_uuid(), ${row.organisationId}, 'complaint', ${complaintId}, ${id}, 'add', 'complainant', ${ctx.now().toISOString()}::timestamptz,
          ${JSON.stringify({ text })}::jsonb, true)`);
      await writeAudit(tx, ctx, {
        action: "complaint.add",
        objectType: "complaint",
        objectId: complaintId,
        detail: { length: text.length },
      });
    },
    { scope: "intake", reportId: complaintId },
  );
}

async function nextSaying(tx: Tx, complaintId: string): Promise<number> {
  const [row] = await tx.execute<{ next: number }>(
    sql`select greatest(1000000, coalesce(max(position), 0) + 1)::int as next from office_steps where subject_kind = 'complaint' and subject_id = ${complaintId}`,
  );
  return row?.next ?? 1_000_000;
}

/** A letter of the authority, by its id. */
async function openOwnLetter(ctx: Context, complaintId: string, fileId: string): Promise<OpenedFile | undefined> {
  requirePermission(ctx, "report.submit");
  const [file] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<OpenedFile>(sql`select object_id as "objectId", name, media_type as "mediaType", size::int as size from office_files
        where id = ${fileId} and subject_id = ${complaintId} and side = 'authority'`),
    { scope: "intake", reportId: complaintId },
  );
  return file;
}

export interface OpenedComplaint {
  read: () => Promise<ComplaintForComplainant>;
  /** False for words that are too few or too many, or come after the decision. */
  add: (text: string) => Promise<boolean>;
  letter: (id: string) => Promise<{ name: string; bytes: ReadableStream<Uint8Array> } | undefined>;
}

/** What the digits of a receipt open. @throws AppError too_many_requests. */
export async function openComplaint(
  ctx: Context,
  digits: string,
  visitor: Visitor,
): Promise<OpenedComplaint | undefined> {
  requirePermission(ctx, "report.submit");
  const id = await findComplaint(ctx, digits, visitor);
  if (id === undefined) return undefined;
  return {
    read: async () => await readOwnComplaint(ctx, id),
    add: async (text) => {
      if (!SayMore.safeParse({ text }).success) return false;
      try {
        await addToComplaint(ctx, id, { text });
        return true;
      } catch (error) {
        if (error instanceof AppError && error.code === "refused") return false;
        throw error;
      }
    },
    letter: async (fileId) => {
      const file = isId(fileId) ? await openOwnLetter(ctx, id, fileId) : undefined;
      return (
        file && {
          name: file.name,
          bytes: Readable.toWeb(ctx.objects.read(file.objectId)) as ReadableStream<Uint8Array>,
        }
      );
    },
  };
}
