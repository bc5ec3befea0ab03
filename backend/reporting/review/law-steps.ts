// How far each law is carried out: adopted, decree issued, body running, entities filing, sanction used; said with a source, and corrected by a new word.
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { type LawStep, lawSteps, type LawStepView, type stepStates, TellLawStep } from "./model.ts";

export async function tellLawStep(ctx: Context, input: unknown): Promise<{ id: string }> {
  requirePermission(ctx, "review.change");
  const said = TellLawStep.parse(input);
  const { personId } = requirePerson(ctx);
  return await withTransaction(ctx, async (tx) => {
    const id = newId(ctx.now());
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`law-step:${said.instrument}:${said.step}`}, 0))`,
    );
    await tx.execute(
      sql`update law_steps set replaced_by = ${id} where instrument = ${said.instrument} and step = ${said.step} and replaced_by is null`,
    );
    await tx.execute(sql`insert into law_steps (id, instrument, step, state, reached_on, source, said_by, said_at)
      values (${id}, ${said.instrument}, ${said.step}, ${said.state}, ${said.reachedOn}, ${said.source}, ${personId}, ${ctx.now().toISOString()}::timestamptz)`);
    await writeAudit(tx, ctx, {
      action: "review.tell_law_step",
      objectType: "instrument",
      objectId: said.instrument,
      detail: { step: said.step, state: said.state },
    });
    return { id };
  });
}

interface Row extends Record<string, unknown> {
  instrument: string;
  step: LawStep;
  state: (typeof stepStates)[number];
  reached_on: string | null;
  source: string;
  said_at: string;
}

/** All five steps of each instrument; what nobody has said stands as unknown. `packs`: the country's own laws with their names. */
export async function readLawSteps(
  tx: Tx,
  packs: { id: string; names: Record<string, string> }[],
): Promise<LawStepView[]> {
  const rows = await tx.execute<Row>(
    sql`select instrument, step, state, reached_on::text, source, said_at from law_steps where replaced_by is null order by instrument`,
  );
  const known = new Map(packs.map((pack) => [pack.id, pack.names]));
  const instruments = [...new Set([...known.keys(), ...rows.map((row) => row.instrument)])];
  return instruments.map((instrument) => ({
    instrument,
    names: known.get(instrument) ?? {},
    steps: lawSteps.map((step) => {
      const row = rows.find((one) => one.instrument === instrument && one.step === step);
      return {
        step,
        state: row?.state ?? "unknown",
        reachedOn: row?.reached_on ?? null,
        source: row?.source ?? "",
        saidAt: row ? new Date(row.said_at).toISOString() : null,
      };
    }),
  }));
}
