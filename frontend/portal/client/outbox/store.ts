// The outbox on this device (IndexedDB): reports that wait for a line, and receipts that nobody has written down yet. What was sealed cannot be read here.
import type { SealedItem } from "../../../../backend/intake/edge/wire/model.ts";
import { storeOf } from "../open-store.ts";

export interface OutboxEntry {
  id: string;
  /** Sealed to the core: this device cannot open it. Null once a door has it. */
  item: SealedItem | null;
  /** The receipt's second part. It opens nothing before a door gives the first. */
  secret: string;
  /** A form of the core's own pages, as it is posted: only where there is no sealed item. */
  post?: WaitingPost | null;
  createdAt: number;
  tries: number;
  /** Not before this moment is it tried again. */
  nextAt: number;
  state: "waiting" | "accepted" | "received" | "refused";
  /** Its files are being sealed on this device: it does not leave before. */
  isSealing?: boolean;
  /** Pieces of its files in all, sealed in a store of their own. */
  pieces?: number;
  /** A door did not take one of its files. */
  hasLostFile?: boolean;
  /** All digits, once a door gave the first ones; erased when the person has noted them. */
  receipt?: string;
}

export interface WaitingPost {
  /** Path of the form. */
  action: string;
  /** Of the questions only that their draft is to be sent; of a form with a text its sealed fields. */
  fields: [name: string, value: string][];
  /** The flow whose files wait for the receipt. */
  flow: string;
  /** Key of what was typed, erased once it is sent. */
  keep: string;
}

/** Where storage is refused: for as long as this page is open. */
const memory = new Map<string, OutboxEntry>();

/** 128 random bits in hexadecimal. */
export function newEntryId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The first digits of a name, for people: two reports on one device are told apart by it. */
export function provisionalNumber({ id }: Pick<OutboxEntry, "id">): string {
  return String(Number.parseInt(id.slice(0, 8), 16) % 1_000_000).padStart(6, "0");
}

const inStore = storeOf("toguna-outbox", 1, "entries", (made) => {
  made.createObjectStore("entries", { keyPath: "id" });
});

/** @returns false where the browser keeps nothing: the entry then lives as long as this page. */
export async function putEntry(entry: OutboxEntry): Promise<boolean> {
  try {
    await inStore("readwrite", (store) => store.put(entry));
    memory.delete(entry.id);
    return true;
  } catch {
    memory.set(entry.id, entry);
    return false;
  }
}

/** Oldest first. */
export async function listEntries(): Promise<OutboxEntry[]> {
  const kept = await inStore<OutboxEntry[]>("readonly", (store) => store.getAll()).catch(() => []);
  return [...kept, ...memory.values()].sort((a, b) => a.createdAt - b.createdAt);
}

/** Also what waits: for who leaves quickly. */
export async function dropAllEntries(): Promise<void> {
  memory.clear();
  await inStore("readwrite", (store) => store.clear()).catch(() => {});
}

export async function dropEntry(id: string): Promise<void> {
  memory.delete(id);
  await inStore("readwrite", (store) => store.delete(id)).catch(() => {});
}
