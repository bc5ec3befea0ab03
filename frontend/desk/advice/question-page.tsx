// One request for advice: who asks, the question, the answer, and what is said of it to everybody.
import { A, useParams } from "@solidjs/router";
import { createSignal, type JSX, onCleanup, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { AdviceView } from "../../../backend/coordination/advice/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextArea } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { onConflict } from "../../platform/typed.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { can } from "../../shell/session.ts";
import { PublicForm } from "./public-form.tsx";
import "./advice.css";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

export function QuestionPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ adviceId: string }>();
  const [view, { refetch }] = createResource(
    () => params.adviceId,
    async (id) => await apiGet<AdviceView>(`/api/v1/advice/${id}`),
  );
  onCleanup(onConflict(() => void refetch()));
  const here = () => (view.error === undefined ? view.latest : undefined);
  return (
    <PageFrame
      title={here()?.reference ?? t("advice.title")}
      state={view.error !== undefined ? "failed" : here() ? "ready" : "loading"}
      problem={view.error === undefined ? "" : describeProblem(view.error)}
      hasMore={false}
      onMore={() => undefined}
      onAgain={() => void refetch()}
      filters={
        <p>
          <A href="/advice">{t("advice.title")}</A>
        </p>
      }
    >
      <Show when={here()} keyed>
        {(advice) => (
          <div class="advice-page">
            <Card title={t("advice.question")}>
              <p>
                <Tag tone={advice.state === "new" ? "medium" : "plain"}>{t(`advice.state.${advice.state}`)}</Tag>{" "}
                <Tag>{t(`advice.topic.${advice.topic}`)}</Tag>{" "}
                <span class="quiet-text small-text">
                  {formatInstant(advice.receivedAt)} · {t(`common.language.${advice.language}`)}
                </span>
              </p>
              <p class="advice-text" dir="auto" lang={advice.language}>
                {advice.question}
              </p>
              <p class="small-text quiet-text">
                {t("advice.asker")}:{" "}
                {advice.organisation ?? (advice.name === "" ? t("advice.asker.nobody") : advice.name)}
                {" · "}
                {advice.email ?? (advice.source === "console" ? t("advice.from.console") : t("advice.asker.no_mail"))}
              </p>
              <Show when={advice.caseId} fallback={<p class="small-text quiet-text">{t("advice.no_case")}</p>} keyed>
                {(id) => (
                  <p>
                    <A href={`/cases/${id}`}>{t("advice.case", { reference: advice.caseReference ?? "" })}</A>
                  </p>
                )}
              </Show>
            </Card>
            <Card title={t("advice.answer")}>
              <Show when={advice.state === "new"} fallback={<Given advice={advice} />}>
                <AnswerForm advice={advice} onDone={() => void refetch()} />
              </Show>
            </Card>
            <Card
              title={t("advice.page")}
              aside={
                <Show when={advice.page}>
                  {(page) => (
                    <Tag tone={page().state === "published" ? "low" : "medium"}>
                      {t(`advice.page.state.${page().state}`)}
                    </Tag>
                  )}
                </Show>
              }
            >
              <Show
                when={advice.state === "answered"}
                fallback={<p class="quiet-text">{t("advice.page.first_answer")}</p>}
              >
                <PublicForm advice={advice} onDone={() => void refetch()} />
              </Show>
            </Card>
          </div>
        )}
      </Show>
    </PageFrame>
  );
}

function Given(props: { advice: AdviceView }): JSX.Element {
  const t = useWords();
  return (
    <>
      <p class="advice-text" dir="auto">
        {props.advice.answer}
      </p>
      <p class="small-text quiet-text">
        {t("advice.answer.by", {
          name: props.advice.answeredBy?.name ?? "",
          when: formatInstant(props.advice.answeredAt ?? ""),
        })}
      </p>
    </>
  );
}

function AnswerForm(props: { advice: AdviceView; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [outcome, setOutcome] = createSignal("answered");
  const [answer, setAnswer] = createSignal("");
  const act = createConfirmedAct();
  const send = async (): Promise<void> => {
    const { onDone, advice } = props;
    const body = { version: advice.version, outcome: outcome(), answer: answer() };
    if (!(await act.run(undefined, async () => await apiPost(`/api/v1/advice/${advice.id}/answer`, body)))) return;
    showToast({ text: t("advice.answer.sent") });
    onDone();
  };
  return (
    <Show when={can("report.answer")}>
      <FieldsForm
        of={act}
        class="advice-form"
        novalidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!act.isBusy()) void send();
        }}
      >
        <SelectField
          label={t("advice.answer.outcome")}
          name="outcome"
          value={outcome()}
          options={["answered", "declined"].map((value) => ({ value, label: t(`advice.answer.${value}`) }))}
          onChange={(event) => setOutcome(event.currentTarget.value)}
        />
        <TextArea
          label={t("advice.answer")}
          name="answer"
          hint={t("advice.answer.hint")}
          rows={8}
          value={answer()}
          onInput={(event) => setAnswer(event.currentTarget.value)}
        />
        <div>
          <Button look="main" type="submit" isBusy={act.isBusy()}>
            {t("advice.answer.send")}
          </Button>
        </div>
      </FieldsForm>
    </Show>
  );
}
