// Sealed pieces of files on this device (IndexedDB), until a door has them: this device cannot open them.
import type { PieceName } from "../../../../backend/intake/edge/pieces/wire/model.ts";
import { storeOf } from "../open-store.ts";

export interface WaitingPiece {
  /** Sorts as the pieces are to be sent: by report, file and place. */
  key: string;
  name: PieceName;
  body: ArrayBuffer;
}

/** Where storage is refused: for as long as this page is open. */
const memory = new Map<string, WaitingPiece>();

const digits = (count: number, length: number): string => String(count).padStart(length, "0");

function keyOf({ item, file, seq }: PieceName): string {
  return `${item}.${digits(file, 2)}.${digits(seq, 4)}`;
}

/** The report that a piece belongs to, and the file. */
export function partsOf(key: string): { item: string; file: string } {
  return { item: key.slice(0, 32), file: key.slice(0, 35) };
}

const inStore = storeOf("toguna-pieces", 1, "pieces", (made) => {
  made.createObjectStore("pieces", { keyPath: "key" });
});

/** @returns false where the browser keeps nothing: the piece then lives as long as this page. */
export async function putPiece(name: PieceName, body: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const piece = { key: keyOf(name), name, body: body.buffer };
  try {
    await inStore("readwrite", (store) => store.put(piece));
    return true;
  } catch {
    memory.set(piece.key, piece);
    return false;
  }
}

/** In the order in which they are sent, without their bytes. */
export async function listPieces(): Promise<string[]> {
  const kept = await inStore<IDBValidKey[]>("readonly", (store) => store.getAllKeys()).catch(() => []);
  return [...kept.map(String), ...memory.keys()].sort();
}

export async function readPiece(key: string): Promise<WaitingPiece | undefined> {
  return (
    memory.get(key) ??
    (await inStore<WaitingPiece | undefined>("readonly", (store) => store.get(key)).catch(() => undefined))
  );
}

/** @param start of the keys: of a report, of one of its files, or of one piece. */
export async function dropPieces(start: string): Promise<void> {
  for (const key of memory.keys()) if (key.startsWith(start)) memory.delete(key);
  const range = IDBKeyRange.bound(start, `${start}\uffff`);
  await inStore("readwrite", (store) => store.delete(range)).catch(() => {});
}
