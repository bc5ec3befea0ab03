// Judges every row of an import by its mapping and writes the verdicts down: what the preview shows.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { findPossible } from "./find-possible.ts";
import { foldText } from "./fold-text.ts";
import { loadKnownRegister, loadKnownWords } from "./known-register.ts";
import type { Defaults, Findings, Mapping, PossibleDuplicate, Verdict } from "./model.ts";
import { planRow } from "./plan-row.ts";
import { readEntry } from "./read-entry.ts";

/** How many rows are judged or written at once. */
const together = 500;

export interface RowToJudge {
  line: number;
  cells: string[];
  decision: "as_new" | "same_as" | "skip" | null;
  decidedFor: string | null;
}

export interface JudgedRow {
  line: number;
  verdict: Verdict;
  findings: Findings;
}

/** In the order of lines; a name that several lines bring is new once. */
export async function judgeRows(
  tx: Tx,
  ctx: Context,
  rows: readonly RowToJudge[],
  how: { mapping: Mapping; defaults: Defaults },
): Promise<JudgedRow[]> {
  const words = await loadKnownWords(tx);
  const read = rows.map((row) => ({ row, ...readEntry(row.cells, how.mapping, how.defaults, words) }));
  const known = await loadKnownRegister(
    tx,
    read.map(({ entry }) => entry),
    ctx.now(),
  );
  const fresh = read.filter(
    ({ entry }) => entry.reference === undefined && entry.name !== undefined && !known.byName.has(foldText(entry.name)),
  );
  const possible = new Map<number, PossibleDuplicate[]>();
  for (let at = 0; at < fresh.length; at += together) {
    const part = fresh.slice(at, at + together);
    const found = await findPossible(
      tx,
      part.map(({ entry }) => entry),
    );
    for (const [place, list] of found) possible.set(part[place]?.row.line ?? 0, list);
  }
  const earlier = new Map<string, number>();
  return read.map(({ row, entry, problems }) => {
    const planned = planRow(entry, problems, known, {
      defaults: how.defaults,
      decision: row.decision,
      decidedFor: row.decidedFor,
      duplicates: possible.get(row.line) ?? [],
      earlier,
    });
    const name = foldText(entry.name ?? "");
    if (planned.verdict === "new" && row.decision !== "skip" && !earlier.has(name)) earlier.set(name, row.line);
    return { line: row.line, verdict: planned.verdict, findings: planned.findings };
  });
}

/** Puts verdicts beside the rows that are there. */
export async function writeVerdicts(tx: Tx, importId: string, judged: readonly JudgedRow[]): Promise<void> {
  for (let at = 0; at < judged.length; at += together)
    await tx.execute(sql`
      update register_import_rows r set verdict = v.verdict, findings = v.findings
      from jsonb_to_recordset(${JSON.stringify(judged.slice(at, at + together))}::jsonb) as v (line integer, verdict text, findings jsonb)
      where r.import_id = ${importId} and r.line = v.line`);
}

/** Writes the rows of a file with their verdicts. */
export async function writeRows(
  tx: Tx,
  importId: string,
  rows: readonly RowToJudge[],
  judged: readonly JudgedRow[],
): Promise<void> {
  const all = rows.map(({ line, cells }, at) => ({
    line,
    cells,
    verdict: judged[at]?.verdict,
    findings: judged[at]?.findings,
  }));
  for (let at = 0; at < all.length; at += together)
    await tx.execute(sql`
      insert into register_import_rows (import_id, line, cells, verdict, findings)
      select ${importId}, v.line, array(select jsonb_array_elements_text(v.cells)), v.verdict, v.findings
      from jsonb_to_recordset(${JSON.stringify(all.slice(at, at + together))}::jsonb) as v (line integer, cells jsonb, verdict text, findings jsonb)`);
}
