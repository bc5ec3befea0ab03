// Brings in a sheet of measurements (CSV, XLSX or JSON): every row is answered, and either all that fit are written or, on a trial, none.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { invalidInput } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { readSheet } from "../../platform/sheets/index.ts";
import { writeMeasurement } from "./measure.ts";
import { RecordMeasurement } from "./model.ts";

export const ImportAnswer = z.object({
  written: z.number().int(),
  rows: z.array(z.object({ line: z.number().int(), target: z.string(), problem: z.string().nullable() })),
});
export type ImportAnswer = z.infer<typeof ImportAnswer>;

/** Headings of a sheet, in the three languages; case, accents and signs do not matter. */
const headings = {
  target: ["target", "cible", "objectif", "зорилт"],
  value: ["value", "valeur", "утга"],
  measuredOn: ["measured on", "date", "mesure le", "огноо"],
  source: ["source", "эх сурвалж"],
} as const;
const fold = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[_\-.]+/g, " ")
    .trim();

/**
 * @param bytes the file; its first row names the columns target, value, measured on and source. A target is named by its name in any language, or by its id.
 * @param isTrial looks and writes nothing.
 * @throws AppError invalid_input when a column is missing; what is wrong with one row is said in the answer.
 */
export async function importMeasurements(
  ctx: Context,
  year: number,
  bytes: Uint8Array,
  isTrial: boolean,
): Promise<ImportAnswer> {
  requirePermission(ctx, "review.change");
  const { personId } = requirePerson(ctx);
  const sheet = await readSheet(bytes, { limits: { rows: 2000 } });
  const column = (name: keyof typeof headings): number => {
    const at = sheet.header.findIndex((text) => headings[name].some((known) => known === fold(text)));
    if (at < 0)
      throw invalidInput([{ path: "file", message: `Expected a column “${headings[name][0]}” in the first row.` }]);
    return at;
  };
  const at = {
    target: column("target"),
    value: column("value"),
    measuredOn: column("measuredOn"),
    source: column("source"),
  };
  return await withTransaction(ctx, async (tx) => {
    const targets = await tx.execute<{ id: string; names: Record<string, string> }>(
      sql`select id, names from strategy_targets where ended_at is null`,
    );
    const known = new Map(
      targets.flatMap(
        ({ id, names }) => [[id, id], ...Object.values(names).map((name) => [fold(name), id])] as [string, string][],
      ),
    );
    const importId = newId(ctx.now());
    const rows: ImportAnswer["rows"] = sheet.problems.map(({ line, code }) => ({
      line,
      target: "",
      problem: `This row could not be read (${code.replaceAll("_", " ")}).`,
    }));
    const seen = new Set<string>();
    let written = 0;
    for (const { line, cells } of sheet.rows) {
      const cell = (column: keyof typeof at): string => (cells[at[column]] ?? "").trim();
      const name = cell("target");
      const targetId = known.get(name) ?? known.get(fold(name));
      const parsed = RecordMeasurement.safeParse({
        targetId,
        year,
        value: cell("value")
          .replace(/[\s\u00a0\u202f]/g, "")
          .replace(",", "."),
        measuredOn: cell("measuredOn").slice(0, 10),
        source: cell("source"),
      });
      const problem = !targetId
        ? "No target has this name."
        : !parsed.success
          ? `${parsed.error.issues[0]?.path.join(".") ?? ""}: ${parsed.error.issues[0]?.message ?? ""}`
          : seen.has(targetId)
            ? "This target stands in the sheet twice."
            : null;
      rows.push({ line, target: name, problem });
      if (problem !== null || !parsed.success) continue;
      seen.add(parsed.data.targetId);
      if (!isTrial)
        await writeMeasurement(tx, ctx, { ...parsed.data, origin: "import", importId, enteredBy: personId });
      written += 1;
    }
    if (!isTrial)
      await writeAudit(tx, ctx, {
        action: "review.import",
        objectType: "review",
        objectId: String(year),
        detail: { importId, written, refused: rows.filter((row) => row.problem !== null).length },
      });
    return { written, rows: rows.toSorted((a, b) => a.line - b.line) };
  });
}
