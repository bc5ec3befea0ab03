// Takes a piece of a file at its place: written and flushed slice by slice, so that a cut line or a killed server costs at most one.
import { createHash, timingSafeEqual } from "node:crypto";
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { hashUploadToken } from "./grant.ts";
import { type Checksum, mostCheckedBytes, sliceBytes, uploadLifeMs } from "./model.ts";
import { erasePartial, heldBytes, writeAt } from "./partial-file.ts";

/** An upload as the database has it. */
export interface UploadRow {
  id: string;
  reportId: string;
  name: string;
  mediaType: string;
  size: number;
  received: number;
  /** Lower-case hex. */
  sha256: string | null;
  expiresAt: Date;
  outcome: "taken" | "refused" | null;
}

const asSystem = (asking: Context): Context => ({ ...asking, actor: { kind: "system", job: "intake.uploads" } });

/** The upload of an address; undefined for one that is unknown, over, or whose bytes are gone. */
export async function findUpload(asking: Context, token: string): Promise<UploadRow | undefined> {
  const ctx = asSystem(asking);
  const upload = await readOnly(ctx, async (tx) => await readUpload(tx, ctx, token, false));
  if (!upload || upload.outcome !== null) return upload;
  if (upload.expiresAt <= ctx.now()) return undefined;
  // A restored backup has the row without the bytes: the sender then begins anew.
  return (await heldBytes(ctx.config.dataDir, upload.id)) < upload.received ? undefined : upload;
}

async function readUpload(tx: Tx, ctx: Context, token: string, isToChange: boolean): Promise<UploadRow | undefined> {
  const [row] = await tx.execute<{
    id: string;
    report_id: string;
    name: string;
    media_type: string;
    size: string;
    received: string;
    sha256: string | null;
    expires_at: string;
    outcome: UploadRow["outcome"];
  }>(sql`select id, report_id, name, media_type, size, received, encode(sha256, 'hex') as sha256, expires_at, outcome
    from uploads where token_hash = ${hashUploadToken(ctx, token)}::bytea ${isToChange ? sql`for update` : sql``}`);
  return (
    row && {
      id: row.id,
      reportId: row.report_id,
      name: row.name,
      mediaType: row.media_type,
      size: Number(row.size),
      received: Number(row.received),
      sha256: row.sha256,
      expiresAt: new Date(row.expires_at),
      outcome: row.outcome,
    }
  );
}

/**
 * @param offset where the piece begins: it must be where the file is.
 * @returns the new offset; less than the piece where its line was cut. @throws AppError conflict for another place, too_large past the file's end,
 * invalid_input where the checksum is of other bytes.
 */
export async function takePiece(
  ctx: Context,
  token: string,
  offset: number,
  piece: { bytes: AsyncIterable<Uint8Array>; checksum?: Checksum | undefined },
): Promise<number> {
  requirePermission(ctx, "report.submit");
  let at = offset;
  const keep = async (bytes: Uint8Array): Promise<void> => {
    at = await writeSlice(ctx, token, at, bytes);
  };
  // Judged before a byte is read, so that who is at another place hears it at once.
  await keep(new Uint8Array());
  if (piece.checksum) {
    await keep(await readChecked(piece.bytes, piece.checksum));
    return at;
  }
  let waiting: Uint8Array[] = [];
  let size = 0;
  const flush = async (): Promise<void> => {
    const bytes = Buffer.concat(waiting);
    [waiting, size] = [[], 0];
    if (bytes.length > 0) await keep(bytes);
  };
  let isCut = false;
  const read = piece.bytes[Symbol.asyncIterator]();
  while (!isCut) {
    const next = await read.next().catch(() => undefined);
    if (next === undefined) isCut = true;
    if (next === undefined || next.done === true) break;
    waiting.push(next.value);
    size += next.value.length;
    if (size >= sliceBytes) await flush();
  }
  // What came before the line was cut is kept.
  await flush();
  return at;
}

async function readChecked(bytes: AsyncIterable<Uint8Array>, checksum: Checksum): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of bytes) {
    size += part.length;
    if (size > mostCheckedBytes)
      throw new AppError("too_large", `A piece with a checksum may have at most ${mostCheckedBytes} bytes.`);
    parts.push(part);
  }
  const whole = Buffer.concat(parts);
  if (!timingSafeEqual(createHash(checksum.algorithm).update(whole).digest(), checksum.digest))
    throw new AppError("invalid_input", "The bytes are not those that were sent.", {
      fields: [{ path: "Upload-Checksum", message: "Expected the checksum of the piece as it was sent." }],
    });
  return whole;
}

/** The row is held while its slice is written: two that send the same file at once do not write over each other. */
async function writeSlice(asking: Context, token: string, offset: number, bytes: Uint8Array): Promise<number> {
  const ctx = asSystem(asking);
  // oxlint-disable-next-line toguna/mutation-guards -- nothing is in the report yet: the log has the file once it is whole
  return await withTransaction(ctx, async (tx) => {
    const upload = await readUpload(tx, ctx, token, true);
    if (!upload || upload.expiresAt <= ctx.now()) throw new AppError("not_found", "This upload is not known here.");
    if (upload.outcome !== null || upload.received !== offset)
      throw new AppError("conflict", `This upload is at byte ${upload.received}.`, {
        words: "refusals.upload_moved",
        fields: [{ path: "Upload-Offset", message: `Expected ${upload.received}.` }],
      });
    const next = offset + bytes.length;
    if (next > upload.size) throw new AppError("too_large", `This file was begun with ${upload.size} bytes.`);
    if (bytes.length === 0) return offset;
    await writeAt(ctx.config.dataDir, upload.id, bytes, offset);
    const until = new Date(ctx.now().getTime() + uploadLifeMs).toISOString();
    await tx.execute(
      sql`update uploads set received = ${next}, expires_at = ${until}::timestamptz where id = ${upload.id}`,
    );
    return next;
  });
}

/** Ends an upload that is not whole: its bytes are erased at once. @returns false where there is none. */
export async function dropUpload(asking: Context, token: string): Promise<boolean> {
  requirePermission(asking, "report.submit");
  const ctx = asSystem(asking);
  // oxlint-disable-next-line toguna/mutation-guards -- nothing of it was in the report
  const dropped = await withTransaction(ctx, async (tx) => {
    const upload = await readUpload(tx, ctx, token, true);
    if (!upload || upload.outcome !== null) return undefined;
    await tx.execute(sql`delete from uploads where id = ${upload.id}`);
    return upload.id;
  });
  if (dropped !== undefined) await erasePartial(ctx.config.dataDir, dropped);
  return dropped !== undefined;
}
