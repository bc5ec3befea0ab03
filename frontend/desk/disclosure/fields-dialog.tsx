// A dialog of plain fields: lines, texts, choices, instants in one's own time, ticks; what is typed goes to the server as it stands.
import { createSignal, For, type JSX, Match, Switch } from "solid-js";
import { type Option, SelectField, TextArea, TextField, Tick } from "../../parts/field/field.tsx";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";

export interface FieldOfDialog {
  name: string;
  label: string;
  kind: "line" | "text" | "choice" | "instant" | "tick";
  hint?: string;
  options?: Option[];
  value?: string;
}

/** An instant that was typed in one's own time, in UTC; undefined for none, or for one that cannot be read. */
export function toInstant(typed: string | undefined): string | undefined {
  const at = new Date(typed ?? "");
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** Lines of a text, without empty ones. */
export function toLines(typed: string | undefined): string[] {
  return (typed ?? "").split(/\s+/).filter((line) => line !== "");
}

/** What a field that was left empty is: nothing. */
export function filled(values: Record<string, string>, ...names: string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = values[name]?.trim() ?? "";
      return value === "" ? [] : [[name, value]];
    }),
  );
}

export function FieldsDialog(props: {
  title: string;
  description?: string;
  act: string;
  fields: FieldOfDialog[];
  send: (values: Record<string, string>) => Promise<unknown>;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const [values, setValues] = createSignal<Record<string, string>>(
    Object.fromEntries(props.fields.map(({ name, value, options }) => [name, value ?? options?.[0]?.value ?? ""])),
  );
  const valueOf = (name: string): string => values()[name] ?? "";
  const set = (name: string, value: string): void => void setValues((all) => ({ ...all, [name]: value }));
  return (
    <ActDialog
      title={props.title}
      {...(props.description === undefined ? {} : { description: props.description })}
      act={props.act}
      send={async () => await props.send(values())}
      onClose={props.onClose}
      onDone={props.onDone}
    >
      <For each={props.fields}>
        {(field) => {
          const shown = { label: field.label, ...(field.hint === undefined ? {} : { hint: field.hint }) };
          return (
            <Switch>
              <Match when={field.kind === "line"}>
                <TextField
                  name={field.name}
                  {...shown}
                  value={valueOf(field.name)}
                  onInput={(event) => set(field.name, event.currentTarget.value)}
                />
              </Match>
              <Match when={field.kind === "instant"}>
                <TextField
                  name={field.name}
                  {...shown}
                  type="datetime-local"
                  value={valueOf(field.name)}
                  onInput={(event) => set(field.name, event.currentTarget.value)}
                />
              </Match>
              <Match when={field.kind === "text"}>
                <TextArea
                  name={field.name}
                  {...shown}
                  value={valueOf(field.name)}
                  onInput={(event) => set(field.name, event.currentTarget.value)}
                />
              </Match>
              <Match when={field.kind === "choice"}>
                <SelectField
                  name={field.name}
                  {...shown}
                  value={valueOf(field.name)}
                  options={field.options ?? []}
                  onChange={(event) => set(field.name, event.currentTarget.value)}
                />
              </Match>
              <Match when={field.kind === "tick"}>
                <Tick
                  label={field.label}
                  checked={valueOf(field.name) === "yes"}
                  onChange={(isOn) => set(field.name, isOn ? "yes" : "")}
                />
              </Match>
            </Switch>
          );
        }}
      </For>
    </ActDialog>
  );
}
