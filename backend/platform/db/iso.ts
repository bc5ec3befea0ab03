// A timestamp column as RFC 3339 text in UTC with milliseconds, for hand-written SQL, where the driver gives text.
import { type SQL, sql } from "drizzle-orm";

export function iso(column: SQL): SQL<string> {
  return sql<string>`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
