// Takes one sealed piece of a file in: opens it, holds it to what its report promised, and puts it where every file in pieces grows. The whole goes the road of all files.
import { timingSafeEqual } from "node:crypto";
import { sql } from "drizzle-orm";
import { requirePermission } from "../../../identity/index.ts";
import { writeAudit } from "../../../platform/audit/index.ts";
import type { Context } from "../../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../../platform/db/index.ts";
import { AppError } from "../../../platform/errors/index.ts";
import { openBytesAtCore } from "../../../platform/sealing/for-core.ts";
import { type AddFile, beginPromisedUpload, findUpload, finishUpload, takePiece } from "../../uploads/index.ts";
import { uploadLifeMs } from "../../uploads/model.ts";
import { sealingKeys } from "../core-keys.ts";
import { PieceHead } from "./model.ts";
import { contextOfPiece, type PieceName, type PieceState, rightOf } from "./wire/model.ts";

interface PromisedRow extends Record<string, unknown> {
  id: string;
  reportId: string;
  right: string;
  pieceBytes: number;
  name: string;
  mediaType: string;
  size: number;
  sha256: string;
  state: "waiting" | "arrived" | "refused";
  /** Nothing came for so long that what came before is erased. */
  isOver: boolean;
}

/** What ends a file for good; anything else may go better later. */
const ending = new Set(["invalid_input", "refused", "too_large"]);

const asSystem = (asking: Context): Context => ({ ...asking, actor: { kind: "system", job: "intake.sealed" } });

/** How far a file is here. @throws AppError unavailable while its report is not here; not_found for who does not know the right. */
export async function lookAtPromised(asking: Context, name: PieceName): Promise<PieceState> {
  const ctx = asSystem(asking);
  const promised = await findPromised(ctx, name);
  if (promised.state === "waiting") return { state: "waiting", have: await countHere(ctx, name, promised) };
  return { state: promised.state === "arrived" ? "whole" : "refused", have: 0 };
}

/**
 * The same piece again is the same file. @param add how a reporter's file comes into the report, once.
 * @throws AppError unavailable while its report, or the piece before it, is not here: bring it later; not_found for one of another report, place or
 * right, and for one that was changed: nothing of it is kept, and the file still waits for the right one.
 */
export async function takeSealedPiece(
  asking: Context,
  name: PieceName,
  sealed: Uint8Array,
  add: AddFile,
): Promise<PieceState> {
  requirePermission(asking, "report.submit");
  const ctx = asSystem(asking);
  const promised = await findPromised(ctx, name);
  if (promised.state !== "waiting") return { state: promised.state === "arrived" ? "whole" : "refused", have: 0 };
  const bytes = await openPiece(ctx, name, sealed, promised);
  const here = await countHere(ctx, name, promised);
  const token = tokenOf(ctx, name);
  try {
    if (name.seq > here && promised.isOver)
      throw new AppError("invalid_input", "What came of this file before was erased: its time is over.");
    if (name.seq > here) throw new AppError("unavailable", `Piece ${here} of this file comes first.`);
    if (here === 0) await beginPromisedUpload(ctx, promised.reportId, { ...promised, token });
    if (name.seq === here) await takePiece(ctx, token, name.seq * promised.pieceBytes, { bytes: once(bytes) });
    const upload = await findUpload(ctx, token);
    if (upload?.outcome === "refused") throw new AppError("invalid_input", "This file was refused.");
    if (upload && upload.received === upload.size) await finishUpload(ctx, upload, add);
  } catch (error) {
    if (!(error instanceof AppError) || !ending.has(error.code)) throw later(error);
    await endPromised(ctx, promised, "refused", error.code);
    return { state: "refused", have: 0 };
  }
  const have = Math.max(here, name.seq + 1);
  await endPromised(ctx, promised, have === name.count ? "arrived" : "waiting", null);
  return have === name.count ? { state: "whole", have } : { state: "waiting", have };
}

