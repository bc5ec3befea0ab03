// The fields of one step, drawn from a list: texts, days, amounts, choices, ticks; and what was typed, as the server takes it.
import { type Accessor, createMemo, createSignal, For, type JSX, Match, Show, Switch } from "solid-js";
import { type Option, SelectField, TextArea, TextField, Tick } from "../../parts/field/field.tsx";
import { useWords } from "../../platform/words.ts";
import { whyStep } from "../forms/question-reasons.ts";

export interface StepField {
  name: string;
  /** Where the words of the office have none for this name. */
  label?: string;
  kind: "text" | "long" | "day" | "moment" | "number" | "tick" | "choice" | "many";
  options?: readonly Option[];
  isOptional?: boolean;
  /** Left empty, it is sent as null. */
  isNullable?: boolean;
  hint?: string | undefined;
  /** What stands there at first. */
  first?: string;
}

export interface TypedStep {
  values: Accessor<Readonly<Record<string, string>>>;
  set(name: string, value: string): void;
  clear(): void;
}

export function createTyped(): TypedStep {
  const [values, setValues] = createSignal<Readonly<Record<string, string>>>({});
  return {
    values,
    set: (name, value) => setValues((known) => ({ ...known, [name]: value })),
    clear: () => setValues({}),
  };
}

/** What was typed, by the kinds of the fields; empty optional ones are left out. */
export function collect(
  fields: readonly StepField[],
  typed: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    const value = (typed[field.name] ?? field.first ?? "").trim();
    if (field.kind === "tick") body[field.name] = value === "yes";
    else if (field.kind === "many") body[field.name] = value === "" ? [] : value.split(",");
    else if (value === "" && field.isNullable) body[field.name] = null;
    else if (value === "" && field.isOptional) continue;
    else if (field.kind === "number")
      body[field.name] = Number(value.replaceAll(/[\s\u00a0\u202f]/g, "").replace(",", "."));
    else if (field.kind === "moment") body[field.name] = value === "" ? "" : new Date(value).toISOString();
    else body[field.name] = value;
  }
  return body;
}

export function StepFields(props: { fields: readonly StepField[]; typed: TypedStep }): JSX.Element {
  const t = useWords();
  // By their names: a list that is made anew with other words does not take the field away that somebody is typing in.
  return (
    <For each={props.fields.map(({ name }) => name)}>
      {(name) => {
        const field = createMemo<StepField>((was) => props.fields.find((one) => one.name === name) ?? was, {
          name,
          kind: "text",
        });
        const value = () => props.typed.values()[name] ?? field().first ?? "";
        const base = () => ({
          label: field().label ?? t(`inspections.field.${name}`),
          hint: field().hint,
          why: whyStep(name),
          name,
          required: !field().isOptional && !field().isNullable,
        });
        return (
          <Switch
            fallback={
              <TextField
                {...base()}
                type={field().kind === "day" ? "date" : field().kind === "moment" ? "datetime-local" : "text"}
                inputMode={field().kind === "number" ? "decimal" : undefined}
                value={value()}
                onInput={(event) => props.typed.set(name, event.currentTarget.value)}
              />
            }
          >
            <Match when={field().kind === "long"}>
              <TextArea
                {...base()}
                value={value()}
                onInput={(event) => props.typed.set(name, event.currentTarget.value)}
              />
            </Match>
            <Match when={field().kind === "choice"}>
              <SelectField
                {...base()}
                options={[{ value: "", label: t("inspections.choose") }, ...(field().options ?? [])]}
                value={value()}
                onChange={(event) => props.typed.set(name, event.currentTarget.value)}
              />
            </Match>
            <Match when={field().kind === "tick"}>
              <Tick
                label={base().label}
                hint={base().hint ?? base().why}
                checked={value() === "yes"}
                onChange={(isOn) => props.typed.set(name, isOn ? "yes" : "")}
              />
            </Match>
            <Match when={field().kind === "many"}>
              <fieldset class="field step-many">
                <legend class="field-label">{base().label}</legend>
                <Show when={base().why}>
                  <p class="field-hint">{base().why}</p>
                </Show>
                <For each={field().options ?? []}>
                  {(option) => {
                    const chosen = () => value().split(",").filter(Boolean);
                    return (
                      <Tick
                        label={option.label}
                        checked={chosen().includes(option.value)}
                        onChange={(isOn) =>
                          props.typed.set(
                            name,
                            (isOn ? [...chosen(), option.value] : chosen().filter((one) => one !== option.value)).join(
                              ",",
                            ),
                          )
                        }
                      />
                    );
                  }}
                </For>
              </fieldset>
            </Match>
          </Switch>
        );
      }}
    </For>
  );
}
