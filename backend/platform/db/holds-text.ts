// Looking for a piece of text in columns as a tired hand types it.
import { type SQL, sql } from "drizzle-orm";

/** A text as it is in a pattern of `like`: its own signs stand for themselves. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

/**
 * Whether one of the columns holds the text. Both are folded as the desk's search folds them (`toguna_fold`): no case, no accents, ү as у,
 * ө as о, ɛ as e, and a Latin v or o in a Mongolian word as the letters that it stands for.
 */
export function holdsText(text: string, ...columns: SQL[]): SQL {
  const pattern = `%${escapeLike(text.trim())}%`;
  return sql`(${sql.join(
    columns.map((column) => sql`toguna_fold(${column}) like toguna_fold(${pattern})`),
    sql` or `,
  )})`;
}
