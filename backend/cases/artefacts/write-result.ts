// The result of an analysis: what it is, what it can do, how sure that is and with what it was found; its values belong to the case from then on.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { invalidInput } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { guessKind, normaliseValue } from "../../triage/indicators/index.ts";
import { addToTimeline } from "../store.ts";
import { type Verdict, WriteResult } from "./model.ts";
import { decideStep } from "./rules.ts";
import { analystOf, type ArtefactRow, loadArtefact, requireVersion } from "./store.ts";

export interface Found {
  kind: string;
  value: string;
}

/** @throws not_found, conflict, refused; invalid_input naming the value that is none ("values.3"). */
export async function writeResult(
  ctx: Context,
  artefactId: string,
  input: WriteResult,
): Promise<{ number: number; version: number }> {
  requirePermission(ctx, "case.change");
  const said = WriteResult.parse(input);
  const read = said.values.map(readValue);
  const wrong = read.flatMap((value, at) => (value === null ? [at] : []));
  if (wrong.length > 0)
    throw invalidInput(
      wrong.map((at) => ({
        path: `values.${at}`,
        message: `Expected an address, a domain, a link, a hash or a mail address in line ${at + 1}: "${(said.values[at] ?? "").slice(0, 60)}".`,
      })),
    );
  const found = unique(read.filter((value) => value !== null));
  const by = analystOf(ctx);
  return await withTransaction(ctx, async (tx) => {
    const row = await loadArtefact(tx, artefactId, "for_update");
    requireVersion(row, said.version);
    decideStep(row.state, "result");
    const number = await addResult(tx, ctx, row, { ...said, found, byPerson: by, runId: null });
    await tx.execute(sql`update artefacts set state = 'done', analyst_id = coalesce(analyst_id, ${by}), version = version + 1,
      ended_at = ${ctx.now().toISOString()}::timestamptz where id = ${artefactId}`);
    const detail = { artefactId, reference: row.reference, number, verdict: said.verdict };
    await writeAudit(tx, ctx, { action: "artefact.result", objectType: "case", objectId: row.caseId, detail });
    return { number, version: row.version + 1 };
  });
}

/** A value as triage compares it; null for a text that is none. Defanged forms are read. */
export function readValue(text: string): Found | null {
  const kind = guessKind(text);
  const normal = kind === null ? null : normaliseValue(kind, text);
  return kind !== null && normal !== null && "value" in normal ? { kind, value: normal.value } : null;
}

/** Each value once. */
export function unique(values: readonly Found[]): Found[] {
  return [...new Map(values.map((one) => [`${one.kind} ${one.value}`, one])).values()];
}

export interface NewResult {
  verdict: Verdict;
  what: string;
  family: string;
  capabilities: readonly string[];
  confidence: "low" | "medium" | "high";
  tools: string;
  summary: string;
  found: readonly Found[];
  byPerson: string | null;
  runId: string | null;
}

/** Writes a result and tells the case. The artefact is locked by the caller, who writes the log. @returns its number. */
export async function addResult(tx: Tx, ctx: Context, row: ArtefactRow, result: NewResult): Promise<number> {
  const [made] = await tx.execute<{ number: number }>(sql`
    insert into artefact_results (id, artefact_id, number, verdict, what, family, capabilities, confidence, tools, summary, found, sandbox_run_id, by_person, at)
    select ${newId(ctx.now())}, ${row.id}, coalesce(max(r.number), 0) + 1, ${result.verdict}, ${result.what}, ${result.family}, ${sql.param(result.capabilities)}::text[],
      ${result.confidence}, ${result.tools}, ${result.summary}, ${JSON.stringify(result.found)}::jsonb, ${result.runId}::uuid, ${result.byPerson}::uuid, ${ctx.now().toISOString()}::timestamptz
    from artefact_results r where r.artefact_id = ${row.id} returning number`);
  await addToTimeline(tx, ctx, {
    caseId: row.caseId,
    kind: "artefact_result",
    body: `${row.reference}: ${result.what}`,
    detail: { artefactId: row.id, verdict: result.verdict },
  });
  return made?.number ?? 1;
}
