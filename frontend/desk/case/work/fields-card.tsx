// The team's own fields of a case: what stands in each, and changing one at a time.
import { createSignal, For, type JSX, Show } from "solid-js";
import { unwrap } from "solid-js/store";
import type { FieldValue, FieldValueView } from "../../../../backend/cases/fields/model.ts";
import type { CaseWork } from "../../../../backend/cases/work/model.ts";
import { Button } from "../../../parts/button/button.tsx";
import { Card } from "../../../parts/card/card.tsx";
import { SelectField, TextField, Tick } from "../../../parts/field/field.tsx";
import { apiPut } from "../../../platform/api.ts";
import { currentLanguage, useWords } from "../../../platform/words.ts";
import type { Work } from "./create-work.ts";
import { WorkDialog } from "./work-dialog.tsx";

export function FieldsCard(props: { of: CaseWork; work: Work }): JSX.Element {
  const t = useWords();
  const say = createSaying();
  const [editing, setEditing] = createSignal<FieldValueView>();
  return (
    <Show when={props.of.fields.length > 0}>
      <Card title={t("casework.fields.title")}>
        <ul class="side-list">
          <For each={props.of.fields}>
            {(one) => (
              <li class="case-report">
                <div>
                  <span class="quiet-text small-text">
                    {one.field.names[currentLanguage()]}
                    <Show when={one.field.isRequired && one.value === null}> · {t("casework.fields.required")}</Show>
                  </span>
                  <p dir="auto">{say(one, one.value) || t("casework.fields.empty")}</p>
                </div>
                <Show when={props.of.can.change && props.of.isOpen}>
                  <Button
                    isSmall
                    look="quiet"
                    aria-label={t("casework.change_one", { name: one.field.names[currentLanguage()] })}
                    onClick={() => setEditing(structuredClone(unwrap(one)))}
                  >
                    {t("casework.change")}
                  </Button>
                </Show>
              </li>
            )}
          </For>
        </ul>
        <Show when={editing()} keyed>
          {(one) => (
            <FieldDialog caseId={props.of.caseId} of={one} work={props.work} onClose={() => setEditing(undefined)} />
          )}
        </Show>
      </Card>
    </Show>
  );
}

/** A value in words. */
function createSaying(): (of: FieldValueView, value: FieldValue) => string {
  const t = useWords();
  return ({ field }, value) => {
    const choice = (key: string): string =>
      field.choices.find((one) => one.key === key)?.names[currentLanguage()] ?? key;
    if (value === null) return "";
    if (typeof value === "boolean") return t(value ? "casework.fields.yes" : "casework.fields.no");
    if (Array.isArray(value)) return value.map(choice).join(", ");
    return field.kind === "choice" ? choice(String(value)) : String(value);
  };
}

function FieldDialog(props: { caseId: string; of: FieldValueView; work: Work; onClose: () => void }): JSX.Element {
  const t = useWords();
  const say = createSaying();
  const { caseId, of, work } = props;
  const { field } = of;
  const name = () => field.names[currentLanguage()];
  const [text, setText] = createSignal(
    typeof of.value === "boolean"
      ? of.value
        ? "yes"
        : "no"
      : Array.isArray(of.value) || of.value === null
        ? ""
        : String(of.value),
  );
  const [chosen, setChosen] = createSignal<string[]>(Array.isArray(of.value) ? of.value : []);
  const value = (): FieldValue => {
    if (field.kind === "choices") return chosen();
    if (text().trim() === "") return null;
    if (field.kind === "yes_no") return text() === "yes";
    // What is no number goes as it was typed, and is refused by name.
    if (field.kind === "number")
      return Number.isFinite(Number(text().replace(",", "."))) ? Number(text().replace(",", ".")) : text();
    return text();
  };
  const stored = () => {
    const now = work.work()?.fields.find((one) => one.field.id === field.id);
    return now
      ? { version: now.version, fields: [{ label: name(), mine: say(of, value()), theirs: say(now, now.value) }] }
      : undefined;
  };
  return (
    <WorkDialog
      title={name()}
      seen={of.version}
      stored={stored}
      send={async (version) =>
        await apiPut(`/api/v1/desk/cases/${caseId}/fields/${field.id}`, { version, value: value() })
      }
      reload={work.reload}
      onClose={() => props.onClose()}
    >
      {(errorOf) => (
        <Show
          when={field.kind === "choices"}
          fallback={
            <Show
              when={field.kind === "choice" || field.kind === "yes_no"}
              fallback={
                <TextField
                  type={field.kind === "date" ? "date" : "text"}
                  inputmode={field.kind === "number" ? "decimal" : undefined}
                  label={t("casework.fields.value")}
                  value={text()}
                  maxLength={4000}
                  error={errorOf("value")}
                  onInput={(event) => setText(event.currentTarget.value)}
                />
              }
            >
              <SelectField
                label={t("casework.fields.value")}
                value={text()}
                options={[
                  { value: "", label: t("casework.fields.empty") },
                  ...(field.kind === "yes_no"
                    ? ["yes", "no"].map((one) => ({ value: one, label: t(`casework.fields.${one}`) }))
                    : field.choices.map(({ key, names }) => ({ value: key, label: names[currentLanguage()] }))),
                ]}
                error={errorOf("value")}
                onChange={(event) => setText(event.currentTarget.value)}
              />
            </Show>
          }
        >
          <fieldset class="plain-fieldset">
            <legend class="field-label">{t("casework.fields.value")}</legend>
            <For each={field.choices}>
              {({ key, names }) => (
                <Tick
                  label={names[currentLanguage()]}
                  checked={chosen().includes(key)}
                  onChange={(isOn) => setChosen((all) => (isOn ? [...all, key] : all.filter((one) => one !== key)))}
                />
              )}
            </For>
          </fieldset>
        </Show>
      )}
    </WorkDialog>
  );
}
