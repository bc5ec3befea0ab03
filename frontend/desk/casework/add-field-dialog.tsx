// A new field of the team's own as a form.
import { createSignal, type JSX, Show } from "solid-js";
import { fieldKinds, type FieldView } from "../../../backend/cases/fields/model.ts";
import { SelectField, TextArea, TextField, Tick } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { WorkDialog } from "../case/work/work-dialog.tsx";

const languages = ["fr", "en", "mn"] as const;

/** "lockbit | LockBit | LockBit | LockBit", a line each; a line of fewer parts is sent as it is and refused by name. */
function toChoices(text: string): FieldView["choices"] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => {
      const [key = "", fr = "", en = "", mn = ""] = line.split("|").map((part) => part.trim());
      return { key, names: { fr, en, mn } };
    });
}

export function AddFieldDialog(props: { reload: () => Promise<void>; onClose: () => void }): JSX.Element {
  const t = useWords();
  const [key, setKey] = createSignal("");
  const [names, setNames] = createSignal({ fr: "", en: "", mn: "" });
  const [kind, setKind] = createSignal<FieldView["kind"]>("text");
  const [choices, setChoices] = createSignal("");
  const [isRequired, setRequired] = createSignal(false);
  const isChosen = () => kind() === "choice" || kind() === "choices";
  return (
    <WorkDialog
      title={t("casework.shape.add")}
      send={async () =>
        await apiPost("/api/v1/desk/case-fields", {
          key: key().trim(),
          names: names(),
          kind: kind(),
          choices: isChosen() ? toChoices(choices()) : [],
          isRequired: isRequired(),
        })
      }
      reload={() => props.reload()}
      onClose={() => props.onClose()}
    >
      {(errorOf) => (
        <>
          <TextField
            label={t("casework.shape.key")}
            value={key()}
            maxLength={40}
            error={errorOf("key")}
            onInput={(event) => setKey(event.currentTarget.value)}
          />
          {languages.map((language) => (
            <TextField
              label={t(`casework.shape.name.${language}`)}
              value={names()[language]}
              maxLength={100}
              error={names()[language].trim() === "" ? errorOf("names") : undefined}
              onInput={(event) => {
                const { value } = event.currentTarget;
                setNames((all) => ({ ...all, [language]: value }));
              }}
            />
          ))}
          <SelectField
            label={t("casework.shape.kind")}
            value={kind()}
            options={fieldKinds.map((value) => ({ value, label: t(`casework.shape.kind.${value}`) }))}
            onChange={(event) => setKind(fieldKinds.find((one) => one === event.currentTarget.value) ?? "text")}
          />
          <Show when={isChosen()}>
            <TextArea
              label={t("casework.shape.choices")}
              hint={t("casework.shape.choices_hint")}
              rows={4}
              value={choices()}
              error={errorOf("choices") === undefined ? undefined : t("casework.shape.choices_error")}
              onInput={(event) => setChoices(event.currentTarget.value)}
            />
          </Show>
          <Tick label={t("casework.shape.required")} checked={isRequired()} onChange={setRequired} />
        </>
      )}
    </WorkDialog>
  );
}