/** Two that bring the same piece at once: who comes second brings it again, and hears that it is here. */
function later(error: unknown): unknown {
  return error instanceof AppError && (error.code === "conflict" || error.code === "not_found")
    ? new AppError("unavailable", "This piece is being taken at this moment.")
    : error;
}

async function findPromised(ctx: Context, name: PieceName): Promise<PromisedRow> {
  const { row, isRefused } = await readOnly(ctx, async (tx) => {
    const [found] =
      await tx.execute<PromisedRow>(sql`select id, report_id as "reportId", encode(right_hash, 'hex') as "right", piece_bytes as "pieceBytes", name,
      media_type as "mediaType", size::float8 as size, encode(sha256, 'hex') as sha256, state,
      moved_at < ${new Date(ctx.now().getTime() - uploadLifeMs).toISOString()}::timestamptz as "isOver"
      from sealed_files where item_id = ${name.item} and place = ${name.file}`);
    const known = await tx.execute(sql`select 1 from sealed_items where id = ${name.item}`);
    return { row: found, isRefused: known.length > 0 };
  });
  if (!row && !isRefused) throw new AppError("unavailable", "The report of this file is not here yet.");
  if (!row || !isSame(row.right, name.right)) throw new AppError("not_found", "No report here brings this file.");
  if (name.count !== Math.ceil(row.size / row.pieceBytes))
    throw new AppError("not_found", "This file has another number of pieces.");
  return row;
}

/** Pieces of a file that are on the disk; all of them where it is whole. */
async function countHere(ctx: Context, name: PieceName, promised: PromisedRow): Promise<number> {
  const upload = await findUpload(ctx, tokenOf(ctx, name));
  if (!upload) return 0;
  return upload.received === upload.size ? name.count : Math.floor(upload.received / promised.pieceBytes);
}

/** The address of the file's upload: made from its name with a key of ours, so that it need not be kept. */
function tokenOf(ctx: Context, { item, file }: PieceName): string {
  return ctx.secrets.derive("session-key", `sealed-file/${item}/${file}`).toString("base64url");
}

async function openPiece(
  ctx: Context,
  name: PieceName,
  sealed: Uint8Array,
  promised: PromisedRow,
): Promise<Uint8Array<ArrayBuffer>> {
  const keys = await sealingKeys(ctx);
  const refused = new AppError("not_found", "This piece was changed on the way, or belongs elsewhere.");
  if (name.keyId !== keys.keyId) throw refused;
  const plain = await openBytesAtCore(keys.privateKey, sealed, contextOfPiece(name)).catch(() => {
    throw refused;
  });
  const end = plain.indexOf(10);
  const head = PieceHead.safeParse(readJson(plain.subarray(0, Math.max(0, end))));
  if (!head.success || !isSame(await rightOf(head.data.secret), promised.right)) throw refused;
  const bytes = new Uint8Array(plain.subarray(end + 1));
  const expected = Math.min(promised.pieceBytes, promised.size - name.seq * promised.pieceBytes);
  if (head.data.size !== promised.size || bytes.length !== expected) throw refused;
  return bytes;
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

/** Of two texts in hexadecimal. */
function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function endPromised(
  ctx: Context,
  promised: PromisedRow,
  state: PromisedRow["state"],
  refusal: string | null,
): Promise<void> {
  requirePermission(ctx, "report.submit");
  await withTransaction(ctx, async (tx) => {
    const moved =
      await tx.execute(sql`update sealed_files set state = ${state}, refusal = ${refusal}, moved_at = ${ctx.now().toISOString()}::timestamptz
      where id = ${promised.id} and state = 'waiting' returning id`);
    // A file that arrived stands in the log with its message already.
    if (moved.length > 0 && state === "refused")
      await writeAudit(tx, ctx, {
        action: "sealed.refuse_file",
        objectType: "report",
        objectId: promised.reportId,
        detail: { refusal },
      });
  });
}
