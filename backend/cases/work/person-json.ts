// A person as a small JSON object inside a query.
import { sql, type SQL } from "drizzle-orm";

/** {"id", "name"} of the person whose id the column holds; null where it holds none. */
export function personJson(column: SQL): SQL {
  return sql`(select json_build_object('id', p.id, 'name', p.name) from people p where p.id = ${column})`;
}
