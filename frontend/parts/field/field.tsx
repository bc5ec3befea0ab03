// Fields with their label, hint and error: one line, many lines, a choice, ticks. The error stands beside the field and is tied to it.
import { createMemo, createUniqueId, For, type JSX, onCleanup, Show, splitProps, useContext } from "solid-js";
import { FileBox } from "../file-box/file-box.tsx";
import { FormOfFieldsContext } from "./refused-fields.ts";
import "./field.css";

interface FieldBase {
  label: string;
  hint?: string | undefined;
  /** Why it is asked, where that does not explain itself. */
  why?: string | undefined;
  error?: string | undefined;
  /** The label is for ears only; used where the place says it. */
  isLabelHidden?: boolean;
}

/** The error that the field is handed, else what the server refused under its name; the form around it gets to know where it stands. */
function createError(
  id: string,
  props: FieldBase & { options?: Option[] },
  nameOf: () => string | undefined,
): () => string | undefined {
  const form = useContext(FormOfFieldsContext);
  const error = (): string | undefined => {
    const name = nameOf();
    return props.error ?? (name === undefined ? undefined : form?.refusalOf(name, props.options));
  };
  if (form) onCleanup(form.add({ id, name: nameOf, label: () => props.label, error }));
  return error;
}

function describedBy(id: string, props: FieldBase, error: string | undefined): string | undefined {
  const parts = [props.hint ? `${id}-hint` : "", props.why ? `${id}-why` : "", error ? `${id}-error` : ""].filter(
    (part) => part !== "",
  );
  return parts.length > 0 ? parts.join(" ") : undefined;
}

function Frame(props: FieldBase & { id: string; children: JSX.Element }): JSX.Element {
  return (
    <div class="field" data-error={props.error ? "" : undefined}>
      <label class={props.isLabelHidden ? "for-ears" : "field-label"} for={props.id}>
        {props.label}
      </label>
      <Show when={props.hint}>
        <p class="field-hint" id={`${props.id}-hint`}>
          {props.hint}
        </p>
      </Show>
      <Show when={props.why}>
        <p class="field-hint field-why" id={`${props.id}-why`}>
          {props.why}
        </p>
      </Show>
      <Show when={props.error}>
        <p class="field-error" id={`${props.id}-error`}>
          {props.error}
        </p>
      </Show>
      {props.children}
    </div>
  );
}

type InputProps = FieldBase & Omit<JSX.InputHTMLAttributes<HTMLInputElement>, "id" | "style">;
/** One line; of `type="file"` a choice of files. */
export function TextField(props: InputProps): JSX.Element {
  const id = createUniqueId();
  const [own, rest] = splitProps(props, ["label", "hint", "why", "error", "isLabelHidden", "class"]);
  const error = createError(id, own, () => rest.name);
  return (
    <Frame {...own} id={id} error={error()}>
      <Show
        when={rest.type !== "file"}
        fallback={
          <FileBox
            {...rest}
            id={id}
            aria-invalid={error() ? "true" : undefined}
            aria-describedby={describedBy(id, own, error())}
          />
        }
      >
        <input
          type="text"
          autocomplete="off"
          {...rest}
          id={id}
          class={`field-box ${own.class ?? ""}`}
          aria-invalid={error() ? "true" : undefined}
          aria-describedby={describedBy(id, own, error())}
        />
      </Show>
    </Frame>
  );
}

type AreaProps = FieldBase & Omit<JSX.TextareaHTMLAttributes<HTMLTextAreaElement>, "id" | "style">;
export function TextArea(props: AreaProps): JSX.Element {
  const id = createUniqueId();
  const [own, rest] = splitProps(props, ["label", "hint", "why", "error", "isLabelHidden", "class"]);
  const error = createError(id, own, () => rest.name);
  return (
    <Frame {...own} id={id} error={error()}>
      <textarea
        rows={4}
        {...rest}
        id={id}
        class={`field-box ${own.class ?? ""}`}
        aria-invalid={error() ? "true" : undefined}
        aria-describedby={describedBy(id, own, error())}
      />
    </Frame>
  );
}

export interface Option {
  value: string;
  label: string;
  /** Options of one group stand together under its name. */
  group?: string;
}

type SelectProps = FieldBase & { options: Option[]; value: string } & Omit<
    JSX.SelectHTMLAttributes<HTMLSelectElement>,
    "id" | "style" | "value"
  >;
export function SelectField(props: SelectProps): JSX.Element {
  const id = createUniqueId();
  const [own, rest] = splitProps(props, [
    "label",
    "hint",
    "why",
    "error",
    "isLabelHidden",
    "class",
    "options",
    "value",
  ]);
  const error = createError(id, own, () => rest.name);
  const groups = () => [...new Set(own.options.map((option) => option.group))];
  const optionsIn = (group: string | undefined) => own.options.filter((option) => option.group === group);
  const list = (options: Option[]) => (
    <For each={options}>
      {(option) => (
        <option value={option.value} selected={option.value === own.value}>
          {option.label}
        </option>
      )}
    </For>
  );
  return (
    <Frame {...own} id={id} error={error()}>
      <select
        {...rest}
        id={id}
        class={`field-box ${own.class ?? ""}`}
        aria-invalid={error() ? "true" : undefined}
        aria-describedby={describedBy(id, own, error())}
      >
        <For each={groups()}>
          {(group) => (
            <Show when={group} fallback={list(optionsIn(undefined))}>
              <optgroup label={group ?? ""}>{list(optionsIn(group))}</optgroup>
            </Show>
          )}
        </For>
      </select>
    </Frame>
  );
}

/** One tick with its words. */
export function Tick(props: {
  label: string;
  checked: boolean;
  onChange: (isOn: boolean) => void;
  hint?: string | undefined;
}): JSX.Element {
  const id = createUniqueId();
  // An answer that says the same again takes no tick away that was set meanwhile.
  const isChecked = createMemo(() => props.checked);
  return (
    <div class="tick">
      <input
        id={id}
        type="checkbox"
        checked={isChecked()}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
        aria-describedby={props.hint ? `${id}-hint` : undefined}
      />
      <div>
        <label for={id}>{props.label}</label>
        <Show when={props.hint}>
          <p class="field-hint" id={`${id}-hint`}>
            {props.hint}
          </p>
        </Show>
      </div>
    </div>
  );
}
