// Makes and changes the team's own fields, and sets what stands in them for a case.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { personOf } from "../store.ts";
import { openCaseOf } from "../work/open-case-of.ts";
import { decideSeen, refusal } from "../work/rules.ts";
import type { Changed } from "../work/shapes.ts";
import {
  AddField,
  ChangeField,
  decideValue,
  type FieldValueView,
  type FieldView,
  mostFields,
  SetField,
} from "./model.ts";

const columns = sql`f.id, f.key, f.names, f.kind, f.choices, f.is_required as "isRequired", f.retired_at is not null as "isRetired", f.version`;

export async function listFields(ctx: Context): Promise<{ rows: FieldView[] }> {
  requirePermission(ctx, "case.read");
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<FieldView & Record<string, unknown>>(
        sql`select ${columns} from case_fields f order by f.retired_at is not null, f.position, f.id`,
      ),
  );
  return { rows: [...rows] };
}

/** Fields in use with the case's values, and retired ones that it has a value in. */
export async function valuesOf(tx: Tx, caseId: string): Promise<FieldValueView[]> {
  const rows = await tx.execute<
    FieldView & { value: FieldValueView["value"]; seen: number | null } & Record<string, unknown>
  >(
    sql`select ${columns}, v.value, v.version as seen from case_fields f left join case_field_values v on v.field_id = f.id and v.case_id = ${caseId}
      where f.retired_at is null or v.value <> 'null'::jsonb order by f.position, f.id`,
  );
  return rows.map(({ value, seen, ...field }) => ({ field, value: value ?? null, version: seen ?? 0 }));
}

function decideChoices(kind: FieldView["kind"], choices: FieldView["choices"]): void {
  const isChosen = kind === "choice" || kind === "choices";
  if (isChosen && choices.length < 2)
    throw invalidInput([{ path: "choices", message: "Expected at least two choices." }]);
  if (!isChosen && choices.length > 0)
    throw invalidInput([{ path: "choices", message: "Expected none: this kind of field is not chosen from a list." }]);
  if (new Set(choices.map(({ key }) => key)).size !== choices.length)
    throw invalidInput([{ path: "choices", message: "Expected each short name once." }]);
}

/** @throws conflict for a name that is taken; refused when there are fifty; invalid_input `choices`. */
export async function addField(ctx: Context, input: AddField): Promise<Changed> {
  requirePermission(ctx, "case.shape");
  const field = AddField.parse(input);
  decideChoices(field.kind, field.choices);
  return await withTransaction(ctx, async (tx) => {
    const [count] = await tx.execute<{ n: number }>(
      sql`select count(*)::int as n from case_fields where retired_at is null`,
    );
    if ((count?.n ?? 0) >= mostFields) throw refusal("too_many_fields", "There may be 50 fields. Retire one first.");
    const fieldId = newId(ctx.now());
    const rows =
      await tx.execute(sql`insert into case_fields (id, key, names, kind, choices, is_required, position, changed_by, changed_at)
      values (${fieldId}, ${field.key}, ${JSON.stringify(field.names)}::jsonb, ${field.kind}, ${JSON.stringify(field.choices)}::jsonb, ${field.isRequired},
        ${count?.n ?? 0}, ${personOf(ctx)}, ${ctx.now().toISOString()}) on conflict (key) do nothing returning 1`);
    if (rows.length === 0)
      throw new AppError("conflict", "There is a field of this short name already.", {
        fields: [{ path: "key", message: "Expected a short name that is not taken." }],
        words: "casework.refusal.field_taken",
      });
    await writeAudit(tx, ctx, {
      action: "case_field.add",
      objectType: "case_field",
      objectId: fieldId,
      detail: { ...field },
    });
    return { id: fieldId, version: 1 };
  });
}

/** @throws conflict; refused for a choice taken away that a case holds; invalid_input; not_found. */
export async function changeField(ctx: Context, input: ChangeField): Promise<Changed> {
  requirePermission(ctx, "case.shape");
  const { fieldId, version, ...asked } = ChangeField.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const [before] = await tx.execute<FieldView & Record<string, unknown>>(
      sql`select ${columns} from case_fields f where f.id = ${fieldId} for update`,
    );
    if (!before) throw notFound("field");
    decideSeen(before.version, version);
    const choices = asked.choices ?? before.choices;
    decideChoices(before.kind, choices);
    const gone = before.choices.map(({ key }) => key).filter((key) => !choices.some((one) => one.key === key));
    if (gone.length > 0 && (await isHeld(tx, fieldId, gone)))
      throw refusal("choice_held", "A case holds a choice that would be gone. Retire the field instead.");
    await tx.execute(sql`update case_fields set names = ${JSON.stringify(asked.names ?? before.names)}::jsonb, choices = ${JSON.stringify(choices)}::jsonb,
      is_required = ${asked.isRequired ?? before.isRequired},
      retired_at = ${(asked.isRetired ?? before.isRetired) ? ctx.now().toISOString() : null}, changed_by = ${personOf(ctx)},
      changed_at = ${ctx.now().toISOString()}, version = version + 1 where id = ${fieldId}`);
    await writeAudit(tx, ctx, {
      action: "case_field.change",
      objectType: "case_field",
      objectId: fieldId,
      detail: { key: before.key, ...asked },
    });
    return { id: fieldId, version: before.version + 1 };
  });
}

async function isHeld(tx: Tx, fieldId: string, keys: readonly string[]): Promise<boolean> {
  const rows = await tx.execute(
    sql`select 1 from case_field_values where field_id = ${fieldId} and value ?| ${sql.param(keys)}::text[] limit 1`,
  );
  return rows.length > 0;
}

/** @throws conflict; refused when the case is closed or the field retired; invalid_input `value`; not_found. */
export async function setField(ctx: Context, input: SetField): Promise<Changed> {
  requirePermission(ctx, "case.change");
  const { caseId, fieldId, version, value } = SetField.parse(input);
  return await withTransaction(ctx, async (tx) => {
    await openCaseOf(tx, caseId);
    const [field] = await tx.execute<FieldView & Record<string, unknown>>(
      sql`select ${columns} from case_fields f where f.id = ${fieldId}`,
    );
    if (!field) throw notFound("field");
    const [before] = await tx.execute<{ version: number }>(
      sql`select version from case_field_values where case_id = ${caseId} and field_id = ${fieldId}`,
    );
    decideSeen(before?.version ?? 0, version);
    if (field.isRetired && value !== null) throw refusal("field_retired", "This field is retired.");
    const kept = decideValue(field, value);
    await tx.execute(sql`insert into case_field_values (case_id, field_id, value, changed_by, changed_at)
      values (${caseId}, ${fieldId}, ${JSON.stringify(kept)}::jsonb, ${personOf(ctx)}, ${ctx.now().toISOString()})
      on conflict (case_id, field_id) do update set value = excluded.value, changed_by = excluded.changed_by, changed_at = excluded.changed_at,
        version = case_field_values.version + 1`);
    await writeAudit(tx, ctx, {
      action: "case.set_field",
      objectType: "case",
      objectId: caseId,
      detail: { fieldId, key: field.key, value: kept },
    });
    return { id: fieldId, version: (before?.version ?? 0) + 1 };
  });
}
