// The form of one processing: adding it, or writing its next version. What is typed stays while sending fails.
import { createSignal, For, type JSX, Show } from "solid-js";
import {
  type ProcessingContent,
  type ProcessingRole,
  processingRoles,
  type TraitView,
} from "../../../backend/compliance/processing/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { SelectField, TextArea, TextField, Tick } from "../../parts/field/field.tsx";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { say } from "../../shell/say/say-texts.ts";
import { readTransfers, writeTransfers } from "./transfers.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";
import "../../shell/account/people.css";
import "../../shell/formalities/formalities.css";
import { FormWhy } from "../../shell/forms/form-why.tsx";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

const prose = [
  "purposes",
  "legalBasis",
  "dataCategories",
  "peopleCategories",
  "recipients",
  "retention",
  "securityMeasures",
] as const;

export function EntryForm(props: {
  content?: ProcessingContent;
  traits: readonly TraitView[];
  send: (content: ProcessingContent, note: string) => Promise<void>;
  onCancel: () => void;
}): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [title, setTitle] = createSignal(props.content?.title ?? "");
  const [role, setRole] = createSignal<ProcessingRole>(props.content?.role ?? "controller");
  const [forWhom, setForWhom] = createSignal(props.content?.forWhom ?? "");
  const [texts, setTexts] = createSignal<Readonly<Record<string, string>>>(
    Object.fromEntries(prose.map((field) => [field, props.content?.[field] ?? ""])),
  );
  const [traits, setTraits] = createSignal<readonly string[]>(props.content?.traits ?? []);
  const [transfers, setTransfers] = createSignal(writeTransfers(props.content?.transfers ?? []));
  const [note, setNote] = createSignal("");
  const text = (field: (typeof prose)[number]): string => texts()[field] ?? "";
  const content = (): ProcessingContent => ({
    title: title(),
    role: role(),
    forWhom: role() === "processor" ? forWhom() : "",
    purposes: text("purposes"),
    legalBasis: text("legalBasis"),
    dataCategories: text("dataCategories"),
    peopleCategories: text("peopleCategories"),
    recipients: text("recipients"),
    retention: text("retention"),
    securityMeasures: text("securityMeasures"),
    transfers: readTransfers(transfers()),
    traits: [...traits()],
  });
  const send = async (): Promise<void> => {
    await act.run(undefined, async () => await props.send(content(), note()));
  };
  const isTicked = (id: string): boolean => traits().includes(id);
  return (
    <FieldsForm
      of={act}
      class="id-form formality-form"
      novalidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <FormWhy of="processing" />
      <TextField
        label={t("processing.field.title")}
        hint={t("processing.hint_of.title")}
        name="title"
        required
        maxLength={200}
        value={title()}
        onInput={(event) => setTitle(event.currentTarget.value)}
      />
      <SelectField
        label={t("processing.field.role")}
        name="role"
        why={whyAsked("processing.field.role")}
        value={role()}
        options={processingRoles.map((value) => ({ value, label: t(`processing.role.${value}`) }))}
        onChange={(event) => setRole(event.currentTarget.value === "processor" ? "processor" : "controller")}
      />
      <Show when={role() === "processor"}>
        <TextField
          label={t("processing.field.forWhom")}
          why={whyAsked("processing.field.forWhom")}
          name="forWhom"
          required
          maxLength={300}
          value={forWhom()}
          onInput={(event) => setForWhom(event.currentTarget.value)}
        />
      </Show>
      <fieldset class="formality-ticks">
        <legend class="field-label">{t("processing.field.traits")}</legend>
        <p class="field-hint">{whyAsked("processing.field.traits")}</p>
        <For each={props.traits.filter(({ id }) => id !== "transfer_abroad")}>
          {(trait) => (
            <Tick
              label={say(trait.name)}
              checked={isTicked(trait.id)}
              onChange={(isOn) =>
                setTraits(isOn ? [...traits(), trait.id] : traits().filter((known) => known !== trait.id))
              }
            />
          )}
        </For>
      </fieldset>
      <For each={prose}>
        {(field) => (
          <TextArea
            label={t(`processing.field.${field}`)}
            why={whyAsked(`processing.field.${field}`)}
            hint={field === "purposes" ? t("processing.hint_of.purposes") : undefined}
            name={field}
            required={field === "purposes"}
            rows={field === "purposes" || field === "securityMeasures" ? 3 : 2}
            value={text(field)}
            onInput={(event) => setTexts({ ...texts(), [field]: event.currentTarget.value })}
          />
        )}
      </For>
      <TextArea
        label={t("processing.field.transfers")}
        why={whyAsked("processing.field.transfers")}
        hint={t("processing.hint_of.transfers")}
        name="transfers"
        rows={2}
        value={transfers()}
        onInput={(event) => setTransfers(event.currentTarget.value)}
      />
      <Show when={props.content}>
        <TextField
          label={t("processing.field.note")}
          name="note"
          why={whyAsked("processing.field.note")}
          maxLength={500}
          value={note()}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
      </Show>
      <div class="authority-acts">
        <Button type="submit" look="main" isBusy={act.isBusy()}>
          {t("processing.save")}
        </Button>
        <Button onClick={() => props.onCancel()}>{t("desk.cancel")}</Button>
      </div>
    </FieldsForm>
  );
}
