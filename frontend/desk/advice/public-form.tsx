// The question and its answer for everybody, language by language, without who asked; a second person releases it.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createStore, unwrap } from "solid-js/store";
import { adviceLanguages, adviceTopics, type AdviceView } from "../../../backend/coordination/advice/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost, apiPut } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { can } from "../../shell/session.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

export function PublicForm(props: { advice: AdviceView; onDone: () => void }): JSX.Element {
  const t = useWords();
  const page = () => props.advice.page;
  const [topic, setTopic] = createSignal<string>(props.advice.page?.topic ?? props.advice.topic);
  const [texts, setTexts] = createStore(
    Object.fromEntries(
      adviceLanguages.map((language) => {
        const known = props.advice.page?.texts[language];
        return [language, { question: known?.question ?? "", answer: known?.answer ?? "" }];
      }),
    ),
  );
  const act = createConfirmedAct();
  const run = async (work: () => Promise<unknown>, said: string): Promise<void> => {
    const { onDone } = props;
    if (!(await act.run(undefined, async () => void (await work())))) return;
    showToast({ text: said });
    onDone();
  };
  const save = async (): Promise<void> => {
    const written = Object.fromEntries(
      Object.entries(unwrap(texts)).filter(([, one]) => one.question.trim() !== "" || one.answer.trim() !== ""),
    );
    const { id } = props.advice;
    const body = { topic: topic(), texts: written, version: page()?.version ?? 0 };
    await run(async () => await apiPut(`/api/v1/advice/${id}/page`, body), t("advice.page.saved"));
  };
  const ask = async (): Promise<void> => {
    const { id } = props.advice;
    const version = page()?.version ?? 0;
    await run(async () => await apiPost(`/api/v1/advice/${id}/page/ask`, { version }), t("advice.page.asked"));
  };
  const mayWrite = () => can("advisory.write") && page()?.state !== "waiting";
  return (
    <FieldsForm
      of={act}
      class="advice-form"
      novalidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!act.isBusy()) void save();
      }}
    >
      <p class="quiet-text">{t("advice.page.hint")}</p>
      <SelectField
        label={t("advice.page.topic")}
        name="topic"
        value={topic()}
        disabled={!mayWrite()}
        options={adviceTopics.map((value) => ({ value, label: t(`advice.topic.${value}`) }))}
        onChange={(event) => setTopic(event.currentTarget.value)}
      />
      <For each={adviceLanguages}>
        {(language) => (
          <>
            <TextField
              label={t("advice.page.question", { language: t(`common.language.${language}`) })}
              name={`texts.${language}.question`}
              lang={language}
              disabled={!mayWrite()}
              value={texts[language]?.question ?? ""}
              onInput={(event) => setTexts(language, "question", event.currentTarget.value)}
            />
            <TextArea
              label={t("advice.page.answer", { language: t(`common.language.${language}`) })}
              name={`texts.${language}.answer`}
              lang={language}
              rows={4}
              disabled={!mayWrite()}
              value={texts[language]?.answer ?? ""}
              onInput={(event) => setTexts(language, "answer", event.currentTarget.value)}
            />
          </>
        )}
      </For>
      <Show when={mayWrite()}>
        <div class="advice-acts">
          <Button type="submit" isBusy={act.isBusy()}>
            {t("advice.page.save")}
          </Button>
          <Show when={page()?.state === "draft"}>
            <Button look="main" onClick={() => void ask()}>
              {t("advice.page.ask")}
            </Button>
          </Show>
        </div>
      </Show>
    </FieldsForm>
  );
}
