// What this device holds of a person on the core's pages: the files that wait, and the key under which they and what is typed are locked.
import { type InStore, storeOf } from "./open-store.ts";

const make = (made: IDBDatabase, stands: DOMStringList): void => {
  if (!stands.contains("files"))
    made.createObjectStore("files", { keyPath: "id", autoIncrement: true }).createIndex("flow", "flow");
  if (!stands.contains("keys")) made.createObjectStore("keys");
};

export const inFiles: InStore = storeOf("toguna", 2, "files", make);
/** In the same database: a browser that erases one erases both. */
export const inKeys: InStore = storeOf("toguna", 2, "keys", make);
