// Files that wait on this device (IndexedDB): by the flow they belong to until the text has been sent, then with the right to be sent and the address they go to.

export interface HeldFile {
  id?: number;
  /** "sent" once the report has its receipt. */
  flow: string;
  name: string;
  blob: Blob;
  /** What the core gave with the receipt: it lets this device begin to send. */
  grant?: string;
  /** Where the file goes on, once it has begun. */
  address?: string;
}

/** The flow of files whose report has its receipt. */
export const sentFlow = "sent";

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("toguna", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("files", { keyPath: "id", autoIncrement: true }).createIndex("flow", "flow");
    };
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error("no storage"));
    };
  });
  return opened;
}

async function inStore<Result>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const database = await open();
  return await new Promise((resolve, reject) => {
    const transaction = database.transaction("files", mode);
    const request = work(transaction.objectStore("files"));
    transaction.oncomplete = () => {
      resolve(request.result);
    };
    transaction.onabort = transaction.onerror = () => {
      reject(transaction.error ?? new Error("no storage"));
    };
  });
}

/** Adds a file, or keeps what is new about one that has an id. @throws when the browser keeps nothing (private windows, full disk): the plain form then sends the file itself. */
export async function holdFile(file: HeldFile): Promise<void> {
  await inStore("readwrite", (store) => store.put(file));
}

export async function heldFiles(flow: string): Promise<HeldFile[]> {
  return await inStore<HeldFile[]>("readonly", (store) => store.index("flow").getAll(flow));
}

export async function dropHeldFile(id: number): Promise<void> {
  await inStore("readwrite", (store) => store.delete(id));
}

/** The text has its receipt: what waited for it may go. */
export async function grantFiles(flow: string, grant: string): Promise<void> {
  for (const file of await heldFiles(flow)) await holdFile(Object.assign(file, { flow: sentFlow, grant }));
}

export async function clearHeldFiles(flow?: string): Promise<void> {
  try {
    if (flow === undefined) await inStore("readwrite", (store) => store.clear());
    else for (const { id } of await heldFiles(flow)) if (id !== undefined) await dropHeldFile(id);
  } catch {
    // Nothing was kept where storage is refused.
  }
}
