// Seals files to the core in pieces, in a browser or at the edge: each piece opens at its own place of its own file of its own report, and nowhere else.
import { fromBase64Url, toBase64Url } from "../../../platform/sealing/base64.ts";
import { sealBytesForCore } from "../../../platform/sealing/for-core.ts";
import type { CoreKey } from "../seal-item.ts";
import type { PieceHead, PromisedFile, PromisedFiles } from "./model.ts";
import { contextOfPiece, pieceBytes, type PieceName, piecesOf, rightOf, toHex } from "./wire/model.ts";

/** A file as it was chosen. */
export interface ChosenFile {
  name: string;
  bytes: Blob;
}

export interface DescribedFiles {
  right: string;
  promised: PromisedFiles;
}

/** What the sealed report says of its files: their hashes, and a secret that is drawn here. @param files at least one, none of them empty. */
export async function describeFiles(files: readonly ChosenFile[]): Promise<DescribedFiles> {
  const secret = toBase64Url(crypto.getRandomValues(new Uint8Array(32)));
  const list: PromisedFile[] = [];
  for (const { name, bytes } of files) {
    const hash = await crypto.subtle.digest("SHA-256", await bytesOf(bytes));
    const mediaType = (bytes.type || "application/octet-stream").slice(0, 200);
    // From the end, where the kind of the file stands.
    list.push({ name: name.slice(-200), mediaType, size: bytes.size, sha256: toHex(new Uint8Array(hash)) });
  }
  return { right: await rightOf(secret), promised: { secret, pieceBytes, list } };
}

/** @param keep is given each sealed piece in its order, and waited for: no more than one is in memory. */
export async function sealPieces(
  key: CoreKey,
  item: string,
  { right, promised }: DescribedFiles,
  files: readonly ChosenFile[],
  keep: (name: PieceName, body: Uint8Array<ArrayBuffer>) => Promise<void>,
): Promise<void> {
  const publicKey = fromBase64Url(key.publicKey);
  for (const [file, { bytes }] of files.entries()) {
    const count = piecesOf(bytes.size);
    const head: PieceHead = { v: 1, secret: promised.secret, size: bytes.size };
    const line = new TextEncoder().encode(`${JSON.stringify(head)}\n`);
    for (let seq = 0; seq < count; seq++) {
      const name = { item, file, seq, count, keyId: key.keyId, right };
      const piece = new Uint8Array(await bytesOf(bytes.slice(seq * pieceBytes, (seq + 1) * pieceBytes)));
      const plain = new Uint8Array(line.length + piece.length);
      plain.set(line);
      plain.set(piece, line.length);
      await keep(name, await sealBytesForCore(publicKey, plain, contextOfPiece(name)));
    }
  }
}

/** `Blob.arrayBuffer` is younger than the browsers that we serve. */
async function bytesOf(blob: Blob): Promise<ArrayBuffer> {
  return await new Response(blob).arrayBuffer();
}
