// Connections: postgres.js underneath, drizzle for queries. The web and the worker connect as `toguna_app`, which owns nothing.
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";

export type Orm = PostgresJsDatabase<Record<string, never>>;
/** A transaction: drizzle's builder, and `tx.execute(sql…)` for SQL (timestamps come back as text there). */
export type Tx = Parameters<Parameters<Orm["transaction"]>[0]>[0];

export interface Database {
  orm: Orm;
  sql: postgres.Sql;
  close(): Promise<void>;
}

/** How to reach a server: a URL, or a unix socket folder with user, password and database. */
export type DatabaseAddress =
  | { url: string; user?: string; password?: string }
  | { socketDir: string; user: string; password: string; database: string };

/** The address as one connection string, for libraries that want that. */
export function connectionString(address: DatabaseAddress): string {
  if (!("url" in address)) {
    const { socketDir, user, password, database } = address;
    return `postgresql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@/${database}?host=${encodeURIComponent(socketDir)}`;
  }
  const url = new URL(address.url);
  if (address.user !== undefined) url.username = address.user;
  if (address.password !== undefined) url.password = address.password;
  return url.toString();
}

interface PoolOptions {
  max?: number;
  name?: string;
  statementTimeoutMs?: number;
  /** For a session that holds something: its connections are not exchanged with age, and this is called for each that ends. */
  onClose?: () => void;
}

/** Opens a pool. Sessions speak UTC; a statement that runs over 30 s is ended, and so is a session that leaves a transaction lying for a minute. */
export function connectDatabase(address: DatabaseAddress, options: PoolOptions = {}): Database {
  const common = {
    max: options.max ?? 10,
    onnotice: () => {},
    // The driver ends every connection after 30 to 60 minutes unless it is told not to.
    ...(options.onClose ? { onclose: options.onClose, max_lifetime: null } : {}),
    connection: {
      application_name: options.name ?? "toguna",
      TimeZone: "UTC",
      statement_timeout: options.statementTimeoutMs ?? 30_000,
      // A process that stands still inside a transaction would hold up everybody who waits for what it has locked.
      idle_in_transaction_session_timeout: 60_000,
    },
  };
  const sql =
    "url" in address
      ? postgres(address.url, {
          ...common,
          ...(address.user ? { user: address.user, password: address.password ?? "" } : {}),
        })
      : postgres({
          ...common,
          host: address.socketDir,
          user: address.user,
          password: address.password,
          database: address.database,
        });
  return { sql, orm: drizzle(sql), close: () => sql.end({ timeout: 3 }) };
}
