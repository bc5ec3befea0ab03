// "Who would have been late" as CSV: the rows that the screen shows. Of the draft nothing is kept; the log hears that a table left, as of every export.
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { type SheetColumn, sheetResponse, WantedSheet } from "../../platform/sheets/index.ts";
import { type Translator, wordsFor } from "../../platform/words/index.ts";
import { ExportTried, type TriedDraft } from "./model.ts";
import { replayFilings } from "./replay-filings.ts";

type Outcome = TriedDraft["cases"][number]["outcomes"][number];
interface Row extends Outcome {
  id: string;
  who: string | null;
}

const columnsIn = (words: Translator): SheetColumn<Row>[] => {
  const text = (key: string, value: (row: Row) => string | null): SheetColumn<Row> => ({
    key,
    type: "text",
    title: `whatif.column.${key}`,
    value,
  });
  const instant = (key: string, value: (row: Row) => string | null): SheetColumn<Row> => ({
    ...text(key, value),
    type: "instant",
  });
  const say = (isLate: boolean | null): string =>
    words(isLate === null ? "whatif.no_say" : isLate ? "whatif.late" : "whatif.on_time");
  return [
    text("id", (row) => row.id),
    text("who", (row) => row.who),
    instant("startedAt", (row) => row.startedAt),
    instant("submittedAt", (row) => row.submittedAt),
    instant("lawDue", (row) => row.law.due),
    text("law", (row) => say(row.law.isLate)),
    instant("draftDue", (row) => row.draft.due),
    text("draft", (row) => say(row.draft.isLate)),
    {
      key: "lateMinutes",
      type: "number",
      title: "whatif.column.lateMinutes",
      value: (row) => (row.draft.isLate ? row.draft.lateMinutes : null),
    },
  ];
};

export async function exportTried(ctx: Context, input: ExportTried): Promise<Response> {
  requirePermission(ctx, "law.try");
  const { language, zone: wanted, ...asked } = ExportTried.parse(input);
  const { zone } = WantedSheet.pick({ zone: true }).parse({ zone: wanted });
  const tried = await replayFilings(ctx, asked);
  const rows = tried.cases.flatMap(({ id, who, outcomes }) => outcomes.map((one) => ({ ...one, id, who })));
  await withTransaction(
    ctx,
    async (tx) =>
      await writeAudit(tx, ctx, {
        action: "list.export",
        objectType: "list",
        objectId: "what-if",
        detail: { format: "csv", rows: rows.length },
      }),
  );
  const words = wordsFor(ctx, language);
  const fileName = `what-if-${ctx.now().toISOString().slice(0, 10)}`;
  return sheetResponse({
    format: "csv",
    fileName,
    title: words("whatif.result"),
    columns: columnsIn(words),
    rows,
    words,
    zone,
  });
}
