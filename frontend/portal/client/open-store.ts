// A store of IndexedDB on this device: opened for one work and closed again, so that nothing holds back whoever erases it.

export type InStore = <Result>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<Result>,
) => Promise<Result>;

/**
 * @param make the stores that are not there yet, when the version is new to this device.
 * @returns runs a work in a transaction of its own, and gives its result once it is on the disk. It throws where the browser keeps nothing (private windows, full disk).
 */
export function storeOf(
  database: string,
  version: number,
  name: string,
  make: (made: IDBDatabase, stands: DOMStringList) => void,
): InStore {
  const open = async (): Promise<IDBDatabase> =>
    await new Promise((resolve, reject) => {
      const request = indexedDB.open(database, version);
      let isGivenUp = false;
      request.onupgradeneeded = () => {
        make(request.result, request.result.objectStoreNames);
      };
      request.onsuccess = () => {
        if (isGivenUp) request.result.close();
        else resolve(request.result);
      };
      // Blocked by a page that holds an earlier version open: it may come too late.
      request.onerror = request.onblocked = () => {
        isGivenUp = true;
        reject(request.readyState === "done" && request.error ? request.error : new Error("no storage"));
      };
    });
  return async (mode, work) => {
    const opened = await open();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = opened.transaction(name, mode);
        const request = work(transaction.objectStore(name));
        // Complete, not merely asked for: only then is it on the disk.
        transaction.oncomplete = () => {
          resolve(request.result);
        };
        transaction.onabort = transaction.onerror = () => {
          reject(transaction.error ?? new Error("no storage"));
        };
      });
    } finally {
      opened.close();
    }
  };
}
