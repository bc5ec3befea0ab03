// An export beside a list: the same query function, so the same act, scope and rows; a row in the log for each.
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import type { Context } from "../context/index.ts";
import { withTransaction } from "../db/index.ts";
import { AppError } from "../errors/index.ts";
import { type Access, type RouteDeclaration, route } from "../http/index.ts";
import { wordsLanguages, wordsFor } from "../words/index.ts";
import { mostExportedRows, type SheetColumn, sheetFormats } from "./model.ts";
import { isZone } from "./write-instant.ts";
import { sheetResponse } from "./write-sheet.ts";

/** What every export is asked with. */
export const Wanted = z.object({
  format: z.enum(sheetFormats, { error: `Expected one of ${sheetFormats.join(", ")}.` }).default("csv"),
  language: z.enum(wordsLanguages, { error: `Expected one of ${wordsLanguages.join(", ")}.` }).default("en"),
  zone: z.string().max(60).refine(isZone, "Expected a time zone such as Africa/Bamako.").default("UTC"),
});

interface ExportDeclaration<Shape extends z.ZodRawShape, Row> {
  /** "/api/v1/desk/register/export"; beside a route with a parameter in that place, declare it first. */
  path: string;
  access: Access;
  summary: string;
  tag: string;
  /** ASCII, for the file's name and for the log: "constituents". */
  name: string;
  /** Key of the catalogue for the sheet's name. */
  title: string;
  /** The list's own query; `cursor`, `before` and `limit` are left out of the export's. */
  query: z.ZodObject<Shape>;
  columns: readonly SheetColumn<Row>[];
  /** Asked before anything is read, with the list's filters: refuses what may not leave yet. */
  before?(ctx: Context, query: Record<string, unknown>): Promise<void>;
  /** The list's own function; asked again with `next` until that is null. It checks permission and opens its scope as for the screen. */
  list(
    ctx: Context,
    query: Record<string, unknown>,
    next: string | undefined,
  ): Promise<{ rows: Row[]; next: string | null }>;
}

/**
 * Declares GET `path`?format=csv|xlsx|json&language=…&zone=… and the list's filters. More than `mostExportedRows` rows are refused
 * with words that ask for a filter: a list that was cut without telling would be taken for the whole.
 *
 * ```ts
 * exportRoute({ path: "/api/v1/desk/things/export", access, tag, name: "things", title: "exports.things", summary: "…", query: ThingsQuery,
 *   columns: [{ key: "name", type: "text", title: "exports.column.name", value: (row) => row.name }],
 *   list: async (ctx, query, next) => await listThings(ctx, { ...query, ...(next ? { cursor: next } : {}), limit: 200 }) })
 * ```
 */
export function exportRoute<Shape extends z.ZodRawShape, Row>(
  declaration: ExportDeclaration<Shape, Row>,
): RouteDeclaration {
  const { path, access, summary, tag, name, columns } = declaration;
  const filters = Object.entries(declaration.query.shape).filter(
    ([key]) => !["cursor", "before", "limit"].includes(key),
  );
  return route({
    method: "get",
    path,
    access,
    summary,
    tag,
    query: z.strictObject({ ...Object.fromEntries(filters), ...Wanted.shape }),
    handle: async ({ ctx, query }) => {
      const { format, language, zone, ...filter } = query as z.output<typeof Wanted> & Record<string, unknown>;
      await declaration.before?.(ctx, filter);
      const rows = await gather(async (next) => await declaration.list(ctx, filter, next));
      await withTransaction(
        ctx,
        async (tx) =>
          await writeAudit(tx, ctx, {
            action: "list.export",
            objectType: "list",
            objectId: name,
            detail: { format, rows: rows.length, filter: describeFilter(filter) },
          }),
      );
      const words = wordsFor(ctx, language);
      const fileName = `${name}-${ctx.now().toISOString().slice(0, 10)}`;
      return sheetResponse({ format, fileName, title: words(declaration.title), columns, rows, words, zone });
    },
  });
}

/** @throws AppError refused with the limit in words when there are more rows. */
async function gather<Row>(
  page: (next: string | undefined) => Promise<{ rows: Row[]; next: string | null }>,
): Promise<Row[]> {
  const rows: Row[] = [];
  let next: string | undefined;
  do {
    const found = await page(next);
    for (const row of found.rows) rows.push(row);
    if (rows.length > mostExportedRows)
      throw new AppError(
        "refused",
        `This list has more than ${mostExportedRows} rows. Narrow it with a filter and export again.`,
        {
          words: "exports.too_many",
        },
      );
    next = found.next ?? undefined;
  } while (next !== undefined);
  return rows;
}

/** What a person typed to search may be somebody's name: of free texts the log keeps only that there was one. */
function describeFilter(filter: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(filter)
      .filter(([, value]) => value !== undefined && value !== "")
      .map(([key, value]) => [key, key === "text" || key === "q" ? "(set)" : value]),
  );
}
