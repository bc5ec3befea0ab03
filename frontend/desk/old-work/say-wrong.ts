// Why a ticket of old work cannot be read, in the reader's language: which field, what stood there, what was expected.
import { hasWords, type Words } from "../../platform/words.ts";

/** Fields as tables, mails and RT name them, by the words that we have for them. */
const known: Record<string, string> = {
  id: "number",
  Status: "status",
  Created: "opened",
  Date: "opened",
  Resolved: "closed",
};

export function sayWrong(t: Words, row: { field: string; expected: string | null; said: string | null }): string {
  const name = known[row.field] ?? row.field;
  const field = `old-work.field.${name}`;
  const expected = `old-work.expected.${name}`;
  return t("old-work.wrong", {
    field: hasWords(field) ? t(field) : row.field,
    said: row.said ?? "",
    expected: hasWords(expected) ? t(expected) : (row.expected ?? ""),
  });
}
