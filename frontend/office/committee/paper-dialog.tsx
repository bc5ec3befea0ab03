// An answer that was given on paper, typed in question by question.
import { createSignal, For, type JSX, Match, Switch } from "solid-js";
import type { Question, SurveyView } from "../../../backend/reporting/awareness/model.ts";
import { SelectField, TextArea, TextField, Tick } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { say } from "../../shell/say/say-texts.ts";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

type Answers = Record<string, string | string[]>;

export function PaperDialog(props: { survey: SurveyView; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [answers, setAnswers] = createSignal<Answers>({});
  const [on, setOn] = createSignal(props.survey.opensOn);
  return (
    <ActDialog
      asks="review"
      title={t("committee.type_paper")}
      description={say(props.survey.names)}
      act={t("committee.record")}
      onClose={props.onClose}
      onDone={() => {
        showToast({ text: t("committee.typed") });
        props.onDone();
      }}
      send={async () =>
        await apiPost(`/api/v1/committee/surveys/${props.survey.id}/answers`, { answers: answers(), answeredOn: on() })
      }
    >
      <TextField
        name="answeredOn"
        label={t("committee.answered_on")}
        why={whyAsked("committee.answered_on")}
        type="date"
        required
        value={on()}
        onInput={(event) => setOn(event.currentTarget.value)}
      />
      <For each={props.survey.questions}>
        {(question) => (
          <QuestionField
            question={question}
            value={answers()[question.key]}
            onChange={(value) => setAnswers({ ...answers(), [question.key]: value })}
          />
        )}
      </For>
    </ActDialog>
  );
}

function QuestionField(props: {
  question: Question;
  value: string | string[] | undefined;
  onChange: (value: string | string[]) => void;
}): JSX.Element {
  const t = useWords();
  const chosen = (): string[] => (Array.isArray(props.value) ? props.value : []);
  const text = (): string => (typeof props.value === "string" ? props.value : "");
  return (
    <Switch>
      <Match when={props.question.kind === "text"}>
        <TextArea
          label={say(props.question.names)}
          rows={3}
          maxLength={2000}
          value={text()}
          onInput={(event) => props.onChange(event.currentTarget.value)}
        />
      </Match>
      <Match when={props.question.kind === "one"}>
        <SelectField
          label={say(props.question.names)}
          options={[
            { value: "", label: t("committee.no_answer") },
            ...props.question.options.map((option) => ({ value: option.key, label: say(option.names) })),
          ]}
          value={text()}
          onChange={(event) => props.onChange(event.currentTarget.value)}
        />
      </Match>
      <Match when={props.question.kind === "many"}>
        <fieldset class="committee-choice">
          <legend class="field-label">{say(props.question.names)}</legend>
          <For each={props.question.options}>
            {(option) => (
              <Tick
                label={say(option.names)}
                checked={chosen().includes(option.key)}
                onChange={(isOn) =>
                  props.onChange(isOn ? [...chosen(), option.key] : chosen().filter((key) => key !== option.key))
                }
              />
            )}
          </For>
        </fieldset>
      </Match>
    </Switch>
  );
}
