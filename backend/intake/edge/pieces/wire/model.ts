// Files that follow a sealed report in pieces: what a phone, a door and the core call things, without the schema: small enough for every page. Pure.

/** Where pieces are brought, and where is asked how far a file is, at the edge and at the core alike. */
export const piecesPath = "/sealed/files";
/** The header that names a piece. */
export const pieceHeader = "toguna-piece";
/** Of the file, in each piece but the last. */
export const pieceBytes = 131_072;
/** Most bytes of a piece's body at any door: the piece, its head and what sealing adds. */
export const sealedPieceBytes = 262_144;
/** What may follow one sealed report. */
export const sealedFileLimits = { files: 20, fileBytes: 25_000_000, allBytes: 50_000_000 } as const;

/** Which piece of which file of which report. */
export interface PieceName {
  /** The sealed report's own name. */
  item: string;
  /** From 0, as the files stand in the sealed report. */
  file: number;
  /** From 0. */
  seq: number;
  /** Pieces of this file in all. */
  count: number;
  keyId: string;
  /** SHA-256 of the secret inside the sealed report, in hexadecimal: who does not know it cannot add to the report. */
  right: string;
}

/** How far a file is at a door. `have`: pieces from the beginning that are safe; `whole`: the team has the file; `refused`: it takes no more of it. */
export interface PieceState {
  state: "waiting" | "whole" | "refused";
  have: number;
}

export function writePieceName({ item, file, seq, count, keyId, right }: PieceName): string {
  return [item, file, seq, count, keyId, right].join(".");
}

/** @returns undefined for what is no name of a piece, or of one past the limits. */
export function readPieceName(text: string | null | undefined): PieceName | undefined {
  const found = /^([0-9a-f]{32})\.(\d{1,2})\.(\d{1,4})\.(\d{1,4})\.([0-9a-f]{16})\.([0-9a-f]{64})$/.exec(text ?? "");
  if (!found) return undefined;
  const [, item = "", file, seq, count, keyId = "", right = ""] = found;
  const name = { item, file: Number(file), seq: Number(seq), count: Number(count), keyId, right };
  const isWithin = name.file < sealedFileLimits.files && name.count <= piecesOf(sealedFileLimits.fileBytes);
  return isWithin && name.seq < name.count ? name : undefined;
}

export function piecesOf(size: number): number {
  return Math.ceil(size / pieceBytes);
}

/** What a piece is sealed for: at another place, of another file or report, it does not open. */
export function contextOfPiece({ item, file, seq, count, keyId }: PieceName): string {
  return `toguna/file/${keyId}/${item}/${file}/${seq}/${count}`;
}

/** What a door may know of the secret, in hexadecimal. */
export async function rightOf(secret: string): Promise<string> {
  const bytes = new TextEncoder().encode(`toguna/files/${secret}`);
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
