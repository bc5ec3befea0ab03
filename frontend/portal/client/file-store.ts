// Files that wait on this device (IndexedDB), locked: by the flow they belong to until the text has been sent, then with the right to be sent and the address they go to.
import { canLock, lockBytes, lockValue, unlockBytes, unlockValue } from "./device-lock.ts";
import { inFiles } from "./device-store.ts";

interface FileFacts {
  name: string;
  type: string;
  /** Bytes. */
  size: number;
  /** What the core gave with the receipt: it lets this device begin to send. */
  grant?: string | undefined;
  /** Where the file goes on, once it has begun. */
  address?: string | undefined;
}

export interface HeldFile extends FileFacts {
  id: number;
  /** "sent" once the report has its receipt. */
  flow: string;
}

/** As it lies on the device; where nothing can be locked `facts` and `body` lie there as they are. */
interface Lying {
  id?: number;
  flow: string;
  /** Random, part of what its parts are locked as: no part opens as another file's. */
  tag: string;
  facts: string | FileFacts;
  /** By reference: a list of them weighs nothing. */
  body: Blob;
}

/** As it lay before anything was locked. */
interface LyingOpenly {
  id: number;
  flow: string;
  name: string;
  blob: Blob;
  grant?: string;
  address?: string;
}

/** The flow of files whose report has its receipt. */
export const sentFlow = "sent";
const factsName = (tag: string): string => `facts of ${tag}`;
const bodyName = (tag: string): string => `file ${tag}`;

async function lockFacts(tag: string, { name, type, size, grant, address }: FileFacts): Promise<string | FileFacts> {
  const facts = { name, type, size, grant, address };
  return canLock ? await lockValue(facts, factsName(tag)) : facts;
}

/** Adds a file. @throws when the browser keeps nothing (private windows, full disk): the plain form then sends the file itself. */
export async function addFile(flow: string, name: string, blob: Blob): Promise<void> {
  await put({ flow, name, type: blob.type, size: blob.size }, blob);
}

async function put(file: Omit<HeldFile, "id"> & { id?: number }, blob: Blob): Promise<void> {
  const tag = [...crypto.getRandomValues(new Uint8Array(16))].join(".");
  const body = canLock ? new Blob(await lockBytes(await readBlob(blob), bodyName(tag))) : blob;
  const lying = { flow: file.flow, tag, facts: await lockFacts(tag, file), body };
  await inFiles("readwrite", (store) =>
    store.put(file.id === undefined ? lying : Object.assign(lying, { id: file.id })),
  );
}

/** Keeps what is new about a file. @throws as `addFile`. */
export async function keepFile(file: HeldFile): Promise<void> {
  const lying = await readLying(file.id);
  if (!lying) return;
  const { flow, id } = file;
  const { tag, body } = lying;
  const facts = await lockFacts(tag, file);
  await inFiles("readwrite", (store) => store.put({ id, flow, tag, facts, body }));
}

async function readLying(id: number): Promise<Lying | undefined> {
  return await inFiles<Lying | undefined>("readonly", (store) => store.get(id));
}

/** What waits, without its bytes. What was locked under a key that is gone is erased: nobody can open it. */
export async function heldFiles(flow: string): Promise<HeldFile[]> {
  const found = await inFiles<(Lying | LyingOpenly)[]>("readonly", (store) => store.index("flow").getAll(flow));
  const held: HeldFile[] = [];
  for (const lying of found) {
    const id = lying.id ?? 0;
    if ("blob" in lying) {
      const { name, blob, grant, address } = lying;
      const file = { id, flow, name, type: blob.type, size: blob.size, grant, address };
      await put(file, blob);
      held.push(file);
      continue;
    }
    try {
      const { tag, facts } = lying;
      const known = (typeof facts === "string" ? await unlockValue(facts, factsName(tag)) : facts) as FileFacts;
      held.push(Object.assign({}, known, { id, flow }));
    } catch (error) {
      // Only where it is sure: a key that cannot be read at this moment may be read at the next.
      if (!(error instanceof DOMException && error.name === "OperationError")) throw error;
      await dropHeldFile(id);
    }
  }
  return held;
}

/** The file as it was chosen. @throws where it is gone. */
export async function openFile({ id, type }: HeldFile): Promise<Blob> {
  const lying = await readLying(id);
  if (!lying) throw new Error("no such file");
  const { tag, facts, body } = lying;
  if (typeof facts !== "string") return body;
  return new Blob([await unlockBytes(new Uint8Array(await readBlob(body)), bodyName(tag))], { type });
}

async function readBlob(blob: Blob): Promise<ArrayBuffer> {
  return await new Response(blob).arrayBuffer();
}

export async function dropHeldFile(id: number): Promise<void> {
  await inFiles("readwrite", (store) => store.delete(id));
}

/** The text has its receipt: what waited for it may go. */
export async function grantFiles(flow: string, grant: string): Promise<void> {
  for (const file of await heldFiles(flow)) await keepFile(Object.assign(file, { flow: sentFlow, grant }));
}

export async function clearHeldFiles(flow?: string): Promise<void> {
  try {
    if (flow === undefined) await inFiles("readwrite", (store) => store.clear());
    else for (const { id } of await heldFiles(flow)) await dropHeldFile(id);
  } catch {
    // Nothing was kept where storage is refused.
  }
}
