// Surveys of citizens: made here, answered on the portal or on paper, shown counted.
import { createSignal, For, type JSX, Match, Show, Switch } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { SurveyView } from "../../../backend/reporting/awareness/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { formatNumber, formatShare } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import "../../shell/account/people.css";
import { doWithUndo } from "../../shell/forms/do-with-undo.ts";
import "./committee.css";
import { PaperDialog } from "./paper-dialog.tsx";
import { say } from "../../shell/say/say-texts.ts";
import { SurveyDialog } from "./survey-dialog.tsx";

const root = "/api/v1/committee/surveys";

export function SurveysPage(): JSX.Element {
  const t = useWords();
  const [list, { refetch }] = createResource(async () => await apiGet<{ surveys: SurveyView[] }>(root));
  const [isMaking, setMaking] = createSignal(false);
  const [typed, setTyped] = createSignal<SurveyView>();
  const reload = (): void => void refetch();
  const close = (id: string): void =>
    void doWithUndo({
      run: async () => await apiPost(`${root}/${id}/close`),
      undo: async () => await apiPost(`${root}/${id}/reopen`),
      said: t("committee.closed_now"),
      onDone: reload,
    });
  return (
    <main class="page people-page">
      <header class="committee-head">
        <div>
          <h1>{t("committee.surveys")}</h1>
          <p class="quiet-text">{t("committee.surveys_lead")}</p>
        </div>
        <Button look="main" onClick={() => setMaking(true)}>
          {t("committee.make_survey")}
        </Button>
      </header>
      <Show when={list.latest} fallback={<Skeleton lines={4} words={t("desk.loading")} />}>
        {(known) => (
          <For each={known().surveys} fallback={<p class="quiet-text">{t("committee.no_surveys")}</p>}>
            {(survey) => (
              <Card
                title={say(survey.names)}
                aside={<Tag>{t(survey.isClosed ? "committee.survey_closed" : "committee.survey_open")}</Tag>}
              >
                <p class="id-line">
                  <span class="figures">
                    {survey.opensOn} – {survey.closesOn}
                  </span>
                  <span>{t("committee.survey_answers", { online: survey.online, paper: survey.paper })}</span>
                  <Show when={!survey.isClosed}>
                    <a href={`/surveys/${survey.id}`}>{t("committee.survey_page")}</a>
                  </Show>
                </p>
                <For each={survey.questions}>
                  {(question) => <Results survey={survey} questionKey={question.key} />}
                </For>
                <p class="committee-acts">
                  <Button isSmall onClick={() => setTyped(survey)}>
                    {t("committee.type_paper")}
                  </Button>
                  <Show when={!survey.isClosed}>
                    <Button isSmall onClick={() => close(survey.id)}>
                      {t("committee.close_survey")}
                    </Button>
                  </Show>
                </p>
              </Card>
            )}
          </For>
        )}
      </Show>
      <Switch>
        <Match when={isMaking()}>
          <SurveyDialog onClose={() => setMaking(false)} onDone={reload} />
        </Match>
        <Match when={typed()}>
          {(survey) => <PaperDialog survey={survey()} onClose={() => setTyped(undefined)} onDone={reload} />}
        </Match>
      </Switch>
    </main>
  );
}

function Results(props: { survey: SurveyView; questionKey: string }): JSX.Element {
  const t = useWords();
  const question = () => props.survey.questions.find((one) => one.key === props.questionKey);
  const result = () => props.survey.results.find((one) => one.question === props.questionKey);
  const share = (count: number): string =>
    (result()?.n ?? 0) >= 20 ? ` (${formatShare(count / (result()?.n ?? 1))})` : "";
  return (
    <section>
      <h3>{say(question()?.names ?? {})}</h3>
      <p class="committee-under">{t("committee.n_answers", { count: result()?.n ?? 0 })}</p>
      <ul>
        <For each={result()?.options}>
          {(option) => (
            <li>
              {say(question()?.options.find((one) => one.key === option.key)?.names ?? {})}:{" "}
              {formatNumber(option.count)}
              {share(option.count)}
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}
