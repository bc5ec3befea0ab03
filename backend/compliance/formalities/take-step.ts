// The authority handles a formality: asks for what is missing, says that it is complete, sets and records a fee, decides; each step is written and never changed.
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput } from "../../platform/errors/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { dayOf } from "../offices/store.ts";
import { formOf } from "./compose-items.ts";
import {
  type FormalityStep,
  isPublic,
  looksPersonal,
  outcomesOf,
  stepsIn,
  stepUpForFormality,
  TakeStep,
} from "./model.ts";
import { pinnedDuty } from "./pack-of.ts";
import {
  addFormalityStep,
  changedMeanwhile,
  type FormalityRecord,
  loadContents,
  loadFormality,
  nextFormalityNumber,
} from "./store.ts";

type Step<Kind extends FormalityStep["kind"]> = Extract<FormalityStep, { kind: Kind }>;

/** What a step tells the entity: everything but a note of the officers among themselves. */
const isToEntity = (kind: FormalityStep["kind"]): boolean => kind !== "note";

/** Deciding needs the head and the passkey. @throws AppError conflict; refused where the state does not allow the step; invalid_input naming the field. */
export async function takeFormalityStep(ctx: Context, id: string, input: unknown): Promise<{ version: number }> {
  requirePermission(ctx, "authority.work");
  const { version, step } = TakeStep.parse(input);
  if (step.kind === "decide" || step.kind === "withdraw_extract") requirePermission(ctx, "authority.decide");
  const { organisationId } = requirePerson(ctx);
  return await withTransaction(ctx, async (tx) => {
    const row = await loadFormality(tx, id, { authorityId: organisationId }, true);
    if (row.version !== version) throw changedMeanwhile();
    if (!stepsIn(row.state, await hasExtract(tx, id)).includes(step.kind))
      throw new AppError("refused", "This cannot be done in this state.", { words: "formalities.refusal.state" });
    const detail = await applyStep(tx, ctx, row, step);
    await addFormalityStep(tx, ctx, row, {
      kind: step.kind,
      side: "authority",
      detail,
      isToEntity: isToEntity(step.kind),
    });
    if (step.kind !== "decide")
      await writeAudit(tx, ctx, {
        action: `formality.${step.kind}`,
        objectType: "formality",
        objectId: id,
        detail: {},
      });
    if (step.kind === "ask" || step.kind === "decide" || step.kind === "set_fee")
      await publish(tx, { type: "office.notified", subject: "formality", subjectId: id });
    return { version: row.state === "decided" ? version : version + 1 };
  });
}

async function hasExtract(tx: Tx, id: string): Promise<boolean> {
  const [row] = await tx.execute(
    sql`select 1 from formality_extracts where formality_id = ${id} and withdrawn_at is null`,
  );
  return row !== undefined;
}

/** Writes the formality's row and says what of the step is kept in its history. */
async function applyStep(
  tx: Tx,
  ctx: Context,
  row: FormalityRecord,
  step: FormalityStep,
): Promise<Record<string, unknown>> {
  const at = ctx.now().toISOString();
  const set = async (columns: ReturnType<typeof sql>): Promise<void> => {
    await tx.execute(
      sql`update formalities set ${columns}, version = version + 1, changed_at = ${at}::timestamptz where id = ${row.id}`,
    );
  };
  switch (step.kind) {
    case "ask":
      refuseForeignFields(row, step.missing);
      await set(sql`state = 'incomplete'`);
      return { text: step.text, missing: step.missing };
    case "complete":
      await set(sql`state = 'complete', complete_at = ${at}::timestamptz`);
      return {};
    case "set_fee":
      if (row.feePaidOn !== null)
        throw new AppError("refused", "This fee was paid: it does not change any more.", {
          words: "formalities.refusal.fee_paid",
        });
      await set(sql`fee_amount = ${step.amount}, fee_currency = ${step.currency}, fee_basis = ${step.basis}`);
      return { amount: `${step.amount} ${step.currency}`, text: step.basis };
    case "record_fee":
      await set(await feeColumns(tx, ctx, row, step));
      return { paidOn: step.paidOn, receipt: step.bankReference };
    case "decide":
      return await decide(tx, ctx, row, step);
    case "note":
      if (row.state !== "decided") await set(sql`complete_at = complete_at`);
      return { text: step.text };
    case "withdraw_extract":
      await tx.execute(
        sql`update formality_extracts set withdrawn_at = ${at}::timestamptz, withdrawn_reason = ${step.reason} where formality_id = ${row.id}`,
      );
      return { reason: step.reason };
  }
}

