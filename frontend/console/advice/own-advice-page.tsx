// A constituent's own questions to the national team: ask one, read the answers.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import { adviceTopics, type OwnAdvice } from "../../../backend/coordination/advice/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { SelectField, TextArea } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import "./own-advice.css";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";
import { FormWhy } from "../../shell/forms/form-why.tsx";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

export function OwnAdvicePage(): JSX.Element {
  const t = useWords();
  const [list, { refetch }] = createResource(
    async () => (await apiGet<{ rows: OwnAdvice[] }>("/api/v1/own-advice")).rows,
  );
  const rows = () => (list.error === undefined ? list.latest : undefined);
  return (
    <PageFrame
      title={t("advice.own.title")}
      text={t("advice.own.lead")}
      state={list.error !== undefined ? "failed" : rows() ? "ready" : "loading"}
      problem={list.error === undefined ? "" : describeProblem(list.error)}
      hasMore={false}
      onMore={() => undefined}
      onAgain={() => void refetch()}
    >
      <div class="own-advice">
        <AskForm onDone={() => void refetch()} />
        <Card title={t("advice.own.list")} count={rows()?.length ?? 0}>
          <For each={rows() ?? []} fallback={<Empty title={t("advice.own.none")} text="" />}>
            {(one) => (
              <article class="own-advice-one">
                <p>
                  <span class="mono">{one.reference}</span>{" "}
                  <Tag tone={one.state === "new" ? "medium" : "low"}>{t(`advice.state.${one.state}`)}</Tag>{" "}
                  <Tag>{t(`advice.topic.${one.topic}`)}</Tag>{" "}
                  <span class="quiet-text small-text">{formatInstant(one.receivedAt)}</span>
                </p>
                <p class="own-advice-text" dir="auto">
                  {one.question}
                </p>
                <Show when={one.answer} fallback={<p class="quiet-text">{t("advice.mine.waits")}</p>} keyed>
                  {(answer) => (
                    <blockquote class="own-advice-text" dir="auto">
                      {answer}
                    </blockquote>
                  )}
                </Show>
              </article>
            )}
          </For>
        </Card>
      </div>
    </PageFrame>
  );
}

function AskForm(props: { onDone: () => void }): JSX.Element {
  const t = useWords();
  const [topic, setTopic] = createSignal<string>("protection");
  const [question, setQuestion] = createSignal("");
  const act = createConfirmedAct();
  const send = async (): Promise<void> => {
    const { onDone } = props;
    const asked = { topic: topic(), question: question(), language: currentLanguage() };
    if (!(await act.run(undefined, async () => await apiPost("/api/v1/own-advice", asked)))) return;
    setQuestion("");
    showToast({ text: t("advice.own.sent") });
    onDone();
  };
  return (
    <Card title={t("advice.ask.title")}>
      <FieldsForm
        of={act}
        class="own-advice-form"
        novalidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!act.isBusy()) void send();
        }}
      >
        <FormWhy of="advice" />
        <SelectField
          label={t("advice.ask.topic")}
          name="topic"
          why={whyAsked("advice.ask.topic")}
          value={topic()}
          options={adviceTopics.map((value) => ({ value, label: t(`advice.topic.${value}`) }))}
          onChange={(event) => setTopic(event.currentTarget.value)}
        />
        <TextArea
          label={t("advice.ask.question")}
          name="question"
          hint={t("advice.ask.question_hint")}
          rows={6}
          value={question()}
          onInput={(event) => setQuestion(event.currentTarget.value)}
        />
        <div>
          <Button look="main" type="submit" isBusy={act.isBusy()}>
            {t("advice.ask.send")}
          </Button>
        </div>
      </FieldsForm>
    </Card>
  );
}
