// What is for the team alone does not leave as a file: of reports and cases above the label of exports a list says only that they are there.
import { sql } from "drizzle-orm";
import { canLeave } from "../../intake/marking/model.ts";
import { type Marking, markings } from "../../intake/model.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";

const hidden = markings.filter((marking: Marking) => canLeave({ marking, pap: "clear" }, "export").may !== "text");

/** The rows with "TLP:RED" for a title where the thing itself may not leave. */
export async function hideRed<Row extends { id: string; title: string }>(
  ctx: Context,
  kind: "reports" | "cases",
  rows: Row[],
): Promise<Row[]> {
  if (rows.length === 0) return rows;
  const found = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ id: string; marking: string }>(sql`select id, marking from ${sql.identifier(kind)}
        where id = any(${sql.param(rows.map(({ id }) => id))}::uuid[]) and marking = any(${sql.param([...hidden])}::text[])`),
  );
  const labels = new Map(found.map(({ id, marking }) => [id, `TLP:${marking.toUpperCase()}`]));
  return rows.map((row) => ({ ...row, title: labels.get(row.id) ?? row.title }));
}
