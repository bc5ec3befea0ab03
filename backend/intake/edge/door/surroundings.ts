// What workerd gives to the edge, in the few words that we use of it: wrangler and plain workerd give the same.

/** A row as SQLite gives it; a blob is an ArrayBuffer, which the tables of pieces and of recordings have. */
export type Row = Record<string, string | number | null>;
export type Binding = string | number | null | ArrayBuffer;

interface SqlStorage {
  exec(query: string, ...bindings: Binding[]): { toArray(): Row[] };
}

/** A durable object's state: an SQLite database on disk; an answer leaves only after what it wrote is safe there. */
export interface DurableState {
  storage: { sql: SqlStorage };
}

interface Fetcher {
  fetch(request: Request): Promise<Response>;
}

export interface EdgeEnv {
  /** The files that `toguna edge build` wrote. */
  ASSETS: Fetcher;
  QUEUE: { idFromName(name: string): unknown; get(id: unknown): Fetcher };
}

declare global {
  /** A stream whose length is told before it begins: its answer has a content-length. Of workerd only. */
  // oxlint-disable-next-line no-var -- a global of workerd
  var FixedLengthStream: new (length: number) => TransformStream<Uint8Array, Uint8Array>;
}