/** What is missing is named by the form's own fields. @throws AppError invalid_input. */
function refuseForeignFields(row: FormalityRecord, missing: readonly string[]): void {
  const { loaded } = pinnedDuty(row);
  const known = [...formOf(loaded, row.obligationId), "contact"];
  const index = missing.findIndex((field) => !known.includes(field));
  if (index >= 0)
    throw invalidInput([{ path: `step.missing.${index}`, message: `Expected one of ${known.join(", ")}.` }]);
}

/** @throws AppError refused without a fee, or when it was paid; invalid_input for a day ahead or a transfer that was counted already. */
async function feeColumns(
  tx: Tx,
  ctx: Context,
  row: FormalityRecord,
  step: Step<"record_fee">,
): Promise<ReturnType<typeof sql>> {
  if (row.feeAmount === null || row.feePaidOn !== null)
    throw new AppError("refused", "There is no fee to be paid.", { words: "formalities.refusal.no_fee" });
  if (step.paidOn > dayOf(ctx))
    throw invalidInput([{ path: "step.paidOn", message: "Expected a day that is not ahead." }]);
  const [used] = await tx.execute(
    sql`select 1 from formalities where authority_id = ${row.authorityId} and fee_bank_reference = ${step.bankReference}`,
  );
  if (used)
    throw invalidInput([{ path: "step.bankReference", message: "A fee with this reference was recorded already." }]);
  return sql`fee_paid_on = ${step.paidOn}::date, fee_bank_reference = ${step.bankReference}`;
}

/** The number is given, the decision stands in the log, and what may be public goes to the extract. */
async function decide(
  tx: Tx,
  ctx: Context,
  row: FormalityRecord,
  step: Step<"decide">,
): Promise<Record<string, unknown>> {
  const allowed = outcomesOf(row.kind);
  if (!allowed.includes(step.outcome))
    throw invalidInput([{ path: "step.outcome", message: `Expected one of ${allowed.join(", ")}.` }]);
  const hasConditions = step.outcome === "accepted_with_conditions" || step.outcome === "favourable_with_reservations";
  if (hasConditions !== (step.conditions !== ""))
    throw invalidInput([
      {
        path: "step.conditions",
        message: hasConditions ? "Expected the conditions." : "Expected none: this outcome has no conditions.",
      },
    ]);
  if (isPublic(step.outcome) && step.publicTitle.length < 3)
    throw invalidInput([{ path: "step.publicTitle", message: "Expected what the public register calls it." }]);
  if (looksPersonal(step.publicTitle))
    throw invalidInput([
      { path: "step.publicTitle", message: "Expected no address and no number of a person: everybody reads it." },
    ]);
  await requireStepUp(tx, ctx, stepUpForFormality.decide(row.id, row.version));
  const number = await nextFormalityNumber(tx, ctx, row.authorityId, "formality_decision");
  const { leafHash } = await writeAudit(tx, ctx, {
    action: "formality.decide",
    objectType: "formality",
    objectId: row.id,
    detail: { number, outcome: step.outcome, decision: step.decision, conditions: step.conditions },
  });
  const { personId } = requirePerson(ctx);
  const at = ctx.now().toISOString();
  await tx.execute(sql`update formalities set state = 'decided', outcome = ${step.outcome}, decision_number = ${number}, decision = ${step.decision}, conditions = ${step.conditions},
    decided_by = ${personId}, decided_at = ${at}::timestamptz, decision_leaf = ${leafHash.toString("hex")}, version = version + 1, changed_at = ${at}::timestamptz where id = ${row.id}`);
  if (isPublic(step.outcome)) await writeExtract(tx, ctx, row, step, number);
  return { text: step.decision };
}

/** Of free text only the title that the authority wrote; what is processed and where it goes are names of lists. */
async function writeExtract(
  tx: Tx,
  ctx: Context,
  row: FormalityRecord,
  step: Step<"decide">,
  number: string,
): Promise<void> {
  const items = (await loadContents(tx, [row.id]))[0]?.items ?? [];
  const list = (values: readonly string[]) =>
    values.length === 0
      ? sql`'{}'::text[]`
      : sql`array[${sql.join(
          values.map((value) => sql`${value}::text`),
          sql`, `,
        )}]`;
  const traits = [...new Set(items.flatMap((item) => item.traits))];
  const countries = [...new Set(items.flatMap((item) => item.countries))];
  await tx.execute(sql`insert into formality_extracts (formality_id, authority_id, authority_name, entity_name, kind, outcome, receipt_number, decision_number, title, traits, countries,
      processings, decided_on, published_at)
    values (${row.id}, ${row.authorityId}, ${row.authority}, ${row.entity}, ${row.kind}, ${step.outcome}, ${row.receiptNumber}, ${number}, ${step.publicTitle}, ${list(traits)}, ${list(countries)},
      ${Math.max(items.length, 1)}, ${dayOf(ctx)}::date, ${ctx.now().toISOString()}::timestamptz)`);
}
