// The rows of an import as a table with their own columns and what became of each: the failed ones are mended there and brought in again.
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { type SheetColumn, sheetResponse, type WantedSheet } from "../../platform/sheets/index.ts";
import { type Translator, wordsIn } from "../../platform/words/index.ts";
import type { z } from "zod";
import type { ImportRowView, RowsQuery } from "./model.ts";
import { readImport, readImportRows } from "./read-imports.ts";

/** @throws forbidden, not_found. */
export async function exportRows(
  ctx: Context,
  importId: string,
  query: Pick<RowsQuery, "verdict" | "outcome" | "undo">,
  { format, language, zone }: z.output<typeof WantedSheet>,
): Promise<Response> {
  requirePermission(ctx, "registry.change");
  const view = await readImport(ctx, importId);
  const rows: ImportRowView[] = [];
  let next: string | null = null;
  do {
    const page = await readImportRows(ctx, importId, {
      ...query,
      limit: 500,
      ...(next === null ? {} : { cursor: next }),
    });
    rows.push(...page.rows);
    ({ next } = page);
  } while (next !== null);
  const words = wordsIn(language);
  await withTransaction(
    ctx,
    async (tx) =>
      await writeAudit(tx, ctx, {
        action: "list.export",
        objectType: "register_import",
        objectId: importId,
        detail: { format, rows: rows.length, filter: query },
      }),
    "staff",
  );
  const columns: SheetColumn<ImportRowView>[] = [
    ...view.header.map((text, at) => ({
      key: text || `column ${at + 1}`,
      type: "text" as const,
      title: { text: text || `${at + 1}` },
      value: (row: ImportRowView) => row.cells[at] ?? "",
    })),
    { key: "line", type: "number", title: "imports.line", value: (row) => row.line },
    {
      key: "outcome",
      type: "text",
      title: "imports.outcome_label",
      value: (row) =>
        words(row.outcome === "pending" ? `imports.verdict.${row.verdict}` : `imports.outcome.${row.outcome}`),
    },
    { key: "why", type: "text", title: "imports.why", value: (row) => sayWhy(row, words) },
  ];
  return sheetResponse({
    format,
    fileName: `import-${importId.slice(-8)}-rows`,
    title: words("imports.rows"),
    columns,
    rows,
    words,
    zone,
  });
}

/** What was expected of each cell, or what became of the row, in one text. */
function sayWhy(row: ImportRowView, words: Translator): string {
  const expected = row.findings.problems.map(
    ({ field, code, value, about }) =>
      `${words(`imports.field.${field}`)}: ${words(`imports.expected.${code}`, { value, about: about ?? "" })}`,
  );
  const failed = row.problem
    ? [
        words(`imports.expected.${row.problem.code}`, {
          value: row.problem.about ?? "",
          about: row.problem.about ?? "",
        }),
      ]
    : [];
  const kept = row.undoWhy ? [words(`imports.undo_why.${row.undoWhy}`)] : [];
  return [...expected, ...(expected.length > 0 ? [] : failed), ...kept].join(" ");
}
