// Reads whole tables by COPY in another connection's snapshot. Not with postgres.js: it pauses its socket when a reader is slow and never
// wakes it when the table ended meanwhile, so that a backup of some megabytes stood still for ever (docs/decisions/009-copy-out.md).
import { Client } from "pg";
import { to as copyTo } from "pg-copy-streams";
import { connectionString, type DatabaseAddress } from "../db/index.ts";

export interface TableReader {
  /** The rows of a table in COPY's text form. Read to its end before the next one is asked for. */
  read(table: string, columns: string[]): AsyncIterable<Buffer>;
  close(): Promise<void>;
}

/** Opens a connection that sees what the transaction sees whose snapshot this is (`pg_export_snapshot()`; it must stay open until then). */
export async function readInSnapshot(owner: DatabaseAddress, snapshot: string): Promise<TableReader> {
  const client = new Client({
    connectionString: connectionString(owner),
    application_name: "toguna-backup",
    statement_timeout: 0,
  });
  await client.connect();
  try {
    await client.query("begin isolation level repeatable read read only");
    await client.query(`set transaction snapshot ${client.escapeLiteral(snapshot)}`);
  } catch (error) {
    await client.end();
    throw error;
  }
  const quote = (name: string): string => client.escapeIdentifier(name);
  return {
    read: (table, columns) =>
      client.query(
        copyTo(`copy ${quote(table)} (${columns.map(quote).join(", ")}) to stdout`),
      ) as AsyncIterable<Buffer>,
    close: async () => await client.end(),
  };
}
