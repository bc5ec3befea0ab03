// Making a survey: its name, its days, its questions; one option a line.
import { createSignal, For, type JSX } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

interface Draft {
  text: string;
  kind: "one" | "many" | "text";
  options: string;
}

export function SurveyDialog(props: { onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [name, setName] = createSignal("");
  const [from, setFrom] = createSignal("");
  const [until, setUntil] = createSignal("");
  const [questions, setQuestions] = createSignal<Draft[]>([{ text: "", kind: "many", options: "" }]);
  const change = (at: number, part: Partial<Draft>): void => {
    setQuestions(questions().map((one, index) => (index === at ? { ...one, ...part } : one)));
  };
  const inMine = (text: string): Record<string, string> => ({ [currentLanguage()]: text.trim() });
  const optionsOf = (draft: Draft) =>
    draft.kind === "text"
      ? []
      : draft.options
          .split("\n")
          .filter((line) => line.trim() !== "")
          .map((line, index) => ({ key: `o${index + 1}`, names: inMine(line) }));
  return (
    <ActDialog
      asks="review"
      title={t("committee.make_survey")}
      description={t("committee.survey_hint")}
      act={t("committee.open_survey")}
      onClose={props.onClose}
      onDone={props.onDone}
      send={async () =>
        await apiPost("/api/v1/committee/surveys", {
          names: inMine(name()),
          opensOn: from(),
          closesOn: until(),
          questions: questions().map((draft, index) => ({
            key: `q${index + 1}`,
            names: inMine(draft.text),
            kind: draft.kind,
            options: optionsOf(draft),
          })),
        })
      }
    >
      <TextField
        name="names"
        label={t("committee.column.name")}
        required
        maxLength={300}
        value={name()}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <div class="id-pair">
        <TextField
          name="opensOn"
          label={t("committee.column.starts_on")}
          why={whyAsked("committee.column.starts_on")}
          type="date"
          required
          value={from()}
          onInput={(event) => setFrom(event.currentTarget.value)}
        />
        <TextField
          name="closesOn"
          label={t("committee.column.ends_on")}
          why={whyAsked("committee.column.ends_on")}
          type="date"
          required
          value={until()}
          onInput={(event) => setUntil(event.currentTarget.value)}
        />
      </div>
      <For each={questions().map((_, index) => index)}>
        {(at) => (
          <fieldset class="committee-choice">
            <legend class="field-label">{t("committee.question", { number: at + 1 })}</legend>
            <TextField
              name={`questions.${at}.names`}
              label={t("committee.question_text")}
              required
              maxLength={300}
              value={questions()[at]?.text ?? ""}
              onInput={(event) => change(at, { text: event.currentTarget.value })}
            />
            <SelectField
              name={`questions.${at}.kind`}
              label={t("committee.question_kind")}
              options={(["one", "many", "text"] as const).map((value) => ({
                value,
                label: t(`committee.question_kind.${value}`),
              }))}
              value={questions()[at]?.kind ?? "many"}
              onChange={(event) => change(at, { kind: event.currentTarget.value as Draft["kind"] })}
            />
            <TextArea
              name={`questions.${at}.options`}
              label={t("committee.options")}
              hint={t("committee.options_hint")}
              rows={4}
              disabled={questions()[at]?.kind === "text"}
              value={questions()[at]?.options ?? ""}
              onInput={(event) => change(at, { options: event.currentTarget.value })}
            />
          </fieldset>
        )}
      </For>
      <Button onClick={() => setQuestions([...questions(), { text: "", kind: "many", options: "" }])}>
        {t("committee.add_question")}
      </Button>
    </ActDialog>
  );
}
