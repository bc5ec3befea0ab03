// The public register of formalities as a table that everybody may take along.
import { z } from "zod";
import { AppError } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { type SheetColumn, sheetFormats, sheetResponse } from "../../platform/sheets/index.ts";
import { wordsIn, wordsLanguages } from "../../platform/words/index.ts";
import type { PublicFormality } from "./answers/model.ts";
import { PublicQuery } from "./model.ts";
import { listPublicFormalities } from "./read-public.ts";

const publicColumns: SheetColumn<PublicFormality>[] = (
  ["decisionNumber", "decidedOn", "receiptNumber", "kind", "outcome", "entity", "authority", "title"] as const
).map((key) => ({ key, type: "text", title: `formalities.field.${key}`, value: (row) => row[key] }));
/** The most that one public extract gives; a longer one is asked by kind. */
const mostExtracted = 10_000;

export const publicFormalityRoute: RouteDeclaration = route({
  method: "get",
  path: "/api/v1/public/formalities/extract",
  access: { kind: "public", why: "the register of what authorities decided on is for everybody" },
  summary: "The public register of formalities as a table",
  tag: "public",
  query: z.strictObject({
    ...PublicQuery.shape,
    format: z.enum(sheetFormats, { error: `Expected one of ${sheetFormats.join(", ")}.` }).default("csv"),
    language: z.enum(wordsLanguages, { error: `Expected one of ${wordsLanguages.join(", ")}.` }).default("fr"),
  }),
  handle: async ({ ctx, query }) => {
    const { format, language, ...asked } = query;
    const { rows, hasMore } = await listPublicFormalities(ctx, asked, mostExtracted);
    if (hasMore)
      throw new AppError("refused", `The register has more than ${mostExtracted} rows: ask for one kind.`, {
        words: "exports.too_many",
      });
    const words = wordsIn(language);
    return sheetResponse({
      format,
      fileName: `formalities-${ctx.now().toISOString().slice(0, 10)}`,
      title: words("formalities.public.title"),
      columns: publicColumns,
      rows,
      words,
      zone: "UTC",
    });
  },
});
