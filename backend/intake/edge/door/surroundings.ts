// What workerd gives to the edge, in the few words that we use of it: wrangler and plain workerd give the same.

/** A row as SQLite gives it. */
export type Row = Record<string, string | number | null>;

interface SqlStorage {
  exec(query: string, ...bindings: (string | number | null)[]): { toArray(): Row[] };
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
