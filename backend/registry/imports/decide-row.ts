// An officer says of a row: it is new all the same, it is this constituent, or leave it out.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { invalidInput, notFound } from "../../platform/errors/index.ts";
import { judgeRows, type RowToJudge, writeVerdicts } from "./judge-rows.ts";
import { DecideRow, type ImportRowView } from "./model.ts";
import { readRow } from "./read-imports.ts";
import { lockImport } from "./store.ts";

/** @returns the row as it is judged now. @throws AppError not_found; conflict once it ran; invalid_input for an unknown constituent. */
export async function decideRow(ctx: Context, importId: string, input: DecideRow): Promise<ImportRowView> {
  requirePermission(ctx, "registry.change");
  const { line, decision, constituentId } = DecideRow.parse(input);
  return await withTransaction(
    ctx,
    async (tx) => {
      const stored = await lockImport(tx, importId, ["preview"]);
      if (constituentId !== undefined) {
        const [one] = await tx.execute(
          sql`select 1 from constituents where id = ${constituentId} and ended_at is null`,
        );
        if (!one)
          throw invalidInput([{ path: "constituentId", message: "Expected a constituent that is in the register." }]);
      }
      const [row] = await tx.execute<RowToJudge & Record<string, unknown>>(sql`
        update register_import_rows set decision = ${decision}, decided_for = ${constituentId ?? null} where import_id = ${importId} and line = ${line}
        returning line, cells, decision, decided_for as "decidedFor"`);
      if (!row) throw notFound("row");
      await writeVerdicts(tx, importId, await judgeRows(tx, ctx, [row], stored));
      await writeAudit(tx, ctx, {
        action: "register.import_decide",
        objectType: "register_import",
        objectId: importId,
        detail: { line, decision, constituentId: constituentId ?? null },
      });
      return await readRow(tx, importId, line);
    },
    "staff",
  );
}
