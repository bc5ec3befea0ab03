// A ministry's side of a request for data: what is asked, and the answer, once, by whoever has the link. Nothing of the committee's other work is there.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput } from "../../platform/errors/index.ts";
import { writeMeasurement } from "./measure.ts";
import { AnswerData } from "./model.ts";
import { readRequestToken } from "./request-links.ts";

export interface AskedData {
  body: string;
  year: number;
  dueOn: string;
  message: string;
  isAnswered: boolean;
  targets: { id: string; names: Record<string, string>; unit: string; lastYear: string | null }[];
}

interface Row extends Record<string, unknown> {
  body: string;
  year: number;
  dueOn: string;
  message: string;
  isAnswered: boolean;
  targetIds: string[];
}

/** What the link asks; undefined for one that was not made here, was taken back, or whose targets are gone: all in one answer. */
export async function readAskedData(ctx: Context, token: string): Promise<AskedData | undefined> {
  const id = readRequestToken(ctx, token);
  if (id === undefined) return undefined;
  return await readOnly(
    ctx,
    async (tx) => {
      const [row] =
        await tx.execute<Row>(sql`select body, year, due_on::text as "dueOn", message, answered_at is not null as "isAnswered", target_ids as "targetIds"
        from data_requests where id = ${id} and withdrawn_at is null`);
      if (!row) return undefined;
      const { targetIds, ...said } = row;
      const targets = await tx.execute<
        AskedData["targets"][number] & Record<string, unknown>
      >(sql`select t.id, t.names, t.unit,
          (select trim_scale(m.value)::text from measurements m where m.target_id = t.id and m.year = ${row.year - 1} and m.replaced_by is null) as "lastYear"
        from strategy_targets t where t.id = any(${sql.param(targetIds)}::uuid[]) and t.ended_at is null order by array_position(${sql.param(targetIds)}::uuid[], t.id)`);
      return { ...said, targets: [...targets] };
    },
    "system",
  );
}

/** Takes the answer, once. @throws AppError gone for a link that does not open or was used, invalid_input for a target that was not asked. */
export async function answerData(ctx: Context, token: string, input: unknown): Promise<void> {
  requirePermission(ctx, "session.open");
  const answer = AnswerData.parse(input);
  const id = readRequestToken(ctx, token);
  const gone = () => new AppError("gone", "This link is not open any more: the request was answered or taken back.");
  if (id === undefined) throw gone();
  await withTransaction(
    ctx,
    async (tx) => {
      const [request] = await tx.execute<{
        year: number;
        targetIds: string[];
        body: string;
      }>(sql`update data_requests set
          answered_at = ${ctx.now().toISOString()}::timestamptz, answered_by = ${answer.name}
        where id = ${id} and answered_at is null and withdrawn_at is null returning year, target_ids as "targetIds", body`);
      if (!request) throw gone();
      const seen = new Set<string>();
      for (const [at, value] of answer.values.entries()) {
        if (!request.targetIds.includes(value.targetId) || seen.has(value.targetId))
          throw invalidInput([
            { path: `values.${at}.targetId`, message: "Expected each target that was asked for once." },
          ]);
        seen.add(value.targetId);
        const source = `${request.body}: ${value.source}`.slice(0, 500);
        await writeMeasurement(tx, ctx, {
          ...value,
          source,
          year: request.year,
          origin: "request",
          requestId: id,
          enteredBy: null,
        });
      }
      await writeAudit(tx, ctx, {
        action: "review.answer_data",
        objectType: "data_request",
        objectId: id,
        detail: { values: answer.values.length },
      });
    },
    "system",
  );
}
